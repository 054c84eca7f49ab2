"""CSV and TSV, as spreadsheets write and read them."""

import csv
import io

from segscope.errors import UsageError
from segscope.files.sheets.formulas import guard, unguard
from segscope.files.sheets.sheet import Sheet, sheet_of_cells

LONGEST_CELL = 4_000_000
"""Characters; Python's own limit of 131,072 is less than a cell of the notebook holds."""

_DELIMITERS = ",;\t"


def write_delimited(sheet: Sheet, delimiter: str) -> bytes:
    """Write UTF-8 with the mark that lets spreadsheets know it, formulas guarded.

    Args:
        sheet: What is written.
        delimiter: A comma, or a tab.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    for row in (sheet.columns, *sheet.rows):
        writer.writerow([guard(cell) for cell in row])
    return stream.getvalue().encode("utf-8-sig")


def read_delimited(name: str, content: bytes) -> Sheet:
    """Read what a spreadsheet wrote: commas, semicolons or tabs, UTF-8, UTF-16 or Korean Windows' cp949.

    Args:
        name: The file, for messages.
        content: Its bytes.

    Raises:
        UsageError: It is no text, its quotes do not match, or its columns are not named.
    """
    text = _decode(name, content)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        cells = [[unguard(cell) for cell in row] for row in reader]
    except csv.Error as error:
        raise UsageError(
            f"{name}: line {reader.line_num} cannot be read ({error}): save it again."
        ) from error
    return sheet_of_cells(name, cells)


def _decode(name: str, content: bytes) -> str:
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError(f"{name} is no text in UTF-8, UTF-16 or cp949: save it as CSV (UTF-8).")


def _delimiter(text: str) -> str:
    """Give the delimiter that the first row has most of, quoted texts left out."""
    outside, counts = True, dict.fromkeys(_DELIMITERS, 0)
    for character in text.lstrip("\r\n"):
        if character == '"':
            outside = not outside
        elif outside and character in "\r\n":
            break
        elif outside and character in counts:
            counts[character] += 1
    return max(counts, key=lambda delimiter: counts[delimiter])
