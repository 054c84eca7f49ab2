"""Batches: every sample once an epoch, the same draws whatever the workers do, read ahead in order."""

import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segscope.train.batches.plan import plan_epoch
from segscope.train.batches.prefetch import prefetch


@given(
    count=st.integers(1, 60),
    batch_size=st.integers(1, 9),
    accumulate=st.integers(1, 4),
    ranks=st.integers(1, 3),
)
def test_every_sample_is_used_at_most_once_and_ranks_stay_in_step(
    count: int, batch_size: int, accumulate: int, ranks: int
) -> None:
    plans = [
        plan_epoch(range(count), batch_size=batch_size, accumulate=accumulate, rank=rank, ranks=ranks)
        for rank in range(ranks)
    ]
    used = [index for plan in plans for window in plan for batch in window for index in batch]
    assert len(used) == len(set(used))
    # Only the tail that cannot make a batch may be left out.
    assert count - len(used) < max(2 * ranks, ranks + 1)
    shapes = [[len(window) for window in plan] for plan in plans]
    assert all(shape == shapes[0] for shape in shapes), "ranks take the same number of micro-batches"
    for plan in plans:
        for window in plan:
            assert 1 <= len(window) <= accumulate
            for batch in window:
                assert 1 <= len(batch) <= batch_size
                assert len(batch) > 1 or batch_size == 1 or count == 1


def test_one_rank_leaves_out_a_lone_last_picture_alone() -> None:
    plan = plan_epoch(range(9), batch_size=4, accumulate=1, rank=0, ranks=1)
    assert [len(window[0]) for window in plan] == [4, 4]
    plan = plan_epoch(range(10), batch_size=4, accumulate=1, rank=0, ranks=1)
    assert [len(window[0]) for window in plan] == [4, 4, 2]


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
