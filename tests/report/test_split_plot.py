"""The heat map of a division: right cells, any number of folds and classes."""

import numpy as np
import pytest

from segscope.engine.class_set import ClassSet
from segscope.errors import UsageError
from segscope.report.split_plot import deviation_heatmap


@pytest.mark.parametrize(("folds", "classes"), [(1, 2), (5, 12), (10, 150)])
def test_any_number_of_folds_and_classes_fits(folds: int, classes: int) -> None:
    rng = np.random.default_rng(0)
    images, pixels = rng.normal(0, 0.2, (2, folds, classes))
    images[:, 0] = pixels[:, 0] = np.nan

    picture = deviation_heatmap(images, pixels, ClassSet(tuple(f"class {i}" for i in range(classes))))

    assert picture.dtype == np.uint8
    assert max(picture.shape[:2]) < 6000
    assert (picture[:5] == 255).all(), "a white margin"
    assert (picture[:, :5] == 255).all(), "labels are inside"


def test_too_much_is_orange_and_too_little_purple() -> None:
    classes = ClassSet(("a", "b"))

    much = deviation_heatmap(np.full((2, 2), 0.9), np.full((2, 2), 0.9), classes).astype(int)
    little = deviation_heatmap(np.full((2, 2), -0.9), np.full((2, 2), -0.9), classes).astype(int)

    orange = [((one[..., 0] - one[..., 2]) > 60).sum() for one in (much, little)]
    purple = [((one[..., 2] - one[..., 1]) > 40).sum() for one in (much, little)]
    assert orange[0] > 3 * orange[1]
    assert purple[1] > 3 * purple[0]


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(UsageError, match=r"give \(folds, 2\)"):
        deviation_heatmap(np.zeros((3, 4)), np.zeros((3, 4)), ClassSet(("a", "b")))
