"""The verbs of trained models from end to end: ensemble, evaluate, compare, predict."""

import json
import sys
from pathlib import Path

import pytest

from segscope._api import train
from segscope.cli.main import main
from segscope.config.load import load_config
from segscope.data.recycling import write_recycling
from tests.cli.test_main import TINY

pytest.importorskip("torch")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data, and a workspace with two trainings of different seeds."""
    folder = tmp_path_factory.mktemp("ensembles")
    write_recycling(folder / "data", images=8, val_images=4, test_images=3, size=64, seed=1)
    for seed in (0, 1):
        settings = [*TINY, f"train.seed={seed}", f"name=seed-{seed}", "train.workers=0"]
        train(load_config(None, [f"data.path={folder / 'data'}", *settings]), workspace=folder / "workspace")
    return folder


def segscope(place: Path, *words: object, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run the command in this process; gives the exit code."""
    command = ["segscope", *map(str, words), "--workspace", str(place / "workspace")]
    monkeypatch.setattr(sys, "argv", command)
    try:
        main()
    except SystemExit as left:
        return int(left.code or 0)
    return 0


def test_an_ensemble_is_made_evaluated_compared_and_predicts(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = place / "both.yaml"
    words: tuple[object, ...] = ("ensemble", "seed-0", "seed-1", "--tta", "flip", "--out", file)
    assert segscope(place, *words, monkeypatch=monkeypatch) == 0
    assert "2 members" in capsys.readouterr().err
    assert segscope(place, "evaluate", file, "--device", "cpu", "--json", monkeypatch=monkeypatch) == 0
    outcome = json.loads(capsys.readouterr().out)
    assert outcome["coverage"] == {
        "pictures": 4,
        "pool": 12,
        "trained_on": 0,
        "transductive": 0,
        "searched_on": 0,
        "members_per_picture": [2, 2],
    }
    assert outcome["name"] == "evaluation of both"
    assert segscope(place, "compare", "seed-0", file, "--json", monkeypatch=monkeypatch) == 0
    comparison = json.loads(capsys.readouterr().out)
    assert comparison["images"] == 4
    out = place / "out"
    words = ("predict", file, place / "data", "--out", out, "--format", "contest-csv", "--json")
    assert segscope(place, *words, monkeypatch=monkeypatch) == 0
    assert json.loads(capsys.readouterr().out)["problems"] == []
    assert (out / "submission.csv").is_file()


def test_the_table_says_what_was_measured(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert segscope(place, "evaluate", "seed-0", "--device", "cpu", monkeypatch=monkeypatch) == 0
    printed = capsys.readouterr()
    said = "4 of the 12 pictures that the runs know, each once, by one model that did not train on it."
    assert said in printed.err
    assert "Battery" in printed.out


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("evaluate", "nobody"), 1, "no run 'nobody'"),
        (("evaluate", "seed-0", "--tta", "flop"), 2, "did you mean 'flip'?"),
        (("evaluate", "missing.yaml"), 2, "missing.yaml: there is no such file"),
        (("evaluate", "any.yaml", "--checkpoint", "last"), 2, "leave --checkpoint out"),
        (("evaluate", "seed-0", "--split", "train"), 2, "was trained on"),
        (("ensemble", "seed-0", "--out", "e.json"), 2, "ends in .yaml"),
        (("ensemble", "seed-0", "--members", "epochs", "--out", "e.yaml"), 2, "kept no epochs"),
        (("export", "seed-0", "--onnx", "model.pt"), 2, "ends in .onnx"),
        (("predict", "seed-0", ".", "--out", "x", "--format", "onnx"), 2, "there is no output 'onnx'"),
    ],
)
def test_a_mistake_is_one_sentence(
    place: Path,
    words: tuple[str, ...],
    code: int,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert segscope(place, *words, monkeypatch=monkeypatch) == code
    printed = capsys.readouterr()
    assert sentence in printed.err
    assert printed.out == ""
