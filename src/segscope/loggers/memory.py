"""A logger that keeps everything in memory: for tests, notebooks and users' own code."""

import math
from collections.abc import Mapping, Sequence

from segscope.loggers.base import LoggedPicture, RunInfo


class MemoryLogger:
    """Keeps numbers and pictures in plain Python lists.

    Attributes:
        run: What :meth:`start` was told; None before.
        scalars: {key: [(step, value), …]}, without NaN.
        pictures: {key: [(step, picture), …]}.
        status: What :meth:`finish` was told; None before.

    Example:
        >>> logger = MemoryLogger()
        >>> logger.log_scalars({"train/loss": 0.5, "val/iou/Paper": float("nan")}, step=10)
        >>> logger.scalars
        {'train/loss': [(10, 0.5)]}
    """

    name = "memory"
    hint = ""

    def __init__(self) -> None:
        self.run: RunInfo | None = None
        self.scalars: dict[str, list[tuple[int, float]]] = {}
        self.pictures: dict[str, list[tuple[int, LoggedPicture]]] = {}
        self.status: str | None = None

    @property
    def left_out(self) -> Sequence[str]:
        """Nothing: memory has no limits worth a sentence."""
        return ()

    def start(self, run: RunInfo) -> None:
        """Begin, or go on with, the run."""
        self.run = run

    def log_scalars(self, values: Mapping[str, float], step: int) -> None:
        """Keep numbers; NaN is left out."""
        for key, value in values.items():
            if not math.isnan(value):
                self.scalars.setdefault(key, []).append((step, value))

    def log_pictures(self, pictures: Sequence[LoggedPicture], step: int) -> None:
        """Keep pictures."""
        for picture in pictures:
            self.pictures.setdefault(picture.key, []).append((step, picture))

    def finish(self, status: str) -> None:
        """Keep the status."""
        self.status = status
