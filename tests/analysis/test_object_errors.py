"""Errors by size and place, on objects that were planted."""

import numpy as np
import pytest
from numpy.typing import NDArray

from segscope.analysis.object_errors import ObjectErrors, errors_by_place, errors_by_size
from segscope.engine import list_objects
from segscope.engine.object_tables import ObjectTables

Maps = tuple[NDArray[np.uint8], NDArray[np.uint8]]


def tables_of(*pairs: Maps) -> ObjectTables:
    objects = [list_objects(truth, guess, num_classes=3, ignore=255) for truth, guess in pairs]
    return ObjectTables.from_objects([str(i) for i in range(len(pairs))], 3, objects)


def planted() -> Maps:
    """Class 1: a small square that is missed, a medium one half found, a large one at the frame, found.

    Class 2 is invented once, small; one more lies on ignored pixels and counts nowhere.
    """
    truth = np.zeros((300, 400), np.uint8)
    guess = truth.copy()
    truth[10:20, 10:20] = 1
    truth[100:150, 100:150] = 1
    guess[100:150, 100:125] = 1
    truth[200:, 200:] = 1
    guess[200:, 200:] = 1
    guess[50:60, 300:310] = 2
    truth[50:60, 350:360] = 255
    guess[50:60, 350:360] = 2
    return truth, guess


def of(rows: tuple[ObjectErrors, ...], class_index: int) -> dict[str, ObjectErrors]:
    return {row.group: row for row in rows if row.class_index == class_index}


def test_objects_are_sorted_by_their_own_size() -> None:
    sizes = of(errors_by_size(tables_of(planted())), 1)
    assert {group: (row.objects, row.missed, row.recall) for group, row in sizes.items()} == {
        "small": (1, 1, 0.0),
        "medium": (1, 0, 0.5),
        "large": (1, 0, 1.0),
    }
    assert sizes["medium"].predicted == 1  # 50 × 25 pixels
    assert sizes["medium"].precision == 1.0


def test_an_invented_object_counts_and_one_on_ignored_pixels_does_not() -> None:
    (row,) = of(errors_by_size(tables_of(planted())), 2).values()
    assert (row.group, row.objects, row.predicted, row.invented) == ("small", 0, 1, 1)
    assert np.isnan(row.recall)
    assert row.precision == 0.0


def test_place_tells_cut_off_objects_from_whole_ones() -> None:
    places = of(errors_by_place(tables_of(planted())), 1)
    assert places["at the frame"].recall == 1.0
    assert places["inside"].objects == 2
    assert places["inside"].recall == pytest.approx(1250 / 2600)


def test_images_add_up_to_all_pixels() -> None:
    rng = np.random.default_rng(0)
    pairs = [tuple(rng.integers(0, 3, (2, 40, 50)).astype(np.uint8)) for _ in range(3)]
    once = tables_of(*pairs)
    for rows in (errors_by_size(once, bounds=(2, 5)), errors_by_place(once)):
        for index in range(3):
            own = of(rows, index).values()
            assert sum(row.pixels for row in own) == sum((truth == index).sum() for truth, _ in pairs)
            both = sum(((truth == index) & (guess == index)).sum() for truth, guess in pairs)
            assert sum(row.found for row in own) == sum(row.right for row in own) == both


def test_an_object_of_exactly_a_bound_belongs_above_it() -> None:
    truth = np.zeros((64, 64), np.uint8)
    truth[10:42, 10:42] = 1
    assert list(of(errors_by_size(tables_of((truth, truth))), 1)) == ["medium"]


def test_bounds_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="bounds"):
        errors_by_size(tables_of(planted()), bounds=(5, 5, 9))
