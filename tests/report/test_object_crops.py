"""Crops of objects: within the tile, the object's own pixels untouched, the outline around it."""

import numpy as np
import pytest

from segscope.report.object_crops import OUTLINE, object_crop


def drawn(height: int = 60, width: int = 90) -> tuple[np.ndarray, np.ndarray]:
    image = np.full((height, width, 3), 120, np.uint8)
    mask = np.zeros((height, width), dtype=bool)
    mask[20:32, 30:60] = True
    image[mask] = (10, 200, 30)
    return image, mask


def test_the_object_is_seen_as_it_is_with_its_outline_around_it() -> None:
    image, mask = drawn()
    # Margins of 6 rows and 10 columns (35 % of 12 and 30, at least 6) make 24 × 50: nothing is scaled.
    crop = object_crop(image, mask, (24, 50))
    assert crop.shape == (24, 50, 3)
    own = (crop == (10, 200, 30)).all(axis=2)
    line = (crop == OUTLINE).all(axis=2)
    assert own.sum() == mask.sum()
    rows, columns = np.nonzero(own)
    box = slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1)
    assert own[box].all()
    assert line[rows.min() - 1, box[1]].all()
    assert line[rows.max() + 1, box[1]].all()
    assert line[box[0], columns.min() - 1].all()
    assert line[box[0], columns.max() + 1].all()


@pytest.mark.parametrize("place", [(0, 0), (59, 89), (30, 0)])
def test_a_single_pixel_at_the_frame_is_enlarged(place: tuple[int, int]) -> None:
    image, mask = drawn()
    mask[:] = False
    mask[place] = True
    crop = object_crop(image, mask, (120, 120))
    assert max(crop.shape[:2]) == 120
    assert (crop == OUTLINE).all(axis=2).any()


def test_the_picture_stays_as_it_was() -> None:
    image, mask = drawn()
    before = image.copy()
    object_crop(image, mask, (200, 200))
    assert np.array_equal(image, before)
