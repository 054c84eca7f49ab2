"""Panes as JPEG."""

import io

import numpy as np
import pytest
from PIL import Image

from segscope.report.meeting.pictures import encode_jpeg


@pytest.mark.parametrize("side", [1, 17, 200, 700])
def test_noise_is_encoded_too(side: int) -> None:
    noise = np.random.default_rng(side).integers(0, 256, (side, side, 3), dtype=np.uint8)
    with Image.open(io.BytesIO(encode_jpeg(noise))) as picture:
        picture.load()
        assert (picture.size, picture.mode) == ((side, side), "RGB")
