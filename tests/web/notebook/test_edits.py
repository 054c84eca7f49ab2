"""Many people write cells at once, and nobody's words are lost."""

import threading
from collections.abc import Callable

from tests.web.notebook.clients import Page


def test_two_people_write_different_lines_of_a_cell(page: Page, page_of: Callable[[str], Page]) -> None:
    lee = page_of("Lee")
    page.post("/notebook/rows", {"texts": {"conclusion": "Paper: ?\n\nGlass: ?"}})
    page.edit((1, "conclusion", "Paper: better\n\nGlass: ?", 1))
    (outcome,) = lee.edit((1, "conclusion", "Paper: ?\n\nGlass: worse", 1))
    assert outcome["saved"]
    assert outcome["cell"]["text"] == "Paper: better\n\nGlass: worse"
    assert (outcome["cell"]["version"], outcome["cell"]["author"]) == (3, "Lee")
    history = page.get("/notebook/rows/1/history", field="conclusion")
    assert [(entry["author"], entry["origin"], entry["base"]) for entry in history] == [
        ("Kim", "edit", 0),
        ("Kim", "edit", 1),
        ("Lee", "merge", 1),
    ]


def test_two_people_write_the_same_line(page: Page, page_of: Callable[[str], Page]) -> None:
    lee = page_of("Lee")
    page.post("/notebook/rows", {"texts": {"conclusion": "?"}})
    page.edit((1, "conclusion", "better", 1))
    (outcome,) = lee.edit((1, "conclusion", "worse", 1))
    assert not outcome["saved"]
    assert (outcome["cell"]["text"], outcome["cell"]["author"]) == ("better", "Kim")
    assert outcome["conflict"] == {"theirs": "better", "mine": "worse", "joined": "better\nworse"}
    (chosen,) = lee.edit((1, "conclusion", outcome["conflict"]["joined"], outcome["cell"]["version"]))
    assert chosen["saved"]
    assert page.get("/notebook/rows/1")["cells"]["conclusion"]["text"] == "better\nworse"


def test_a_pasted_block_is_written_at_once(page: Page, page_of: Callable[[str], Page]) -> None:
    fields = ["title", "hypothesis", "conclusion", "status", "tags", "LB score"]
    for _ in range(20):
        page.post("/notebook/rows", {"texts": {"status": "plan"}})
    page_of("Lee").edit((4, "status", "dropped", 1))
    block = [
        (row, field, f"{row}\t{field}\n=1+1", 1 if field == "status" else 0)
        for row in range(1, 21)
        for field in fields
    ]
    outcomes = page.edit(*block)
    assert [(one["row"], one["field"]) for one in outcomes] == [(row, field) for row, field, *_ in block]
    assert [(one["row"], one["field"]) for one in outcomes if not one["saved"]] == [(4, "status")]
    cells = {row["number"]: row["cells"] for row in page.get("/notebook")["rows"]}
    for row, field, text, _ in block:
        assert cells[row][field]["text"] == ("dropped" if (row, field) == (4, "status") else text)


def test_a_block_with_a_wrong_column_writes_nothing(page: Page) -> None:
    page.post("/notebook/rows", {})
    edits = [{"row": 1, "field": field, "text": "a", "base": 0} for field in ("title", "mIoU")]
    assert page.refused("POST", "/notebook/edits", json={"edits": edits}) == (422, "wrong_use")
    edits[1] = {"row": 2, "field": "title", "text": "a", "base": 0}
    assert page.refused("POST", "/notebook/edits", json={"edits": edits}) == (404, "not_found")
    assert page.get("/notebook/rows/1")["cells"] == {}


def test_a_long_block_is_written_in_parts(page: Page) -> None:
    page.post("/notebook/rows", {})
    outcomes = page.edit(*((1, f"column {number}", "x", 0) for number in range(1100)))
    assert all(outcome["saved"] for outcome in outcomes)
    assert len(page.get("/notebook/rows/1")["cells"]) == 1100


def test_twenty_people_write_one_cell_and_every_word_is_kept(
    page: Page, page_of: Callable[[str], Page]
) -> None:
    page.post("/notebook/rows", {"texts": {"notes": "start"}})
    people = [page_of(f"editor {number}") for number in range(20)]

    def write(editor: Page, words: str) -> None:
        base = editor.get("/notebook/rows/1")["cells"]["notes"]
        text, version = base["text"] + "\n" + words, base["version"]
        while True:
            (outcome,) = editor.edit((1, "notes", text, version))
            if outcome["saved"]:
                return
            text, version = outcome["conflict"]["joined"], outcome["cell"]["version"]

    threads = [
        threading.Thread(target=write, args=(editor, f"words of {number}"))
        for number, editor in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    lines = page.get("/notebook/rows/1")["cells"]["notes"]["text"].split("\n")
    assert {f"words of {number}" for number in range(20)} <= set(lines)


def test_an_older_text_comes_back(page: Page) -> None:
    page.post("/notebook/rows", {"texts": {"status": "plan"}})
    page.edit((1, "status", "done", 1))
    restored = page.post("/notebook/rows/1/restore", {"field": "status", "version": 1})
    assert (restored["cell"]["text"], restored["cell"]["version"]) == ("plan", 3)
    emptied = page.post("/notebook/rows/1/restore", {"field": "status", "version": 0})
    assert emptied["cell"]["text"] == ""
    origins = [entry["origin"] for entry in page.get("/notebook/rows/1/history", field="status")]
    assert origins == ["edit", "edit", "restore", "restore"]
