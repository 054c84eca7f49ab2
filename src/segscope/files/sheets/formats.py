"""Which format a file has, by its name."""

from pathlib import Path

from segscope.errors import UsageError
from segscope.files.atomic import write_atomic
from segscope.files.sheets.delimited import read_delimited, write_delimited
from segscope.files.sheets.sheet import Sheet

FORMATS = (".csv", ".tsv", ".xlsx")
LARGEST_FILE = 100_000_000
"""Bytes; a sheet of 100,000 long notes is smaller."""


def encode_sheet(name: str, sheet: Sheet) -> bytes:
    """Give a sheet as the content of a file.

    Args:
        name: The file's; its end tells the format.
        sheet: What is written.

    Raises:
        UsageError: The name ends in none of :data:`FORMATS`, or a text is too long for the format.
    """
    kind = _format(name)
    if kind == ".xlsx":
        from segscope.files.sheets.xlsx import write_xlsx

        return write_xlsx(Path(name).name, sheet)
    return write_delimited(sheet, "\t" if kind == ".tsv" else ",")


def decode_sheet(name: str, content: bytes) -> Sheet:
    """Read the content of a file.

    Args:
        name: The file's; its end tells the format.
        content: Its bytes.

    Raises:
        UsageError: It is not what its name says, or far too large.
    """
    kind = _format(name)
    if len(content) > LARGEST_FILE:
        raise _too_large(name)
    if kind == ".xlsx":
        from segscope.files.sheets.xlsx import read_xlsx

        return read_xlsx(Path(name).name, content)
    return read_delimited(Path(name).name, content)


def write_sheet(path: Path, sheet: Sheet) -> None:
    """Write a sheet whole or not at all; the file's name tells the format.

    Raises:
        UsageError: The name ends in none of :data:`FORMATS`, or a text is too long for the format.
        StoreError: The file cannot be written.
    """
    write_atomic(path, encode_sheet(str(path), sheet))


def read_sheet(path: Path) -> Sheet:
    """Read a sheet; the file's name tells the format.

    Raises:
        UsageError: The file cannot be read, or is not what its name says.
    """
    _format(str(path))
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _too_large(str(path))
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error
    return decode_sheet(str(path), content)


def _format(name: str) -> str:
    kind = Path(name).suffix.lower()
    if kind not in FORMATS:
        raise UsageError(f"{name}: a sheet's name ends in {', '.join(FORMATS)}.")
    return kind


def _too_large(name: str) -> UsageError:
    return UsageError(f"{name} is larger than {LARGEST_FILE // 10**6} MB: split it.")
