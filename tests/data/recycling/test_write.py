"""The written data set: valid COCO by pycocotools, deterministic, and holding what its truth file says."""

import contextlib
import io
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO

from segscope.data.recycling import (
    DEFAULT_PAIRS,
    RECYCLING_CLASSES,
    SOFT_EDGED,
    Truth,
    random_groups,
    write_recycling,
)
from segscope.errors import DataError, UsageError

# pycocotools 2.0.11 was built for an older numpy; its decoder warns at every call.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

OBJECT_CLASSES = set(RECYCLING_CLASSES.names[1:])


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data set of the usual size, with wrong labels and a test split."""
    folder = tmp_path_factory.mktemp("recycling") / "set"
    write_recycling(folder, images=32, val_images=12, test_images=3, seed=5, label_noise=0.02)
    return folder


@pytest.fixture(scope="module")
def truth(root: Path) -> Truth:
    return Truth.load(root)


def read(root: Path, split: str) -> COCO:
    with contextlib.redirect_stdout(io.StringIO()):
        return COCO(root / f"{split}.json")


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def annotations(root: Path) -> dict[tuple[str, int], dict[str, Any]]:
    return {
        (split, annotation["id"]): annotation
        for split in ("train", "val")
        for annotation in json.loads((root / f"{split}.json").read_text())["annotations"]
    }


def category(name: str) -> int:
    return RECYCLING_CLASSES.names.index(name)


def test_same_arguments_give_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("one", 3), ("two", 3), ("other", 4)):
        write_recycling(tmp_path / name, images=5, val_images=4, test_images=1, size=96, seed=seed)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    one, other = files(tmp_path / "one"), files(tmp_path / "other")
    assert one.keys() == other.keys()
    assert all(one[name] != other[name] for name in one if name.endswith(".jpg"))


def test_a_picture_does_not_depend_on_how_many_there_are(tmp_path: Path) -> None:
    write_recycling(tmp_path / "few", images=5, val_images=4, size=64)
    write_recycling(tmp_path / "many", images=9, val_images=4, size=64)
    few, many = files(tmp_path / "few"), files(tmp_path / "many")
    train = [name for name in few if name.startswith(("batch_01", "batch_02/0005"))]
    assert len(train) == 5
    assert all(few[name] == many[name] for name in train)
    assert few["batch_03/0006.jpg"] == many["batch_04/0010.jpg"]


@pytest.mark.parametrize("split", ["train", "val"])
def test_pycocotools_decodes_each_annotation_to_its_area_and_box(root: Path, split: str) -> None:
    coco = read(root, split)
    assert coco.anns
    for annotation in coco.anns.values():
        mask = coco.annToMask(annotation)
        rows, columns = np.nonzero(mask)
        assert mask.sum() == annotation["area"] > 0
        left, top, width, height = annotation["bbox"]
        assert (left, top) == (columns.min(), rows.min())
        assert (left + width, top + height) == (columns.max() + 1, rows.max() + 1)
        assert annotation["iscrowd"] == 0


def test_every_form_of_segmentation_occurs(root: Path) -> None:
    forms = set()
    for annotation in annotations(root).values():
        segmentation = annotation["segmentation"]
        if isinstance(segmentation, dict):
            forms.add("compressed" if isinstance(segmentation["counts"], str) else "uncompressed")
        else:
            forms.add("one polygon" if len(segmentation) == 1 else "polygons")
    assert forms == {"compressed", "uncompressed", "one polygon", "polygons"}


def test_run_length_masks_keep_their_holes(root: Path) -> None:
    """Bags with handles and coils of cable let the ground be seen inside their outline."""
    coco = read(root, "train")
    holes = 0
    for annotation in coco.anns.values():
        if isinstance(annotation["segmentation"], dict):
            mask = coco.annToMask(annotation)
            filled = np.maximum.accumulate(mask, axis=0) & np.maximum.accumulate(mask[::-1], axis=0)[::-1]
            holes += int(filled.sum() > mask.sum() * 1.02)
    assert holes >= 3


def test_pictures_are_jpeg_of_the_recorded_size(root: Path) -> None:
    for split in ("train", "val", "test"):
        for record in read(root, split).imgs.values():
            with Image.open(root / record["file_name"]) as picture:
                assert picture.format == "JPEG"
                assert picture.mode == "RGB"
                assert picture.size == (record["width"], record["height"]) == (256, 256)


def test_the_test_split_has_pictures_and_no_annotations(root: Path) -> None:
    document = json.loads((root / "test.json").read_text())
    assert len(document["images"]) == 3
    assert document["annotations"] == []


def test_categories_are_the_object_classes_under_their_ids(root: Path) -> None:
    for split in ("train", "val", "test"):
        names = {c["id"]: c["name"] for c in json.loads((root / f"{split}.json").read_text())["categories"]}
        assert names == dict(enumerate(RECYCLING_CLASSES.names[1:], start=1))


def test_labels_are_wrong_exactly_where_the_truth_says(root: Path, truth: Truth) -> None:
    written = {key: annotation["category_id"] for key, annotation in annotations(root).items()}
    drawn = {(o.split, o.annotation_id): category(o.class_name) for o in truth.objects}
    wrong = {(w.split, w.annotation_id): w for w in truth.wrong_labels}
    assert written.keys() == drawn.keys()
    assert {key for key in drawn if drawn[key] != written[key]} == wrong.keys()
    assert {split for split, _ in wrong} == {"train", "val"}
    for key, mistake in wrong.items():
        assert (category(mistake.true_class), category(mistake.written_class)) == (drawn[key], written[key])
        assert not any({mistake.true_class, mistake.written_class} <= set(g) for g in truth.confusable)


def test_the_truth_names_the_picture_of_each_object(root: Path, truth: Truth) -> None:
    for split in ("train", "val"):
        coco = read(root, split)
        for planted in (thing for thing in truth.objects if thing.split == split):
            image = coco.anns[planted.annotation_id]["image_id"]
            assert coco.imgs[image]["file_name"] == planted.file_name


def test_no_label_noise_means_no_wrong_label(tmp_path: Path) -> None:
    truth = write_recycling(tmp_path, images=4, val_images=4, size=64, label_noise=0)
    assert truth.wrong_labels == ()


def test_tiny_objects_are_a_few_pixels_across_and_the_others_are_not(root: Path, truth: Truth) -> None:
    drawn = annotations(root)
    areas: dict[bool, list[int]] = defaultdict(list)
    for thing in truth.objects:
        annotation = drawn[(thing.split, thing.annotation_id)]
        areas[thing.class_name in truth.tiny].append(annotation["area"])
        if thing.class_name in truth.tiny:
            assert max(annotation["bbox"][2:]) <= 15
    assert truth.tiny == ("Battery",)
    assert 25 * np.median(areas[True]) < np.median(areas[False])
    assert max(areas[True]) < min(areas[False])


def test_batches_are_folders_and_never_straddle_splits(root: Path, truth: Truth) -> None:
    folders = {
        split: {Path(record["file_name"]).parent.name for record in read(root, split).imgs.values()}
        for split in ("train", "val", "test")
    }
    assert folders == {split: set(names) for split, names in truth.groups.items()}
    assert not folders["train"] & folders["val"]
    assert not (folders["train"] | folders["val"]) & folders["test"]
    assert truth.leaked_groups == ()


def test_a_leak_puts_one_batch_into_both_splits(tmp_path: Path) -> None:
    truth = write_recycling(tmp_path, images=8, val_images=8, size=64, leak=True)
    shared = set(truth.groups["train"]) & set(truth.groups["val"])
    assert shared == set(truth.leaked_groups) == {"batch_01"}
    names = [
        record["file_name"] for split in ("train", "val") for record in read(tmp_path, split).imgs.values()
    ]
    assert len(names) == len(set(names)) == 16


def test_unknown_has_several_hidden_kinds(truth: Truth) -> None:
    kinds = {thing.kind for thing in truth.objects if thing.class_name == "UNKNOWN"}
    assert kinds == {"shoe", "ceramic shards", "wooden sticks", "cable"}


@pytest.mark.parametrize("seed", range(3))
def test_every_class_is_in_both_splits_from_four_pictures_on(tmp_path: Path, seed: int) -> None:
    truth = write_recycling(tmp_path, images=4, val_images=4, size=96, seed=seed)
    for split in ("train", "val"):
        assert {thing.class_name for thing in truth.objects if thing.split == split} == OBJECT_CLASSES


@pytest.mark.parametrize("size", [(64, 64), (320, 200), (97, 131)])
def test_any_size_works(tmp_path: Path, size: tuple[int, int]) -> None:
    truth = write_recycling(tmp_path, images=4, val_images=4, size=size)
    assert truth.size == size
    coco = read(tmp_path, "train")
    for annotation in coco.anns.values():
        assert coco.annToMask(annotation).shape == (size[1], size[0])
    with Image.open(tmp_path / coco.imgs[1]["file_name"]) as picture:
        assert picture.size == size


def test_soft_edged_classes_have_faint_edges(root: Path, truth: Truth) -> None:
    """Across the outline of Glass and Plastic bag the picture changes less than across the others'."""
    steps: dict[bool, list[float]] = defaultdict(list)
    coco = {split: read(root, split) for split in ("train", "val")}
    for thing in truth.objects:
        if thing.class_name in truth.tiny:
            continue
        mask = coco[thing.split].annToMask(coco[thing.split].anns[thing.annotation_id]).astype(bool)
        pixels = np.asarray(Image.open(root / thing.file_name), dtype=np.float64)
        steps[thing.class_name in SOFT_EDGED].append(edge_step(pixels, mask))
    assert np.median(steps[True]) < 0.6 * np.median(steps[False])


def edge_step(pixels: NDArray[np.float64], mask: NDArray[np.bool_]) -> float:
    """Mean colour difference between horizontal neighbours, one inside a mask and one outside."""
    change = np.abs(np.diff(pixels, axis=1)).mean(axis=2)
    return float(change[mask[:, 1:] != mask[:, :-1]].mean())


def test_random_groups_plant_other_pairs() -> None:
    drawn = {random_groups(seed, 2) for seed in range(20)}
    assert len(drawn) > 10
    for groups in drawn:
        names = [name for group in groups for name in group]
        assert len(names) == len(set(names)) == 4
        assert set(names) <= OBJECT_CLASSES - {"Battery", "UNKNOWN"}


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(DataError, match="not empty"):
        write_recycling(tmp_path, images=4, val_images=4)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"confusable": (("Paper", "Metall"),)}, "did you mean 'Metal'"),
        ({"confusable": ("Paper", "Metal")}, "no tuple of groups"),
        ({"confusable": (("Paper",),)}, "at least two classes"),
        ({"confusable": (("Paper", "Metal"), ("Metal", "Glass"))}, "'Metal' is planted twice"),
        ({"confusable": (("Battery", "Metal"),)}, "'Battery' is planted twice"),
        ({"size": 16}, "too small"),
        ({"label_noise": 0.7}, "label_noise"),
        ({"images": -1}, "negative"),
    ],
)
def test_wrong_options_say_what_to_do(tmp_path: Path, options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        write_recycling(tmp_path / "new", **options)
    assert not (tmp_path / "new").exists()


def test_truth_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    truth = write_recycling(tmp_path, images=4, val_images=4, size=64, confusable=(("Metal", "Glass"),))
    assert Truth.load(tmp_path) == truth
    assert truth.confusable == (("Metal", "Glass"),) != DEFAULT_PAIRS


def test_run_length_and_polygon_masks_agree_with_plain_decoding(root: Path) -> None:
    """The uncompressed counts, expanded by hand, are the mask that pycocotools gives."""
    for annotation in annotations(root).values():
        segmentation = annotation["segmentation"]
        if isinstance(segmentation, dict) and isinstance(segmentation["counts"], list):
            height, width = segmentation["size"]
            runs = coco_mask.frPyObjects(segmentation, height, width)
            values = np.arange(len(segmentation["counts"])) % 2
            by_hand = np.repeat(values, segmentation["counts"]).reshape(width, height).T
            np.testing.assert_array_equal(coco_mask.decode(runs), by_hand)
