"""Where a folder keeps the pictures and masks of each split."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

KNOWN_LAYOUTS = (
    "{train,val,test}/images + {train,val,test}/masks, images/{train,val,test} + masks/{train,val,test}, "
    "train/ + trainannot/ (SegNet), images/ + masks/, or COCO (train.json, val.json, annotations/*.json)"
)
_SPLIT_NAMES = {
    "train": ("train", "training"),
    "val": ("val", "valid", "validation"),
    "test": ("test", "testing"),
}


@dataclass(frozen=True, slots=True)
class SplitFolders:
    """The folders of one split.

    Attributes:
        split: ``train``, ``val``, ``test``, or ``all`` for a data set that is not split.
        images: The folder of the pictures.
        masks: The folder of the masks; None for a split without ground truth.
    """

    split: str
    images: Path
    masks: Path | None


def find_split_folders(root: Path) -> tuple[SplitFolders, ...]:
    """Recognise a mask-folder layout.

    Args:
        root: The data set's folder.

    Returns:
        The splits in the order train, val, test; empty where no layout with at least one mask folder
        is recognised.
    """
    for search in (_split_outside, _split_inside, _segnet):
        splits = tuple(search(root))
        if any(split.masks is not None for split in splits):
            return splits
    images, masks = root / "images", root / "masks"
    return (SplitFolders("all", images, masks),) if images.is_dir() and masks.is_dir() else ()


def _split_outside(root: Path) -> Iterator[SplitFolders]:
    for split, name in _names(root):
        if (root / name / "images").is_dir():
            yield SplitFolders(split, root / name / "images", _if_folder(root / name / "masks"))


def _split_inside(root: Path) -> Iterator[SplitFolders]:
    for split, name in _names(root / "images"):
        yield SplitFolders(split, root / "images" / name, _if_folder(root / "masks" / name))


def _segnet(root: Path) -> Iterator[SplitFolders]:
    for split, name in _names(root):
        yield SplitFolders(split, root / name, _if_folder(root / f"{name}annot"))


def _names(folder: Path) -> Iterator[tuple[str, str]]:
    for split, names in _SPLIT_NAMES.items():
        found = next((name for name in names if (folder / name).is_dir()), None)
        if found is not None:
            yield split, found


def _if_folder(path: Path) -> Path | None:
    return path if path.is_dir() else None
