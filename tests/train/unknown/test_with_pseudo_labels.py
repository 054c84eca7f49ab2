"""Pseudo-labels of the unknown class are trained as its labels are: as background, not at all, in no part."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from segscope.data.picture_format import RGB8
from segscope.data.sample import Sample
from segscope.engine.class_set import ClassSet
from segscope.train.pseudo.picture_set import PictureSet, PseudoLabel


@pytest.mark.parametrize(
    ("trained_as", "expected"),
    [
        ({}, [[0, 1, 2], [1, 255, 2]]),
        ({1: 255}, [[0, 255, 2], [255, 255, 2]]),
        ({1: 0}, [[0, 0, 2], [0, 255, 2]]),
    ],
)
def test_pixels_of_the_class_change_and_no_others(
    trained_as: dict[int, int], expected: list[list[int]], tmp_path: Path
) -> None:
    labels = np.array([[0, 1, 2], [1, 255, 2]], dtype=np.uint8)
    Image.fromarray(labels).save(tmp_path / "a.png")
    sample = Sample("a", "pseudo", tmp_path / "a.jpg", label=PseudoLabel(tmp_path / "a.png"))
    classes = ClassSet(("ground", "thing", "box", "thing/b"), ignore_id=255)
    found = PictureSet(tmp_path, classes, RGB8, (sample,), trained_as).read_label_map(sample)
    assert found.tolist() == expected
