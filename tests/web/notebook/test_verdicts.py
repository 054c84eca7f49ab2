"""Whether a row is better than its parent, as ``segscope compare`` tells it."""

import json
import math
import time
from typing import Any

import pytest

from segscope.analysis.compare import compare
from segscope.store import Run, Workspace
from segscope.web.context import WebContext
from tests.analysis.compare.stored_runs import Stored, draw_truth, predict, store_run
from tests.web.notebook.clients import Page

TRUTH = draw_truth(40)


def store(workspace: Workspace, name: str, wrong: float, seed: int = 0, **how: Any) -> Run:
    config = {"train": {"seed": seed}, "mix": [{"name": name}]}
    return store_run(workspace, TRUTH, predict(TRUTH, wrong, seed), Stored(name, seed, config=config, **how))


def settled(page: Page, *rows: int) -> dict[int, Any]:
    """Ask until nothing is computed any more."""
    end = time.monotonic() + 30
    while True:
        answer = page.get("/notebook/verdicts", rows=rows)
        if not answer["pending"]:
            return {verdict["row"]: verdict for verdict in answer["verdicts"]}
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_verdict_is_the_one_that_compare_gives(page: Page, workspace: Workspace) -> None:
    before = [store(workspace, "baseline", 0.3, seed) for seed in range(2)]
    after = [store(workspace, "better", 0.1, seed) for seed in range(2)]
    page.get("/notebook")
    page.edit((2, "parent", "#1", 0))
    assert page.get("/notebook/verdicts", rows=[1, 2, 9]) == {"verdicts": [], "pending": [2]}
    (found,) = settled(page, 1, 2).values()
    expected = compare(before, after).overall
    assert found == {
        "row": 2,
        "parent": 1,
        "verdict": expected.verdict,
        "words": str(expected),
        "difference": pytest.approx(expected.difference),
        "low": pytest.approx(expected.low),
        "high": pytest.approx(expected.high),
        "p": pytest.approx(expected.p),
        "n": expected.n,
        "refused": None,
    }
    assert found["verdict"] == "better"


def test_unlike_runs_are_refused_with_the_reason(page: Page, workspace: Workspace) -> None:
    store(workspace, "baseline", 0.3)
    other = draw_truth(40, seed=5)
    store_run(workspace, other, predict(other, 0.2), Stored("other labels", label_hash="other"))
    workspace_row = page.post("/notebook/rows", {"texts": {"parent": "#1"}})["number"]
    page.edit((2, "parent", "#1", 0))
    found = settled(page, 2, workspace_row)
    assert found[2]["verdict"] is None
    assert found[2]["refused"] == found[2]["words"]
    assert "ground truth" in found[2]["refused"]
    assert found[workspace_row]["refused"] == f"#{workspace_row} has no run with a score yet."


def test_missing_files_are_told_and_hold_nobody_up(page: Page, workspace: Workspace) -> None:
    store(workspace, "baseline", 0.3)
    lost = store(workspace, "lost", 0.2)
    store(workspace, "whole", 0.2)
    (lost.validations()[0].folder / "counts.parquet").unlink()
    page.get("/notebook")
    page.edit((2, "parent", "#1", 0), (3, "parent", "#1", 0))
    found = settled(page, 2, 3)
    assert "counts.parquet" in found[2]["refused"]
    assert found[3]["refused"] is None


def test_verdicts_outlive_the_server_and_follow_new_validations(page: Page, workspace: Workspace) -> None:
    store(workspace, "baseline", 0.3)
    after = store(workspace, "better", 0.1)
    page.get("/notebook")
    page.edit((2, "parent", "#1", 0))
    first = settled(page, 2)[2]
    (file,) = (workspace.folder / "cache" / "verdicts").rglob("*.json")
    file.write_text(json.dumps({**json.loads(file.read_text()), "words": "as it was kept"}))
    with_memory = WebContext(workspace)
    assert settled_of(with_memory, 2).words == "as it was kept"
    file.write_text("{")
    assert settled_of(WebContext(workspace), 2).words == first["words"]  # computed again
    with_new = store_again(after)
    assert settled(page, 2)[2]["difference"] != pytest.approx(first["difference"])
    assert with_new


def test_who_waits_for_verdicts_is_told(context: WebContext, page: Page, workspace: Workspace) -> None:
    told = []
    context.live.tell = lambda kind, detail: told.append((kind, detail))  # type: ignore[method-assign]
    store(workspace, "baseline", 0.3)
    store(workspace, "better", 0.1)
    page.get("/notebook")
    page.edit((2, "parent", "#1", 0))
    settled(page, 2)
    end = time.monotonic() + 5
    while not told and time.monotonic() < end:
        time.sleep(0.01)
    assert told == [("verdicts", {"rows": [2]})]


def test_asking_never_waits_for_a_comparison(
    page: Page, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_sides: object, **_options: object) -> None:
        time.sleep(2)
        raise RuntimeError("a defect")

    monkeypatch.setattr("segscope.web.verdicts.compare_validations", slow)
    store(workspace, "baseline", 0.3)
    store(workspace, "better", 0.1)
    page.get("/notebook")
    page.edit((2, "parent", "#1", 0))
    begun = time.monotonic()
    assert page.get("/notebook/verdicts", rows=[2])["pending"] == [2]
    assert page.get("/notebook")["rows"]
    assert time.monotonic() - begun < 1
    assert "RuntimeError" in settled(page, 2)[2]["refused"]


def settled_of(context: WebContext, row: int) -> Any:
    end = time.monotonic() + 30
    while not (found := context.verdicts.of([row]).verdicts):
        assert time.monotonic() < end
        time.sleep(0.02)
    return found[0]


def store_again(run: Run) -> Run:
    """Store a further validation, which is the best: no picture has an error."""
    from segscope.engine.scores import Scores
    from segscope.store import ValidationKey
    from tests.analysis.compare.stored_runs import counted

    first = run.validations()[0]
    rule = Stored().rule
    tables = counted(TRUTH, TRUTH_WITHOUT_HOLES, rule)
    key = ValidationKey(2, 20, first.key.split, first.key.rule, first.key.ignore, first.key.split_hash)
    scores = Scores.from_tables(tables, rule.name).to_dict()
    assert not math.isnan(scores["miou"])
    run.begin_validation(key).commit(tables, scores, seconds={}, monitor="miou", kept_samples=[])
    return run


TRUTH_WITHOUT_HOLES = {image: label_map * (label_map != 255) for image, label_map in TRUTH.items()}
