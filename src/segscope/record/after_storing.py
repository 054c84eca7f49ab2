"""What is done once a validation is stored, and may fail without a loss to it."""

import logging
from collections.abc import Callable

from segscope.errors import SegscopeError
from segscope.store import Run, Validation

_log = logging.getLogger(__name__)


def stop_nothing(run: Run, what: str, validation: Validation, step: Callable[[], object]) -> None:
    """Do a step; whatever fails in it becomes an event of the run, or a warning where no event can be stored.

    Args:
        run: The run.
        what: The kind of event: ``curves``, ``pictures`` or ``pruning``.
        validation: The stored validation.
        step: What to do.
    """
    try:
        step()
    except Exception as error:  # noqa: BLE001 - a stored validation is worth more than what comes after it
        reason = str(error) if isinstance(error, SegscopeError) else repr(error)
        message = f"validation {validation.index}: {reason}"
        try:
            run.add_event(what, message)
        except SegscopeError:  # the store itself is what fails
            _log.warning("run %s, %s of %s", run.id, what, message)
