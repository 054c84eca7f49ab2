"""Layouts: the recycling contest's, COCO's own, and a single file."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from segscope.data.coco import CocoDataset, is_coco, open_coco
from segscope.errors import DataError

CATEGORIES = [{"id": 1, "name": "UNKNOWN"}, {"id": 2, "name": "General trash"}]
SIZE = {"width": 6, "height": 4}


def write(path: Path, names: list[str], **content: Any) -> Path:
    images = [{"id": i, "file_name": name, **SIZE} for i, name in enumerate(names)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"images": images, "categories": CATEGORIES, **content}), encoding="utf-8")
    return path


def picture(path: Path, red: int = 7) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (6, 4), (red, 8, 9)).save(path)


def square(image_id: int) -> dict[str, Any]:
    return {
        "id": image_id,
        "image_id": image_id,
        "category_id": 2,
        "segmentation": [[0, 0, 2, 0, 2, 2, 0, 2]],
    }


@pytest.fixture
def recycling(tmp_path: Path) -> Path:
    """The contest's folder: three files, pictures in batches, no ground truth for the test."""
    root = tmp_path / "data"
    for batch in ("batch_01_vt", "batch_02_vt", "batch_03"):
        for number in (2, 3):
            picture(root / batch / f"000{number}.jpg")
    write(root / "train.json", ["batch_01_vt/0002.jpg", "batch_01_vt/0003.jpg"], annotations=[square(0)])
    write(root / "val.json", ["batch_02_vt/0002.jpg", "batch_02_vt/0003.jpg"], annotations=[square(1)])
    write(root / "test.json", ["batch_03/0002.jpg", "batch_03/0003.jpg"])
    return root


def opened(path: Path, tmp_path: Path, **options: Any) -> CocoDataset:
    return open_coco(path, cache_dir=tmp_path / "cache", **options)


def test_the_recycling_layout_works_as_it_is(recycling: Path, tmp_path: Path) -> None:
    dataset = opened(recycling, tmp_path)

    assert dataset.findings == ()
    assert dataset.class_set.names == ("Background", "UNKNOWN", "General trash")
    assert (dataset.class_set.background, dataset.class_set.unknown) == (0, 1)
    assert {split: [s.id for s in samples] for split, samples in dataset.samples.items()} == {
        "train": ["batch_01_vt/0002", "batch_01_vt/0003"],
        "val": ["batch_02_vt/0002", "batch_02_vt/0003"],
        "test": ["batch_03/0002", "batch_03/0003"],
    }
    with_object, without = dataset.samples["train"]
    assert dataset.read_label_map(with_object).tolist() == [[2, 2, 0, 0, 0, 0]] * 2 + [[0] * 6] * 2
    assert not dataset.read_label_map(without).any()
    assert dataset.read_image(with_object).shape == (4, 6, 3)
    assert {sample.group for sample in dataset.samples["val"]} == {"batch_02_vt"}


def test_test_pictures_have_no_ground_truth(recycling: Path, tmp_path: Path) -> None:
    dataset = opened(recycling, tmp_path)
    sample = dataset.samples["test"][0]

    assert sample.label is None
    assert dataset.read_image(sample).shape == (4, 6, 3)
    with pytest.raises(DataError, match=r"test\.json has no annotations.*no ground truth"):
        dataset.read_label_map(sample)


def test_files_with_different_categories_are_refused(recycling: Path, tmp_path: Path) -> None:
    other = [CATEGORIES[0], {"id": 2, "name": "Paper"}]
    write(recycling / "val.json", ["batch_02_vt/0002.jpg"], categories=other, annotations=[square(0)])

    with pytest.raises(DataError, match=r"train\.json and val\.json have different categories"):
        opened(recycling, tmp_path)


def test_a_test_file_without_categories_takes_the_others(recycling: Path, tmp_path: Path) -> None:
    write(recycling / "test.json", ["batch_03/0002.jpg"], categories=[])

    assert opened(recycling, tmp_path).class_set.num_classes == 3


def test_equal_names_in_two_splits_stay_apart(tmp_path: Path) -> None:
    root = tmp_path / "data"
    picture(root / "1.jpg")
    write(root / "train.json", ["1.jpg"], annotations=[square(0)])
    write(root / "val.json", ["1.jpg"], annotations=[{**square(0), "category_id": 1}])
    dataset = opened(root, tmp_path)

    for _ in ("made", "kept"):
        corners = {s: int(dataset.read_label_map(dataset.samples[s][0])[0, 0]) for s in dataset.samples}
        assert corners == {"train": 2, "val": 1}


def test_cocos_own_layout(tmp_path: Path) -> None:
    root = tmp_path / "coco"
    for split in ("train2017", "val2017"):
        picture(root / split / "000000000009.jpg")
        write(root / f"annotations/instances_{split}.json", ["000000000009.jpg"], annotations=[square(0)])
        write(root / f"annotations/captions_{split}.json", ["000000000009.jpg"])
    dataset = opened(root, tmp_path)

    assert dataset.findings == ()
    assert list(dataset.samples) == ["train", "val"]
    assert dataset.samples["val"][0].image_path.parent.name == "val2017"


@pytest.mark.parametrize("folder", ["", "images", "train", "images/train"])
def test_pictures_are_found_where_they_usually_lie(folder: str, tmp_path: Path) -> None:
    picture(tmp_path / folder / "1.jpg")
    dataset = opened(write(tmp_path / "train.json", ["1.jpg"], annotations=[square(0)]), tmp_path)

    assert dataset.findings == ()


def test_the_pictures_folder_can_be_named(tmp_path: Path) -> None:
    picture(tmp_path / "elsewhere/1.jpg")
    file = write(tmp_path / "set/train.json", ["1.jpg"], annotations=[square(0)])

    assert [finding.code for finding in opened(file, tmp_path).findings] == ["missing-image"]
    assert opened(file, tmp_path, images_dir=tmp_path / "elsewhere").findings == ()


@pytest.mark.parametrize(
    ("stem", "split"),
    [
        ("train", "train"),
        ("instances_val2017", "val"),
        ("validation", "val"),
        ("valid-set", "val"),
        ("image_info_test-dev2017", "test"),
        ("annotations", "all"),
        ("constrained", "all"),
        ("trainer", "all"),
    ],
)
def test_a_single_file_is_named_by_its_stem(stem: str, split: str, tmp_path: Path) -> None:
    picture(tmp_path / "1.jpg")
    dataset = opened(write(tmp_path / f"{stem}.json", ["1.jpg"], annotations=[square(0)]), tmp_path)

    assert list(dataset.samples) == [split]


def test_two_files_for_one_split_are_refused(tmp_path: Path) -> None:
    for name in ("train_a", "train_b"):
        write(tmp_path / f"annotations/{name}.json", [], annotations=[])

    with pytest.raises(DataError, match=r"train_a\.json and train_b\.json for the split train"):
        opened(tmp_path, tmp_path)


def test_a_path_that_is_no_coco_data_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="does not exist"):
        opened(tmp_path / "none", tmp_path)
    with pytest.raises(DataError, match="holds no COCO annotations"):
        opened(tmp_path, tmp_path)


def test_layouts_are_recognised(recycling: Path, tmp_path: Path) -> None:
    (tmp_path / "masks").mkdir()
    write(tmp_path / "coco/annotations/x.json", [])

    assert is_coco(recycling)
    assert is_coco(recycling / "train.json")
    assert is_coco(tmp_path / "coco")
    assert not is_coco(tmp_path / "masks")
    assert not is_coco(recycling / "batch_03/0002.jpg")


def test_a_name_composed_differently_on_disk_is_found(tmp_path: Path) -> None:
    composed, decomposed = (unicodedata.normalize(form, "종이.jpg") for form in ("NFC", "NFD"))
    picture(tmp_path / decomposed)
    dataset = opened(write(tmp_path / "train.json", [composed], annotations=[square(0)]), tmp_path)

    assert dataset.findings == ()
    assert dataset.read_image(dataset.samples["train"][0]).shape == (4, 6, 3)


def exif_picture(path: Path, orientation: int, size: tuple[int, int]) -> None:
    width, height = size
    pixels = np.zeros((height, width, 3), dtype=np.uint8)
    pixels[:, : width // 2] = 250
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray(pixels).save(path, exif=exif, quality=100)


def test_a_picture_is_turned_where_its_annotations_are(tmp_path: Path) -> None:
    exif_picture(tmp_path / "turned.jpg", 6, (4, 6))  # stored upright, shown lying
    exif_picture(tmp_path / "stored.jpg", 6, (6, 4))  # stored lying, as the annotations are
    file = write(tmp_path / "train.json", ["turned.jpg", "stored.jpg"], annotations=[square(0)])
    dataset = opened(file, tmp_path)
    turned, stored = (dataset.read_image(sample) for sample in dataset.samples["train"])

    assert dataset.findings == ()
    assert turned.shape == stored.shape == (4, 6, 3)
    # Turned clockwise, what was left is on top; unturned it stays left.
    assert [int(row.mean()) // 100 for row in (turned[0], turned[3])] == [2, 0]
    assert [int(column.mean()) // 100 for column in (stored[:, 0], stored[:, 5])] == [2, 0]


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n"], ids=["empty", "text", "cut"])
def test_a_damaged_picture_is_named(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "1.png").write_bytes(data)
    dataset = opened(write(tmp_path / "train.json", ["1.png"], annotations=[square(0)]), tmp_path)

    assert [finding.code for finding in dataset.findings] == ["unreadable-file"]
    with pytest.raises(DataError, match=r"1\.png"):
        dataset.read_image(dataset.samples["train"][0])


def test_a_folder_named_like_a_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "1.png").mkdir()
    dataset = opened(write(tmp_path / "train.json", ["1.png"], annotations=[square(0)]), tmp_path)

    assert [finding.code for finding in dataset.findings] == ["unreadable-file"]


def test_a_picture_that_changes_its_size_later_is_refused(tmp_path: Path) -> None:
    picture(tmp_path / "1.png")
    dataset = opened(write(tmp_path / "train.json", ["1.png"], annotations=[square(0)]), tmp_path)
    Image.new("RGB", (5, 5)).save(tmp_path / "1.png")

    with pytest.raises(DataError, match=r"1\.png.*5×5.*6×4"):
        dataset.read_image(dataset.samples["train"][0])
