"""Index PNGs hold the ids of the class file."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from segscope.config.catalogue.technique import NoOptions
from segscope.engine.class_set import ClassSet
from segscope.train.writers.index_png import IndexPngs


@pytest.mark.parametrize(("ids", "mode"), [((7, 26), "P"), ((7, 2600), "I;16")])
def test_the_pngs_hold_the_ids_of_the_class_file(ids: tuple[int, int], mode: str, tmp_path: Path) -> None:
    classes = ClassSet(("road", "car"), ids=ids, colours=((1, 2, 3), (250, 9, 8)))
    label_map = np.array([[0, 1, 1], [0, 0, 1]], dtype=np.uint8)
    with IndexPngs(tmp_path / "out", classes, NoOptions()) as writer:
        writer.add("a/b", Path("a/b.jpg"), label_map)
    with Image.open(tmp_path / "out" / "a" / "b.png") as image:
        assert image.mode == mode
        assert np.array_equal(np.asarray(image), np.array(ids)[label_map])
        if mode == "P":
            assert image.convert("RGB").getpixel((1, 0)) == (250, 9, 8)
