"""Where the pictures of a COCO file lie, and whether they are what the file says."""

import unicodedata
from collections.abc import Sequence
from pathlib import Path

from segscope.data.coco.images import ImageEntry
from segscope.data.coco.problems import Problems, quoted
from segscope.data.faults import FileFault
from segscope.data.picture_files import possible_sizes

_PROBES = 32


def find_pictures(
    entries: Sequence[ImageEntry], json_path: Path, images_dir: Path | None, problems: Problems
) -> None:
    """Set each entry's path, and report pictures that are missing, unreadable or of another size.

    Args:
        entries: The pictures of one file; changed in place.
        json_path: The annotation file. Its own folder is tried first, then what COCO's layouts use.
        images_dir: The pictures' folder, or None to look for it.
        problems: Takes what is wrong.
    """
    folders = [images_dir] if images_dir is not None else _candidates(json_path)
    folder = _fullest(folders, entries)
    for entry in entries:
        entry.path = _existing(folder, entry.file_name)
        _check(entry, folder, problems)


def _candidates(json_path: Path) -> list[Path]:
    """Folders by likelihood: beside the file, ``images/``, and ``train2017/`` for ``…_train2017.json``."""
    bases = [json_path.parent]
    if json_path.parent.name == "annotations":
        bases.append(json_path.parent.parent)
    subset = json_path.stem.rpartition("_")[2]
    return [base / below for base in bases for below in (".", "images", subset, f"images/{subset}")]


def _fullest(folders: Sequence[Path], entries: Sequence[ImageEntry]) -> Path:
    """Give the folder that holds most of a few pictures spread over the file; the first on a tie."""
    probes = entries[:: max(1, len(entries) // _PROBES)]
    return max(folders, key=lambda folder: sum(_is_there(folder / entry.file_name) for entry in probes))


def _existing(folder: Path, file_name: str) -> Path:
    """Give the picture's path; a name that was composed differently by another system is found, too."""
    path = folder / file_name
    for form in ("NFC", "NFD"):
        if _is_there(path):
            break
        other = folder / unicodedata.normalize(form, file_name)
        path = other if _is_there(other) else path
    return path


def _is_there(path: Path) -> bool:
    try:
        path.stat()
    except OSError:
        return False
    return True


def _check(entry: ImageEntry, folder: Path, problems: Problems) -> None:
    """Report a picture that cannot be had. Only where sizes differ is its label map in doubt, too."""
    if not _is_there(entry.path):
        text = f"it is not below {quoted(str(folder))}"
        entry.picture_problem = problems.add("missing-image", entry.place, text)
        return
    try:
        sizes = possible_sizes(entry.path)
    except FileFault as fault:
        entry.picture_problem = problems.add("unreadable-file", entry.place, fault.problem)
        return
    if entry.height and (entry.height, entry.width) not in sizes:
        height, width = sizes[0]
        text = f"the file says {entry.width}×{entry.height}, the picture is {width}×{height}"
        entry.report(problems, "size-mismatch", text)
