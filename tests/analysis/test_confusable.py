"""Confusable pairs: planted ones are named, others are not, and a weak model is not told that all are."""

import numpy as np
import pytest

from segscope.analysis.confusable import connected_groups, find_confusable_pairs
from segscope.analysis.evidence import Evidence
from segscope.engine.class_set import ClassSet
from tests.analysis.drawn_validation import Pairs, counted
from tests.analysis.simulate import CLASSES, MODELS, ModelErrors, Pair, Scenes, both_ways, simulate

TRASH, PAPER, PACK, METAL, GLASS = 2, 3, 4, 5, 6


def named(seed: int, errors: ModelErrors, images: int = 50) -> set[Pair]:
    """Directions that are named in a simulated validation."""
    tables = simulate(seed, Scenes(images=images), errors)
    pairs = find_confusable_pairs(Evidence(tables, CLASSES))
    return {(pair.flow.true_class, pair.flow.predicted_class) for pair in pairs}


def undirected(pairs: set[Pair]) -> set[frozenset[int]]:
    return {frozenset(pair) for pair in pairs}


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(
    "planted",
    [[(PAPER, PACK), (PACK, TRASH), (PAPER, TRASH)], [(METAL, 8)], [(GLASS, 7), (9, 11)]],
    ids=["default", "one other pair", "two other pairs"],
)
def test_the_planted_pairs_are_named_and_no_others(planted: list[Pair], seed: int) -> None:
    errors = ModelErrors(swaps=both_ways(planted, 0.4))
    found = undirected(named(seed, errors))
    assert found <= {frozenset(pair) for pair in planted}
    assert set(connected_groups(map(tuple, found))) == set(connected_groups(planted))  # type: ignore[arg-type]


@pytest.mark.parametrize("model", MODELS)
def test_none_is_named_where_none_is_planted_however_weak_the_model(model: str) -> None:
    assert [named(seed, MODELS[model]) for seed in range(2)] == [set()] * 2


def test_a_direction_is_named_alone_where_only_it_is_confused() -> None:
    errors = ModelErrors(swaps={(PAPER, PACK): 0.5})
    assert [named(seed, errors) for seed in range(2)] == [{(PAPER, PACK)}] * 2


def test_objects_missed_into_background_or_unknown_are_no_confusion() -> None:
    errors = ModelErrors(swaps={(PAPER, 0): 0.5, (METAL, 1): 0.5})
    assert named(0, errors) == set()


def objects(swapped: int, images: int = 12) -> Pairs:
    """Pictures of one 30×30 object of class 1 each, the first ``swapped`` of them taken for class 2."""
    truth = np.zeros((100, 100), dtype=np.int64)
    truth[20:50, 20:50] = 1
    truth[60:90, 60:90] = 3
    return [(truth, np.where(truth == 1, 2, truth) if i < swapped else truth) for i in range(images)]


BOXES = ClassSet(("floor", "paper", "metal", "glass"), background=0)


def test_figures_of_a_pair_are_those_of_the_pictures() -> None:
    (pair,) = find_confusable_pairs(Evidence(counted(objects(swapped=6)), BOXES))
    assert (pair.flow.true_class, pair.flow.predicted_class) == (1, 2)
    assert (pair.support, pair.holding) == (6, 12)
    assert pair.flow.share_of_class == 0.5
    assert pair.flow.share_of_lost_iou == 1
    assert pair.stability == 1


def test_a_swap_in_two_pictures_is_not_systematic() -> None:
    assert find_confusable_pairs(Evidence(counted(objects(swapped=2, images=4)), BOXES)) == ()


def test_a_class_that_is_not_learned_yet_is_confusable_only_with_what_takes_most_of_it() -> None:
    classes = ClassSet(("floor", *(f"kind {i}" for i in range(1, 11))), background=0)
    truth = np.zeros((100, 120), dtype=np.int64)
    for index in range(10):
        row, column = divmod(index, 4)
        truth[33 * row : 33 * row + 24, 30 * column : 30 * column + 24] = index + 1

    def named_when_taken_for(others: list[int]) -> list[int]:
        pairs = [(truth, np.where(truth == 1, others[i % len(others)], truth)) for i in range(30)]
        found = find_confusable_pairs(Evidence(counted(pairs, 11), classes))
        return [pair.flow.predicted_class for pair in found]

    assert named_when_taken_for([2, 3, 2, 3, 4]) == []
    assert named_when_taken_for([2, 3]) == []
    assert named_when_taken_for([2, 2, 2, 3, 4]) == [2]
    assert named_when_taken_for([2, 2, 2, 3]) == [2]


def test_images_of_one_scene_count_once_where_scenes_are_known() -> None:
    evidence = Evidence(counted(objects(swapped=6, images=20)), BOXES)
    one_scene = ["scene 0"] * 6 + [f"scene {i}" for i in range(1, 15)]
    many_scenes = [f"scene {i % 10}" for i in range(20)]
    assert find_confusable_pairs(evidence, many_scenes)
    assert find_confusable_pairs(evidence, one_scene) == ()


def test_errors_along_borders_that_touch_are_no_confusion() -> None:
    truth = np.zeros((100, 100), dtype=np.int64)
    truth[20:80, 20:50], truth[20:80, 50:80] = 1, 2
    guess = truth.copy()
    guess[20:80, 46:50] = 2
    assert find_confusable_pairs(Evidence(counted([(truth, guess)] * 12), BOXES)) == ()


def test_classes_that_share_a_member_form_one_group() -> None:
    assert connected_groups([(3, 4), (9, 8), (4, 2), (8, 9)]) == ((2, 3, 4), (8, 9))
    assert connected_groups([]) == ()
