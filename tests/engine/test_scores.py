"""Scores against scikit-learn, and the means by their definitions."""

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.ndimage import binary_erosion, distance_transform_edt
from sklearn.metrics import accuracy_score, f1_score, jaccard_score, precision_score, recall_score

from segscope.engine import CountRule, count
from segscope.engine.count_tables import CountTables
from segscope.engine.image_counts import ERROR_KINDS
from segscope.engine.score_formulas import SCORE_NAMES
from segscope.engine.scores import CLASS_SCORES, Scores, image_miou
from tests.engine.drawn_maps import Scene, draw
from tests.engine.slow_scores import slow_mean, slow_scores

CLASSES = 7  # of which the scenes hold five, so that two are absent
VOID = 255
MEANS = {
    "iou": "miou", "dice": "mean_dice", "precision": "mean_precision", "recall": "mean_recall",
    "boundary_iou": "mean_boundary_iou", "boundary_f1": "mean_boundary_f1", "trimap_iou": "mean_trimap_iou",
}  # fmt: skip
IMAGE_MEANS = {name: f"{mean}_per_image" for name, mean in MEANS.items()} | {"dice": "mdice_per_image"}
Pair = tuple[NDArray[Any], NDArray[Any]]


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    drawn = []
    for seed in range(5):
        truth, prediction = draw(Scene(60, 70, num_classes=5, seed=seed, void=15, shift=3))
        drawn.append((truth.astype(np.uint8), prediction.astype(np.uint8)))
    return drawn


@pytest.fixture(scope="module")
def tables(pairs: list[Pair]) -> CountTables:
    return _tables(pairs)


def _tables(pairs: list[Pair], num_classes: int = CLASSES) -> CountTables:
    names = [f"image {number}" for number in range(len(pairs))]
    return CountTables.from_counts(
        names, [count(*pair, num_classes=num_classes, ignore=VOID) for pair in pairs]
    )


def _flat(pairs: list[Pair]) -> Pair:
    truth = np.concatenate([each[0].ravel() for each in pairs])
    prediction = np.concatenate([each[1].ravel() for each in pairs])
    return truth[truth != VOID], prediction[truth != VOID]


@pytest.mark.parametrize(
    ("name", "reference"),
    [("iou", jaccard_score), ("dice", f1_score), ("precision", precision_score), ("recall", recall_score)],
)
def test_class_scores_are_those_of_scikit_learn(
    pairs: list[Pair], tables: CountTables, name: str, reference: Any
) -> None:
    truth, prediction = _flat(pairs)
    expected = reference(truth, prediction, labels=range(5), average=None)
    scores = getattr(Scores.from_tables(tables), name)
    np.testing.assert_allclose(scores[:5], expected)
    assert np.isnan(scores[5:]).all(), "classes that occur nowhere have no score"


def test_means_are_those_of_scikit_learn(pairs: list[Pair], tables: CountTables) -> None:
    scores = Scores.from_tables(tables)
    truth, prediction = _flat(pairs)
    assert scores.miou == pytest.approx(jaccard_score(truth, prediction, average="macro"))
    assert scores.pixel_accuracy == pytest.approx(accuracy_score(truth, prediction))
    by_image = [jaccard_score(*_flat([pair]), average="macro") for pair in pairs]
    np.testing.assert_allclose(image_miou(tables), by_image)
    assert scores.miou_per_image == pytest.approx(np.mean(by_image))
    assert scores.miou_per_image != pytest.approx(scores.miou)


def test_a_class_that_is_only_predicted_counts_as_zero() -> None:
    truth = np.zeros((4, 4), dtype=np.uint8)
    prediction = truth.copy()
    prediction[0, 0] = 1
    scores = Scores.from_tables(_tables([(truth, prediction)], 3))
    assert scores.iou.tolist()[:2] == [15 / 16, 0]
    assert scores.miou == pytest.approx(15 / 32)
    assert np.isnan(scores.recall[1])
    assert scores.precision[1] == 0


def test_iou_and_the_error_shares_sum_to_one(tables: CountTables) -> None:
    scores = Scores.from_tables(tables)
    total = scores.iou + scores.false_shares.sum(0) + scores.missed_shares.sum(0)
    np.testing.assert_allclose(total[:5], 1)
    assert scores.false_shares.shape == (len(ERROR_KINDS), CLASSES)
    assert (scores.false_shares[:, :5] > 0).any(axis=1).all()


def test_band_scores_are_pooled_ratios_of_the_columns(tables: CountTables) -> None:
    scores = Scores.from_tables(tables)
    for index in range(5):
        rows = tables.class_index == index
        intersection = tables.columns["biou_intersection"][rows].sum()
        assert scores.boundary_iou[index] == intersection / tables.columns["biou_union"][rows].sum()
        intersection = tables.columns["trimap_intersection"][rows].sum()
        assert scores.trimap_iou[index] == intersection / tables.columns["trimap_union"][rows].sum()
    assert scores.mean_boundary_iou == pytest.approx(scores.boundary_iou[:5].mean())


def test_boundary_f1_is_the_harmonic_mean_of_matched_edges(pairs: list[Pair], tables: CountTables) -> None:
    """Edges by scipy's erosion with a cross, the width by its exact distance transform."""
    scores = Scores.from_tables(tables)
    width = round(0.01 * math.hypot(*pairs[0][0].shape))
    for index in range(5):
        sums = np.zeros(4)
        for pair in pairs:
            counted = pair[0] != VOID
            true, predicted = (
                (each == index) & counted & ~binary_erosion((each == index) | ~counted, border_value=1)
                for each in pair
            )
            for at, (own, other) in enumerate(((true, predicted), (predicted, true))):
                close = distance_transform_edt(~other) if other.any() else np.full(own.shape, np.inf)
                sums[2 * at :][:2] += own.sum(), (own & (close.round() <= width)).sum()
        recall, precision = sums[1] / sums[0], sums[3] / sums[2]
        assert scores.boundary_f1[index] == pytest.approx(2 * precision * recall / (precision + recall))
    assert scores.mean_boundary_f1 == pytest.approx(scores.boundary_f1[:5].mean())


def test_boundary_f1_is_unknown_without_edges_and_0_where_none_match() -> None:
    truth, guess = np.zeros((40, 40), np.uint8), np.zeros((40, 40), np.uint8)
    truth[2:5, 2:5], guess[30:35, 30:35] = 1, 1
    apart = CountTables.from_counts(["a"], [count(truth, guess, num_classes=3)])
    np.testing.assert_array_equal(Scores.from_tables(apart).boundary_f1, [0, 0, np.nan])
    unknown = CountTables.from_counts(["a"], [count(truth, guess, num_classes=3, edges=False)])
    assert np.isnan(Scores.from_tables(unknown).boundary_f1).all()


def test_means_over_images_are_those_of_scikit_learn_image_by_image(
    pairs: list[Pair], tables: CountTables
) -> None:
    scores = Scores.from_tables(tables)
    dice = [f1_score(*_flat([pair]), average="macro") for pair in pairs]
    assert scores.mdice_per_image == pytest.approx(np.mean(dice))
    for index in range(5):
        flat = [_flat([pair]) for pair in pairs]
        own = [jaccard_score(t, g, labels=[index], average="macro") for t, g in flat if index in (*t, *g)]
        assert scores.iou_per_image[index] == pytest.approx(np.mean(own))
    assert np.isnan(scores.iou_per_image[5:]).all()


@pytest.fixture(scope="module")
def uneven() -> list[Pair]:
    """Pairs of which each lacks some classes, in one map or in both; one picture is of one class alone."""
    drawn = []
    for seed in range(4):
        truth, guess = draw(Scene(30, 36, num_classes=5, seed=seed, void=10, shift=2, cell=9))
        truth[truth == seed] = 4
        guess[guess == (seed + 1) % 4] = seed
        drawn.append((truth.astype(np.uint8), guess.astype(np.uint8)))
    return [*drawn, (np.full((30, 36), 2, np.uint8), np.full((30, 36), 2, np.uint8))]


@pytest.mark.parametrize("name", SCORE_NAMES)
def test_each_score_has_the_mean_of_its_images_and_classes_where_it_is_defined(
    uneven: list[Pair], name: str
) -> None:
    scores = Scores.from_tables(_tables(uneven))
    cells = [[slow_scores([pair], index)[name] for index in range(CLASSES)] for pair in uneven]
    assert any(math.isnan(value) for row in cells for value in row[:5])
    by_class = [slow_mean(column) for column in zip(*cells, strict=True)]
    np.testing.assert_allclose(getattr(scores, f"{name}_per_image"), by_class, rtol=1e-12)
    by_image = slow_mean([slow_mean(row) for row in cells])
    assert getattr(scores, IMAGE_MEANS[name]) == pytest.approx(by_image)


@pytest.mark.parametrize("name", SCORE_NAMES)
def test_each_pooled_score_has_its_mean_over_the_classes_where_it_is_defined(
    uneven: list[Pair], name: str
) -> None:
    scores = Scores.from_tables(_tables(uneven))
    pooled = [slow_scores(uneven, index)[name] for index in range(CLASSES)]
    np.testing.assert_allclose(getattr(scores, name), pooled, rtol=1e-12)
    assert getattr(scores, MEANS[name]) == pytest.approx(slow_mean(pooled))


small_maps = st.tuples(st.integers(1, 9), st.integers(1, 9), st.integers(0, 2**32 - 1), st.integers(1, 5))


def _drawn(height: int, width: int, seed: int, classes: int) -> Pair:
    rng = np.random.default_rng(seed)
    truth, guess = rng.integers(0, classes, (2, height, width)).astype(np.uint8)
    truth[rng.random((height, width)) < 0.2] = VOID
    return truth, guess


@given(small_maps)
@settings(deadline=None)
def test_of_one_image_both_forms_are_the_same(picture: tuple[int, int, int, int]) -> None:
    scores = Scores.from_tables(_tables([_drawn(*picture)]))
    for name in SCORE_NAMES:
        np.testing.assert_array_equal(getattr(scores, name), getattr(scores, f"{name}_per_image"))
        assert getattr(scores, MEANS[name]) == pytest.approx(getattr(scores, IMAGE_MEANS[name]), nan_ok=True)


@given(st.lists(small_maps, min_size=1, max_size=4))
@settings(deadline=None)
def test_scores_of_a_class_keep_their_order(pictures: list[tuple[int, int, int, int]]) -> None:
    """Dice = 2 IoU / (1 + IoU), IoU under precision and recall, a pooled ratio among those it is made of."""
    pairs = [_drawn(*picture) for picture in pictures]
    scores = Scores.from_tables(_tables(pairs))
    np.testing.assert_allclose(scores.dice, 2 * scores.iou / (1 + scores.iou))
    for name in ("precision", "recall"):
        known = ~np.isnan(getattr(scores, name))
        assert (scores.iou[known] <= getattr(scores, name)[known]).all()
    singles = [Scores.from_tables(_tables([pair])) for pair in pairs]
    for name in set(SCORE_NAMES) - {"boundary_f1"}:  # made of two ratios
        cells = np.array([getattr(single, name) for single in singles])
        for form in (name, f"{name}_per_image"):
            values = getattr(scores, form)
            np.testing.assert_array_equal(np.isnan(values), np.isnan(cells).all(axis=0))
            outside = (values < np.nanmin(cells, axis=0, initial=1) - 1e-12) | (
                values > np.nanmax(cells, axis=0, initial=0) + 1e-12
            )
            assert not outside.any()


def test_where_edges_were_not_counted_there_is_no_boundary_f1_of_either_form(pairs: list[Pair]) -> None:
    counts = [count(*pair, num_classes=CLASSES, ignore=VOID, edges=False) for pair in pairs]
    scores = Scores.from_tables(CountTables.from_counts(list("abcde"), counts))
    assert np.isnan([*scores.boundary_f1, *scores.boundary_f1_per_image]).all()
    assert math.isnan(scores.mean_boundary_f1_per_image)
    assert not math.isnan(scores.mean_boundary_iou_per_image)


def test_an_image_without_counted_pixels_takes_no_part_in_the_mean_of_images(pairs: list[Pair]) -> None:
    void = np.full((5, 5), VOID, dtype=np.uint8)
    with_void = Scores.from_tables(_tables([*pairs, (void, np.zeros_like(void))]))
    without = Scores.from_tables(_tables(pairs))
    assert with_void.images == without.images + 1
    assert with_void.miou_per_image == without.miou_per_image
    assert with_void.miou == without.miou


def test_nothing_counted_gives_nan_and_none() -> None:
    void = np.full((5, 5), VOID, dtype=np.uint8)
    scores = Scores.from_tables(_tables([(void, np.zeros_like(void))]))
    assert np.isnan(
        [scores.miou, scores.miou_per_image, scores.pixel_accuracy, scores.mean_boundary_iou]
    ).all()
    assert scores.to_dict()["miou"] is None


def test_a_perfect_prediction_scores_one(pairs: list[Pair]) -> None:
    truth = np.where(pairs[0][0] == VOID, 0, pairs[0][0]).astype(np.uint8)
    scores = Scores.from_tables(_tables([(truth, truth)]))
    assert scores.miou == scores.miou_per_image == scores.pixel_accuracy == scores.mean_boundary_iou == 1
    assert np.nansum(scores.false_shares) == np.nansum(scores.missed_shares) == 0


def test_the_plain_form_is_strict_json(tables: CountTables) -> None:
    plain = Scores.from_tables(tables).to_dict()
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert plain["per_class"]["iou"][5:] == [None, None]
    assert {"miou", "miou_per_image", "pixel_accuracy", "boundary_iou", "trimap_iou"} <= set(plain)
    assert set(CLASS_SCORES) <= set(plain["per_class"])
    for name in set(SCORE_NAMES) - {"iou", "dice"}:
        assert {name, f"{name}_per_image"} <= set(plain)
    shares = [plain["per_class"][f"{side}_{kind}_share"][0] for side in ("fp", "fn") for kind in ERROR_KINDS]
    assert plain["per_class"]["iou"][0] + sum(shares) == pytest.approx(1)


def test_scores_name_their_rule(tables: CountTables) -> None:
    assert Scores.from_tables(tables).rule == CountRule(CLASSES).name
    other = CountRule(CLASSES, frame="open").name
    assert Scores.from_tables(tables, rule=other).rule == other != CountRule(CLASSES).name
