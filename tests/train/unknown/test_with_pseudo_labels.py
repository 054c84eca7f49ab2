"""Pseudo-labels beside sub-classes: of which part they are is not known, so the class is left out of them."""

from pathlib import Path

import numpy as np
from PIL import Image

from segscope.data.picture_format import RGB8
from segscope.data.sample import Sample
from segscope.engine.class_set import ClassSet
from segscope.train.pseudo.picture_set import PictureSet, PseudoLabel


def test_pixels_of_the_split_class_are_ignored_and_no_others(tmp_path: Path) -> None:
    labels = np.array([[0, 1, 2], [1, 255, 2]], dtype=np.uint8)
    Image.fromarray(labels).save(tmp_path / "a.png")
    sample = Sample("a", "pseudo", tmp_path / "a.jpg", label=PseudoLabel(tmp_path / "a.png"))
    classes = ClassSet(("ground", "thing", "box", "thing/b"), ignore_id=255)
    found = PictureSet(tmp_path, classes, RGB8, (sample,), left_out=1).read_label_map(sample)
    assert found.tolist() == [[0, 255, 2], [255, 255, 2]]
