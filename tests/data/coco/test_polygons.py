"""Polygons: pycocotools' pixels on valid ones; the dangerous ones never reach it."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from pycocotools import mask as coco_mask

from segscope.data.coco.polygons import parse_polygons
from segscope.data.coco.problems import RecordError

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

HEIGHT, WIDTH = 30, 50
x = st.floats(-WIDTH, 2 * WIDTH, width=32) | st.integers(0, WIDTH)
y = st.floats(-HEIGHT, 2 * HEIGHT, width=32) | st.integers(0, HEIGHT)
ring = st.lists(st.tuples(x, y), min_size=3, max_size=9).map(
    lambda points: [side for point in points for side in point]
)


def by_pycocotools(rings: list[list[float]], height: int, width: int) -> NDArray[np.uint8]:
    mask: NDArray[np.uint8] = coco_mask.decode(coco_mask.merge(coco_mask.frPyObjects(rings, height, width)))
    return mask


def ours(rings: list[Any], height: int, width: int) -> NDArray[np.uint8]:
    columns = np.zeros((width, height), dtype=np.uint8)
    parse_polygons(rings, height, width).runs().paint(columns, 1)
    return columns.T


@given(st.lists(ring, min_size=1, max_size=3))
def test_rasterised_as_pycocotools_does(rings: list[list[float]]) -> None:
    try:
        mask = ours(rings, HEIGHT, WIDTH)
    except RecordError:  # outside the picture
        return
    assert np.array_equal(mask, by_pycocotools(rings, HEIGHT, WIDTH))


@pytest.mark.parametrize(
    "rings",
    [
        pytest.param([[0, 0, 20, 0, 20, 20, 0, 20], [5, 5, 5, 15, 15, 15, 15, 5]], id="clockwise hole"),
        pytest.param([[0, 0, 20, 20, 20, 0, 0, 20]], id="self-crossing"),
        pytest.param([[5, 5, 15, 5, 25, 5]], id="zero area"),
        pytest.param([[-0.5, -0.5, 50.5, -0.5, 50.5, 30.5, -0.5, 30.5]], id="a little over all edges"),
        pytest.param([[0, 0, 50, 0, 50, 30, 0, 30]], id="whole picture"),
    ],
)
def test_odd_but_valid_outlines_are_rasterised_as_pycocotools_does(rings: list[list[float]]) -> None:
    assert np.array_equal(ours(rings, HEIGHT, WIDTH), by_pycocotools(rings, HEIGHT, WIDTH))


def test_a_million_points_are_no_problem() -> None:
    angles = np.linspace(0, 2 * math.pi, 1_000_000, endpoint=False)
    circle = np.stack([256 + 200 * np.cos(angles), 256 + 200 * np.sin(angles)], axis=1).reshape(-1).tolist()

    mask = ours([circle], 512, 512)

    assert mask.sum() == pytest.approx(math.pi * 200**2, rel=0.01)


@pytest.mark.parametrize(
    ("rings", "code"),
    [
        pytest.param([[1, 1, 9, 9]], "polygon-points", id="2 points"),
        pytest.param([[1, 1, 9, 9, 5]], "polygon-points", id="odd count"),
        pytest.param([[]], "polygon-points", id="no point"),
        pytest.param([[1, 1, 9, 1, 9, 9], [1, 1, 9, 9]], "polygon-points", id="2 points in the second ring"),
        pytest.param([1, 1, 9, 1, 9, 9], "segmentation-kind", id="flat list"),
        pytest.param(["1 1 9 1 9 9"], "segmentation-kind", id="text"),
        pytest.param([{"size": [30, 50], "counts": [1500]}], "segmentation-kind", id="RLE in a list"),
        pytest.param([[1, 1, math.nan, 1, 9, 9]], "polygon-numbers", id="NaN"),
        pytest.param([[1, 1, math.inf, 1, 9, 9]], "polygon-numbers", id="infinite"),
        pytest.param([[1, 1, 10**400, 1, 9, 9]], "polygon-numbers", id="beyond all floats"),
        pytest.param([[1, 1, "9", 1, 9, 9]], "polygon-numbers", id="text number"),
        pytest.param([[1, 1, None, 1, 9, 9]], "polygon-numbers", id="null"),
        pytest.param([[1, 1, True, 1, 9, 9]], "polygon-numbers", id="boolean"),
        pytest.param([[[1, 1], [9, 1], [9, 9]]], "polygon-numbers", id="pairs"),
        pytest.param([[0, 0, 1e9, 0, 1e9, 1e9]], "polygon-outside", id="1e9"),
        pytest.param([[0, 0, -1e9, 0, 9, 9]], "polygon-outside", id="-1e9"),
        pytest.param([[0, 0, 1e300, 0, 9, 9]], "polygon-outside", id="1e300"),
        pytest.param([[60, 0, 70, 0, 70, 20]], "polygon-outside", id="wholly outside"),
        pytest.param([[0, 0, 49, 29, 49, 0] * 100_000], "polygon-length", id="zigzag"),
    ],
)
def test_what_pycocotools_cannot_stand_is_refused(rings: list[Any], code: str) -> None:
    with pytest.raises(RecordError) as caught:
        parse_polygons(rings, HEIGHT, WIDTH)

    assert caught.value.code == code
