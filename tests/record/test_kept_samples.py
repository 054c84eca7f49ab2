"""Which samples are looked at, and joined tables."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from segscope.engine import count
from segscope.engine.class_set import ClassSet
from segscope.engine.count_tables import TABLE_COLUMNS, CountTables
from segscope.record.kept_samples import choose_fixed, choose_kept, samples_with_class
from segscope.record.merged_tables import merge_tables
from segscope.record.options import RecordOptions


@given(st.sets(st.text(min_size=1), min_size=1, max_size=30), st.integers(1, 10), st.randoms())
def test_the_fixed_samples_do_not_depend_on_order_and_hardly_on_new_samples(
    ids: set[str], number: int, rng: object
) -> None:
    shuffled = sorted(ids)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    fixed = choose_fixed(sorted(ids), number, seed=0)
    assert choose_fixed(shuffled, number, seed=0) == fixed
    assert len(fixed) == min(number, len(ids))
    grown = choose_fixed([*shuffled, "a new one"], number, seed=0)
    assert len(set(fixed) - set(grown)) <= 1


def test_another_seed_chooses_others() -> None:
    ids = [str(number) for number in range(100)]
    assert choose_fixed(ids, 8, seed=0) != choose_fixed(ids, 8, seed=1)


def _tables(cases: dict[str, tuple[list[int], list[int]]]) -> CountTables:
    counts = [
        count(np.array([truth], np.uint8), np.array([guess], np.uint8), num_classes=3, ignore=255)
        for truth, guess in cases.values()
    ]
    return CountTables.from_counts(list(cases), counts)


def test_every_class_with_an_error_names_its_worst_and_perfect_ones_none() -> None:
    tables = _tables(
        {
            "fine": ([0, 0, 1, 1, 2], [0, 0, 1, 1, 2]),
            "bad for 1": ([0, 0, 1, 1, 2], [0, 0, 0, 0, 2]),
            "slight": ([0, 0, 1, 1, 2], [0, 0, 0, 1, 2]),
        }
    )
    kept = choose_kept(
        tables, ClassSet(("a", "b", "c")), RecordOptions(fixed_samples=0, worst_samples=1, worst_per_class=2)
    )
    assert [worst.image for worst in kept.worst] == ["bad for 1"]
    assert {i: [w.image for w in worst] for i, worst in kept.worst_of_class.items()} == {
        0: ["bad for 1", "slight"],
        1: ["bad for 1", "slight"],
    }
    assert kept.ids == ("bad for 1", "slight")


def test_samples_that_hold_a_class_in_truth_or_prediction() -> None:
    tables = _tables({"truth": ([1, 0], [0, 0]), "guess": ([0, 0], [0, 1]), "none": ([0, 0], [0, 2])})
    assert samples_with_class(tables, 1, ["none", "guess", "truth"]) == ("guess", "truth")


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.lists(st.integers(1, 3), min_size=1, max_size=4))
def test_joined_parts_equal_the_whole(seed: int, sizes: list[int]) -> None:
    rng = np.random.default_rng(seed)
    names = [f"s{number}" for number in range(sum(sizes))]
    pairs = rng.integers(0, 5, (len(names), 2, 5, 6), dtype=np.uint8)
    counts = [count(truth, guess, num_classes=5) for truth, guess in pairs]
    starts = np.cumsum([0, *sizes])
    parts = [CountTables.from_counts(names[a:b], counts[a:b]) for a, b in pairwise(starts)]
    joined, whole = merge_tables(parts), CountTables.from_counts(names, counts)
    assert (joined.images, joined.num_classes) == (whole.images, whole.num_classes)
    for name in ("image", "class_index", "wrong_image", "wrong"):
        np.testing.assert_array_equal(getattr(joined, name), getattr(whole, name))
    for name in TABLE_COLUMNS:
        np.testing.assert_array_equal(joined.columns[name], whole.columns[name])
