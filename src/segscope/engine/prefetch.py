"""Read ahead with threads, in order.

Decoding and resizing release the GIL, so threads overlap with the device; unlike processes they need
no copy of the data set, no pickling and no shared memory, and they never fork a process that has
threads or database connections.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def prefetch(
    load: Callable[[Item], Result], items: Iterable[Item], *, workers: int, ahead: int = 2
) -> Iterator[Result]:
    """Call ``load`` on each item and give the results in order.

    Args:
        load: Called in a worker thread; its error is raised where the result is asked for.
        items: What to load.
        workers: Threads; 0 loads in the calling thread when the result is asked for.
        ahead: Results that wait at most, beyond one a worker.

    Example:
        >>> list(prefetch(str, [1, 2, 3], workers=2))
        ['1', '2', '3']
    """
    if workers == 0:
        yield from map(load, items)
        return
    pool = ThreadPoolExecutor(workers, thread_name_prefix="segscope-reader")
    waiting: deque[Future[Result]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(load, item))
            if len(waiting) > workers + ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
