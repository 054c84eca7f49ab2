"""Whatever people write comes back from every format, and no spreadsheet would calculate it."""

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from segscope.errors import UsageError
from segscope.files.sheets import Sheet, read_sheet, write_sheet
from segscope.files.sheets.formulas import guard, unguard

NASTY = [
    "=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "'=1", "''=1", "'", "'plain", " =1", "\ufeff=1",
    "\t=1", "＝1", "- a bullet\n- another", '"', '""', 'a "b", c; d\te', "line\nbreak\n\nand more",
    "종이 → 종이팩",
    "한글", "e\u0301", "\u202eright to left", "👩\u200d🔬", "\x07bell", "\x1b[31m", "\ufffe", "\ufdd0",
    "_x0041_", "_x005F_x0007_", "_x000", "__x0007_", "<script>alert(1)</script>", "&amp;", "1e10",
    "007", "2026-11-24", "TRUE", "0.1", "#N/A",
    "nan", "null", "%s", "\\n",
]  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=20),
    st.text(st.sampled_from("'=+-@\t\n _x0041F;,\"")),
)
KINDS = [".csv", ".tsv", ".xlsx"]


def sheet_of(texts: list[str]) -> Sheet:
    """Put texts below each other, beside a column that keeps empty rows."""
    return Sheet(("id", "text"), tuple((str(number), text) for number, text in enumerate(texts)))


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=12))
@example(texts=NASTY)
def test_every_text_comes_back(tmp_path_factory: pytest.TempPathFactory, kind: str, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("sheets") / f"notes{kind}"
    sheet = sheet_of(texts)
    write_sheet(path, sheet)
    assert read_sheet(path) == sheet


@given(TEXTS)
def test_a_guard_is_taken_away_again(text: str) -> None:
    assert unguard(guard(text)) == text


def test_no_cell_of_a_csv_begins_a_formula(tmp_path: Path) -> None:
    write_sheet(tmp_path / "notes.csv", sheet_of(NASTY))
    rows = list(
        csv.reader(io.StringIO((tmp_path / "notes.csv").read_bytes().decode("utf-8-sig"), newline=""))
    )
    for _, cell in rows[1:]:
        assert cell.strip("\ufeff \t\n")[:1] not in ("=", "+", "-", "@", "＝"), cell


def test_every_cell_of_an_xlsx_is_a_text(tmp_path: Path) -> None:
    write_sheet(tmp_path / "notes.xlsx", sheet_of(NASTY))
    page: Any = openpyxl.load_workbook(tmp_path / "notes.xlsx").active
    kinds = {cell.data_type for row in page.iter_rows() for cell in row}
    assert kinds == {"s"}


def with_shared_texts(content: bytes) -> bytes:
    """Move the texts of a workbook to its table of shared texts, where most programs keep them."""
    texts: list[str] = []

    def share(found: re.Match[str]) -> str:
        texts.append(found[2])
        return f'<c{found[1]} t="s"><v>{len(texts) - 1}</v></c>'

    inline = re.compile(r'<c([^>]*) t="inlineStr"[^>]*><is>(<t.*?</t>|<t ?/>)</is></c>', re.DOTALL)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    named = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.infolist():
            text = old.read(part).decode()
            if part.filename == "xl/worksheets/sheet1.xml":
                text = inline.sub(share, text)
            new.writestr(part, text.replace("</Types>", named))
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        table = "".join(f"<si>{text}</si>" for text in texts)
        new.writestr("xl/sharedStrings.xml", f'<sst xmlns="{space}">{table}</sst>')
    assert len(texts) > len(NASTY)
    return stream.getvalue()


def test_a_spreadsheets_own_copy_reads_the_same(tmp_path: Path) -> None:
    write_sheet(tmp_path / "notes.xlsx", sheet_of(NASTY))
    (tmp_path / "again.xlsx").write_bytes(with_shared_texts((tmp_path / "notes.xlsx").read_bytes()))
    assert read_sheet(tmp_path / "again.xlsx") == sheet_of(NASTY)


def test_a_text_that_xlsx_cannot_hold_is_refused_and_csv_holds_it(tmp_path: Path) -> None:
    sheet = sheet_of(["a" * 40_000])
    with pytest.raises(UsageError, match=r"row 2 has 40000 characters.*CSV"):
        write_sheet(tmp_path / "notes.xlsx", sheet)
    assert not (tmp_path / "notes.xlsx").exists()
    write_sheet(tmp_path / "notes.csv", sheet)
    assert read_sheet(tmp_path / "notes.csv") == sheet
