"""Things that can be wrong with a data set, planted one at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from segscope.data.finding import Severity
from tests.data.folders import CLASS_TEXT, ids_like, picture_like, write_pair

ERROR, WARNING = Severity.ERROR, Severity.WARNING
Ids = NDArray[Any]


def _masks(change: Callable[[Ids], Ids]) -> Callable[[Path], None]:
    """Rewrite every mask of a data set."""

    def spoil(root: Path) -> None:
        for path in root.rglob("masks/*.png"):
            Image.fromarray(change(np.array(Image.open(path)))).save(path)

    return spoil


def _train_masks(change: Callable[[Ids], Ids]) -> Callable[[Path], None]:
    return lambda root: _masks(change)(root / "train")


def _one_mask(change: Callable[[Ids], Ids]) -> Callable[[Path], None]:
    def spoil(root: Path) -> None:
        path = root / "train/masks/t1.png"
        Image.fromarray(change(np.array(Image.open(path)))).save(path)

    return spoil


def _border_255(ids: Ids) -> Ids:
    ids[:2] = 255
    ids[2, :4] = range(4)
    return ids


def _with(value: int) -> Callable[[Ids], Ids]:
    def change(ids: Ids) -> Ids:
        ids[12, :10] = value
        return ids

    return change


def _smoothed(ids: Ids) -> Ids:
    large = Image.fromarray(np.kron(ids * 60, np.ones((8, 8), np.uint8)))
    return np.array(
        large.resize((32, 24), Image.Resampling.BICUBIC).resize((64, 48), Image.Resampling.BICUBIC)
    )


def _smoothed_within_the_classes(ids: Ids) -> Ids:
    small = Image.fromarray(ids).resize((16, 12), Image.Resampling.BILINEAR)
    return np.array(small.resize((32, 24), Image.Resampling.BILINEAR))


def _same_picture(root: Path) -> None:
    (root / "val/images/v1.png").write_bytes((root / "train/images/t2.png").read_bytes())


def _saved_again(root: Path) -> None:
    image = Image.open(root / "train/images/t2.png")
    image.save(root / "val/images/v1.jpg", quality=90, subsampling=0)
    (root / "val/images/v1.png").unlink()


def _shared_group(root: Path) -> None:
    names = (("train", "a_1"), ("train", "a_2"), ("val", "a_3"), ("val", "b_1"), ("val", "b_2"))
    for seed, (split, name) in enumerate(names, start=70):
        write_pair(root / split / "images", root / split / "masks", name, ids_like(7), seed)


def _turned_on_the_spot(root: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 3
    image = Image.fromarray(picture_like(99))
    (root / "train/images/t1.png").unlink()
    image.save(root / "train/images/t1.jpg", exif=exif)


def _resize_picture(width: int, height: int) -> Callable[[Path], None]:
    return lambda root: Image.fromarray(picture_like(50, (height, width))).save(root / "train/images/t1.png")


@dataclass(frozen=True)
class Plant:
    """Something planted, and the one finding that must be the answer."""

    spoil: Callable[[Path], object]
    code: str
    severity: Severity
    says: str
    remedy: str
    file: str = "t1"
    classes: str = CLASS_TEXT


FOREIGN = ("foreign-ids", ERROR)
SIZES = ("size-mismatch", ERROR)
PLANTS = {
    "undeclared-255": Plant(_masks(_border_255), *FOREIGN, "255 .*usual id", "--ignore 255", file=""),
    "id-of-num-classes": Plant(_one_mask(_with(4)), *FOREIGN, r"4 \(10 px\), one more", "--ignore 4"),
    "counted-from-1": Plant(
        _masks(lambda ids: ids + 1), *FOREIGN, "count from 1 to 4", "YAML class file", file=""
    ),
    "other-ids": Plant(_one_mask(_with(77)), *FOREIGN, r"77 \(10 px\)", "Add the missing classes"),
    "254": Plant(_one_mask(_with(254)), *FOREIGN, r"254 \(10 px\)", "Add the missing classes"),
    "black-and-white": Plant(
        _masks(lambda ids: ((ids > 1) * 255).astype(np.uint8)),
        "binary-mask",
        ERROR,
        "black-and-white",
        "`id: 255`",
        file="",
        classes="Background\nPaper\n",
    ),
    "black-and-white-in-one-split": Plant(
        _train_masks(lambda ids: ((ids > 1) * 255).astype(np.uint8)),
        "binary-mask",
        ERROR,
        "3 of 6 masks hold nothing but 0 and 255",
        "`id: 255`",
        file="train",
    ),
    "smoothed": Plant(_one_mask(_smoothed), "interpolated-mask", ERROR, "like a photo", "nearest"),
    "smoothed-few-classes": Plant(
        _masks(_smoothed_within_the_classes),
        "interpolated-mask",
        ERROR,
        r"\d masks were resized or smoothed like a photo",
        "nearest",
        file="",
    ),
    "one-pixel-more": Plant(
        _resize_picture(33, 24), *SIZES, "33×24, its mask 32×24", "size of the pictures"
    ),
    "scaled": Plant(
        _resize_picture(64, 48), *SIZES, "64×48, its mask 32×24", "size of the pictures"
    ),
    "turned": Plant(_resize_picture(24, 32), *SIZES, "as if one of the two were turned", "90 deg"),
    "half-turn-in-exif": Plant(
        _turned_on_the_spot, "exif-orientation", WARNING, "cannot be told", "store the pictures upright"
    ),
    "same-picture": Plant(
        _same_picture, "same-picture", WARNING, "identical .*train and val", "one split", file="t2.png = val"
    ),
    "saved-again": Plant(
        _saved_again, "near-duplicate", WARNING, "saved again", "one split", file="t2.png = val"
    ),
    "shared-group": Plant(
        _shared_group, "same-group", WARNING, r"train \(2 pictures\) and val \(1", "split", "a_1"
    ),
    "all-ignored": Plant(
        _one_mask(lambda ids: np.full_like(ids, 200)), "near-empty-mask", WARNING, "ignored in 99 %", "take"
    ),
    "absent-class": Plant(
        lambda root: None, "absent-class", WARNING, "Rubber never occurs in split train", "Add pictures", "",
        CLASS_TEXT + "Rubber\n",
    ),
}  # fmt: skip
