"""16-bit PNG files come with all their bits, whatever the row filters."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segscope.data.faults import FileFault
from segscope.data.picture_files import read_picture
from segscope.data.picture_format import PictureFormat
from segscope.data.png16 import _BLOCK_ROWS, decode_png16
from segscope.data.png_container import check_png
from tests.data.corpus.filtered_png import filtered_png
from tests.data.corpus.raw_png import RGB, SIGNATURE, chunk, header, png


def drawn(
    seed: int, height: int, width: int, samples: int
) -> np.ndarray[tuple[int, int, int], np.dtype[np.uint16]]:
    rng = np.random.default_rng(seed)
    # Steps of a few levels beside jumps, so that every branch of the Paeth filter is taken.
    walk = rng.integers(-300, 300, (height, width, samples)).cumsum(axis=1) + 30_000
    return np.where(rng.random(walk.shape) < 0.1, rng.integers(0, 65_536, walk.shape), walk).astype(np.uint16)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    height=st.integers(1, 9),
    width=st.integers(1, 9),
    samples=st.integers(1, 4),
    data=st.data(),
)
def test_every_filter_is_undone(
    seed: int, height: int, width: int, samples: int, data: st.DataObject
) -> None:
    filters = np.array(data.draw(st.lists(st.integers(0, 4), min_size=height, max_size=height)))
    truth = drawn(seed, height, width, samples)
    content = filtered_png(truth, filters)

    assert np.array_equal(decode_png16(content, check_png(content)), truth)


def test_rows_go_on_over_blocks() -> None:
    truth = drawn(1, _BLOCK_ROWS + 3, 2, 3)
    content = filtered_png(truth, np.arange(len(truth)) % 5)

    assert np.array_equal(decode_png16(content, check_png(content)), truth)


def test_a_picture_of_a_data_set_keeps_or_drops_its_low_bytes(tmp_path: Path) -> None:
    truth = drawn(2, 5, 6, 3)
    path = tmp_path / "a.png"
    path.write_bytes(png(truth, 16, RGB))

    assert np.array_equal(read_picture(path, wanted=PictureFormat(3, 16)), truth)
    assert np.array_equal(read_picture(path), truth >> 8)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (
            SIGNATURE + header(2, 1, 16, RGB, interlace=1) + chunk(b"IDAT", b"") + chunk(b"IEND", b""),
            "interlac",
        ),
        (
            png(np.zeros((2, 2, 3), np.uint16), 16, RGB).replace(
                header(2, 2, 16, RGB), header(2, 9, 16, RGB)
            ),
            "dama",
        ),
        (
            png(np.zeros((2, 2, 3), np.uint16), 16, RGB).replace(
                header(2, 2, 16, RGB), header(2, 1, 16, RGB)
            ),
            "dama",
        ),
    ],
    ids=["interlaced", "too few rows", "too many rows"],
)
def test_what_cannot_be_read_is_named(content: bytes, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(content)

    with pytest.raises(FileFault, match=problem) as caught:
        read_picture(path)

    assert caught.value.code == "unreadable-file"
