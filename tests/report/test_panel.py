from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from segscope.engine.class_set import ClassSet
from segscope.errors import LabelMapError, UsageError
from segscope.report.grid import GAP
from segscope.report.options import PanelOptions
from segscope.report.overlay import colourise, error_map
from segscope.report.panel import panel
from segscope.report.panel_sample import PanelSample
from tests.report.drawn_samples import Drawn, FindPicture, Pixels, predicted

CLASSES = ClassSet(tuple("abcde"), colours=tuple((250, 10 * i, 3) for i in range(5)))
AS_IT_IS = PanelOptions(row_height=48)


def has_colour(picture: Pixels, colour: tuple[int, int, int]) -> bool:
    return bool((picture == colour).all(axis=2).any())


def test_columns_are_image_truth_prediction_and_errors(drawn: Drawn, find_picture: FindPicture) -> None:
    sample = drawn.sample(CLASSES, (48, 64))

    picture = panel([sample], CLASSES, options=AS_IT_IS)

    top, left = find_picture(picture, sample.image)
    columns = [
        picture[top : top + 48, left + i * (64 + GAP) :][:, :64] for i in range(4)
    ]  # fmt: skip
    assert np.array_equal(columns[1], colourise(sample.ground_truth, CLASSES))
    assert np.array_equal(columns[2], colourise(predicted(sample), CLASSES))
    expected = error_map(sample.ground_truth, predicted(sample), CLASSES, image=sample.image)
    assert np.array_equal(columns[3], expected)


def test_the_legend_names_the_classes_that_occur_and_no_other(drawn: Drawn) -> None:
    sample = drawn.sample(CLASSES)
    sample = replace(
        sample,
        image=np.zeros_like(sample.image),
        ground_truth=np.full((48, 64), 1),
        prediction=np.full((48, 64), 3),
    )

    picture = panel([sample], CLASSES)

    below = picture[-60:]
    assert [has_colour(below, colour) for colour in CLASSES.colours] == [False, True, False, True, False]


def test_a_wholly_ignored_sample_draws_no_class(drawn: Drawn) -> None:
    sample = drawn.sample(CLASSES)
    ignored = np.full((48, 64), CLASSES.ignore, dtype=np.uint8)
    sample = replace(sample, image=np.zeros_like(sample.image), ground_truth=ignored, prediction=ignored)

    picture = panel([sample], CLASSES)

    assert not any(has_colour(picture, colour) for colour in CLASSES.colours)


def test_the_same_samples_give_the_same_pixels(drawn: Drawn) -> None:
    samples = [drawn.sample(CLASSES, name=f"sample {i}") for i in range(3)]
    assert np.array_equal(panel(samples, CLASSES), panel(samples, CLASSES))


@pytest.mark.parametrize("sizes", [[(1, 1)], [(1, 1), (1500, 2000)], [(3, 900), (90, 60), (60, 90)]])
def test_pictures_of_any_sizes_go_together(drawn: Drawn, sizes: list[tuple[int, int]]) -> None:
    samples = [drawn.sample(CLASSES, size, name=str(size)) for size in sizes]

    picture = panel(samples, CLASSES, options=PanelOptions(row_height=60))

    assert picture.dtype == np.uint8
    assert picture.shape[2] == 3
    assert picture.shape[0] < 200 + 100 * len(sizes)
    assert (picture[:10] == 255).all(), "a white margin"


def test_max_pixels_bounds_the_pictures(drawn: Drawn) -> None:
    samples = [drawn.sample(CLASSES, (400, 400), name=str(i)) for i in range(6)]

    small = panel(samples, CLASSES, options=PanelOptions(max_pixels=100_000))

    rows = 6 * 60  # captions and separators
    assert small.shape[0] * small.shape[1] < 2 * (100_000 + rows * small.shape[1])


def test_without_predictions_there_are_no_errors(drawn: Drawn, find_picture: FindPicture) -> None:
    sample = replace(drawn.sample(CLASSES), prediction=None)

    picture = panel([sample], CLASSES, options=AS_IT_IS)

    top, left = find_picture(picture, sample.image)
    assert np.array_equal(
        picture[top : top + 48, left + 64 + GAP :][:, :64], colourise(sample.ground_truth, CLASSES)
    )
    assert picture.shape[1] == 280 + 32, "two columns are narrower than the least page"


def test_confidence_runs_from_dark_to_bright(drawn: Drawn, find_picture: FindPicture) -> None:
    confidence = np.tile(np.linspace(0, 255, 64).astype(np.uint8), (48, 1))
    sample = replace(drawn.sample(CLASSES), confidence=confidence)

    picture = panel([sample], CLASSES, options=AS_IT_IS)

    top, left = find_picture(picture, sample.image)
    column = picture[top, left + 4 * (64 + GAP) :][:64].mean(axis=1)
    assert (np.diff(column) >= -0.5).all()
    assert column[-1] - column[0] > 100


def test_wrong_samples_are_named(drawn: Drawn) -> None:
    sample = drawn.sample(CLASSES, name="0016")
    with pytest.raises(LabelMapError, match=r"the prediction of sample '0016' has shape \(47, 64\)"):
        panel([replace(sample, prediction=predicted(sample)[1:])], CLASSES)
    with pytest.raises(LabelMapError, match="the ground truth of sample '0016' holds the value 9"):
        panel([replace(sample, ground_truth=np.full((48, 64), 9))], CLASSES)
    with pytest.raises(LabelMapError, match="the confidence of sample '0016' has dtype int8"):
        panel([replace(sample, confidence=np.zeros((48, 64), np.int8))], CLASSES)
    with pytest.raises(UsageError, match="'0016' has no prediction and others have"):
        panel([replace(sample, prediction=None), sample], CLASSES)
    with pytest.raises(UsageError, match="a panel of 201 samples"):
        panel([sample] * 201, CLASSES)


@pytest.mark.parametrize("wrong", [{"row_height": 0}, {"opacity": 2.0}, {"max_pixels": 0}])
def test_wrong_options_are_named(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="give"):
        PanelOptions(**wrong)


def test_int64_labels_of_a_loader_are_taken(drawn: Drawn) -> None:
    sample = drawn.sample(CLASSES)
    wide = PanelSample(
        "a", sample.image, sample.ground_truth.astype(np.int64), predicted(sample).astype(np.int64)
    )
    assert np.array_equal(panel([wide], CLASSES), panel([sample], CLASSES))
