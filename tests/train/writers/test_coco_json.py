"""COCO files of predictions, read back by pycocotools and by our own reader."""

import contextlib
import io
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pycocotools.coco import COCO
from scipy import ndimage

from segscope.config.catalogue.outputs import CocoJsonOptions
from segscope.data.open import open_dataset
from segscope.engine.class_set import ClassSet
from segscope.train.writers.coco_json import FILE_NAME, CocoJson

pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation:DeprecationWarning"
)  # pycocotools' own
CLASSES = ClassSet(("floor", "cup", "box"), ids=(4, 7, 2), background=0)


def drawn(seed: int, shape: tuple[int, int] = (23, 31)) -> NDArray[np.uint8]:
    blobs = ndimage.gaussian_filter(np.random.default_rng(seed).random((3, *shape)), (0, 2, 2))
    label_map: NDArray[np.uint8] = blobs.argmax(axis=0).astype(np.uint8)
    return label_map


def written(folder: Path, maps: dict[str, NDArray[np.uint8]], options: CocoJsonOptions) -> COCO:
    with CocoJson(folder, CLASSES, options) as writer:
        for name, label_map in maps.items():
            writer.add(name, Path(f"{name}.jpg"), label_map)
    with contextlib.redirect_stdout(io.StringIO()):
        return COCO(folder / FILE_NAME)


@pytest.mark.parametrize("per_component", [True, False])
def test_pycocotools_reads_the_same_masks_back(per_component: bool, tmp_path: Path) -> None:
    maps = {"a/one": drawn(0), "two": drawn(1, (16, 9))}
    coco = written(tmp_path, maps, CocoJsonOptions(per_component=per_component, background=True))
    for image in coco.loadImgs(coco.getImgIds()):
        label_map = maps[image["file_name"].removesuffix(".jpg")]
        again = np.full(label_map.shape, 255, dtype=np.uint8)
        for annotation in coco.loadAnns(coco.getAnnIds(imgIds=image["id"])):
            mask = coco.annToMask(annotation).astype(bool)
            assert (again[mask] == 255).all(), "two annotations share pixels"
            again[mask] = CLASSES.ids.index(annotation["category_id"])
            assert annotation["area"] == mask.sum()
            rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
            box = [columns[0], rows[0], columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1]
            assert annotation["bbox"] == box
            if per_component:
                assert ndimage.label(mask, structure=np.ones((3, 3)))[1] == 1
        assert np.array_equal(again, label_map)


def test_one_annotation_a_class_and_the_background_is_left_out(tmp_path: Path) -> None:
    coco = written(tmp_path, {"a": drawn(3)}, CocoJsonOptions(per_component=False))
    assert sorted(a["category_id"] for a in coco.loadAnns(coco.getAnnIds())) == [2, 7]
    large = written(tmp_path, {"a": drawn(3)}, CocoJsonOptions(min_pixels=60))
    assert all(annotation["area"] >= 60 for annotation in large.loadAnns(large.getAnnIds()))


def test_our_own_reader_takes_it_as_ground_truth(tmp_path: Path) -> None:
    label_map = drawn(5)
    Image.fromarray(np.zeros((*label_map.shape, 3), np.uint8)).save(tmp_path / "a.jpg")
    written(tmp_path, {"a": label_map}, CocoJsonOptions(background=True))
    dataset = open_dataset(tmp_path / FILE_NAME, cache_dir=tmp_path / "cache")
    (sample,) = next(iter(dataset.samples.values()))
    names = np.array(dataset.class_set.names)
    assert np.array_equal(names[dataset.read_label_map(sample)], np.array(CLASSES.names)[label_map])
