from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from segscope.engine.class_set import ClassSet
from segscope.errors import LabelMapError, UsageError
from segscope.report.overlay import colourise, error_map, overlay
from tests.report.drawn_samples import Drawn, predicted

CLASSES = ClassSet(("a", "b", "c", "d", "e"))


@pytest.mark.parametrize("num_classes", [2, 12, 150, 300])
def test_colours_give_the_ids_back(drawn: Drawn, num_classes: int) -> None:
    colours = tuple((index % 256, index // 256, 255 - index % 256) for index in range(num_classes))
    classes = ClassSet(tuple(map(str, range(num_classes))), colours=colours)
    labels = drawn.label_map(classes, 37, 41)
    ids = {colour: index for index, colour in enumerate(colours)}

    painted = colourise(labels, classes)

    decoded = [
        ids.get((pixel[0], pixel[1], pixel[2]), classes.ignore) for pixel in painted.reshape(-1, 3).tolist()
    ]
    assert painted.dtype == np.uint8
    assert np.array_equal(np.reshape(decoded, labels.shape), labels)


def test_ignored_pixels_never_get_a_class_colour_even_where_classes_are_grey() -> None:
    greys = tuple((level, level, level) for level in range(100, 256))
    classes = ClassSet(tuple(map(str, range(len(greys)))), colours=greys)

    painted = colourise(np.full((20, 20), classes.ignore, dtype=np.uint8), classes)

    used = {tuple(pixel) for pixel in painted.reshape(-1, 3).tolist()}
    assert used.isdisjoint(greys)
    assert len(used) == 2, "hatched: two greys"


@pytest.mark.parametrize("value", [5, 254, -1])
def test_an_id_outside_the_class_set_is_an_error_and_no_colour(value: int) -> None:
    with pytest.raises(LabelMapError, match=f"the value {value}, which is no class index"):
        colourise(np.array([[0, value]], dtype=np.int16), CLASSES)


@pytest.mark.parametrize(
    "labels", [np.zeros((2, 2, 3), np.uint8), np.zeros((2, 2)), np.zeros((0, 2), np.uint8)]
)
def test_what_is_no_label_map_is_an_error(labels: NDArray[Any]) -> None:
    with pytest.raises(LabelMapError, match=r"give an \(H, W\) array"):
        colourise(labels, CLASSES)


@pytest.mark.parametrize("opacity", [0.0, 0.3, 0.5, 1.0])
def test_overlay_mixes_image_and_colours_by_opacity(drawn: Drawn, opacity: float) -> None:
    sample = drawn.sample(CLASSES)
    colours = colourise(sample.ground_truth, CLASSES)

    mixed = overlay(sample.image, sample.ground_truth, CLASSES, opacity)

    expected = (1 - opacity) * sample.image.astype(float) + opacity * colours
    assert np.abs(mixed - expected).max() <= (1.5 if 0 < opacity < 1 else 0)


def test_overlay_leaves_background_as_it_was(drawn: Drawn) -> None:
    classes = ClassSet(("background", "thing"), background=0)
    sample = drawn.sample(classes)

    mixed = overlay(sample.image, sample.ground_truth, classes, 1.0)

    background = sample.ground_truth == 0
    assert np.array_equal(mixed[background], sample.image[background])
    assert (mixed[sample.ground_truth == 1] == classes.colours[1]).all()


def test_overlay_in_a_box_has_no_mixed_class_colours(drawn: Drawn) -> None:
    sample = drawn.sample(CLASSES, (300, 400))

    mixed = overlay(sample.image, sample.ground_truth, CLASSES, 1.0, box=(30, 30))

    allowed = {tuple(pixel) for pixel in colourise(sample.ground_truth, CLASSES).reshape(-1, 3).tolist()}
    assert mixed.shape == (22, 30, 3)
    assert {tuple(pixel) for pixel in mixed.reshape(-1, 3).tolist()} <= allowed


def test_overlay_names_wrong_use(drawn: Drawn) -> None:
    sample = drawn.sample(CLASSES)
    with pytest.raises(UsageError, match=r"opacity is 1\.5"):
        overlay(sample.image, sample.ground_truth, CLASSES, 1.5)
    with pytest.raises(LabelMapError, match="same size"):
        overlay(sample.image, sample.ground_truth[1:], CLASSES)
    with pytest.raises(LabelMapError, match="uint8"):
        overlay(sample.image.astype(np.uint16), sample.ground_truth, CLASSES)


def test_error_map_paints_wrong_pixels_in_the_two_classes_and_nothing_else(drawn: Drawn) -> None:
    sample = drawn.sample(CLASSES, (40, 40))
    colours = [*CLASSES.colours, (92, 92, 92)]

    painted = error_map(sample.ground_truth, predicted(sample), CLASSES)

    for y, x in np.ndindex(40, 40):
        truth, guess = int(sample.ground_truth[y, x]), int(predicted(sample)[y, x])
        pixel = tuple(painted[y, x].tolist())
        if truth == CLASSES.ignore:
            assert pixel not in CLASSES.colours
        elif truth == guess:
            assert pixel == (246, 247, 248)
        else:
            assert pixel in (colours[truth], colours[min(guess, 5)])


def test_error_map_shows_both_classes_of_a_confusion() -> None:
    painted = error_map(np.full((16, 16), 1), np.full((16, 16), 2), CLASSES)

    used = {tuple(pixel) for pixel in painted.reshape(-1, 3).tolist()}
    assert used == {CLASSES.colours[1], CLASSES.colours[2]}


def test_error_map_shows_the_picture_faintly_where_all_is_right(drawn: Drawn) -> None:
    sample = drawn.sample(CLASSES)

    painted = error_map(predicted(sample), predicted(sample), CLASSES, image=sample.image)

    counted = painted[predicted(sample) != CLASSES.ignore].astype(int)
    assert (counted.max(axis=1) == counted.min(axis=1)).all(), "grey"
    assert counted.min() >= 170, "pale"
    assert counted.std() > 5, "still a picture"


def test_error_map_wants_equal_sizes() -> None:
    with pytest.raises(LabelMapError, match="2 × 3 and the prediction 2 × 2"):
        error_map(np.zeros((2, 3), np.uint8), np.zeros((2, 2), np.uint8), CLASSES)
