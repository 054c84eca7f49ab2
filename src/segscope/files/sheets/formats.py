"""Which format a file has, by its name."""

from pathlib import Path

from segscope.errors import UsageError
from segscope.files.atomic import write_atomic
from segscope.files.sheets.delimited import read_delimited, write_delimited
from segscope.files.sheets.sheet import Sheet

FORMATS = (".csv", ".tsv", ".xlsx")
LARGEST_FILE = 100_000_000
"""Bytes; a sheet of 100,000 long notes is smaller."""


def write_sheet(path: Path, sheet: Sheet) -> None:
    """Write a sheet whole or not at all; the file's name tells the format.

    Raises:
        UsageError: The name ends in none of :data:`FORMATS`, or a text is too long for the format.
        StoreError: The file cannot be written.
    """
    kind = _format(path)
    if kind == ".xlsx":
        from segscope.files.sheets.xlsx import write_xlsx

        content = write_xlsx(path.name, sheet)
    else:
        content = write_delimited(sheet, "\t" if kind == ".tsv" else ",")
    write_atomic(path, content)


def read_sheet(path: Path) -> Sheet:
    """Read a sheet; the file's name tells the format.

    Raises:
        UsageError: The file cannot be read, or is not what its name says.
    """
    kind = _format(path)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UsageError(f"{path} is larger than {LARGEST_FILE // 10**6} MB: split it.")
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error
    if kind == ".xlsx":
        from segscope.files.sheets.xlsx import read_xlsx

        return read_xlsx(path.name, content)
    return read_delimited(path.name, content)


def _format(path: Path) -> str:
    kind = path.suffix.lower()
    if kind not in FORMATS:
        raise UsageError(f"{path}: a sheet's name ends in {', '.join(FORMATS)}.")
    return kind
