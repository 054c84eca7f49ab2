"""Where errors lie, against scipy and against planted shapes."""

import numpy as np
import pytest
from scipy import ndimage

from segscope.analysis.error_places import largest_error, wrong_pixels
from segscope.analysis.picture_ranking import PictureFilter

IGNORE = 255


@pytest.mark.parametrize("seed", range(5))
def test_the_box_is_that_of_the_largest_piece(seed: int) -> None:
    rng = np.random.default_rng(seed)
    truth, guess = rng.integers(0, 3, (2, 40, 30), dtype=np.uint8).repeat(3, axis=1).repeat(3, axis=2)
    truth[:7], guess[50:60] = IGNORE, IGNORE
    for chosen, mask in (
        (PictureFilter(), truth != guess),
        (PictureFilter(1), (truth != guess) & ((truth == 1) | (guess == 1))),
        (PictureFilter(1, predicted=2), (truth == 1) & (guess == 2)),
        (PictureFilter(1, predicted=-1), (truth == 1) & (guess == IGNORE)),
    ):
        counted = mask & (truth != IGNORE)
        np.testing.assert_array_equal(wrong_pixels(truth, guess, chosen, ignore=IGNORE), counted)
        numbers, _ = ndimage.label(counted, structure=np.ones((3, 3)))
        sizes = np.bincount(numbers.ravel())[1:]
        boxes = [
            (rows.start, columns.start, rows.stop, columns.stop)
            for (rows, columns), size in zip(ndimage.find_objects(numbers), sizes, strict=True)
            if size == sizes.max()
        ]
        assert largest_error(truth, guess, chosen, ignore=IGNORE) in boxes


def test_slivers_are_boundary_and_thick_pieces_of_found_objects_are_extent() -> None:
    truth = np.zeros((200, 200), dtype=np.uint8)  # errors along borders are up to 3 pixels wide
    truth[20:120, 20:120] = 1
    guess = np.zeros_like(truth)
    guess[20:120, 22:90] = 1  # 2 columns on the left, 30 on the right
    guess[150:180, 150:180] = 1  # invented
    boxes = {
        kind: largest_error(truth, guess, PictureFilter(1, kind), ignore=IGNORE)
        for kind in ("boundary", "extent", "segment")
    }
    assert boxes == {
        "boundary": (20, 20, 120, 22),
        "extent": (20, 90, 120, 120),
        "segment": (150, 150, 180, 180),
    }


def test_a_kind_that_shows_nowhere_gives_the_errors_that_there_are() -> None:
    truth = np.zeros((100, 100), dtype=np.uint8)
    truth[10:50, 10:50] = 1
    guess = np.where(np.arange(100) < 30, truth, 0).astype(np.uint8)
    assert largest_error(truth, guess, PictureFilter(1, "boundary"), ignore=IGNORE) == (10, 30, 50, 50)


def test_nothing_wrong_and_maps_of_different_sizes_have_no_box() -> None:
    truth = np.zeros((9, 9), dtype=np.uint8)
    assert largest_error(truth, truth, PictureFilter(), ignore=IGNORE) is None
    assert largest_error(truth, truth, PictureFilter(kind="segment"), ignore=IGNORE) is None
    assert largest_error(truth, truth[:5], PictureFilter(), ignore=IGNORE) is None
    ignored = np.full((9, 9), IGNORE, dtype=np.uint8)
    assert largest_error(ignored, truth, PictureFilter(kind="segment"), ignore=IGNORE) is None


def test_ids_of_sixteen_bits_are_looked_at_alike() -> None:
    truth = np.full((20, 20), 300, dtype=np.uint16)
    guess = truth.copy()
    guess[3:6, 4:9] = 299
    for kind in (None, "segment", "extent"):
        assert largest_error(truth, guess, PictureFilter(299, kind), ignore=65535) == (3, 4, 6, 9)
