"""The formulas against exact fractions, one cell after the other."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segscope.engine.score_formulas import SCORE_COLUMNS, SCORE_NAMES, class_scores, mean_of_known

pixels = st.integers(0, 2**40)  # those of a split of a million megapixels


@st.composite
def cells(draw: st.DrawFn) -> dict[str, int]:
    """Draw possible counts of one class: a part is never more than its whole."""
    counts = {name: draw(pixels) for name in ("tp", "fp", "fn")}
    for part, whole in (
        ("biou_intersection", "biou_union"),
        ("trimap_intersection", "trimap_union"),
        ("edge_truth_near", "edge_truth"),
        ("edge_prediction_near", "edge_prediction"),
    ):
        counts[whole] = draw(pixels)
        counts[part] = draw(st.integers(0, counts[whole]))
    return counts


def exact(counts: dict[str, int]) -> dict[str, Fraction | None]:
    def share(part: int, whole: int) -> Fraction | None:
        return Fraction(part, whole) if whole else None

    tp, fp, fn = counts["tp"], counts["fp"], counts["fn"]
    found = share(counts["edge_truth_near"], counts["edge_truth"])
    right = share(counts["edge_prediction_near"], counts["edge_prediction"])
    f1 = None if found is None and right is None else Fraction(0)
    if found and right:
        f1 = 2 * found * right / (found + right)
    return {
        "iou": share(tp, tp + fp + fn),
        "dice": share(2 * tp, 2 * tp + fp + fn),
        "precision": share(tp, tp + fp),
        "recall": share(tp, tp + fn),
        "boundary_iou": share(counts["biou_intersection"], counts["biou_union"]),
        "boundary_f1": f1,
        "trimap_iou": share(counts["trimap_intersection"], counts["trimap_union"]),
    }


@given(st.lists(cells(), min_size=1, max_size=4))
def test_scores_are_the_exact_fractions_to_rounding(drawn: list[dict[str, int]]) -> None:
    counts = {name: np.array([cell[name] for cell in drawn]) for name in SCORE_COLUMNS}
    found = class_scores(counts)
    assert tuple(found) == SCORE_NAMES
    for at, cell in enumerate(drawn):
        for name, fraction in exact(cell).items():
            expected = np.nan if fraction is None else float(fraction)
            assert found[name][at] == pytest.approx(expected, rel=1e-12, nan_ok=True), name


def test_any_shape_and_floats_give_the_same() -> None:
    rng = np.random.default_rng(0)
    flat = {name: rng.integers(0, 9, 24) for name in SCORE_COLUMNS}
    expected = class_scores(flat)
    shaped = class_scores({name: values.reshape(2, 3, 4).astype(float) for name, values in flat.items()})
    for name, values in shaped.items():
        np.testing.assert_array_equal(values.ravel(), expected[name])


def test_a_mean_leaves_out_what_is_unknown() -> None:
    values = np.array([[0.2, np.nan, 0.6], [np.nan, np.nan, np.nan]])
    np.testing.assert_allclose(mean_of_known(values, axis=1), [0.4, np.nan])
