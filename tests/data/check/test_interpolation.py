"""Masks that were resized like photos are told from those that were not."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from segscope.data.check.interpolation import trace_ramps

METHODS = {
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "box": Image.Resampling.BOX,
    "lanczos": Image.Resampling.LANCZOS,
}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("size", [(320, 240), (500, 375), (960, 720)])
def test_camvid_resized_like_a_photo_is_found(method: str, size: tuple[int, int], camvid: Path) -> None:
    for path in sorted((camvid / "train/masks").iterdir())[::60]:
        mask = Image.open(path)
        # Doubling with a box filter repeats pixels, as nearest neighbour does.
        assert trace_ramps(np.asarray(mask.resize(size, METHODS[method]))).certain or method == "box"
        assert not trace_ramps(np.asarray(mask.resize(size, Image.Resampling.NEAREST))).suspicious


def test_camvids_own_masks_are_not_suspected(camvid: Path) -> None:
    for path in sorted(camvid.rglob("masks/*.png"))[::10]:
        assert not trace_ramps(np.asarray(Image.open(path))).suspicious, path.name


def test_a_thin_contour_class_is_doubtful_not_certain() -> None:
    ids = np.zeros((100, 100), np.uint8)
    ids[20:80, 20:80] = 1
    ids[21:79, 21:79] = 2

    trace = trace_ramps(ids)

    assert trace.suspicious
    assert not trace.certain


@pytest.mark.parametrize("shape", [(1, 1), (2, 2), (1, 50), (50, 1)])
def test_small_masks_are_never_suspected(shape: tuple[int, int]) -> None:
    assert not trace_ramps(np.arange(shape[0] * shape[1]).reshape(shape) % 7).suspicious
