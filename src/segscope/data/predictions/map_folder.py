"""The picture files of one folder by their keys, or one sentence on why they cannot be taken."""

from pathlib import Path

from segscope.data.faults import relative_name, show_name
from segscope.data.folder_listing import FolderListing, list_pictures
from segscope.errors import DataError, UsageError

_SHOWN = 4


def list_map_files(folder: Path, what: str) -> dict[str, Path]:
    """List the files of a folder by key, the path below the folder without its ending.

    Args:
        folder: The folder; sub-folders are looked into.
        what: What it holds, for messages: ``ground truth``, ``predictions`` …

    Raises:
        UsageError: There is no such folder.
        DataError: It holds no picture file, two of one name, or entries that cannot be read.
    """
    if not folder.is_dir():
        problem = "this is a file" if folder.is_file() else "there is no such folder"
        raise UsageError(f"{show_name(folder)}: {problem}: give the folder of the {what}.")
    listing = list_pictures(folder)
    _refuse_unreadable(listing)
    doubles = [path for paths in listing.files.values() if len(paths) > 1 for path in paths]
    if doubles:
        raise DataError(
            f"{show_name(folder)} holds several files of one name up to the ending "
            f"({shown_names(doubles, folder)}): keep one of each."
        )
    if not listing.files:
        others = f", only {shown_names(listing.passed_over, folder)}" if listing.passed_over else ""
        raise DataError(
            f"{show_name(folder)} holds no PNG, TIFF, BMP or WebP file{others}: "
            f"give the folder of the {what}."
        )
    return {key: paths[0] for key, paths in listing.files.items()}


def shown_names(paths: list[Path], folder: Path) -> str:
    """Name a few files below a folder.

    Example:
        >>> shown_names([Path("gt/a.png"), Path("gt/b/c.png")], Path("gt"))
        'a.png, b/c.png'
    """
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    return ", ".join(relative_name(path, folder) for path in paths[:_SHOWN]) + more


def _refuse_unreadable(listing: FolderListing) -> None:
    refused = (
        (listing.not_files, "are no files but folders, pipes or dangling links", "take them out"),
        (listing.undecodable, "have names that are not UTF-8", "rename them"),
        (listing.unreadable, "may not be read", "change their permissions"),
    )
    for paths, problem, remedy in refused:
        if paths:
            names = shown_names(paths, listing.folder)
            raise DataError(f"{show_name(listing.folder)}: entries {problem} ({names}): {remedy}.")
