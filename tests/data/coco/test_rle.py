"""Run-length encodings: equal to pycocotools on valid ones, refused otherwise."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray
from pycocotools import mask as coco_mask

from segscope.data.coco.problems import RecordError
from segscope.data.coco.rle import parse_rle
from segscope.data.coco.runs import Runs

Mask = NDArray[np.uint8]
masks = arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=40), elements=st.integers(0, 1))


def painted(runs: Runs) -> Mask:
    columns = np.zeros((runs.width, runs.height), dtype=np.uint8)
    runs.paint(columns, 1)
    return columns.T


def uncompressed(mask: Mask) -> list[int]:
    """Count runs the slow and obvious way."""
    counts, value = [0], 0
    for pixel in mask.T.reshape(-1).tolist():
        if pixel != value:
            counts.append(0)
            value = pixel
        counts[-1] += 1
    return counts


def compressed(mask: Mask) -> str:
    text: bytes = coco_mask.encode(np.asfortranarray(mask))["counts"]
    return text.decode()


@given(masks)
def test_compressed_text_decodes_as_pycocotools_wrote_it(mask: Mask) -> None:
    runs = parse_rle({"size": list(mask.shape), "counts": compressed(mask)}, *mask.shape)

    assert np.array_equal(painted(runs), mask)
    assert runs.area == mask.sum()


@given(masks)
def test_lists_of_counts_decode(mask: Mask) -> None:
    runs = parse_rle({"size": list(mask.shape), "counts": uncompressed(mask)}, *mask.shape)

    assert np.array_equal(painted(runs), mask)


def test_runs_longer_than_one_character_decode() -> None:
    mask = np.zeros((3000, 3000), dtype=np.uint8)
    mask[100:2900, 7] = 1
    mask[5, 1000:1010] = 1
    mask[:, 2000:2500] = 1

    runs = parse_rle({"size": [3000, 3000], "counts": compressed(mask)}, 3000, 3000)

    assert np.array_equal(painted(runs), mask)


@given(masks)
def test_the_extent_is_the_box_around_the_pixels(mask: Mask) -> None:
    runs = parse_rle({"size": list(mask.shape), "counts": uncompressed(mask)}, *mask.shape)
    rows, columns = np.nonzero(mask)

    if len(rows) == 0:
        assert runs.extent() is None
    else:
        expected = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        assert runs.extent() == expected


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        pytest.param([10], "rle-sum", id="short"),
        pytest.param([], "rle-sum", id="none"),
        pytest.param([0, 13], "rle-sum", id="long"),
        pytest.param([-4, 16], "rle-counts", id="negative"),
        pytest.param([2**32, 4], "rle-sum", id="wraps round in 32 bits"),
        pytest.param([2**63, 4], "rle-counts", id="beyond 64 bits"),
        pytest.param([2**62] * 4 + [12], "rle-sum", id="sum wraps round in 64 bits"),
        pytest.param([4.0, 8.0], "rle-counts", id="fractions"),
        pytest.param(["4", 8], "rle-counts", id="text in list"),
        pytest.param([True, 11], "rle-counts", id="boolean"),
        pytest.param([None, 12], "rle-counts", id="null"),
        pytest.param([[4, 8]], "rle-counts", id="nested"),
        pytest.param("garbage!", "rle-counts", id="text garbage"),
        pytest.param("종이", "rle-counts", id="Hangul"),
        pytest.param("\ud800", "rle-counts", id="lone surrogate"),
        pytest.param("P", "rle-counts", id="cut in a number"),
        pytest.param("P" * 20 + "0", "rle-counts", id="endless number"),
        pytest.param("0" * 1000, "rle-counts", id="far too long a text"),
        pytest.param("", "rle-sum", id="empty text"),
        pytest.param("4", "rle-sum", id="short text"),
        pytest.param("O", "rle-counts", id="negative text"),
        pytest.param(None, "rle-counts", id="missing"),
        pytest.param(12, "rle-counts", id="number"),
        pytest.param({"counts": [12]}, "rle-counts", id="object"),
    ],
)
def test_counts_that_do_not_fill_the_image_are_refused(counts: Any, code: str) -> None:
    with pytest.raises(RecordError) as caught:
        parse_rle({"size": [3, 4], "counts": counts}, 3, 4)

    assert caught.value.code == code


@pytest.mark.parametrize(
    "size", [[4, 3], [3, 5], [3], [3, 4, 1], "34", None, [3.0, 4.0], [True, 4], [-3, -4], {"h": 3}]
)
def test_a_size_that_is_not_the_images_is_refused(size: Any) -> None:
    with pytest.raises(RecordError) as caught:
        parse_rle({"size": size, "counts": [12]}, 3, 4)

    assert caught.value.code == "rle-size"


@given(
    st.one_of(
        st.text(alphabet=st.characters(min_codepoint=40, max_codepoint=120), max_size=30),
        st.lists(st.integers(-3, 60), max_size=12),
    )
)
def test_whatever_the_counts_they_fill_the_image_or_are_refused(counts: str | list[int]) -> None:
    try:
        runs = parse_rle({"size": [6, 9], "counts": counts}, 6, 9)
    except RecordError:
        return
    assert runs.counts.sum() == 54
    assert runs.counts.min() >= 0
    assert painted(runs).sum() == runs.area
