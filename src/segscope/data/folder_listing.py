"""Which picture files lie in a folder: safe with links, pipes, hidden files and odd names."""

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from segscope.data.image_files import ENDINGS
from segscope.errors import DataError

_IGNORED = ("thumbs.db", "desktop.ini", "__macosx")


@dataclass
class FolderListing:
    """The picture files of one folder and its sub-folders.

    Attributes:
        folder: What was listed.
        files: Paths by key; the key is the path below ``folder`` without its ending, in Unicode's
            composed form (NFC), with ``/`` between folders. More than one path: a duplicate stem.
        not_files: Entries with a picture's ending that are no files: folders, pipes, dangling links.
        undecodable: Files whose names are not UTF-8.
        unreadable: Sub-folders that may not be listed.
        passed_over: Files with an ending of no picture.
    """

    folder: Path
    files: dict[str, list[Path]] = field(default_factory=dict)
    not_files: list[Path] = field(default_factory=list)
    undecodable: list[Path] = field(default_factory=list)
    unreadable: list[Path] = field(default_factory=list)
    passed_over: list[Path] = field(default_factory=list)


def list_pictures(folder: Path) -> FolderListing:
    """List the pictures below a folder, without opening any of them.

    Hidden files are left out. Linked folders are followed, each real folder once, so that a loop of
    links ends.

    Args:
        folder: The folder.

    Returns:
        The listing, keys sorted.

    Raises:
        DataError: The folder itself cannot be listed.
    """
    listing = FolderListing(folder)
    if not os.access(folder, os.R_OK | os.X_OK):
        raise DataError(f"{folder}: the folder may not be read: change its permissions.")
    for entry in _walk(folder, listing, seen=set()):
        _sort_in(entry, listing)
    listing.files = dict(sorted(listing.files.items()))
    return listing


def sample_key(relative: str) -> str:
    """Give a file's key: its relative path without the ending, composed (NFC).

    Example:
        >>> sample_key("batch_01/0003.jpg")
        'batch_01/0003'
    """
    return unicodedata.normalize("NFC", str(PurePosixPath(relative).with_suffix("")))


def is_hidden(name: str) -> bool:
    """Whether a name is one that file browsers and systems leave behind."""
    return name.startswith(".") or name.lower() in _IGNORED


def _walk(folder: Path, listing: FolderListing, seen: set[tuple[int, int]]) -> Iterator[os.DirEntry[str]]:
    pending = [folder]
    while pending:
        current = pending.pop()
        try:
            status = current.stat()
            entries = sorted(os.scandir(current), key=lambda entry: entry.name)
        except OSError:
            listing.unreadable.append(current)
            continue
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        for entry in entries:
            if is_hidden(entry.name):
                continue
            if _is_folder(entry) and not _has_picture_ending(entry.name):
                pending.append(Path(entry.path))
            else:
                yield entry


def _sort_in(entry: os.DirEntry[str], listing: FolderListing) -> None:
    path = Path(entry.path)
    if not _has_picture_ending(entry.name):
        listing.passed_over.append(path)
    elif not _is_file(entry):
        listing.not_files.append(path)
    elif not _is_text(entry.path):
        listing.undecodable.append(path)
    else:
        key = sample_key(path.relative_to(listing.folder).as_posix())
        listing.files.setdefault(key, []).append(path)


def _has_picture_ending(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in ENDINGS


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
