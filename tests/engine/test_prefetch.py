"""Reading ahead: in order, no further than asked, and an error where its result is asked for."""

import threading
import time
from collections.abc import Iterator

import pytest

from segscope.engine.prefetch import prefetch


@pytest.mark.parametrize("workers", [0, 1, 3])
def test_results_come_in_order(workers: int) -> None:
    def load(item: int) -> int:
        time.sleep(0.002 * (item % 3))
        return item * item

    assert list(prefetch(load, range(20), workers=workers)) == [i * i for i in range(20)]


def test_no_more_is_read_ahead_than_asked() -> None:
    started = []
    gate = threading.Event()

    def load(item: int) -> int:
        started.append(item)
        gate.wait(5)
        return item

    results = prefetch(load, range(100), workers=2, ahead=1)
    first = threading.Thread(target=lambda: next(results))
    first.start()
    time.sleep(0.1)
    gate.set()
    first.join()
    time.sleep(0.1)
    assert len(started) <= 4
    results.close()  # type: ignore[attr-defined]


def test_an_error_is_raised_where_the_result_is_asked_for() -> None:
    def load(item: int) -> int:
        if item == 2:
            raise ValueError("item 2 is broken")
        return item

    results: Iterator[int] = prefetch(load, range(5), workers=2)
    assert [next(results), next(results)] == [0, 1]
    with pytest.raises(ValueError, match="item 2 is broken"):
        next(results)
