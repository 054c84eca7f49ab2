"""Several loggers at once, none of which can stop or slow a training."""

import atexit
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from time import monotonic

from segscope.loggers.base import LoggedPicture, Logger, RunInfo
from segscope.loggers.worker import LoggerWorker


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds loggers may hold a training up.

    Attributes:
        start: All loggers together, to start; a slower one goes on starting while training begins.
        queue: One logger whose queue of calls is full, before it is given up.
        finish: All loggers together, to write what is left when the run ends.
    """

    start: float = 15.0
    queue: float = 5.0
    finish: float = 30.0


class Fanout:
    """Sends everything to several loggers, each in a thread of its own.

    Whatever a logger raises, at any stage, is reported once, by the logger's name with the reason, and
    that logger gets no more; the others and the training go on. Calls return at once and may come from
    several threads: pictures are encoded and written while the training goes on, so arrays must not be
    changed after they were logged.

    Args:
        loggers: The loggers.
        report: Called in the caller's own thread with one sentence for each failure.
        patience: How long loggers may hold the training up.

    Example:
        >>> from segscope.loggers.memory import MemoryLogger
        >>> memory = MemoryLogger()
        >>> fanout = Fanout([memory], report=print)
        >>> fanout.log_scalars({"train/loss": 0.5}, step=1)
        >>> fanout.finish("finished")
        >>> memory.scalars
        {'train/loss': [(1, 0.5)]}
    """

    name = "fanout"

    def __init__(
        self, loggers: Sequence[Logger], report: Callable[[str], None], patience: Patience | None = None
    ) -> None:
        self._report = report
        self._patience = patience or Patience()
        self._loggers = tuple(loggers)
        self._workers = [LoggerWorker(logger) for logger in loggers]
        self._finished = False
        self._lock = threading.Lock()

    @property
    def left_out(self) -> Sequence[str]:
        """What each logger's tool kept out, led by its name; complete after :meth:`finish`."""
        return [f"{logger.name}: {sentence}" for logger in self._loggers for sentence in logger.left_out]

    @property
    def hint(self) -> str:
        """The commands that open what was written, one a line, of the loggers that still work."""
        return "\n".join(worker.logger.hint for worker in self._workers if worker.logger.hint)

    @property
    def active(self) -> tuple[str, ...]:
        """Names of the loggers that still work."""
        return tuple(worker.logger.name for worker in self._workers if worker.failure is None)

    def start(self, run: RunInfo) -> None:
        """Begin, or go on with, the run; wait until the loggers have started, within the patience."""
        self._send("could not start", lambda logger: logger.start(run))
        self._wait(self._patience.start)
        # A script may end without finish(). Python calls back in reverse order: before W&B's own end.
        atexit.register(self.finish, "failed")
        self._drop_failed()

    def log_scalars(self, values: Mapping[str, float], step: int) -> None:
        """Write numbers; NaN (a class in neither ground truth nor prediction) is left out."""
        kept = dict(values)
        self._send("could not write numbers", lambda logger: logger.log_scalars(kept, step))

    def log_pictures(self, pictures: Sequence[LoggedPicture], step: int) -> None:
        """Write pictures; their arrays must not be changed afterwards."""
        kept = tuple(pictures)
        size = sum(picture.nbytes for picture in kept)
        self._send("could not write pictures", lambda logger: logger.log_pictures(kept, step), size)

    def finish(self, status: str) -> None:
        """Let all loggers write what is left and close, within the patience; a second call does nothing."""
        if self._finished:
            return
        atexit.unregister(self.finish)
        self._send("could not finish", lambda logger: logger.finish(status))
        for worker in self._wait(self._patience.finish):
            worker.give_up(
                f"it was still busy {self._patience.finish:g} s after the end and is left to itself"
            )
        self._drop_failed()
        for worker in self._workers:
            worker.close()
        self._finished = True

    def _send(self, stage: str, call: Callable[[Logger], None], size: int = 0) -> None:
        self._drop_failed()
        if self._finished:
            return
        for worker in self._workers:
            worker.submit(stage, partial(call, worker.logger), self._patience.queue, size)

    def _wait(self, seconds: float) -> list[LoggerWorker]:
        deadline = monotonic() + seconds
        return [worker for worker in self._workers if not worker.wait(deadline)]

    def _drop_failed(self) -> None:
        with self._lock:
            failed = [worker for worker in self._workers if worker.failure is not None]
            self._workers = [worker for worker in self._workers if worker.failure is None]
        for worker in failed:
            worker.close()
            self._report(f"{worker.logger.name} gets no more of this run, which goes on: {worker.failure}.")
