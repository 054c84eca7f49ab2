"""The heat map of an ablation: any number of rows and classes, better teal, worse brown, sure ones framed."""

from typing import Any

import numpy as np
import pytest

from segscope.report.change_heatmap import change_heatmap
from tests.analysis.ablation.made_results import made_result


@pytest.mark.parametrize(("changes", "classes"), [(1, 2), (14, 12), (3, 150)])
def test_any_number_of_changes_and_classes_fits(changes: int, classes: int) -> None:
    differences = np.random.default_rng(0).normal(0, 0.02, (changes, classes))
    differences[0, 0] = np.nan
    picture = change_heatmap(made_result(differences))
    assert picture.dtype == np.uint8
    assert max(picture.shape[:2]) < 6000
    assert (picture[:5] == 255).all(), "a white margin"
    assert (picture[:, :5] == 255).all(), "labels are inside"


def test_better_is_teal_and_worse_brown() -> None:
    def counts(value: float) -> tuple[int, int]:
        picture: Any = change_heatmap(made_result(np.full((3, 6), value))).astype(int)
        red, green, blue = (picture[..., channel] for channel in range(3))
        return int(((green - red) > 40).sum()), int(((red - blue) > 60).sum())

    (teal, _), (little_teal, brown) = counts(0.03), counts(-0.03)
    assert teal > 3 * little_teal
    assert brown > 3 * counts(0.03)[1]


def test_only_what_is_sure_is_framed() -> None:
    differences = np.full((3, 6), 0.001)  # pale cells, where a frame is dark
    open_, sure = (change_heatmap(made_result(differences, sure=sure)) for sure in (False, True))
    dark = [int((picture.max(axis=2) < 90).sum()) for picture in (open_, sure)]
    assert dark[1] > dark[0] + 500
