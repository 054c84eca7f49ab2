"""A diagnosis as files: the table as text, beside the plots and panels."""

import io
import shutil
from pathlib import Path

from rich.console import Console, RenderableType

from segscope.errors import StoreError
from segscope.files.atomic import write_atomic
from segscope.store.validations import Validation

TABLE_FILE = "diagnosis.txt"
_WIDTH = 140


def save_table(table: RenderableType, folder: Path) -> Path:
    """Write the table as plain text into a folder.

    Raises:
        StoreError: The file cannot be written.
    """
    console = Console(file=io.StringIO(), width=_WIDTH, highlight=False, color_system=None)
    with console.capture() as capture:
        console.print(table)
    lines = (line.rstrip() for line in capture.get().splitlines())
    path = folder / TABLE_FILE
    write_atomic(path, ("\n".join(lines) + "\n").encode())
    return path


def copy_files(validation: Validation, out: Path) -> None:
    """Copy the table, plots and panels of a validation into a folder of the user's.

    Raises:
        StoreError: The folder cannot be written to.
    """
    pictures = sorted(validation.panels_folder.glob("*.png")) if validation.panels_folder.is_dir() else []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for path in (validation.folder / TABLE_FILE, *pictures):
            shutil.copyfile(path, out / path.name)
    except OSError as error:
        raise StoreError(
            f"cannot write to {out}: {error.strerror or error}; all of it lies in {validation.folder}, too."
        ) from error
