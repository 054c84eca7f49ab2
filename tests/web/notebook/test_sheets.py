"""The notebook goes to a spreadsheet and comes back without a loss."""

import io
from collections.abc import Callable

import openpyxl
import pytest

from segscope.files.sheets import Sheet, decode_sheet, encode_sheet
from tests.web.notebook.clients import API, Page
from tests.web.notebook.nasty import nasty_texts

SHEET = "/notebook/sheet"
TEXTS = nasty_texts()


def export(page: Page, kind: str) -> bytes:
    content: bytes = page.ask("GET", SHEET, params={"format": kind}).content
    return content


def add_rows(page: Page, texts: list[str]) -> None:
    sheet = Sheet(("title", "hypothesis"), tuple((text, "-") for text in texts))
    page.send_sheet(SHEET, "a.csv", encode_sheet("a.csv", sheet))


def titles(page: Page) -> list[str]:
    return [row["cells"]["title"]["text"] for row in page.get("/notebook")["rows"]]


@pytest.mark.parametrize("kind", ["xlsx", "csv", "tsv"])
def test_five_hundred_nasty_texts_come_back(page: Page, kind: str) -> None:
    for start in range(0, len(TEXTS), 100):
        page.post("/notebook/rows", {"texts": {"title": TEXTS[start]}})
    page.edit(
        *((number, "title", TEXTS[100 * (number - 1)], 1) for number in range(1, 6)),
        *(
            (number, f"column {place}", TEXTS[100 * (number - 1) + place], 0)
            for number in range(1, 6)
            for place in range(1, 100)
        ),
    )
    written = page.get("/notebook")["rows"]
    content = export(page, kind)
    assert page.send_sheet(f"{SHEET}/plan", f"a.{kind}", content)["edits"] == []
    sheet = decode_sheet(f"a.{kind}", content)
    shown = [
        [row[sheet.columns.index(field)] for field in ("title", *(f"column {n}" for n in range(1, 100)))]
        for row in sheet.rows
    ]
    assert [text for row in shown for text in row] == TEXTS
    # somebody moves every text one row down there, and the sheet comes back
    first = sheet.columns.index("title")
    moved = [
        (*row[:first], *above[first:])
        for row, above in zip(sheet.rows, (sheet.rows[-1], *sheet.rows[:-1]), strict=True)
    ]
    edited = encode_sheet(f"a.{kind}", Sheet(sheet.columns, tuple(moved)))
    done = page.send_sheet(SHEET, f"a.{kind}", edited)
    assert (done["added"], done["conflicts"]) == ([], [])
    cells = [row["cells"] for row in page.get("/notebook")["rows"]]
    for now, before in zip(cells, (written[-1], *written[:-1]), strict=True):
        assert {name: cell["text"] for name, cell in now.items()} == {
            name: cell["text"] for name, cell in before["cells"].items()
        }


def test_no_cell_of_a_workbook_is_a_formula(page: Page) -> None:
    add_rows(page, [text for text in TEXTS if len(text) < 1000])
    book = openpyxl.load_workbook(io.BytesIO(export(page, "xlsx")))
    kinds = {
        cell.data_type for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None
    }
    assert kinds == {"s"}


def test_a_text_that_no_cell_of_a_workbook_holds_is_told_and_goes_to_csv(page: Page) -> None:
    long = "긴 글 " * 11_000
    page.post("/notebook/rows", {"texts": {"conclusion": long}})
    answer = page.client.get(f"{API}{SHEET}?format=xlsx")
    assert answer.status_code == 422
    assert "row 2" in answer.json()["message"]
    assert "CSV" in answer.json()["message"]
    content = export(page, "csv")
    assert page.send_sheet(f"{SHEET}/plan", "a.csv", content)["edits"] == []


def test_the_file_says_what_it_is(page: Page) -> None:
    for kind in ("xlsx", "csv", "tsv"):
        headers = page.ask("GET", SHEET, params={"format": kind}).headers
        assert headers["content-disposition"] == f'attachment; filename="segscope-notebook.{kind}"'
        assert headers["x-content-type-options"] == "nosniff"
        assert "html" not in headers["content-type"]
    assert page.refused("GET", f"{SHEET}?format=html") == (422, "malformed")


def test_others_edits_since_the_export_stay(page: Page, page_of: Callable[[str], Page]) -> None:
    add_rows(page, ["a", "b", "c"])
    sheet = decode_sheet("a.csv", export(page, "csv"))
    lee = page_of("Lee")
    lee.edit((1, "title", "Lee's", 1), (2, "title", "Lee's, too", 1))
    place = sheet.columns.index("title")
    rows = [list(row) for row in sheet.rows]
    rows[1][place] = "from the sheet"  # Lee changed the same cell
    rows[2][place] = "mine"
    content = encode_sheet("a.csv", Sheet(sheet.columns, tuple(map(tuple, rows))))
    plan = page.send_sheet(f"{SHEET}/plan", "a.csv", content)
    assert [(edit["row"], edit["text"]) for edit in plan["edits"]] == [(2, "from the sheet"), (3, "mine")]
    assert titles(page) == ["Lee's", "Lee's, too", "c"]  # a plan changes nothing
    done = page.send_sheet(SHEET, "a.csv", content)
    assert titles(page) == ["Lee's", "Lee's, too", "mine"]
    (conflict,) = done["conflicts"]
    assert conflict["cell"]["author"] == "Lee"
    assert conflict["conflict"]["mine"] == "from the sheet"
    history = page.get("/notebook/rows/3/history", field="title")
    assert [(entry["author"], entry["origin"]) for entry in history] == [("Kim", "import")] * 2


def test_a_team_begins_with_its_own_sheet(page: Page) -> None:
    content = "실험 이름,가설,LB,비고\n베이스라인,,0.61,x\nCutMix,경계가 좋아진다,0.64,y\n".encode("cp949")
    plan = page.send_sheet(f"{SHEET}/plan", "실험.csv", content)
    assert [(column["name"], column["field"]) for column in plan["columns"]] == [
        ("실험 이름", "title"),
        ("가설", "hypothesis"),
        ("LB", "LB"),
        ("비고", "비고"),
    ]
    assert plan["columns"][1]["examples"] == ["경계가 좋아진다"]
    match = '{"비고": "", "LB": "score"}'
    plan = page.send_sheet(f"{SHEET}/plan", "실험.csv", content, match)
    assert [column["field"] for column in plan["columns"]] == ["title", "hypothesis", "score", None]
    assert plan["new"][0] == {"title": "베이스라인", "score": "0.61"}
    assert page.send_sheet(SHEET, "실험.csv", content, match)["added"] == [1, 2]
    assert titles(page) == ["베이스라인", "CutMix"]


@pytest.mark.parametrize(
    ("name", "content", "match", "expected"),
    [
        ("a.ods", b"a,b", "{}", (422, "wrong_use")),
        ("a.xlsx", b"PK\x03\x04 no workbook", "{}", (422, "wrong_use")),
        ("a.csv", b"", "{}", (422, "wrong_use")),
        ("a.csv", b"\xff\xfe\x00", "{}", (422, "wrong_use")),
        ("a.csv", b"id,title\nnote-0,x\n", "{}", (422, "wrong_use")),
        ("a.csv", b"title\nx\n", '{"nowhere": "title"}', (422, "wrong_use")),
        ("a.csv", b"title\nx\n", "[1]", (422, "malformed")),
        ("a.csv", b"title\nx\n", "{" * 5000, (422, "malformed")),
        ("", b"title\nx\n", "{}", (422, "malformed")),
        ("a.csv", b'"id,title\n', "{}", (422, "wrong_use")),
        ("a.csv", b"title\ngood\na\0b\n", "{}", (422, "wrong_use")),
        ("a.csv", b"title\ngood\n" + b"x" * 200_001, "{}", (422, "wrong_use")),
        ("a.csv", b"t" * 65 + b"\nx\n", "{}", (422, "wrong_use")),
        ("a.csv", b"title\nx\n", '{"title": "mIoU"}', (422, "wrong_use")),
    ],
)
def test_what_is_no_sheet_is_told(
    page: Page, name: str, content: bytes, match: str, expected: tuple[int, str]
) -> None:
    for path in (f"{SHEET}/plan", SHEET):
        options = {"params": {"name": name, "match": match}, "content": content}
        headers = {"Content-Type": "application/octet-stream"}
        assert page.refused("POST", path, **options, headers=headers) == expected
    assert page.get("/notebook")["rows"] == []
