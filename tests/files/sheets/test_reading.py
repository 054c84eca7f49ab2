"""Files of other programs, and files that no program should write."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from segscope.errors import UsageError
from segscope.files.sheets import read_sheet


def wrote(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("commas.csv", "실험,점수\n첫째,0.5\n".encode()),
        ("semicolons.csv", "실험;점수\r\n첫째;0.5\r\n".encode("utf-8-sig")),
        ("tabs.csv", "실험\t점수\n첫째\t0.5\n".encode("utf-16")),
        ("windows.csv", "실험,점수\n첫째,0.5\n".encode("cp949")),
        ("quoted.tsv", '"실험"\t"점수"\n"첫째"\t"0.5"\n'.encode()),
        ("blank.csv", "\n,\n 실험 ,점수,\n첫째,0.5,\n,,\n".encode()),
        ("short.csv", "실험,점수\n첫째,0.5\n".encode()),
    ],
)
def test_every_programs_csv_is_read(tmp_path: Path, name: str, content: bytes) -> None:
    sheet = read_sheet(wrote(tmp_path, name, content))
    assert (sheet.columns, sheet.rows) == (("실험", "점수"), (("첫째", "0.5"),))


def test_a_delimiter_inside_quotes_is_none(tmp_path: Path) -> None:
    sheet = read_sheet(wrote(tmp_path, "a.csv", b'"a, b, c";d\n1;"2\n3"\n4\n'))
    assert (sheet.columns, sheet.rows) == (("a, b, c", "d"), (("1", "2\n3"), ("4", "")))


def test_numbers_dates_and_formulas_of_a_workbook_are_texts(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first: Any = book.active
    first.sheet_state = "hidden"
    page = book.create_sheet("notes")
    for row in (
        ["a", "b"],
        [1, 0.25],
        [True, date(2026, 11, 24)],
        [datetime(2026, 11, 24, 9, 30), "=1+1"],
        [None, None],
        [1e20, "a\r\nb"],
    ):
        page.append(row)
    book.save(tmp_path / "a.xlsx")
    assert read_sheet(tmp_path / "a.xlsx").rows == (
        ("1", "0.25"),
        ("TRUE", "2026-11-24"),
        ("2026-11-24 09:30:00", "=1+1"),
        ("1e+20", "a\nb"),
    )


def workbook_with(part: str, content: bytes) -> bytes:
    """Give a workbook, one part of which was replaced."""
    book, made, stream = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    page: Any = book.active
    page.append(["a"])
    book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, content if entry.filename == part else old.read(entry))
        if part not in old.namelist():
            new.writestr(part, content)
    return stream.getvalue()


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><worksheet>&c;</worksheet>'
)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.txt", b"a", r"ends in \.csv, \.tsv, \.xlsx"),
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\n\n , \n", "is empty"),
        ("a.csv", b"\x80\x81\xff", "no text in UTF-8"),
        ("a.csv", b"a,b\n1,2,3\n", "row 2 has more cells"),
        ("a.csv", b"a,,b\n1,2,3\n", "column 2 has no name"),
        ("a.csv", b"a,a\n1,2\n", "two columns 'a'"),
        ("a.csv", b'a,b\n"1,2\n', "line 2 cannot be read"),
        ("a.xlsx", b"a,b\n", "no XLSX workbook, or is encrypted"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "no XLSX workbook, or is encrypted"),
        ("a.xlsx", workbook_with("x", b"")[:-40], "no XLSX workbook"),
        ("a.xlsx", workbook_with("xl/workbook.xml", b"<html/>"), "no XLSX workbook|no visible sheet"),
        ("a.xlsx", workbook_with("xl/worksheets/sheet1.xml", LAUGHS), "no XLSX workbook"),
        ("a.xlsx", workbook_with("xl/bomb.bin", bytes(400_000_000)), "unpacks to far more"),
    ],
    ids=range(14),
)
def test_what_is_no_sheet_is_told_in_a_sentence(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence):
        read_sheet(wrote(tmp_path, name, content))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.csv cannot be read"):
        read_sheet(tmp_path / "none.csv")
