"""Label maps and confidences on disk."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from segscope.engine.class_set import ClassSet
from segscope.errors import StoreError
from segscope.store.prediction_files import (
    confidence_path,
    encode_confidence,
    label_map_path,
    read_png,
    write_label_map,
)

SMALL = ClassSet(("a", "b", "c"))
LARGE = ClassSet(tuple(f"class {index}" for index in range(300)))


@pytest.mark.parametrize("class_set", [SMALL, LARGE], ids=["8-bit", "16-bit"])
def test_indices_and_ignore_come_back_bit_exact(tmp_path: Path, class_set: ClassSet) -> None:
    rng = np.random.default_rng(1)
    values = np.append(np.arange(class_set.num_classes), class_set.ignore)
    label_map = rng.choice(values, (37, 53)).astype(class_set.dtype)
    path = label_map_path(tmp_path, "x")
    write_label_map(path, label_map, class_set)
    read = read_png(path)
    assert read is not None
    assert read.dtype == class_set.dtype
    np.testing.assert_array_equal(read, label_map)


def test_a_viewer_shows_the_colours_of_the_classes(tmp_path: Path) -> None:
    path = label_map_path(tmp_path, "x")
    write_label_map(path, np.array([[0, 1, 2]], np.uint8), SMALL)
    with Image.open(path) as picture:
        assert picture.mode == "P"
        assert [picture.convert("RGB").getpixel((x, 0)) for x in range(3)] == list(SMALL.colours)


def test_no_two_samples_share_a_file(tmp_path: Path) -> None:
    ids = [
        "a",
        "a.confidence",
        "a%2Econfidence",
        "a/b",
        "a%2Fb",
        "../a",
        "ㄱ",
        ".confidence",
        "a.confidence.confidence",
    ]
    paths = [path(tmp_path, sample) for sample in ids for path in (label_map_path, confidence_path)]
    assert len(set(paths)) == len(paths)
    assert all(path.parent == tmp_path for path in paths)


def test_wrong_arrays_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="int64"):
        write_label_map(tmp_path / "a.png", np.zeros((2, 2), np.int64), SMALL)  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="probability times 255"):
        encode_confidence(np.zeros((2, 2), np.float32), "a.png")


@pytest.mark.parametrize("damage", ["cut", "empty", "text", "rgb"])
def test_a_damaged_file_is_a_sentence(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "a.png"
    write_label_map(path, np.zeros((40, 40), np.uint8), SMALL)
    content = path.read_bytes()
    if damage == "rgb":
        Image.new("RGB", (4, 4)).save(path)
    else:
        path.write_bytes({"cut": content[: len(content) // 2], "empty": b"", "text": b"<html>"}[damage])
    with pytest.raises(StoreError, match=r"a\.png"):
        read_png(path)


def test_a_missing_file_is_none(tmp_path: Path) -> None:
    assert read_png(tmp_path / "none.png") is None
