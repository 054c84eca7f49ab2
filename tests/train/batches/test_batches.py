"""Batches: every sample once an epoch, and ranks that stay in step."""

from hypothesis import given
from hypothesis import strategies as st

from segscope.train.batches.plan import plan_epoch


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


def test_the_last_window_of_an_epoch_is_flushed_with_its_true_count() -> None:
    plan = plan_epoch(range(10), batch_size=1, accumulate=4, rank=0, ranks=1)
    assert [len(window) for window in plan] == [4, 4, 2]
