"""From a catalogue's record to its code in the training room."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from segscope.config.catalogue.technique import Technique


def resolve_target(technique: Technique) -> Callable[..., Any]:
    """Import the code that a technique's ``module:attribute`` names.

    Example:
        >>> from segscope.config.catalogue import LOSSES
        >>> resolve_target(LOSSES["dice"]).__name__
        'Dice'
    """
    module, _, attribute = technique.target.partition(":")
    target: Callable[..., Any] = getattr(import_module(module), attribute)
    return target
