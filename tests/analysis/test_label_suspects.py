"""Suspects on planted disagreements: whole objects, confident, large enough, and nothing else."""

import numpy as np
from numpy.typing import NDArray

from segscope.analysis.label_suspects import rank_label_suspects
from segscope.engine import list_objects
from segscope.engine.object_tables import ObjectTables

Maps = tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]
Found = tuple[str, int | None, int | None, tuple[int, int, int, int]]


def scene(size: int = 120) -> Maps:
    truth = np.zeros((size, size), np.uint8)
    return truth, truth.copy(), np.full((size, size), 250, np.uint8)


def suspects_of(*images: Maps) -> list[Found]:
    objects = [list_objects(*maps, num_classes=4, ignore=255) for maps in images]
    tables = ObjectTables.from_objects([f"p{i}" for i in range(len(images))], 4, objects)
    return [(s.image, s.labelled_class, s.predicted_class, s.box) for s in rank_label_suspects(tables)]


def test_a_swapped_object_is_one_suspect_with_both_classes_the_surest_first() -> None:
    images = []
    for level in (120, 240):
        truth, guess, sure = scene()
        truth[10:30, 20:50], guess[10:30, 20:50], sure[10:30, 20:50] = 1, 2, level
        images.append((truth, guess, sure))
    box = (10, 20, 30, 50)
    assert suspects_of(*images) == [("p1", 1, 2, box), ("p0", 1, 2, box)]


def test_objects_in_different_places_stay_apart() -> None:
    truth, guess, sure = scene()
    truth[10:30, 20:50], guess[10:30, 45:75] = 1, 2
    assert sorted(suspects_of((truth, guess, sure)), key=str) == [
        ("p0", 1, None, (10, 20, 30, 50)),
        ("p0", None, 2, (10, 45, 30, 75)),
    ]


def test_what_is_partly_found_tiny_right_or_ignored_is_no_suspect() -> None:
    truth, guess, sure = scene()
    truth[10:30, 10:30], guess[10:30, 15:35] = 1, 1  # shifted: a matter of extent
    truth[60:65, 60:65], guess[60:65, 60:65] = 2, 3  # 25 pixels
    truth[80:100, 80:100], guess[80:100, 80:100] = 3, 3  # right
    truth[40:60, 90:110], guess[40:60, 90:110] = 255, 2  # ignored
    assert suspects_of((truth, guess, sure)) == []


def test_an_object_that_nobody_labelled_is_told_with_its_class() -> None:
    truth, guess, sure = scene()
    guess[10:30, 10:30] = 3
    assert suspects_of((truth, guess, sure)) == [("p0", None, 3, (10, 10, 30, 30))]


def test_holes_and_gaps_of_the_background_are_no_suspects_but_missed_objects_are() -> None:
    truth, guess, sure = scene()
    truth[10:60, 10:60], guess[10:60, 10:60] = 1, 1
    truth[20:40, 20:40] = 0  # a hole that the model fills
    guess[45:55, 45:55] = 0  # a gap that it leaves
    truth[80:100, 80:100] = 2  # an object of which it sees nothing
    objects = [list_objects(truth, guess, sure, num_classes=4)]
    found = rank_label_suspects(ObjectTables.from_objects(["a"], 4, objects), background=0)
    assert [(s.labelled_class, s.box) for s in found] == [(2, (80, 80, 100, 100))]


def test_without_confidences_nobody_is_suspected() -> None:
    truth, guess, _ = scene()
    guess[10:30, 10:30] = 3
    objects = [list_objects(truth, guess, num_classes=4)]
    assert rank_label_suspects(ObjectTables.from_objects(["a"], 4, objects)) == ()
