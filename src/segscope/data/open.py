"""One door to every data set: recognise the layout, find the class file, give a reader."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from segscope.config.class_file import ClassFile, load_class_file
from segscope.data.coco import is_coco, open_coco
from segscope.data.colour_masks import ColourMasks
from segscope.data.detect_format import detect_format
from segscope.data.faults import FileFault
from segscope.data.mask_files import mask_kind
from segscope.data.mask_folder import MaskFolder
from segscope.data.mask_reader import choose_mask_reader, spread_masks
from segscope.data.pairing import pair_splits
from segscope.data.sample import Reader
from segscope.data.split_folders import KNOWN_LAYOUTS, SplitFolders, find_split_folders
from segscope.errors import ConfigError, UsageError

_CLASS_FILES = ("classes.yaml", "classes.yml", "classes.txt")


def refuse_nothing(path: Path) -> Path:
    """Give the path of a data set back where something is there.

    Raises:
        UsageError: There is nothing.
    """
    if not path.exists():
        raise UsageError(f"{path}: there is no such file or folder.")
    return path


def open_dataset(
    path: Path | str,
    *,
    classes: Path | str | ClassFile | None = None,
    group: str | None = None,
    ignore: int | None = None,
    overlap: str = "smaller-on-top",
    crowd: str = "class",
    images_dir: Path | None = None,
    cache_dir: Path | None = None,
) -> Reader:
    """Open a data set of any known layout.

    Args:
        path: A folder with pictures and masks, or a COCO JSON file or folder.
        classes: The class file; without it, ``classes.yaml``, ``classes.yml`` or ``classes.txt`` in the
            folder is taken, and COCO brings its own categories.
        group: The group rule; goes before the class file's (see :func:`~segscope.data.groups.find_groups`).
        ignore: The file id of pixels that no score counts; goes before the class file's.
        overlap: COCO only: which annotation is on top where two overlap.
        crowd: COCO only: what crowd regions become, ``class`` or ``ignore``.
        images_dir: COCO only: the pictures' folder, where it is not beside the annotations.
        cache_dir: COCO only: where rasterised label maps are kept.

    Where a folder holds both mask folders and COCO files, the masks are read; give the JSON file itself
    to have it read.

    Returns:
        The reader. Opening reads names, and the pixels of a few masks; :attr:`Dataset.findings` says
        what was wrong with names and pairs.

    Raises:
        UsageError: There is nothing at ``path``, or it is no data set that can be recognised.
        ConfigError: The class file, the group rule or the ignore id is wrong.
        DataError: The folder cannot be read, or holds colour masks without a colour table.
    """
    path = refuse_nothing(Path(path))
    class_file = _given_class_file(path, classes, ignore)
    splits = find_split_folders(path) if path.is_dir() else ()
    if not splits and is_coco(path):
        if class_file is None and ignore is not None:
            raise UsageError(
                f"{path}: an ignore id belongs to masks; COCO annotations have none: leave it out."
            )
        return with_detected_pictures(
            open_coco(
                path,
                classes=class_file,
                group=group,
                overlap=overlap,
                crowd=crowd,
                images_dir=images_dir,
                cache_dir=cache_dir,
            )
        )
    if not splits:
        raise _unrecognised(path)
    if images_dir is not None:
        raise UsageError(
            f"{path}: a folder of pictures is given for COCO annotations alone; pictures and masks are found "
            "by the names of their folders: leave it out."
        )
    if class_file is None:
        raise _no_class_file(path, splits)
    return with_detected_pictures(
        _open_masks(path, splits, class_file, class_file.group if group is None else group)
    )


def with_detected_pictures(dataset: Reader, channels: int | None = None, bits: int | None = None) -> Reader:
    """Read a data set's pictures with the channels and bits that are given, else with those of its files.

    Args:
        dataset: Any reader.
        channels: Of each picture; None to find out.
        bits: Of each channel, 8 or 16; None to find out.

    Raises:
        UsageError: There are no such pictures.
    """
    if bits not in (None, 8, 16):
        raise UsageError(f"{dataset.root}: a channel has 8 or 16 bits, not {bits}.")
    return dataset.with_pictures(detect_format(dataset.samples, channels, bits))


def group_rule(path: Path | str, classes: Path | str | None = None, group: str | None = None) -> str | None:
    """Give the group rule that :func:`open_dataset` follows with the same arguments; None without one."""
    if group is not None:
        return group
    class_file = _given_class_file(Path(path), classes, None)
    return None if class_file is None else class_file.group


def _given_class_file(
    path: Path, classes: Path | str | ClassFile | None, ignore: int | None
) -> ClassFile | None:
    if classes is None and path.is_dir():
        classes = next((path / name for name in _CLASS_FILES if (path / name).is_file()), None)
    if classes is None:
        return None
    class_file = classes if isinstance(classes, ClassFile) else load_class_file(classes)
    if ignore is None:
        return class_file
    return replace(class_file, class_set=replace(class_file.class_set, ignore_id=ignore))


def _open_masks(
    root: Path, splits: tuple[SplitFolders, ...], class_file: ClassFile, group: str | None
) -> MaskFolder | ColourMasks:
    paired = pair_splits(root, splits, group)
    return choose_mask_reader(root, paired.samples, paired.findings, class_file)


def _no_class_file(root: Path, splits: tuple[SplitFolders, ...]) -> ConfigError:
    ids: set[int] = set()
    for mask in spread_masks(pair_splits(root, splits, None).samples):
        with suppress(FileFault):
            kind, values = mask_kind(mask)
            ids |= values if kind == "index" else set()
    held = f" (the masks looked at hold the ids {', '.join(map(str, sorted(ids)[:20]))})" if ids else ""
    return ConfigError(
        f"{root}: there is no class file ({', '.join(_CLASS_FILES)}) in the folder: "
        f"write the names of the classes{held}, or give the file with --classes FILE, in a config with "
        "data.classes=FILE."
    )


def _unrecognised(path: Path) -> UsageError:
    if path.is_file():
        return UsageError(f"{path}: a data set is a folder or a COCO .json file; this is neither.")
    names = sorted(entry.name + ("/" if entry.is_dir() else "") for entry in path.iterdir())
    visible = [name for name in names if not name.startswith(".")]
    found = ", ".join(visible[:8]) + (f" and {len(visible) - 8} more" if len(visible) > 8 else "")
    return UsageError(
        f"{path}: no layout of a data set is recognised (found: {found or 'nothing'}); "
        f"known are {KNOWN_LAYOUTS}."
    )
