"""Rows and runs kept in memory on each database; what they say is compared with fresh reads."""

from segscope.store import Workspace
from segscope.store.followed_runs import FollowedRuns
from segscope.store.notebook import FollowedNotes, Notebook, UnnotedRun
from segscope.store.run_overviews import RunOverview
from tests.contract.stores.processes import exit_codes
from tests.contract.stores.stored import Open, new_run, validate


def said(overviews: tuple[RunOverview, ...]) -> list[tuple[str, str, object]]:
    return [(one.run.id, one.status, one.best) for one in overviews]


def test_rows_follow_what_others_write(open_workspace: Open) -> None:
    followed = FollowedNotes(open_workspace().database)
    book = Notebook(open_workspace().database)
    assert followed.read() == (0, ())
    acts = (
        lambda: book.add({"title": "a"}),
        lambda: book.add({"title": "b"}),
        lambda: book.edit(2, "title", "나", base=1),
        lambda: book.comment(1, "why?"),
        lambda: book.delete(1),
        lambda: book.undelete(1),
        lambda: book.link(2, ["20260101-000000-aaaa"]),
        lambda: book.restore(2, "title", 1),
    )
    for act in acts:
        act()
        assert followed.read() == (book.last_change, book.notes(deleted=True))
    assert all(one is other for one, other in zip(followed.read()[1], followed.read()[1], strict=True))


def test_no_change_is_passed_over_however_many_write(open_workspace: Open, workspace: Workspace) -> None:
    """A change that becomes visible after one of a larger number would never be read."""
    followed, book = FollowedNotes(workspace.database), Notebook(workspace.database)
    followed.read()

    def write(process: int) -> None:
        own = Notebook(open_workspace().database)
        for number in range(15):
            own.add({"title": f"{process} {number}"})

    def follow_while(process: int) -> None:
        if process < 4:
            write(process)
            return
        mine, reads = FollowedNotes(open_workspace().database), 0
        while len(mine.read()[1]) < 60:
            reads += 1
            assert reads < 20_000

    assert exit_codes(5, follow_while) == [0] * 5
    assert followed.read()[1] == book.notes()


def test_runs_follow_what_others_write(open_workspace: Open) -> None:
    mine, others = open_workspace(), open_workspace()
    followed = FollowedRuns(mine.database, mine.folder)
    assert followed.overviews() == ()
    first, second = (others.create_run(new_run(name)) for name in "ab")
    acts = (
        lambda: None,
        lambda: validate(first, 10, 0.4),
        lambda: validate(first, 20, 0.6),
        lambda: validate(second, 10, 0.5),
        lambda: first.new_attempt(from_step=10),
        lambda: first.set_status("finished"),
        lambda: others.delete_run(first),
        lambda: others.create_run(new_run("c")),
    )
    for act in acts:
        act()
        assert said(followed.overviews()) == said(others.overviews())
    Notebook(others.database).give_rows([UnnotedRun(second.id, "a" * 64, "Kim", second.created_at)])
    before = followed.overviews()
    assert all(one is other for one, other in zip(before, followed.overviews(), strict=True))
