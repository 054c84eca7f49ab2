"""One door for all layouts: what is recognised, what is refused, and in which words."""

import json
from pathlib import Path

import pytest
from PIL import Image

from segscope.data.open import open_dataset
from segscope.errors import ConfigError, DataError, UsageError
from tests.data.folders import write_folder


def write_coco(folder: Path, name: str = "train.json") -> Path:
    """Write a COCO file of one picture with one square."""
    content = {
        "images": [{"id": 1, "file_name": "p.png", "width": 8, "height": 6}],
        "categories": [{"id": 1, "name": "Paper"}],
        "annotations": [
            {"id": 1, "image_id": 1, "category_id": 1, "segmentation": [[0, 0, 4, 0, 4, 4, 0, 4]]},
        ],
    }
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
    Image.new("RGB", (8, 6)).save(folder / "p.png")
    return path


@pytest.mark.parametrize("name", ["train.json", "annotations/instances_train2017.json"])
def test_coco_is_recognised(name: str, tmp_path: Path) -> None:
    path = write_coco(tmp_path / "data", name)

    for place in (path, tmp_path / "data"):
        dataset = open_dataset(place, cache_dir=tmp_path / "cache")
        assert dataset.layout == "coco"
        assert [sample.id for sample in dataset.samples["train"]] == ["p"]


def test_mask_folders_go_before_coco_files_beside_them(tmp_path: Path) -> None:
    write_folder(tmp_path)
    path = write_coco(tmp_path)

    assert open_dataset(tmp_path).layout == "mask-folder"
    assert open_dataset(path, cache_dir=tmp_path / "cache").layout == "coco"


def test_a_class_file_is_found_in_the_folder_or_given(tmp_path: Path) -> None:
    write_folder(tmp_path)
    other = tmp_path / "other.yaml"
    other.write_text("classes: [a, b, c, d]\n", encoding="utf-8")

    assert open_dataset(tmp_path).class_set.names == ("Background", "Paper", "Metal", "Glass")
    assert open_dataset(tmp_path, classes=other).class_set.names == ("a", "b", "c", "d")


def test_the_class_files_group_rule_is_used_unless_another_is_given(tmp_path: Path) -> None:
    write_folder(tmp_path, class_text=None)
    text = "classes: [a, b, c, d]\ngroup: '^.'\n"
    (tmp_path / "classes.yaml").write_text(text, encoding="utf-8")

    assert {s.group for s in open_dataset(tmp_path).samples["train"]} == {"t"}
    assert {s.group for s in open_dataset(tmp_path, group=r"(\d)\.").samples["train"]} == {"0", "1", "2"}


def test_without_a_class_file_the_masks_ids_are_told(tmp_path: Path) -> None:
    write_folder(tmp_path, class_text=None)

    with pytest.raises(ConfigError, match=r"no class file.*hold the ids 0, 1, 2, 3.*--classes"):
        open_dataset(tmp_path)


def test_what_is_not_recognised_is_told_with_what_is_known(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()

    with pytest.raises(UsageError, match=r"found: pictures/.*trainannot.*COCO"):
        open_dataset(tmp_path)
    with pytest.raises(UsageError, match="no such file or folder"):
        open_dataset(tmp_path / "gone")
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="folder or a COCO"):
        open_dataset(tmp_path / "notes.txt")


def test_an_ignore_id_that_is_a_class_is_refused(tmp_path: Path) -> None:
    write_folder(tmp_path)

    with pytest.raises(ConfigError, match="ignore id 2 is also the id of class 'Metal'"):
        open_dataset(tmp_path, ignore=2)
    with pytest.raises(UsageError, match="belongs to masks"):
        open_dataset(write_coco(tmp_path / "coco"), ignore=2)


def test_broken_files_do_not_stop_the_opening(tmp_path: Path) -> None:
    write_folder(tmp_path)
    for path in (tmp_path / "train/masks").iterdir():
        path.write_bytes(b"broken")

    dataset = open_dataset(tmp_path)

    with pytest.raises(DataError, match=r"t0\.png"):
        dataset.read_label_map(dataset.samples["train"][0])


def test_pictures_elsewhere_and_crowds_are_read_as_asked(tmp_path: Path) -> None:
    path = write_coco(tmp_path / "labels")
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    (tmp_path / "labels" / "p.png").rename(pictures / "p.png")
    content = json.loads(path.read_text(encoding="utf-8"))
    content["annotations"][0] |= {"iscrowd": 1, "segmentation": {"size": [6, 8], "counts": [0, 4, 44]}}
    path.write_text(json.dumps(content), encoding="utf-8")

    for crowd, label in (("class", 1), ("ignore", 255)):
        dataset = open_dataset(path, crowd=crowd, images_dir=pictures, cache_dir=tmp_path / "cache")
        (sample,) = dataset.samples["train"]
        assert dataset.findings == ()
        assert sample.image_path == pictures / "p.png"
        assert dataset.read_label_map(sample)[:, 0].tolist() == [label] * 4 + [0] * 2


def test_a_folder_of_pictures_for_masks_is_refused(tmp_path: Path) -> None:
    write_folder(tmp_path)

    with pytest.raises(UsageError, match="for COCO annotations alone"):
        open_dataset(tmp_path, images_dir=tmp_path)
