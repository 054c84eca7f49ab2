"""Names and pairs: every layout is read, every slip is a finding with its file."""

import os
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from segscope.data.finding import Severity
from segscope.data.open import open_dataset
from segscope.data.sample import Dataset
from segscope.errors import DataError
from tests.data.folders import CLASS_TEXT, ids_like, picture_like, write_folder, write_pair

LAYOUTS = {
    "split-outside": {"train": ("train/images", "train/masks"), "val": ("val/images", "val/masks")},
    "split-inside": {"train": ("images/train", "masks/train"), "val": ("images/val", "masks/val")},
    "segnet": {"train": ("train", "trainannot"), "val": ("val", "valannot"), "test": ("test", "testannot")},
    "other-names": {"train": ("training/images", "training/masks"), "val": ("valid/images", "valid/masks")},
    "one-split": {"all": ("images", "masks")},
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_known_layout_is_read(layout: str, tmp_path: Path) -> None:
    (tmp_path / "classes.txt").write_text(CLASS_TEXT, encoding="utf-8")
    for split, (images, masks) in LAYOUTS[layout].items():
        for name in ("b", "a", "deep/er"):
            write_pair(tmp_path / images, tmp_path / masks, f"{split}-{name}", ids_like(1))

    dataset = open_dataset(tmp_path)

    assert dataset.findings == ()
    assert list(dataset.samples) == list(LAYOUTS[layout])
    for split, samples in dataset.samples.items():
        assert [sample.id for sample in samples] == [f"{split}-a", f"{split}-b", f"{split}-deep/er"]
        assert {sample.split for sample in samples} == {split}
        for sample in samples:
            assert np.array_equal(dataset.read_label_map(sample), ids_like(1))


def test_a_test_split_may_have_no_masks(tmp_path: Path) -> None:
    write_folder(tmp_path)
    (tmp_path / "test/images").mkdir(parents=True)
    Image.fromarray(picture_like(5)).save(tmp_path / "test/images/x.png")

    dataset = open_dataset(tmp_path)

    assert dataset.findings == ()
    (sample,) = dataset.samples["test"]
    assert sample.label is None
    assert dataset.read_image(sample).shape == (24, 32, 3)
    with pytest.raises(DataError, match="no mask"):
        dataset.read_label_map(sample)


@dataclass(frozen=True)
class Slip:
    """Something wrong with names, and the finding that it must make."""

    spoil: Callable[[Path], object]
    code: str
    names: tuple[str, ...]
    severity: Severity = Severity.ERROR
    train: tuple[str, ...] = ("t0", "t1", "t2")


def _rename(old: str, new: str) -> Callable[[Path], object]:
    return lambda root: (root / old).rename(root / new)


def _copy(old: str, new: str) -> Callable[[Path], object]:
    return lambda root: (root / new).write_bytes((root / old).read_bytes())


def _unlink(name: str) -> Callable[[Path], object]:
    return lambda root: (root / name).unlink()


def _both_unicode_forms(root: Path) -> None:
    for form in ("NFC", "NFD"):
        name = unicodedata.normalize(form, "한글")
        write_pair(root / "train/images", root / "train/masks", name, ids_like(3))


def _undecodable(root: Path) -> None:
    folder = os.fsencode(root / "train/images")
    with open(folder + b"/\xff\xfe.png", "wb") as file:
        file.write((root / "train/images/t0.png").read_bytes())


IMAGES, MASKS = "train/images", "train/masks"
SLIPS = {
    "mask-missing": Slip(
        _unlink(f"{MASKS}/t1.png"), "missing-mask", (f"{IMAGES}/t1.png",), train=("t0", "t2")
    ),
    "image-missing": Slip(
        _unlink(f"{IMAGES}/t1.png"), "missing-image", (f"{MASKS}/t1.png",), train=("t0", "t2")
    ),
    "two-endings": Slip(
        _copy(f"{IMAGES}/t1.png", f"{IMAGES}/t1.jpg"),
        "duplicate-stem",
        (f"{IMAGES}/t1.jpg", f"{IMAGES}/t1.png"),
        train=("t0", "t2"),
    ),
    "two-masks": Slip(
        _copy(f"{MASKS}/t1.png", f"{MASKS}/t1.tif"),
        "duplicate-stem",
        (f"{MASKS}/t1.png", f"{MASKS}/t1.tif"),
        train=("t0", "t2"),
    ),
    "both-unicode-forms": Slip(
        _both_unicode_forms,
        "duplicate-stem",
        tuple(f"{IMAGES}/{unicodedata.normalize(form, '한글')}.png" for form in ("NFD", "NFC")),
    ),
    "case-of-the-pair": Slip(
        _rename(f"{MASKS}/t1.png", f"{MASKS}/T1.PNG"),
        "case-difference",
        (f"{IMAGES}/t1.png",),
        Severity.WARNING,
    ),
    "folder": Slip(lambda root: (root / IMAGES / "x.png").mkdir(), "unreadable-file", (f"{IMAGES}/x.png",)),
    "pipe": Slip(lambda root: os.mkfifo(root / MASKS / "x.png"), "unreadable-file", (f"{MASKS}/x.png",)),
    "dangling-link": Slip(
        lambda root: (root / IMAGES / "x.png").symlink_to("gone.png"), "unreadable-file", (f"{IMAGES}/x.png",)
    ),
    "link-to-itself": Slip(
        lambda root: (root / IMAGES / "x.png").symlink_to("x.png"), "unreadable-file", (f"{IMAGES}/x.png",)
    ),
    "not-utf-8": Slip(_undecodable, "undecodable-name", (f"{IMAGES}/\\xff\\xfe.png",)),
    "other-ending": Slip(
        lambda root: (root / IMAGES / "x.heic").write_bytes(b"x"),
        "passed-over",
        (f"{IMAGES}/x.heic",),
        Severity.WARNING,
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_named_and_spoils_no_other_pair(name: str, tmp_path: Path) -> None:
    slip = SLIPS[name]
    write_folder(tmp_path)
    slip.spoil(tmp_path)

    dataset = open_dataset(tmp_path)

    finding = next(finding for finding in dataset.findings if finding.code == slip.code)
    assert finding.severity is slip.severity
    assert set(finding.files) == set(slip.names)
    assert finding.remedy.endswith(".")
    assert tuple(sample.id for sample in dataset.samples["train"]) == slip.train
    assert len(dataset.samples["val"]) == 3
    for sample in dataset.samples["train"]:
        assert np.array_equal(dataset.read_label_map(sample), ids_like(int(sample.id[1:])))


def _ids(dataset: Dataset) -> list[str]:
    return [sample.id for sample in dataset.samples["train"]]


def test_composed_and_decomposed_hangul_are_one_name(tmp_path: Path) -> None:
    write_folder(tmp_path)
    composed, decomposed = (unicodedata.normalize(form, "한글") for form in ("NFC", "NFD"))
    write_pair(tmp_path / IMAGES, tmp_path / MASKS, composed, ids_like(4))
    (tmp_path / MASKS / f"{composed}.png").rename(tmp_path / MASKS / f"{decomposed}.png")

    dataset = open_dataset(tmp_path)

    assert dataset.findings == ()
    assert _ids(dataset)[-1] == composed
    assert np.array_equal(dataset.read_label_map(dataset.samples["train"][-1]), ids_like(4))


@pytest.mark.parametrize(
    "name", ["🙂", "a\u200fb", "two\nlines", "-n", "x" * 251, "dot.", "sp ace ", "CON", "a.b"]
)
def test_odd_names_are_read(name: str, tmp_path: Path) -> None:
    write_folder(tmp_path, {"train": {name: ids_like(1)}})

    dataset = open_dataset(tmp_path)

    assert dataset.findings == ()
    assert _ids(dataset) == [name]
    assert np.array_equal(dataset.read_label_map(dataset.samples["train"][0]), ids_like(1))


def test_what_systems_leave_behind_is_left_out(tmp_path: Path) -> None:
    write_folder(tmp_path)
    for name in (".DS_Store", "._t0.png", "Thumbs.db", "desktop.ini"):
        (tmp_path / IMAGES / name).write_bytes(b"x")
    (tmp_path / IMAGES / "__MACOSX").mkdir()

    assert open_dataset(tmp_path).findings == ()


def test_links_are_followed_and_loops_end(tmp_path: Path) -> None:
    real = write_folder(tmp_path / "real")
    linked = tmp_path / "linked"
    linked.mkdir()
    (linked / "classes.txt").symlink_to(real / "classes.txt")
    (linked / "train").symlink_to(real / "train")
    for folder in ("images", "masks"):
        (real / "train" / folder / "loop").symlink_to(real / "train" / folder)

    dataset = open_dataset(linked)

    assert _ids(dataset) == ["t0", "t1", "t2"]
    assert dataset.findings == ()


def test_groups_are_recognised_over_all_splits(tmp_path: Path) -> None:
    masks = {split: {f"{group}_{split}": ids_like(1) for group in "ab"} for split in ("train", "val")}
    write_folder(tmp_path, masks)

    dataset = open_dataset(tmp_path)

    assert [s.group for split in dataset.samples.values() for s in split] == ["a", "b", "a", "b"]
    ruled = open_dataset(tmp_path, group=r"_(\w+)\.png$")
    assert [s.group for split in ruled.samples.values() for s in split] == ["train", "train", "val", "val"]


def test_an_empty_split_is_an_error(tmp_path: Path) -> None:
    write_folder(tmp_path)
    for path in (tmp_path / "val").rglob("*.png"):
        path.unlink()

    (finding,) = open_dataset(tmp_path).findings

    assert (finding.code, finding.files) == ("empty-split", ("val/images",))
