"""COCO files of predictions, read back by pycocotools and by our own reader."""

import contextlib
import io
import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from scipy import ndimage

from segscope.config.catalogue.outputs import CocoJsonOptions
from segscope.data.open import open_dataset
from segscope.engine.class_set import ClassSet
from segscope.train.predict import find_pictures
from segscope.train.writers.coco_json import FILE_NAME, RESULTS_NAME, CocoJson

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
    return quiet_coco(folder / FILE_NAME)


def quiet_coco(file: Path) -> COCO:
    with contextlib.redirect_stdout(io.StringIO()):
        return COCO(file)


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


@pytest.mark.parametrize("per_component", [True, False])
def test_the_score_is_the_mean_confidence_of_the_masks_pixels(per_component: bool, tmp_path: Path) -> None:
    label_map = drawn(7)
    confidence = np.random.default_rng(7).integers(0, 256, label_map.shape).astype(np.uint8)
    options = CocoJsonOptions(per_component=per_component, background=True)
    with CocoJson(tmp_path, CLASSES, options) as writer:
        writer.add("a", Path("a.jpg"), label_map, confidence)
    coco = quiet_coco(tmp_path / FILE_NAME)
    annotations = coco.loadAnns(coco.getAnnIds())
    assert len(annotations) >= 3
    for annotation in annotations:
        mask = coco.annToMask(annotation).astype(bool)
        assert annotation["score"] == pytest.approx(confidence[mask].mean() / 255, abs=1e-5)


def squares(folder: Path) -> Path:
    """Write pictures that each hold a cup and a box, under ids that are neither in order nor without gaps."""
    images: list[dict[str, object]] = []
    annotations: list[dict[str, object]] = []
    for place, image_id in enumerate((907, 12, 455)):
        name = f"shelf/{place}.png"
        (folder / "shelf").mkdir(exist_ok=True)
        Image.new("RGB", (30, 20)).save(folder / name)
        images.append({"id": image_id, "file_name": name, "width": 30, "height": 20})
        for category_id, left in ((40, place), (9, 15 + place)):
            right, top, bottom = left + 6, 3, 12
            annotations.append(
                {
                    "id": 1000 + len(annotations),
                    "image_id": image_id,
                    "category_id": category_id,
                    "segmentation": [[left, top, right, top, right, bottom, left, bottom]],
                    "area": 54,
                    "bbox": [left, top, 6, 9],
                    "iscrowd": 0,
                }
            )
    categories = [{"id": 40, "name": "cup"}, {"id": 9, "name": "Box"}]
    file = folder / "val.json"
    file.write_text(json.dumps({"images": images, "annotations": annotations, "categories": categories}))
    return file


def test_pycocotools_takes_the_results_beside_the_file_that_listed_the_pictures(tmp_path: Path) -> None:
    file = squares(tmp_path)
    truth = quiet_coco(file)
    pictures = find_pictures(file)
    dataset = open_dataset(file, cache_dir=tmp_path / "cache")
    assert dataset.class_set.names == ("Background", "Box", "cup")
    own = np.array([CLASSES.names.index(name) for name in ("floor", "box", "cup")], np.uint8)
    with CocoJson(tmp_path / "out", CLASSES, CocoJsonOptions(), pictures.coco) as writer:
        for sample in dataset.samples["val"]:
            label_map = own[dataset.read_label_map(sample)]
            writer.add(sample.id, pictures[sample.id], label_map, np.full(label_map.shape, 204, np.uint8))

    with contextlib.redirect_stdout(io.StringIO()):
        results = truth.loadRes(str(tmp_path / "out" / RESULTS_NAME))
        measured = COCOeval(truth, results, "segm")
        measured.evaluate()
        measured.accumulate()
        measured.summarize()
    # The masks are the annotated ones, so that only ids could be wrong.
    assert measured.stats[0] == pytest.approx(1)
    assert {one["score"] for one in results.loadAnns(results.getAnnIds())} == {0.8}
    assert {one["area"] for one in results.loadAnns(results.getAnnIds())} == {54}
    whole = quiet_coco(tmp_path / "out" / FILE_NAME)
    assert {image["id"]: image["file_name"] for image in whole.loadImgs(whole.getImgIds())} == {
        image["id"]: image["file_name"] for image in truth.loadImgs(truth.getImgIds())
    }
    assert {c["name"]: c["id"] for c in whole.loadCats(whole.getCatIds())} == {
        "floor": 4,
        "cup": 40,
        "box": 9,
    }


def test_without_such_a_file_there_are_no_results(tmp_path: Path) -> None:
    written(tmp_path, {"a": drawn(0)}, CocoJsonOptions())
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]
