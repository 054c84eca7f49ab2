"""XLSX: every cell is a text, whatever it looks like; what is read is neither calculated nor fetched."""

import io
import re
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from segscope.errors import UsageError
from segscope.files.sheets.formulas import is_taken_for_formula
from segscope.files.sheets.sheet import Sheet, sheet_of_cells

LONGEST_CELL = 32_767
"""Characters of a cell; the format has no more."""
MOST_BYTES = 300_000_000
"""Of all parts, unpacked."""
MOST_PARTS = 2000

_WIDEST = 60
_TEXT_STYLE, _HEAD_STYLE = "note", "column"
_SHIELD = "\ufdd0"
"""Stands for an escaped underscore while openpyxl reads, which drops its escape in some texts."""
_NOT_IN_XML = re.compile(f"[\x01-\x08\x0b\x0c\x0e-\x1f{_SHIELD}\ufffe\uffff]")
_ESCAPED = re.compile(f"_x((?![dD][89a-fA-F])[0-9A-Fa-f]{{4}})_|{_SHIELD}")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def write_xlsx(name: str, sheet: Sheet) -> bytes:
    """Write a workbook of one sheet.

    Args:
        name: The file, for messages.
        sheet: What is written.

    Raises:
        UsageError: A text is longer than a cell can be.
    """
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = "notebook"
    page.freeze_panes = "A2"
    for style in _styles():
        book.add_named_style(style)
    for number, row in enumerate((sheet.columns, *sheet.rows), start=1):
        for position, text in enumerate(row, start=1):
            _write_cell(page.cell(number, position), _escape(_checked(name, number, text)), number == 1)
    for position, column in enumerate(sheet.columns):
        longest = max((len(line) for row in sheet.rows for line in row[position].split("\n")), default=0)
        letter = get_column_letter(position + 1)
        page.column_dimensions[letter].width = min(max(longest, len(column)) + 2, _WIDEST)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read_xlsx(name: str, content: bytes) -> Sheet:
    """Read the first visible sheet of a workbook; formulas come as the texts that they are.

    Args:
        name: The file, for messages.
        content: Its bytes.

    Raises:
        UsageError: It is no workbook, is encrypted, or unpacks to far too much; or its columns are not
            named.
    """
    _check_archive(name, content)
    assert openpyxl.DEFUSEDXML, "openpyxl refuses hostile XML where defusedxml is installed"
    try:
        book = openpyxl.load_workbook(io.BytesIO(_shield(content)), keep_links=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError) as error:
        raise _unreadable(name) from error
    pages = [page for page in book.worksheets if page.sheet_state == "visible"]
    if not pages:
        raise UsageError(f"{name} has no visible sheet: show the one that is to be read.")
    return sheet_of_cells(
        name, ([_text(value) for value in row] for row in pages[0].iter_rows(values_only=True))
    )


def _write_cell(cell: Any, text: str, is_head: bool) -> None:
    cell.value = text
    cell.style = _HEAD_STYLE if is_head else _TEXT_STYLE
    cell.data_type = "s"  # "=1+1" would be a formula
    cell.quotePrefix = is_taken_for_formula(text)  # and stays a text when somebody edits it


def _styles() -> tuple[NamedStyle, NamedStyle]:
    """Give the style of texts and that of names; a style of each cell's own takes longer than the cell."""
    top = Alignment(vertical="top", wrap_text=True)
    return NamedStyle(_TEXT_STYLE, alignment=top), NamedStyle(
        _HEAD_STYLE, alignment=top, font=Font(bold=True)
    )


def _checked(name: str, row: int, text: str) -> str:
    if len(text) > LONGEST_CELL:
        raise UsageError(
            f"{name}: a text in row {row} has {len(text)} characters, and a cell of XLSX holds "
            f"{LONGEST_CELL}: export to CSV, which has no such limit."
        )
    return text


def _check_archive(name: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _unreadable(name) from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise UsageError(f"{name} unpacks to far more than a sheet of notes: it is refused.")


def _unreadable(name: str) -> UsageError:
    return UsageError(f"{name} is no XLSX workbook, or is encrypted: save it as XLSX without a password.")


def _escape(text: str) -> str:
    """Write what XML cannot hold as spreadsheets do, ``_x0007_``, and what looks like that as itself."""
    plain = _LOOKS_ESCAPED.sub("_x005F_", text)
    return _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", plain)


def _shield(content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.infolist():
            new.writestr(part, old.read(part).replace(b"_x005F_", _SHIELD.encode()))
    return stream.getvalue()


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else "_", text)


def _text(value: Any) -> str:
    """Give what a person sees in a cell: numbers and dates that a spreadsheet made of a text, too."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, datetime | date):
        return str(value)
    return _unescape(str(value)).replace("\r\n", "\n").replace("\r", "\n")
