"""One thread for one logger, so that a slow or dead tool never holds up a training."""

import contextlib
import queue
import textwrap
import threading
from collections.abc import Callable
from time import monotonic

from segscope.engine.byte_budget import ByteBudget
from segscope.errors import SegscopeError
from segscope.loggers.base import Logger

_QUEUED_CALLS = 1000
_QUEUED_BYTES = 512 << 20
_REASON_LENGTH = 300


class LoggerWorker:
    """Runs the calls to one logger, in order, in a thread of its own, until one of them fails.

    The thread is a daemon: a tool that hangs does not keep Python from ending.

    Attributes:
        logger: The logger.
        failure: One sentence why the logger gets no more calls; None while all is well.
    """

    def __init__(self, logger: Logger) -> None:
        self.logger = logger
        self.failure: str | None = None
        self._calls: queue.Queue[tuple[str, Callable[[], None], int] | None] = queue.Queue(_QUEUED_CALLS)
        self._budget = ByteBudget(_QUEUED_BYTES)
        self._unfinished = 0
        self._idle = threading.Condition()
        threading.Thread(target=self._run, name=f"segscope-{logger.name}", daemon=True).start()

    def submit(self, stage: str, call: Callable[[], None], patience_s: float, size: int = 0) -> None:
        """Queue one call.

        Args:
            stage: What the call does, for the sentence if it fails: "could not start".
            call: The call.
            patience_s: How many seconds a full queue may hold the caller up before the logger is given up.
            size: The bytes that the call keeps in memory until it is done.
        """
        if self.failure is not None:
            return
        if not self._budget.acquire(size, timeout=patience_s):
            self.give_up(
                f"it has not answered for {patience_s:g} s while {_QUEUED_BYTES >> 20} MiB of pictures waited"
            )
            return
        with self._idle:
            self._unfinished += 1
        try:
            self._calls.put((stage, call, size), timeout=patience_s)
        except queue.Full:
            self.give_up(f"it has not answered for {patience_s:g} s while {_QUEUED_CALLS} calls waited")

    def wait(self, deadline: float) -> bool:
        """Wait until all calls are done or one failed.

        Args:
            deadline: The value of :func:`time.monotonic` to wait for at most.

        Returns:
            False where the deadline came first.
        """
        with self._idle:
            return self._idle.wait_for(
                lambda: self._unfinished == 0 or self.failure is not None, max(0.0, deadline - monotonic())
            )

    def give_up(self, reason: str) -> None:
        """Send no more calls; the one that runs is left to itself."""
        with self._idle:
            self.failure = self.failure or reason
            self._idle.notify_all()

    def close(self) -> None:
        """End the thread once all calls are done."""
        with contextlib.suppress(queue.Full):  # only where the logger was given up; its thread ends by itself
            self._calls.put_nowait(None)

    def _run(self) -> None:
        for stage, call, size in iter(self._calls.get, None):
            self._call(stage, call)
            self._budget.release(size)
            with self._idle:
                self._unfinished -= 1
                self._idle.notify_all()
            if self.failure is not None:
                return

    def _call(self, stage: str, call: Callable[[], None]) -> None:
        try:
            call()
        except BaseException as error:  # noqa: BLE001 - a logger may raise anything, even SystemExit
            self.give_up(f"it {stage}: {_reason(error).rstrip('.')}")
            with contextlib.suppress(BaseException):  # it has failed already; this only lets go of its files
                self.logger.finish("failed")


def _reason(error: BaseException) -> str:
    text = textwrap.shorten(str(error), _REASON_LENGTH, placeholder=" …")
    if isinstance(error, SegscopeError):
        return text
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
