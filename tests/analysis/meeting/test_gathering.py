"""A planted day: what the meeting must say of it."""

from datetime import timedelta

import pytest

from segscope.analysis.meeting import Looks, MeetingFacts, TimeSpan, gather_meeting
from segscope.analysis.meeting.verdicts import judge_rows
from segscope.analysis.notebook import gather_experiments
from segscope.store import Workspace
from segscope.store.notebook import Notebook
from tests.analysis.meeting.planted import (
    BROKEN,
    CONFUSED,
    FIXED,
    GLASS,
    METAL,
    after_predictions,
    before_predictions,
    day,
    name,
    plant_day,
    planted_truth,
    store,
)


@pytest.fixture
def facts(workspace: Workspace) -> MeetingFacts:
    plant_day(workspace)
    return gather_meeting(workspace, day())


def test_what_finished_is_told_with_what_was_proven(facts: MeetingFacts) -> None:
    base, better = facts.finished
    assert (base.row.title, base.verdict) == ("baseline", None)
    assert better.row.changed == ("optimizer.lr 0.1 → 0.2",)
    assert better.verdict is not None
    assert better.verdict.comparison is not None
    assert better.verdict.comparison.verdict == "better"
    proven = {change.name: change.verdict for change in better.verdict.comparison.classes}
    assert (proven["paper"], proven["metal"], proven["유리"]) == ("better", "cannot tell", "cannot tell")
    assert facts.best is not None
    assert facts.best.note.number == 2
    assert (facts.rows, facts.left_out, facts.is_quiet) == (3, 0, False)


def test_what_failed_is_told_with_its_reason(facts: MeetingFacts) -> None:
    (broken,) = facts.broken
    assert (broken.row, broken.run.status) == (3, "failed")
    assert broken.reason == "the loss is no number at step 12"


def test_the_planted_pictures_are_found_each_once(facts: MeetingFacts) -> None:
    by_kind = {picture.kind: picture for picture in facts.pictures}
    assert by_kind["broken"].sample == name(BROKEN)
    assert by_kind["broken"].points < 0
    assert by_kind["fixed"].sample == name(FIXED)
    assert by_kind["weakest"].sample == name(CONFUSED)
    assert by_kind["weakest"].class_names == ("유리",)
    assert by_kind["confusion"].class_names == ("유리", "paper")
    assert len({picture.sample for picture in facts.pictures}) == len(facts.pictures) == 5
    groups = [picture.sample.partition("/")[0] for picture in facts.pictures]
    assert len(set(groups)) == 5


def test_the_spot_is_where_the_pixels_are(facts: MeetingFacts) -> None:
    truth = planted_truth()
    for picture, index in (
        (facts.pictures[0], METAL),
        (facts.pictures[1], METAL),
        (facts.pictures[2], GLASS),
    ):
        rows, columns = (truth[picture.sample] == index).nonzero()
        assert picture.box == (rows.min(), columns.min(), rows.max() + 1, columns.max() + 1)


def test_open_questions_are_rows_plans_and_findings(workspace: Workspace) -> None:
    plant_day(workspace)
    notebook = Notebook(workspace.database)
    plan = notebook.add({"title": "boundary loss"})
    dropped = notebook.add({"title": "GAN", "status": "Dropped"})
    questions = {(q.kind, q.row): q for q in gather_meeting(workspace, day()).questions.questions}
    assert questions["no-conclusion", 2].text == "종이가 더 잘 보인다"
    assert "유리 → paper" in questions["no-experiment", 2].text
    assert ("no-run", plan.number) in questions
    assert ("no-run", dropped.number) not in questions
    notebook.edit(2, "conclusion", "yes", base=0)
    notebook.add({"title": "more 유리", "hypothesis": "rarely seen"})
    kinds = {(q.kind, q.row) for q in gather_meeting(workspace, day()).questions.questions}
    assert ("no-conclusion", 2) not in kinds
    assert ("no-experiment", 2) not in kinds


def test_questions_beyond_the_first_are_counted(workspace: Workspace) -> None:
    Notebook(workspace.database).add_many([{"title": f"idea {number}"} for number in range(9)])
    questions = gather_meeting(workspace, day()).questions
    assert [q.row for q in questions.questions] == [9, 8, 7, 6, 5]
    assert questions.more == {"no-run": 4}


def test_comments_and_conclusions_of_the_time(workspace: Workspace) -> None:
    plant_day(workspace)
    notebook = Notebook(workspace.database)
    notebook.comment(2, "look at Paper", author="Lee")
    notebook.edit(2, "conclusion", "better on paper", base=0, author="Kim")
    facts = gather_meeting(workspace, day())
    assert [(said.note, said.author) for said in facts.comments] == [(2, "Lee")]
    assert [row.note.number for row in facts.concluded] == [2]


def test_another_time_is_quiet(workspace: Workspace) -> None:
    plant_day(workspace)
    span = TimeSpan(day().since - timedelta(days=1), day().since)
    facts = gather_meeting(workspace, span)
    assert facts.is_quiet
    assert (facts.pictures, facts.best, facts.rows) == ((), None, 3)


def test_an_empty_workspace_is_quiet(workspace: Workspace) -> None:
    facts = gather_meeting(workspace, day())
    assert facts.is_quiet
    assert (facts.rows, facts.questions.questions) == (0, ())


def test_one_run_alone_has_pictures_and_no_verdict(workspace: Workspace) -> None:
    truth = planted_truth()
    store(workspace, "only", (truth, after_predictions(truth)), 0.1).set_status("finished")
    facts = gather_meeting(workspace, day())
    assert [picture.kind for picture in facts.pictures] == ["weakest", "confusion", "worst", "worst", "worst"]
    assert facts.finished[0].verdict is None


def test_rows_that_cannot_be_compared_say_why(workspace: Workspace) -> None:
    plant_day(workspace)
    few = dict(list(planted_truth().items())[:30])
    other = store(workspace, "fewer pictures", (few, after_predictions(few)), 0.3)
    other.set_status("finished")
    gather_meeting(workspace, day())
    Notebook(workspace.database).edit(4, "parent", "#1", base=0)
    facts = gather_meeting(workspace, day())
    (question,) = [q for q in facts.questions.questions if q.kind == "not-comparable"]
    assert question.row == 4
    assert "cannot be compared" in question.text


def test_seeds_share_a_row_and_its_verdict(workspace: Workspace) -> None:
    truth = planted_truth()
    for seed in range(2):
        store(workspace, "base", (truth, after_predictions(truth)), 0.1, seed=seed).set_status("finished")
    store(workspace, "wide", (truth, after_predictions(truth)), 0.2).set_status("finished")
    gather_meeting(workspace, day())
    Notebook(workspace.database).edit(2, "parent", "#1", base=0)
    first, second = gather_meeting(workspace, day()).finished
    assert len(first.runs) == 2
    assert second.verdict is not None
    assert second.verdict.comparison is not None
    assert second.verdict.comparison.verdict == "cannot tell"


def test_files_that_are_gone_leave_the_rest_of_the_page(workspace: Workspace) -> None:
    planted = plant_day(workspace)
    for file in planted.better.folder.rglob("*.parquet"):
        file.unlink()
    facts = gather_meeting(workspace, day())
    assert facts.pictures == ()
    assert [finished.row.note.number for finished in facts.finished] == [1, 2]
    assert any(q.kind == "not-comparable" for q in facts.questions.questions)


def test_a_high_score_on_a_handful_of_pictures_is_not_the_best_row(workspace: Workspace) -> None:
    plant_day(workspace)
    few = dict(list(planted_truth().items())[:6])
    store(workspace, "perfect", (few, few), 0.3).set_status("finished")
    facts = gather_meeting(workspace, day())
    assert [finished.row.note.number for finished in facts.finished] == [1, 2, 4]
    assert facts.finished[-1].row.miou > 0.99
    assert facts.best is not None
    assert facts.best.note.number == 2


def test_of_many_rows_those_that_moved_most_are_compared_and_refusals_cost_none(workspace: Workspace) -> None:
    plant_day(workspace)
    truth = planted_truth()
    few = dict(list(truth.items())[:6])
    store(workspace, "other pictures", (few, few), 0.3).set_status("finished")
    store(workspace, "as before", (truth, before_predictions(truth)), 0.4).set_status("finished")
    gather_meeting(workspace, day())
    notebook = Notebook(workspace.database)
    for number in (4, 5):
        notebook.edit(number, "parent", "#1", base=0)
    rows = gather_experiments(workspace)
    verdicts, left_out = judge_rows(workspace, rows, {row.note.number: row for row in rows}, 1)
    assert [(verdict.row, verdict.comparison is not None) for verdict in verdicts] == [(2, True), (4, False)]
    assert left_out == 1


def test_what_was_looked_at_is_looked_at_once_until_a_run_moves(workspace: Workspace) -> None:
    planted = plant_day(workspace)
    looks = Looks()
    first = gather_meeting(workspace, day(), looks=looks)
    for file in planted.better.folder.rglob("*.parquet"):
        file.unlink()
    Notebook(workspace.database).comment(2, "meanwhile")
    again = gather_meeting(workspace, day(), looks=looks)
    assert again.pictures is first.pictures
    assert len(again.comments) == 1
    store(workspace, "another", (planted.truth, planted.truth), 0.5).set_status("finished")
    assert gather_meeting(workspace, day(), looks=looks).pictures is not first.pictures
