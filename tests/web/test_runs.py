"""Runs: what lists and pages say of them, against the store and against numpy."""

import math
from pathlib import Path

import numpy as np
import pytest
import yaml

from segscope.engine.class_set import ClassSet
from segscope.store import SampleRow, Workspace
from segscope.store.run_lock import training_lock
from tests.web.workspaces import (
    Served,
    begin_run,
    confusion,
    iou_of,
    maps_of,
    record,
    serving,
    whole_runs,
)

CLASSES = ClassSet(("바닥", "paper"), background=0)
ROWS = (SampleRow("val", "a/1", "/nowhere/a.png"), SampleRow("val", "나/2", "/nowhere/b.png"))
FLAT = {row.id: np.zeros((6, 8), dtype=np.uint8) for row in ROWS}
HALF = {name: np.repeat([[0, 1]], 4, axis=1).repeat(6, axis=0).astype(np.uint8) for name in FLAT}


def test_runs_are_listed_newest_first_with_their_best_validation(generated: Served) -> None:
    listed = generated.get("/runs")
    runs = {run.id: run for run in generated.workspace.runs()}
    assert [brief["id"] for brief in listed] == list(runs)
    for brief in listed:
        best = runs[brief["id"]].best_validation("val")
        assert best is not None
        assert (brief["best"], brief["images"]) == (best.index, best.num_images)
        assert brief["miou"] == best.scores["miou"]


def test_miou_of_a_run_is_that_of_its_label_maps(generated: Served) -> None:
    run = whole_runs(generated.workspace)[-1]
    best = run.best_validation("val")
    assert best is not None
    iou = iou_of(confusion(list(maps_of(run, best).values()), run.class_set))
    view = generated.get(f"/runs/{run.id}")
    assert view["brief"]["miou"] == pytest.approx(np.nanmean(iou))
    told = next(v for v in view["validations"] if v["index"] == best.index)
    np.testing.assert_allclose([math.nan if v is None else v for v in told["iou"]], iou)


def test_a_run_tells_classes_config_splits_parent_and_row(generated: Served) -> None:
    run = whole_runs(generated.workspace)[-1]
    view = generated.get(f"/runs/{run.id}")
    assert [c["name"] for c in view["classes"]] == list(run.class_set.names)
    assert view["classes"][0] == {"index": 0, "name": "배경", "role": "background"} | {
        "colour": "#{:02x}{:02x}{:02x}".format(*run.class_set.colours[0])
    }
    assert view["ignore"] == 255
    assert yaml.safe_load(view["config"]) == run.config
    assert view["splits"] == {"val": 40}
    assert view["data"] == "재활용 recycling"
    assert view["parent"]["id"] == run.parent_id
    rows = generated.get("/notebook")["rows"]
    assert view["row"] == next(r["number"] for r in rows if run.id in [x["id"] for x in r["runs"]])
    assert [event["message"] for event in view["events"]][-1] == "finished"


def test_a_run_in_the_making_says_that_it_runs_and_then_that_it_was_stopped(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        run = begin_run(served.workspace, CLASSES, ROWS)
        with training_lock(run):
            assert served.get("/runs")[0]["status"] == "running"
            assert served.get(f"/runs/{run.id}")["brief"]["status"] == "running"
        view = served.get(f"/runs/{run.id}")
        assert (view["brief"]["status"], view["brief"]["best"], view["validations"]) == ("stopped", None, [])
        assert served.get("/runs")[0]["status"] == "stopped"


def test_what_a_training_adds_is_seen_at_once(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        run = begin_run(served.workspace, CLASSES, ROWS)
        record(run, HALF, FLAT, step=1)
        assert [v["step"] for v in served.get(f"/runs/{run.id}")["validations"]] == [1]
        record(run, HALF, HALF, step=2)
        view = served.get(f"/runs/{run.id}")
        assert [(v["step"], v["is_best"]) for v in view["validations"]] == [(1, False), (2, True)]
        assert served.get("/runs")[0]["miou"] == 1.0


def test_what_a_resume_replaced_is_no_longer_listed_and_an_old_link_still_opens(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        run = begin_run(served.workspace, CLASSES, ROWS)
        for step in (1, 2, 3):
            record(run, HALF, FLAT, step=step)
        run.new_attempt(from_step=1)
        record(run, HALF, HALF, step=2)
        assert [v["index"] for v in served.get(f"/runs/{run.id}")["validations"]] == [1, 4]
        assert served.get(f"/runs/{run.id}/validations/3/diagnosis")["miou"] == pytest.approx(0.25)
        picture = served.get(f"/runs/{run.id}/validations/3/picture", sample="나/2")
        assert [epoch["validation"] for epoch in picture["epochs"]] == [1, 3, 4]


def test_a_run_or_validation_that_is_not_there_is_refused_in_a_sentence(generated: Served) -> None:
    run = whole_runs(generated.workspace)[0]
    assert "no run" in generated.refusal(404, "/runs/20200101-000000-aaaa")
    assert "no run" in generated.refusal(404, f"/runs/{run.id[:-1]}")
    assert "no validation 99" in generated.refusal(404, f"/runs/{run.id}/validations/99/diagnosis")
    assert "no validation 0" in generated.refusal(404, f"/runs/{run.id}/validations/0/picture", sample="x")


def test_a_deleted_run_is_gone_although_it_was_looked_at(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        run = begin_run(served.workspace, CLASSES, ROWS)
        record(run, HALF, FLAT)
        addresses = [f"/runs/{run.id}", f"/runs/{run.id}/validations/1/diagnosis"]
        layers = [f"/runs/{run.id}/validations/1/{name}" for name in ("thumbnail", "prediction")]
        for address in addresses:
            served.get(address)
        for address in layers:
            assert served.answer(address, sample="a/1").status_code == 200
        served.workspace.delete_run(run)
        for address in addresses + layers:
            served.refusal(404, address, sample="a/1")
        assert served.get("/runs") == []


def test_curves_keep_their_peaks_and_their_ends(tmp_path: Path) -> None:
    values = np.sin(np.arange(4000) / 50)
    values[1234], values[3210] = 9.0, -9.0
    with serving(tmp_path) as served:
        run = begin_run(served.workspace, CLASSES, ROWS)
        run.log_curves({step: {"train/loss": float(value)} for step, value in enumerate(values)})
        run.log_scalars({"val/iou/종이": float("nan")}, step=5)
        assert served.get(f"/runs/{run.id}/curves") == {"keys": ["train/loss", "val/iou/종이"], "curves": []}
        (curve,) = served.get(f"/runs/{run.id}/curves", keys=["train/loss", "nothing"], points=100)["curves"]
        assert len(curve["steps"]) <= 100
        assert (curve["steps"][0], curve["steps"][-1]) == (0, 3999)
        assert {1234, 3210} <= set(curve["steps"])
        assert curve["values"] == [values[step] for step in curve["steps"]]
        (nan,) = served.get(f"/runs/{run.id}/curves", keys=["val/iou/종이"])["curves"]
        assert (nan["steps"], nan["values"]) == ([5], [None])
        served.refusal(422, f"/runs/{run.id}/curves", points=1)
        served.refusal(422, f"/runs/{run.id}/curves", points=10**9)


def test_the_difference_of_two_runs_is_told_in_words_and_in_yaml(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        base = begin_run(served.workspace, CLASSES, ROWS, config={"train": {"lr": 0.1}, "mix": []})
        changed = {"train": {"lr": 0.2}, "mix": [{"name": "cutmix", "p": 0.5}]}
        other = begin_run(served.workspace, CLASSES, ROWS, config=changed)
        difference = served.get(f"/runs/{other.id}/difference", against=base.id)
        assert [change["sentence"] for change in difference["changes"]] == [
            "train.lr 0.1 → 0.2",
            "mix + cutmix",
        ]
        assert difference["changes"][0] | {"sentence": ""} == {
            "path": "train.lr", "before": "0.1", "after": "0.2", "sentence": "",
        }  # fmt: skip
        assert yaml.safe_load(difference["changes"][1]["after"]) == {"name": "cutmix", "p": 0.5}
        assert difference["changes"][1]["before"] == ""


def test_a_class_is_followed_over_all_runs_that_have_it(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        first = begin_run(served.workspace, CLASSES, ROWS)
        record(first, HALF, FLAT)
        second = begin_run(served.workspace, ClassSet(("바닥", "glass")), ROWS, label_hash="cd" * 20)
        record(second, HALF, HALF)
        begin_run(served.workspace, CLASSES, ROWS)  # never validated
        third = begin_run(served.workspace, CLASSES, ROWS)
        record(third, HALF, HALF)
        trend = served.get("/classes/trend", name="paper")
        assert [point["run"]["id"] for point in trend["points"]] == [first.id, third.id]
        figures = [(p["iou"], p["precision"], p["recall"]) for p in trend["points"]]
        assert figures == [(0.0, None, 0.0), (1.0, 1.0, 1.0)]
        assert "'wood'" in served.refusal(404, "/classes/trend", name="wood")


def test_an_empty_workspace_has_no_runs(tmp_path: Path) -> None:
    with serving(tmp_path / "new") as served:
        assert served.get("/runs") == []


def test_a_run_whose_files_are_gone_is_told_in_a_sentence(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        run = begin_run(served.workspace, CLASSES, ROWS)
        validation = record(run, HALF, FLAT)
        (validation.folder / "counts.parquet").unlink()
        assert "counts.parquet" in served.refusal(404, f"/runs/{run.id}/validations/1/diagnosis")
        assert served.get(f"/runs/{run.id}")["validations"][0]["miou"] == pytest.approx(0.25)


def test_the_trainers_own_run_is_served(trained: Served) -> None:
    (run,) = trained.workspace.runs()
    view = trained.get(f"/runs/{run.id}")
    assert (view["brief"]["name"], view["brief"]["status"]) == ("tiny", "finished")
    assert view["splits"] == {"train": 12, "val": 6}
    assert [v["epoch"] for v in view["validations"]] == [1, 2]
    assert "train/loss" in trained.get(f"/runs/{run.id}/curves")["keys"]
    assert Workspace.open(trained.workspace.folder).run(run.id).config == yaml.safe_load(view["config"])
