"""Threads with a bounded queue: hand work over at once, wait only where too much is waiting already."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from typing import ParamSpec

from segscope.engine.byte_budget import ByteBudget
from segscope.engine.cpus import usable_cpus

_MOST_WORKERS = 4
_WAITING_BYTES = 1 << 30
P = ParamSpec("P")


class WorkerPool:
    """Runs calls in threads and keeps the first failure for the caller.

    Args:
        workers: Threads; 0 takes one for each CPU that this process may use, at most 4.
        waiting: How many calls may wait before :meth:`submit` does.

    Example:
        >>> pool, done = WorkerPool(workers=2, waiting=4), []
        >>> for number in range(3):
        ...     pool.submit(0, done.append, number)
        >>> pool.drain()
        >>> sorted(done)
        [0, 1, 2]
        >>> pool.close()
    """

    def __init__(self, workers: int, waiting: int) -> None:
        threads = workers or min(_MOST_WORKERS, usable_cpus())
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="segscope-record")
        self._budget = ByteBudget(_WAITING_BYTES)
        self._room = threading.BoundedSemaphore(threads + waiting)
        self._pending: set[Future[None]] = set()
        self._lock = threading.Lock()
        self._failure: BaseException | None = None

    def submit(self, size: int, call: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Run ``call`` in a thread; waits while the queue is full.

        Args:
            size: The bytes that the call keeps in memory until it is done.
            call: The call.
            args: Its arguments.
            kwargs: Its named arguments.

        Raises:
            BaseException: Whatever an earlier call raised.
        """
        self.check()
        self._room.acquire()
        self._budget.acquire(size)
        future = self._pool.submit(self._run, partial(call, *args, **kwargs))
        with self._lock:
            self._pending.add(future)
        future.add_done_callback(partial(self._finished, size))

    def check(self) -> None:
        """Raise what an earlier call raised, if one did."""
        if self._failure is not None:
            raise self._failure

    def drain(self) -> None:
        """Wait until all calls are done, then :meth:`check`."""
        self.settle()
        self.check()

    def settle(self) -> None:
        """Wait until all calls are done, whatever came of them."""
        with self._lock:
            pending = set(self._pending)
        wait(pending)

    def forget_failure(self) -> None:
        """Begin anew after a failure."""
        self._failure = None

    def close(self) -> None:
        """Wait for what runs, and end the threads."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, call: Callable[[], object]) -> None:
        if self._failure is not None:
            return  # the validation is lost already; do not fill the disk any further
        try:
            call()
        except BaseException as error:  # noqa: BLE001 - handed on to the caller, whatever it is
            self._failure = self._failure or error

    def _finished(self, size: int, future: "Future[None]") -> None:
        with self._lock:
            self._pending.discard(future)
        self._budget.release(size)
        self._room.release()
