"""``segscope diagnose``: table, files and exit codes, for predictions that segscope did not make."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
import typer
from PIL import Image
from sklearn.metrics import jaccard_score
from typer.testing import CliRunner, Result

from segscope.cli import diagnose, runs
from segscope.errors import DataError, UsageError
from segscope.store import Workspace
from tests.data.predictions.folders import CLASS_TEXT, NAMES, draw_map, draw_maps, write_maps, write_sources

app = typer.Typer()
diagnose.register(app)
runs.register(app)

TRUTH, PREDICTED = draw_maps(4), draw_maps(4, first_seed=30)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_sources(tmp_path, TRUTH, PREDICTED, CLASS_TEXT)
    return tmp_path


def run(folder: Path, *words: str | Path) -> Result:
    given = ["--gt", folder / "gt", "--pred", folder / "pred", "--classes", folder / "classes.txt"]
    place = ["--ignore", "255", "--workspace", folder / "w"]
    return CliRunner().invoke(app, ["diagnose", *map(str, [*given, *place, *words])])


def expected_iou() -> list[float]:
    truth, guess = (np.concatenate([maps[n].ravel() for n in TRUTH]) for maps in (TRUTH, PREDICTED))
    seen = truth != 255
    scores = jaccard_score(truth[seen], guess[seen], labels=[0, 1, 2], average=None)
    return [float(score) for score in scores]


def test_the_table_stands_on_standard_output_and_the_places_on_standard_error(folder: Path) -> None:
    result = run(folder)
    assert result.exit_code == 0, result.output
    assert f"mIoU {np.mean(expected_iou()):.3f}" in result.stdout
    for name, score in zip(NAMES, expected_iou(), strict=True):
        assert name in result.stdout
        assert f"{score:.3f}" in result.stdout
    (kept,) = (folder / "w" / "runs").iterdir()
    assert str(kept / "validations" / "0001") in result.stderr
    assert (kept / "validations" / "0001" / "panels" / "errors.png").is_file()
    assert "mIoU" in (kept / "validations" / "0001" / "diagnosis.txt").read_text()


def test_json_to_standard_output_stands_alone(folder: Path) -> None:
    result = run(folder, "--json", "-", "--frame", "open", "--name", "baseline")
    figures = json.loads(result.stdout)
    assert figures["name"] == "baseline"
    assert (figures["images"], figures["ignore"], figures["frame"]) == (4, 255, "open")
    assert [entry["iou"] for entry in figures["per_class"]] == pytest.approx(expected_iou())


def test_out_json_and_counts_are_written_where_they_are_asked_for(folder: Path) -> None:
    result = run(folder, "--out", folder / "o", "--json", folder / "f.json", "--counts", folder / "c.parquet")
    assert result.exit_code == 0, result.output
    assert {path.name for path in (folder / "o").iterdir()} == {
        "diagnosis.txt",
        "errors.png",
        "flows.png",
        "confusion.png",
    }
    figures = json.loads((folder / "f.json").read_text())
    table = pq.read_table(folder / "c.parquet").to_pylist()
    for index, entry in enumerate(figures["per_class"]):
        assert sum(row["tp"] for row in table if row["class_id"] == index) == entry["tp"]
    assert {row["image"] for row in table} == set(TRUTH)


def test_the_import_is_a_run_that_can_be_shown(folder: Path) -> None:
    first = run(folder, "--name", "model a")
    shown = CliRunner().invoke(app, ["runs", "show", "model a", "--workspace", str(folder / "w")])
    assert shown.exit_code == 0, shown.output
    assert shown.stdout.splitlines()[0] == first.stdout.splitlines()[0]
    assert "epoch" not in shown.stderr
    listed = CliRunner().invoke(app, ["runs", "list", "--json", "--workspace", str(folder / "w")])
    (row,) = json.loads(listed.stdout)
    assert (row["name"], row["status"]) == ("model a", "finished")
    assert row["miou"] == pytest.approx(np.mean(expected_iou()))


def test_intervals_stand_in_both_kinds_of_json_and_are_unsafe_with_few_images(folder: Path) -> None:
    run(folder, "--json", folder / "f.json", "--name", "model a")
    shown = CliRunner().invoke(app, ["runs", "show", "model a", "--json", "--workspace", str(folder / "w")])
    figures, diagnosis = json.loads((folder / "f.json").read_text()), json.loads(shown.stdout)["diagnosis"]
    assert figures["intervals"] == diagnosis["intervals"]
    miou = figures["intervals"]["miou"]
    assert miou["low"] < np.mean(expected_iou()) < miou["high"]
    assert (miou["n"], miou["unit"], miou["unsafe"]) == (4, "image", True)
    for entry, other in zip(figures["per_class"], diagnosis["classes"], strict=True):
        assert entry["interval"] == other["interval"]
        assert entry["intervals"] == other["intervals"]
        assert entry["interval"]["low"] < entry["iou"] < entry["interval"]["high"]


def test_a_copy_of_a_picture_is_named_once_with_its_twin(folder: Path) -> None:
    for side, maps in (("gt", TRUTH), ("pred", PREDICTED)):
        write_maps(folder / side, {"again": maps["p0"]})
    result = run(folder, "--json", folder / "f.json")
    assert result.exit_code == 0, result.output
    listed = json.loads((folder / "f.json").read_text())["worst_images"]
    twins = {image["image"]: image["like"] for image in listed}
    assert twins.get("again") == ["p0"]
    assert "p0" not in twins
    assert "again (+1 alike)" in result.stdout.replace(".png", "")


def test_panels_are_drawn_where_pictures_are_given(folder: Path) -> None:
    (folder / "images").mkdir()
    for name, ids in TRUTH.items():
        Image.fromarray(np.dstack([ids] * 3)).save(folder / "images" / f"{name}.jpg")
    result = run(folder, "--images", folder / "images", "--out", folder / "o")
    assert result.exit_code == 0, result.output
    assert {"all-classes.png", "class-0.png", "class-1.png", "class-2.png"} < {
        path.name for path in (folder / "o").iterdir()
    }
    assert "p0.jpg" in result.stdout


def test_a_set_without_a_counted_pixel_is_shown_as_it_is(folder: Path) -> None:
    write_maps(folder / "gt", {name: ids * 0 + 255 for name, ids in TRUTH.items()})
    result = run(folder, "--json", folder / "f.json")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("mIoU – ")
    assert json.loads((folder / "f.json").read_text())["scores"]["miou"] is None


def test_a_mistake_is_raised_before_anything_is_made(folder: Path) -> None:
    write_maps(folder / "pred", {"stray": draw_map(1)})
    result = run(folder)
    assert isinstance(result.exception, DataError)
    assert "stray.png" in str(result.exception)
    late = run(folder, "--json", folder / "nowhere" / "f.json")
    assert isinstance(late.exception, UsageError)
    assert not (folder / "w").exists()
    left_out = run(folder, "--allow-unpaired")
    assert left_out.exit_code == 0
    assert "left out" in left_out.stderr


def test_a_file_that_is_wrong_leaves_an_empty_workspace(folder: Path) -> None:
    write_maps(folder / "pred", {"p2": draw_map(1, (5, 7))})
    result = run(folder)
    assert isinstance(result.exception, DataError)
    with Workspace.open(folder / "w") as workspace:
        assert workspace.runs() == ()


def test_the_command_never_loads_torch_nor_prints_a_traceback(folder: Path) -> None:
    words = ["diagnose", "--gt", "gt", "--pred", "pred", "--classes", "classes.txt", "--workspace", "w"]
    code = (
        "import sys\n"
        "sys.argv = ['segscope', *{words!r}]\n"
        "from segscope.cli.main import main\n"
        "try:\n    main()\nfinally:\n    print('torch' in sys.modules, file=sys.stderr)\n"
    )

    def answer(*more: str) -> subprocess.CompletedProcess[str]:
        script = code.replace("{words!r}", repr([*words, *more]))
        return subprocess.run(
            [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=False
        )

    undeclared = answer()
    assert undeclared.returncode == 1
    assert undeclared.stderr.startswith("segscope: gt/p0.png: ids outside the class set: 255")
    assert "--ignore" in undeclared.stderr
    sound = answer("--ignore", "255")
    assert sound.returncode == 0, sound.stderr
    assert sound.stdout.endswith("\n")
    for result in (undeclared, sound):
        assert "Traceback" not in result.stderr
        assert result.stderr.splitlines()[-1] == "False"
