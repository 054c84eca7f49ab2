"""Which annotation files belong to a COCO data set, and which split each one is."""

import re
from pathlib import Path

from segscope.data.coco.problems import quoted
from segscope.errors import DataError

_SPLIT_WORDS = {
    "train": "train", "training": "train",
    "val": "val", "valid": "val", "validation": "val",
    "test": "test", "testing": "test",
}  # fmt: skip
_SPLITS = ("train", "val", "test")
_FOLDER = "annotations"
_MASKS_PREFIX = "instances"


def is_coco(path: Path) -> bool:
    """Tell whether a path is an annotation file, or a folder laid out as a COCO data set.

    Args:
        path: A ``.json`` file; a folder with ``train.json``, ``val.json`` or ``test.json``, or with
            ``annotations/*.json``.
    """
    if path.is_file():
        return path.suffix.lower() == ".json"
    return any((path / f"{split}.json").is_file() for split in _SPLITS) or any(
        (path / _FOLDER).glob("*.json")
    )


def find_annotation_files(path: Path) -> dict[str, Path]:
    """Give {split: annotation file}, in the order train, val, test.

    A single file is named from its stem (``instances_val2017`` is ``val``), or ``all``.

    Raises:
        DataError: There is no such path, no annotation file below it, or two for one split.
    """
    if path.is_file():
        return {split_of(path.stem) or "all": path}
    if not path.is_dir():
        raise DataError(f"{quoted(str(path))} does not exist: give a COCO JSON or its folder.")
    found = {split: path / f"{split}.json" for split in _SPLITS if (path / f"{split}.json").is_file()}
    return found or _in_annotations_folder(path)


def split_of(stem: str) -> str | None:
    """Give the split that a file's stem names as a word of its own, or None.

    Example:
        >>> split_of("instances_val2017"), split_of("train_all"), split_of("annotations")
        ('val', 'train', None)
    """
    words = (_SPLIT_WORDS.get(word) for word in re.findall(r"[a-z]+", stem.lower()))
    return next((split for split in words if split), None)


def _in_annotations_folder(path: Path) -> dict[str, Path]:
    files = sorted((path / _FOLDER).glob("*.json"))
    if not files:
        raise DataError(
            f"{quoted(str(path))} holds no COCO annotations (train.json, val.json, test.json, or "
            "annotations/*.json): give the JSON file itself."
        )
    by_split: dict[str, list[Path]] = {}
    for file in files:
        by_split.setdefault(split_of(file.stem) or "all", []).append(file)
    if set(by_split) != {"all"}:
        by_split.pop("all", None)
    order = [split for split in (*_SPLITS, "all") if split in by_split]
    return {split: _only(by_split[split], split) for split in order}


def _only(files: list[Path], split: str) -> Path:
    """COCO itself puts captions and key points beside the instances; only those hold masks."""
    candidates = [file for file in files if file.stem.startswith(_MASKS_PREFIX)] or files
    if len(candidates) > 1:
        names = " and ".join(quoted(file.name) for file in candidates[:2])
        raise DataError(f"annotations/ holds {names} for the split {split}: give one of the files itself.")
    return candidates[0]
