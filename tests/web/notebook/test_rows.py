"""The notebook's page: rows that fill themselves, and what people write into them."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
import sqlalchemy as sa

from segscope.analysis.notebook import gather_experiments
from segscope.store import Workspace
from segscope.store.notebook import Notebook
from tests.analysis.compare.stored_runs import Stored, draw_truth, predict, store_run
from tests.web.notebook.clients import API, Page

TRUTH = draw_truth(4)


def store(workspace: Workspace, name: str, wrong: float = 0.2, seed: int = 0, **config: object) -> str:
    how = Stored(name, seed, config={"train": {"seed": seed, "epochs": 30}, "mix": [], **config})
    return store_run(workspace, TRUTH, predict(TRUTH, wrong, seed), how).id


def test_an_empty_workspace_has_an_empty_notebook(page: Page) -> None:
    assert page.get("/notebook") == {"rows": [], "own_fields": [], "last_change": 0}
    assert page.get("/session")["runs"] == 0


def test_runs_fill_rows_by_themselves(page: Page, workspace: Workspace) -> None:
    ids = [store(workspace, "baseline", seed=seed) for seed in range(3)]
    mixed = store(workspace, "mixed", 0.1, mix=[{"name": "cutmix"}])
    assert len(page.get("/notebook")["rows"]) == 2
    page.edit((2, "parent", "#1", 0), (2, "LB score", "0.712", 0))
    shown = page.get("/notebook")
    first, second = shown["rows"]
    expected = gather_experiments(workspace)
    assert [run["id"] for run in first["runs"]] == ids
    assert [run["best"] for run in first["runs"]] == [1, 1, 1]
    assert (first["title"], first["n"], second["title"]) == ("baseline", 3, "mixed")
    assert first["miou"] == pytest.approx(expected[0].miou)
    assert first["miou_sd"] == pytest.approx(expected[0].miou_sd)
    assert second["difference"] == pytest.approx(expected[1].miou - expected[0].miou)
    assert (second["parent"], second["changed"]) == (1, ["mix + cutmix"])
    assert second["miou_sd"] is None
    assert second["weakest"]["name"] == expected[1].weakest[0]  # type: ignore[index]
    assert second["runs"][0]["id"] == mixed
    assert shown["own_fields"] == ["LB score"]
    assert page.get("/notebook/rows/2") == second
    assert shown["last_change"] == Notebook(workspace.database).last_change


def test_the_notebook_says_at_once_what_others_wrote(page: Page, workspace: Workspace) -> None:
    """Another server on the same database is another object that writes."""
    page.post("/notebook/rows", {"texts": {"title": "a"}})
    assert page.get("/notebook")["rows"][0]["cells"]["title"]["text"] == "a"
    with Workspace.open(workspace.folder) as other:
        Notebook(other.database).edit(1, "title", "b", base=1, author="Lee")
    (row,) = page.get("/notebook")["rows"]
    assert (row["title"], row["cells"]["title"]["author"], row["cells"]["title"]["version"]) == (
        "b",
        "Lee",
        2,
    )


def test_the_answer_is_the_same_compressed_and_not(page: Page) -> None:
    page.post("/notebook/rows", {"texts": {"title": "학습률 <b>"}})
    plain = page.ask("GET", "/notebook", headers={"Accept-Encoding": "identity"})
    packed = page.ask("GET", "/notebook", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert plain.json() == packed.json()


def test_a_row_is_added_by_who_sends_it(page: Page, page_of: Callable[[str], Page]) -> None:
    page_of(quote("박지영")).post("/notebook/rows", {"texts": {"title": "idea", "own": "x"}})
    (row,) = page.get("/notebook")["rows"]
    assert (row["who"], row["status"], row["cells"]["own"]["author"]) == ("박지영", "idea", "박지영")


def test_a_row_of_runs(page: Page, workspace: Workspace) -> None:
    first, second = store(workspace, "a"), store(workspace, "b", mix=[{"name": "cutmix"}])
    row = page.post("/notebook/rows", {"texts": {}, "runs": [first, second]})
    assert [run["id"] for run in row["runs"]] == [first, second]
    again = {"texts": {}, "runs": [first]}
    assert page.refused("POST", "/notebook/rows", json=again) == (409, "has_row")
    assert page.refused("POST", "/notebook/rows", json={"runs": ["nowhere"]}) == (404, "not_found")


def test_a_row_that_is_taken_away_comes_back(page: Page) -> None:
    page.post("/notebook/rows", {"texts": {"title": "a"}})
    assert page.ask("DELETE", "/notebook/rows/1").json()["deleted"]
    assert page.get("/notebook")["rows"] == []
    assert [row["title"] for row in page.get("/notebook", deleted=True)["rows"]] == ["a"]
    assert page.get("/notebook/rows/1")["deleted"]
    assert not page.post("/notebook/rows/1/undelete")["deleted"]
    assert len(page.get("/notebook")["rows"]) == 1


def test_every_change_is_told_in_order_with_its_author(page: Page, page_of: Callable[[str], Page]) -> None:
    lee = page_of("Lee")
    page.post("/notebook/rows", {"texts": {"title": "a"}})
    lee.edit((1, "title", "b", 1))
    lee.post("/notebook/rows/1/comments", {"text": "why?"})
    page.post("/notebook/rows/1/restore", {"field": "title", "version": 1})
    lee.ask("DELETE", "/notebook/rows/1")
    page.post("/notebook/rows/1/undelete")
    page.ask("PUT", "/views", params={"name": "mine"}, json={"address": "/?sort=miou"})
    page.ask("DELETE", "/views", params={"name": "mine"})
    changes = page.get("/notebook/changes", after=2)
    assert [(change["kind"], change["author"], change["row"]) for change in changes] == [
        ("cell", "Lee", 1),
        ("comment", "Lee", 1),
        ("cell", "Kim", 1),
        ("deleted", "Lee", 1),
        ("restored", "Kim", 1),
        ("view", "Kim", None),
        ("dropped", "Kim", None),
    ]
    assert [change["number"] for change in changes] == list(range(3, 10))
    assert page.get("/notebook/changes", after=4, limit=2) == changes[2:4]


def test_comments_below_a_row(page: Page, page_of: Callable[[str], Page]) -> None:
    page.post("/notebook/rows", {})
    page.post("/notebook/rows/1/comments", {"text": "see #1"})
    said = page_of("Lee").post("/notebook/rows/1/comments", {"text": "<b>아니</b>\n"})
    assert (said["author"], said["text"], said["row"]) == ("Lee", "<b>아니</b>", 1)
    assert [comment["author"] for comment in page.get("/notebook/rows/1/comments")] == ["Kim", "Lee"]
    assert page.get("/notebook/rows/1")["comments"] == 2
    assert page.refused("POST", "/notebook/rows/1/comments", json={"text": " "}) == (422, "wrong_use")
    assert page.refused("POST", "/notebook/rows/2/comments", json={"text": "a"}) == (404, "not_found")
    assert page.refused("GET", "/notebook/rows/2/comments") == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        ("GET", "/notebook/rows/9", None, (404, "not_found")),
        ("DELETE", "/notebook/rows/9", None, (404, "not_found")),
        ("POST", "/notebook/rows/9/undelete", None, (404, "not_found")),
        ("GET", "/notebook/rows/9/history?field=title", None, (404, "not_found")),
        ("GET", "/notebook/rows/1e3", None, (422, "malformed")),
        ("GET", f"/notebook/rows/{2**63}", None, (422, "malformed")),
        ("GET", "/notebook/changes?after=-1", None, (422, "malformed")),
        ("POST", "/notebook/rows", {"texts": {"mIoU": "0.9"}}, (422, "wrong_use")),
        ("POST", "/notebook/rows", {"texts": {"a\0": "x"}}, (422, "malformed")),
        ("POST", "/notebook/rows", {"texts": {"title": "a\0"}}, (422, "malformed")),
        ("POST", "/notebook/rows", {"texts": {"title": "x" * 200_001}}, (422, "wrong_use")),
        ("POST", "/notebook/rows", {"cells": {}}, (422, "malformed")),
        ("POST", "/notebook/rows/1/restore", {"field": "title", "version": 7}, (404, "not_found")),
    ],
)
def test_what_cannot_be_done_is_told(
    page: Page, method: str, path: str, body: object, expected: tuple[int, str]
) -> None:
    page.post("/notebook/rows", {"texts": {"title": "a"}})
    assert page.refused(method, path, json=body) == expected


def test_halves_of_surrogate_pairs_are_told(page: Page) -> None:
    for body in ('{"texts": {"title": "\\ud800"}}', '{"texts": {"\\udfff": "a"}}', '{"\\ud83d": 1}'):
        answer = page.client.post(
            f"{API}/notebook/rows", content=body, headers={"Content-Type": "application/json"}
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    assert page.get("/notebook")["rows"] == []


@pytest.mark.parametrize("name", ["x" * 81, "a%00b", "a%1Bb", "%ED%A0%80" * 81])
def test_names_that_nobody_can_read_are_refused(page_of: Callable[[str], Page], name: str) -> None:
    page = page_of(name)
    assert page.refused("POST", "/notebook/rows", json={}) == (422, "wrong_use")


def test_without_a_name_the_servers_own_user_writes(
    page_of: Callable[[str], Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEGSCOPE_USER", "Park")
    assert page_of(" ").post("/notebook/rows", {})["who"] == "Park"


def test_a_look_takes_a_few_queries_however_many_rows_there_are(page: Page, workspace: Workspace) -> None:
    book = Notebook(workspace.database)
    book.add_many([{"title": str(number), "parent": "#1"} for number in range(300)])
    for seed in range(4):
        store(workspace, "run", seed=seed, mix=[{"name": str(seed)}])
    page.get("/notebook")
    statements: list[str] = []
    engine = workspace.database._engine
    sa.event.listen(engine, "before_cursor_execute", lambda *asked: statements.append(asked[2]))
    page.get("/notebook")
    assert len(statements) <= 4, statements  # the runs' marks, and the newest change
    statements.clear()
    book.edit(7, "title", "new", base=1)
    statements.clear()
    assert page.get("/notebook")["rows"][6]["title"] == "new"
    assert len(statements) <= 12, statements
    assert not any("note_cells" in asked and "IN" not in asked for asked in statements)  # that row's alone
