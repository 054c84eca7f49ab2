"""Unlike things are refused, with the difference and both values in one sentence."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from segscope.analysis.compare import CompareOptions, compare
from segscope.engine import CountRule
from segscope.engine.class_set import ClassSet
from segscope.errors import NotComparableError
from segscope.store import Run, Workspace
from tests.analysis.compare.stored_runs import CLASSES, Maps, Stored, draw_truth, predict, store_run

TRUTH = draw_truth(24)
GUESS = predict(TRUTH, 0.2)
QUICK = CompareOptions(draws=300)


def with_classes(*names: str) -> Stored:
    return Stored(class_set=ClassSet(names, ignore_id=255))


def other_truth(change: Callable[[np.ndarray], None]) -> Maps:
    maps = {image: label_map.copy() for image, label_map in TRUTH.items()}
    change(maps["scene 3/007"])
    return maps


def shrink(label_map: np.ndarray) -> None:
    label_map[-8:] = 255


def relabel(label_map: np.ndarray) -> None:
    label_map[label_map == 1] = 2


def refusal(one: Run, two: Run) -> str:
    with pytest.raises(NotComparableError) as caught:
        compare(one, two, options=QUICK)
    message = str(caught.value)
    assert one.id in message
    assert two.id in message
    assert message.count(". ") == 0, "one sentence"
    assert message.endswith(".")
    return message


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (with_classes("floor", "papier", "metal", "glass", "never"), "class 1 is 'paper' and 'papier'"),
        (with_classes("floor", "paper", "metal", "glass"), "5 and 4 classes"),
        (replace(Stored(), class_set=ClassSet(CLASSES.names)), "ignore ids differ, 255 and none"),
        (
            replace(Stored(), rule=CountRule(5, 255, frame="open")),
            "frame boundary’ and ‘segscope 1: boundary width 0.01, IoU width 0.02, frame open’",
        ),
    ],
)
def test_other_classes_ignore_ids_and_rules(workspace: Workspace, how: Stored, said: str) -> None:
    rule = replace(how.rule, num_classes=how.class_set.num_classes)
    one = store_run(workspace, TRUTH, GUESS, Stored("one"))
    two = store_run(workspace, TRUTH, GUESS, replace(how, name="two", rule=rule))
    assert said in refusal(one, two)


def test_fewer_images(workspace: Workspace) -> None:
    fewer = {image: GUESS[image] for image in list(GUESS)[1:]}
    one, two = (store_run(workspace, TRUTH, maps) for maps in (GUESS, fewer))
    lost = next(iter(GUESS))
    counted = "24 images of split 'val' and 23 of 'val'"
    assert f"{counted}, {lost!r} for one is only in the first" in refusal(one, two)
    assert f"23 images of split 'val' and 24 of 'val', {lost!r} for one is only in the second" in refusal(
        two, one
    )


def test_other_images(workspace: Workspace) -> None:
    renamed = {image.replace("scene 3/007", "scene 3/new"): m for image, m in GUESS.items()}
    truth = {**TRUTH, "scene 3/new": TRUTH["scene 3/007"]}
    one, two = store_run(workspace, TRUTH, GUESS), store_run(workspace, truth, renamed)
    message = refusal(one, two)
    assert "different samples, 'scene 3/007' for one is only in the first" in message
    for run in (one, two):
        assert run.validations()[0].key.split_hash[:12] in message


def test_other_sizes_or_ignored_pixels(workspace: Workspace) -> None:
    two = store_run(workspace, other_truth(shrink), GUESS, Stored(label_hash="other"))
    message = refusal(store_run(workspace, TRUTH, GUESS), two)
    assert "'scene 3/007' has 2,294 counted pixels in one and 1,910 in the other" in message


def test_other_ground_truth(workspace: Workspace) -> None:
    two = store_run(workspace, other_truth(relabel), GUESS, Stored(label_hash="other"))
    pixels = int((TRUTH["scene 3/007"] == 1).sum())
    message = refusal(store_run(workspace, TRUTH, GUESS), two)
    assert f"ground truth differs, 'scene 3/007' has {pixels} pixels of paper in one and 0" in message


def test_the_same_ground_truth_from_another_source_is_taken_with_a_word(workspace: Workspace) -> None:
    one = store_run(workspace, TRUTH, GUESS)
    two = store_run(workspace, TRUTH, predict(TRUTH, 0.1), Stored(label_hash="masks", split="test"))
    notes = compare(one, two, options=QUICK).notes
    assert any(
        "different sources; it was compared pixel by pixel, and is the same." in note for note in notes
    )
    two.labels.path("test", "scene 3/007").unlink()
    notes = compare(one, two, options=QUICK).notes
    assert any("of 1 images a label map is no longer kept" in note for note in notes)


def test_ground_truth_of_equal_areas_at_other_places_is_refused(workspace: Workspace) -> None:
    other = other_truth(lambda label_map: label_map[1:].sort(axis=1))
    two = store_run(workspace, other, GUESS, Stored(label_hash="other"))
    differing = int((other["scene 3/007"] != TRUTH["scene 3/007"]).sum())
    message = refusal(store_run(workspace, TRUTH, GUESS), two)
    assert f"differs in 1 of 24 images, in 'scene 3/007' at {differing:,} pixels" in message


def test_other_ids_of_ignored_pixels_are_no_difference_where_the_label_maps_are_equal(
    workspace: Workspace,
) -> None:
    one = store_run(workspace, TRUTH, GUESS)
    eleven = Stored(class_set=ClassSet(CLASSES.names, ignore_id=11), label_hash="masks")
    assert compare(one, store_run(workspace, TRUTH, GUESS, eleven), options=QUICK).verdict == "cannot tell"
    whole = {image: np.where(m == 255, 0, m).astype(np.uint8) for image, m in TRUTH.items()}
    declared, none = (
        store_run(workspace, whole, GUESS, Stored(class_set=classes, label_hash=label_hash))
        for classes, label_hash in ((CLASSES, "one"), (ClassSet(CLASSES.names), "two"))
    )
    assert compare(declared, none, options=QUICK).verdict == "cannot tell"


def test_folds_of_one_side_alone(workspace: Workspace) -> None:
    images = list(GUESS)
    halves = [{i: GUESS[i] for i in images[part::2]} for part in range(2)]
    folds = [store_run(workspace, TRUTH, half) for half in halves]
    with pytest.raises(NotComparableError, match="no run of the other side"):
        compare(folds, store_run(workspace, TRUTH, halves[0]), options=QUICK)
    overlapping = [GUESS, halves[0]]
    sides = [[store_run(workspace, TRUTH, maps) for maps in overlapping] for _ in range(2)]
    with pytest.raises(NotComparableError, match="is in more than one of them"):
        compare(*sides, options=QUICK)
