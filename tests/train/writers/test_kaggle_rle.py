"""Kaggle's run lengths against a loop over pixels, and read back."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from segscope.config.catalogue.outputs import KaggleRleOptions
from segscope.engine.class_set import ClassSet
from segscope.train.writers.kaggle_rle import FILE_NAME, KaggleRle, encode_runs

CLASSES = ClassSet(("floor", "cup", "box"), ids=(5, 6, 9), background=0)


def loop(mask: NDArray[np.bool_]) -> str:
    """Walk down the columns, pixel by pixel."""
    words: list[int] = []
    length = 0
    for place, inside in enumerate(mask.T.flatten().tolist(), start=1):
        if inside and length == 0:
            words.append(place)
        if inside:
            length += 1
        elif length:
            words.append(length)
            length = 0
    if length:
        words.append(length)
    return " ".join(str(word) for word in words)


def decode(text: str, shape: tuple[int, int]) -> NDArray[np.bool_]:
    flat = np.zeros(shape[0] * shape[1], dtype=bool)
    numbers = [int(word) for word in text.split()]
    for start, length in zip(numbers[::2], numbers[1::2], strict=True):
        flat[start - 1 : start - 1 + length] = True
    return flat.reshape(shape, order="F")


@given(seed=st.integers(0, 9999), height=st.integers(1, 8), width=st.integers(1, 8), share=st.floats(0, 1))
def test_runs_equal_a_loop_over_pixels(seed: int, height: int, width: int, share: float) -> None:
    mask = np.random.default_rng(seed).random((height, width)) < share
    assert encode_runs(mask) == loop(mask)
    assert np.array_equal(decode(encode_runs(mask), mask.shape), mask)


@pytest.mark.parametrize(("background", "empty_rows", "ids"), [(False, True, [6, 9]), (True, False, [5, 6])])
def test_each_picture_has_a_row_a_class(
    background: bool, empty_rows: bool, ids: list[int], tmp_path: Path
) -> None:
    label_map = np.array([[0, 1], [0, 1]], dtype=np.uint8)
    options = KaggleRleOptions(background=background, empty_rows=empty_rows)
    with KaggleRle(tmp_path, CLASSES, options) as writer:
        writer.add("a", Path("x/a.png"), label_map)
    with open(tmp_path / FILE_NAME, newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [int(row["ClassId"]) for row in rows] == ids
    assert {row["ImageId"] for row in rows} == {"a.png"}
    assert {row["ClassId"]: row["EncodedPixels"] for row in rows}["6"] == "3 2"
