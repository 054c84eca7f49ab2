"""Notes at spots of pictures, and kept views."""

from collections.abc import Callable

import pytest

from segscope.store import Workspace
from tests.contract.stores.stored import new_run
from tests.web.notebook.clients import Page


def test_a_pin_is_seen_in_all_runs_that_have_the_picture(
    page: Page, page_of: Callable[[str], Page], workspace: Workspace
) -> None:
    run, other = (workspace.create_run(new_run(name)).id for name in "ab")
    where = {"run": run, "split": "val", "sample": "scene/1"}
    text = "label is <b>wrong</b>\n라벨"
    pin = page.post("/pins", {**where, "x": 10.5, "y": 3, "text": text})
    assert (pin["x"], pin["y"], pin["text"], pin["author"]) == (10.5, 3, text, "Kim")
    assert page.get("/pins", **{**where, "run": other}) == [pin]
    assert page.get("/pins", **{**where, "sample": "scene/2"}) == []
    gone = page_of("Lee").ask("DELETE", f"/pins/{pin['number']}").json()
    assert (gone["author"], gone["deleted_by"]) == ("Kim", "Lee")
    assert page.get("/pins", **where) == []
    assert page.get("/pins", **where, deleted=True) == [gone]
    changes = [(change["kind"], change["author"], change["row"]) for change in page.get("/notebook/changes")]
    assert changes == [("pin", "Kim", None), ("unpinned", "Lee", None)]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"sample": "scene/99"}, (404, "not_found")),
        ({"split": "train"}, (404, "not_found")),
        ({"run": "20200101-000000-aaaa"}, (404, "not_found")),
        ({"x": -1}, (422, "malformed")),
        ({"x": "NaN"}, (422, "malformed")),
        ({"y": 1e300}, (422, "malformed")),
        ({"text": ""}, (422, "malformed")),
        ({"text": " \n"}, (422, "wrong_use")),
        ({"text": "x" * 20_001}, (422, "malformed")),
        ({"author": "somebody else"}, (422, "malformed")),
    ],
)
def test_what_cannot_be_pinned_is_told(
    page: Page, workspace: Workspace, changed: dict[str, object], expected: tuple[int, str]
) -> None:
    run = workspace.create_run(new_run()).id
    pin = {"run": run, "split": "val", "sample": "scene/1", "x": 1, "y": 2, "text": "a", **changed}
    assert page.refused("POST", "/pins", json=pin) == expected
    assert page.refused("DELETE", "/pins/1") == (404, "not_found")


def test_views_are_kept_replaced_and_dropped(page: Page, page_of: Callable[[str], Page]) -> None:
    def keep(by: Page, name: str, address: str) -> None:
        by.ask("PUT", "/views", params={"name": name}, json={"address": address})

    keep(page, "약한 클래스 & /?#", "/?sort=weakest&q=%EC%A2%85%EC%9D%B4")
    keep(page, "a", "/runs")
    keep(page_of("Lee"), "a", "/compare?a=1&b=2")
    views = page.get("/views")
    assert [(view["name"], view["address"], view["author"]) for view in views] == [
        ("a", "/compare?a=1&b=2", "Lee"),
        ("약한 클래스 & /?#", "/?sort=weakest&q=%EC%A2%85%EC%9D%B4", "Kim"),
    ]
    assert page.ask("DELETE", "/views", params={"name": "a"}).json() == views[1:]
    assert page.refused("DELETE", "/views?name=a") == (404, "not_found")


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/a\nb"]
)
def test_a_view_leads_nowhere_else(page: Page, address: str) -> None:
    assert page.refused("PUT", "/views?name=a", json={"address": address}) == (422, "wrong_use")
    assert page.refused("PUT", "/views?name=", json={"address": "/"}) == (422, "wrong_use")
    assert page.refused("PUT", "/views", json={"address": "/"}) == (422, "malformed")
