"""Training curves on their way to the store: collected, and written every few seconds."""

import time
from collections.abc import Mapping
from types import TracebackType

from segscope.loggers.fanout import Fanout
from segscope.store.runs import Run


class ScalarBuffer:
    """Holds points back so that no training step waits for the disk.

    Args:
        run: Where the points are stored.
        loggers: Where they are mirrored.
        interval: Seconds between two writes.
    """

    def __init__(self, run: Run, loggers: Fanout, interval: float = 5.0) -> None:
        self.run = run
        self.loggers = loggers
        self.interval = interval
        self._points: dict[int, dict[str, float]] = {}
        self._written = time.monotonic()

    def __enter__(self) -> "ScalarBuffer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # The last points before a failure are the ones to look at.
        self.flush()

    def add(self, values: Mapping[str, float], step: int) -> None:
        """Take one step's values; write everything held where the interval has passed."""
        self._points.setdefault(step, {}).update(values)
        if time.monotonic() - self._written >= self.interval:
            self.flush()

    def flush(self) -> None:
        """Write everything that is held."""
        self.run.log_curves(self._points)
        for step, values in self._points.items():
            self.loggers.log_scalars(values, step)
        self._points.clear()
        self._written = time.monotonic()
