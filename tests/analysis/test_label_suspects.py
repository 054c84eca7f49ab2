"""Suspects on planted disagreements: whole objects, confident, large enough, and nothing else."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from segscope.analysis.evidence import Evidence
from segscope.analysis.label_suspects import rank_label_suspects
from segscope.analysis.suspicion import confusion_inside
from segscope.engine import count, list_objects
from segscope.engine.class_set import ClassSet
from segscope.engine.count_tables import CountTables
from segscope.engine.object_tables import ObjectTables
from segscope.store.object_files import OBJECTS_FILE, ObjectsFile, read_objects

Maps = tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]
Found = tuple[str, int | None, int | None, tuple[int, int, int, int]]


def scene(size: int = 120) -> Maps:
    truth = np.zeros((size, size), np.uint8)
    return truth, truth.copy(), np.full((size, size), 250, np.uint8)


def suspects_of(*images: Maps, background: int | None = None) -> list[Found]:
    names = [f"p{i}" for i in range(len(images))]
    objects = [list_objects(*maps, num_classes=4, ignore=255) for maps in images]
    counts = [count(truth, guess, num_classes=4, ignore=255) for truth, guess, _ in images]
    evidence = Evidence(CountTables.from_counts(names, counts), ClassSet(("a", "b", "c", "d")))
    ranked = rank_label_suspects(
        ObjectTables.from_objects(names, 4, objects),
        confusion=confusion_inside(evidence),
        background=background,
    )
    return [(s.image, s.labelled_class, s.predicted_class, s.box) for s in ranked]


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


def test_what_the_model_confuses_anyway_comes_after_what_it_never_does_else() -> None:
    images = []
    for label, seen in ((1, 2), (1, 2), (1, 2), (1, 2), (3, 2)):  # class 1 is called 2 everywhere
        truth, guess, sure = scene()
        truth[10:60, 20:70], guess[10:60, 20:70], sure[10:60, 20:70] = label, seen, 200
        images.append((truth, guess, sure))
    assert suspects_of(*images, background=0)[0] == ("p4", 3, 2, (10, 20, 60, 70))


def test_of_equally_sure_contradictions_the_larger_comes_first() -> None:
    images = []
    for side in (12, 60, 30):
        truth, guess, sure = scene()
        truth[10 : 10 + side, 10 : 10 + side], guess[10 : 10 + side, 10 : 10 + side] = 1, 2
        images.append((truth, guess, sure))
    assert [image for image, *_ in suspects_of(*images)] == ["p1", "p2", "p0"]


def test_a_piece_of_an_object_that_was_else_found_comes_after_an_object_that_was_not() -> None:
    truth, guess, sure = scene()
    truth[10:60, 10:60], guess[10:60, 10:60] = 1, 1
    guess[10:60, 20:60] = 2  # the model tells most of it from the rest
    part = truth, guess, sure
    truth, guess, sure = scene()
    guess[10:60, 20:60] = 2  # nobody labelled it
    assert suspects_of(part, (truth, guess, sure), background=0) == [
        ("p1", None, 2, (10, 20, 60, 60)),
        ("p0", None, 2, (10, 20, 60, 60)),
    ]


def test_parts_of_a_validation_are_scored_as_the_whole_is() -> None:
    images = []
    for seed in range(6):
        rng = np.random.default_rng(seed)
        coarse = rng.integers(0, 4, (2, 5, 5)).astype(np.uint8).repeat(16, axis=1).repeat(16, axis=2)
        images.append((coarse[0], coarse[1], rng.integers(80, 255, (80, 80)).astype(np.uint8)))
    objects = [list_objects(*maps, num_classes=4) for maps in images]
    confusion = rng.integers(0, 9999, (4, 4))
    whole = rank_label_suspects(ObjectTables.from_objects("abcdef", 4, objects), confusion=confusion)
    parts = [
        rank_label_suspects(
            ObjectTables.from_objects(names, 4, objects[start : start + 2]), confusion=confusion
        )
        for start, names in ((0, "ab"), (2, "cd"), (4, "ef"))
    ]
    together = sorted((suspect for part in parts for suspect in part), key=lambda suspect: suspect.rank)
    assert len(whole) > 20
    assert tuple(together) == whole


def test_objects_are_of_their_images_though_threads_wrote_them_in_another_order(tmp_path: Path) -> None:
    images = []
    for seed in range(6):
        rng = np.random.default_rng(seed)
        coarse = rng.integers(0, 4, (2, 5, 5)).astype(np.uint8).repeat(16, axis=1).repeat(16, axis=2)
        images.append((coarse[0], coarse[1], rng.integers(80, 255, (80, 80)).astype(np.uint8)))
    objects = [list_objects(*maps, num_classes=4) for maps in images]
    file = ObjectsFile(tmp_path / OBJECTS_FILE)
    for place in (4, 0, 5, 2, 1, 3):
        file.add("abcdef"[place], objects[place])
    file.close("abcdef", 4)
    parts = read_objects(tmp_path)
    assert parts is not None
    (stored,) = parts
    expected = rank_label_suspects(ObjectTables.from_objects("abcdef", 4, objects))
    assert rank_label_suspects(stored) == expected


def test_no_images_have_no_suspects() -> None:
    assert rank_label_suspects(ObjectTables.from_objects([], 4, [])) == ()


def test_without_confidences_nobody_is_suspected() -> None:
    truth, guess, _ = scene()
    guess[10:30, 10:30] = 3
    objects = [list_objects(truth, guess, num_classes=4)]
    assert rank_label_suspects(ObjectTables.from_objects(["a"], 4, objects)) == ()
