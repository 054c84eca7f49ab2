"""Meetings: rows that are no experiments, on each database."""

from datetime import UTC, datetime, timedelta

import pytest

from segscope.errors import StoreError, UsageError
from segscope.store.notebook import Notebook
from segscope.store.notebook.meetings import NOTES, Meetings, comments_between
from segscope.store.run_times import runs_moved_between
from tests.contract.stores.stored import Open, new_run


def _ago(**by: float) -> datetime:
    return datetime.now(UTC) - timedelta(**by)


def test_a_meeting_is_no_experiment_and_its_cells_are_like_all_others(open_workspace: Open) -> None:
    with open_workspace() as workspace:
        notebook, meetings = Notebook(workspace.database), Meetings(workspace.database)
        idea = notebook.add({"title": "wide crop", "meeting": "a column of our own"})
        since = _ago(days=1)
        held = meetings.begin(since=since, title="아침 모임", author="Kim")
        assert (held.title, held.author, held.notes.version) == ("아침 모임", "Kim", 0)
        assert abs(held.since - since) < timedelta(milliseconds=1)
        assert [note.number for note in notebook.notes()] == [idea.number]
        notebook.edit(held.number, NOTES, "try Glass first", base=0, author="Lee")
        assert meetings.get(held.number).notes.text == "try Glass first"
        assert notebook.history(held.number, NOTES)[0].author == "Lee"


def test_meetings_are_listed_newest_first_without_those_taken_away(open_workspace: Open) -> None:
    with open_workspace() as workspace:
        meetings = Meetings(workspace.database)
        assert (meetings.last(), meetings.all()) == (None, ())
        first, second, third = (meetings.begin(since=_ago(hours=1), title=str(n)) for n in range(3))
        Notebook(workspace.database).delete(third.number)
        assert [meeting.number for meeting in meetings.all()] == [second.number, first.number]
        last = meetings.last()
        assert last is not None
        assert last.number == second.number
        assert meetings.get(third.number).title == "2"


def test_what_is_no_meeting_is_told(open_workspace: Open) -> None:
    with open_workspace() as workspace:
        row = Notebook(workspace.database).add({"title": "wide crop"})
        with pytest.raises(StoreError, match=f"#{row.number} is no meeting"):
            Meetings(workspace.database).get(row.number)
        with pytest.raises(UsageError, match="about what was"):
            Meetings(workspace.database).begin(since=datetime.now(UTC) + timedelta(hours=1))


def test_comments_and_runs_of_a_time(open_workspace: Open) -> None:
    with open_workspace() as workspace:
        notebook = Notebook(workspace.database)
        kept, gone = notebook.add({"title": "a"}), notebook.add({"title": "b"})
        before = datetime.now(UTC)
        notebook.comment(kept.number, "look at Paper", author="Kim")
        notebook.comment(gone.number, "never mind")
        notebook.delete(gone.number)
        run = workspace.create_run(new_run())
        now = datetime.now(UTC)
        (said,) = comments_between(workspace.database, before, now)
        assert (said.note, said.text, said.author) == (kept.number, "look at Paper", "Kim")
        assert list(runs_moved_between(workspace.database, before, now)) == [run.id]
        later = now + timedelta(seconds=1)
        assert comments_between(workspace.database, now, later) == ()
        assert runs_moved_between(workspace.database, now, later) == {}
