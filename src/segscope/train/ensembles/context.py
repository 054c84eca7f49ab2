"""What making an ensemble may use."""

from collections.abc import Callable
from dataclasses import dataclass

from segscope.store.workspace import Workspace


@dataclass(frozen=True)
class EnsembleContext:
    """What finding members and weighing them may use.

    Attributes:
        workspace: Where the runs are kept.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        started: Called with the number of pictures before the first.
        progress: Called with the number of further pictures done.
    """

    workspace: Workspace
    device: str = "auto"
    started: Callable[[int], None] = lambda _: None
    progress: Callable[[int], None] = lambda _: None
