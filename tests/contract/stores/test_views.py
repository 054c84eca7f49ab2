"""Kept views, on each database."""

import pytest

from segscope.errors import StoreError, UsageError
from segscope.store import Workspace
from segscope.store.notebook import KeptViews, Notebook
from tests.contract.stores.processes import exit_codes
from tests.contract.stores.stored import Open


def test_views_are_kept_by_name(open_workspace: Open) -> None:
    views = KeptViews(open_workspace().database)
    kept = [
        views.keep(name, f"/?tags={len(name)}", author="Kim") for name in ("weak classes", "Ablation", "바탕")
    ]
    read = KeptViews(open_workspace().database).all()
    assert [view.name for view in read] == ["Ablation", "weak classes", "바탕"]
    assert set(read) == set(kept)


def test_a_view_of_the_same_name_is_replaced_and_stays_in_the_changes(workspace: Workspace) -> None:
    views, notebook = KeptViews(workspace.database), Notebook(workspace.database)
    views.keep("mine", "/?sort=miou", author="Kim")
    views.keep(" mine ", "/runs", author="Lee")
    assert [(view.name, view.address, view.author) for view in views.all()] == [("mine", "/runs", "Lee")]
    views.drop("mine", author="Park")
    assert views.all() == ()
    assert [(change.kind, change.author, change.detail["address"]) for change in notebook.changes()] == [
        ("view", "Kim", "/?sort=miou"),
        ("view", "Lee", "/runs"),
        ("dropped", "Park", "/runs"),
    ]
    with pytest.raises(StoreError, match="no view 'mine'"):
        views.drop("mine")


def test_many_keep_the_same_view_at_once(open_workspace: Open) -> None:
    def keep(process: int) -> None:
        for number in range(10):
            KeptViews(open_workspace().database).keep("shared", f"/?by={process}-{number}")

    assert exit_codes(4, keep) == [0] * 4
    assert len(KeptViews(open_workspace().database).all()) == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "runs",
        "//evil.example/x",
        "/\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/a\nb",
        "/a b",
        "/" + "x" * 4000,
    ],
)
def test_a_view_leads_to_this_page_and_no_other(workspace: Workspace, address: str) -> None:
    with pytest.raises(UsageError, match="no address of this page"):
        KeptViews(workspace.database).keep("a", address)


@pytest.mark.parametrize("name", ["", " \t", "x" * 81])
def test_a_view_has_a_short_name(workspace: Workspace, name: str) -> None:
    with pytest.raises(UsageError, match="1 to 80 characters"):
        KeptViews(workspace.database).keep(name, "/")
