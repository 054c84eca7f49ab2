"""From a config's mixes to their code."""

from collections.abc import Sequence

from segscope.config.choice import MixChoice
from segscope.errors import ConfigError
from segscope.train.mixes.base import Mix, MixContext
from segscope.train.resolve import resolve_target


def build_mixes(choices: Sequence[MixChoice], context: MixContext, batch_size: int) -> tuple[Mix, ...]:
    """Build the mixes, in the config's order.

    Raises:
        ConfigError: Batches hold a single picture.
    """
    if choices and batch_size < 2:
        raise ConfigError(
            f"mix: {choices[0].name} joins the pictures of a batch, and train.batch_size is 1: raise it to 2 "
            "or more, or take mix out."
        )
    return tuple(resolve_target(choice.technique)(choice.options, context) for choice in choices)
