"""The command line: sentences instead of tracebacks, exit codes, JSON alone on standard output."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from segscope.data.recycling import write_recycling

TINY = [
    "model.weights=none",
    "model.encoder=resnet18",
    "model.decoder_channels=[16,16,8,8]",
    "augment.scale-crop.size=64",
    "train.epochs=1",
    "train.batch_size=4",
    "train.device=cpu",
]


def segscope(*words: str | Path, workspace: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "segscope", *map(str, words)]
    if words[0] not in ("--help", "--version"):
        command += ["--workspace", str(workspace)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "waste"
    write_recycling(folder, images=8, val_images=4, test_images=3, size=64, seed=1)
    return folder


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workspace")


@pytest.fixture(scope="module")
def trained(data: Path, workspace: Path) -> dict[str, object]:
    answer = segscope("train", data, *TINY, "--name", "첫 실험", "--json", workspace=workspace)
    assert answer.returncode == 0, answer.stderr
    outcome = json.loads(answer.stdout)
    assert isinstance(outcome, dict)
    return outcome


def test_training_prints_json_alone_on_standard_output(trained: dict[str, object]) -> None:
    assert trained["name"] == "첫 실험"
    diagnosis = trained["diagnosis"]
    assert isinstance(diagnosis, dict)
    assert diagnosis["images"] == 4
    assert len(diagnosis["classes"]) == 12


def test_runs_are_listed_shown_and_deleted(trained: dict[str, object], data: Path, workspace: Path) -> None:
    listed = json.loads(segscope("runs", "list", "--json", workspace=workspace).stdout)
    (row,) = [row for row in listed if row["id"] == trained["run"]]
    assert row["status"] == "finished"
    assert row["bytes"] > 100_000
    shown = segscope("runs", "show", "첫 실험", workspace=workspace)
    assert shown.returncode == 0
    assert "Battery" in shown.stdout
    assert "best validation at epoch 1" in shown.stderr
    (pictures,) = (line for line in shown.stdout.splitlines() if line.startswith("Pictures: "))
    assert Path(pictures.removeprefix("Pictures: ")).is_dir(), "a path is printed whole"
    first = segscope("runs", "show", "첫 실험", "--validation", "1", "--json", workspace=workspace)
    assert json.loads(first.stdout) == trained
    third = segscope("runs", "show", "첫 실험", "--validation", "3", workspace=workspace)
    assert third.returncode == 1
    assert "has no validation at epoch 3" in third.stderr
    other = segscope("train", data, *TINY, "--name", "[v2] away", "--json", workspace=workspace)
    run = json.loads(other.stdout)["run"]
    assert "[v2] away" in segscope("runs", "list", workspace=workspace).stdout
    deleted = segscope("runs", "delete", run, "--yes", workspace=workspace)
    assert deleted.returncode == 0
    assert not (workspace / "runs" / run).exists()
    assert segscope("runs", "gc", "--json", workspace=workspace).returncode == 0


def test_predict_writes_file_ids_at_the_pictures_own_size(
    trained: dict[str, object], data: Path, workspace: Path, tmp_path: Path
) -> None:
    pictures = tmp_path / "pictures"
    (pictures / "하위").mkdir(parents=True)
    Image.new("RGB", (37, 53), (90, 80, 70)).save(pictures / "one.png")
    Image.new("RGB", (64, 64), (90, 80, 70)).save(pictures / "하위" / "two.jpg")
    (pictures / "broken.png").write_bytes(b"\x89PNG\r\n")
    out = tmp_path / "out"
    answer = segscope("predict", str(trained["run"]), pictures, "--out", out, "--json", workspace=workspace)
    assert answer.returncode == 1, "one picture is broken"
    assert json.loads(answer.stdout)["pictures"] == 2
    assert "broken.png" in answer.stderr
    with Image.open(out / "one.png") as one, Image.open(out / "하위" / "two.png") as two:
        assert (one.mode, one.size) == ("P", (37, 53))
        assert set(np.unique(np.asarray(one))) <= set(range(12))
        assert two.size == (64, 64)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["train", "/nowhere"], 2, "there is no such file or folder"),
        (["train", "{data}", "train.epoch=1"], 2, "did you mean train.epochs?"),
        (["train", "{data}", "data.val=validation"], 2, "there is no split 'validation'"),
        (["train", "{data}", "train.device=mps"], 2, "train.device"),
        (["train", "{data}", "--parent", "nobody"], 1, "no run 'nobody'"),
        (["resume", "nobody"], 1, "no run 'nobody'"),
        (["resume", "[1, 2]"], 1, "no run '[1, 2]'"),
        (["resume", "[bold]x"], 1, "no run '[bold]x'"),
        (["predict", "nobody", "/nowhere", "--out", "x"], 1, "no run 'nobody'"),
        (["runs", "show", "nobody"], 1, "no run 'nobody'"),
        (["check", "/nowhere"], 2, "/nowhere"),
    ],
)
def test_a_mistake_is_one_sentence(
    words: list[str], code: int, sentence: str, data: Path, tmp_path: Path
) -> None:
    answer = segscope(*[word.format(data=data) for word in words], workspace=tmp_path)
    assert answer.returncode == code, answer.stderr
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr
    assert answer.stdout == ""


def test_help_and_version_answer(tmp_path: Path) -> None:
    assert "Begin with" in segscope("--help", workspace=tmp_path).stdout
    assert segscope("--version", workspace=tmp_path).stdout.startswith("segscope ")
    wrong = segscope("trian", workspace=tmp_path)
    assert wrong.returncode == 2
    assert "train" in wrong.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_told_in_a_sentence(workspace: Path) -> None:
    command = [sys.executable, "-m", "segscope", "techniques"]
    with Path("/dev/full").open("w") as full:
        answer = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert answer.returncode == 1
    assert "the disk is full" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert "Exception ignored" not in answer.stderr


def test_what_a_training_asks_for_and_is_not_there_is_a_warning(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "images").mkdir(parents=True)
    (folder / "masks").mkdir()
    for name in ("a", "b"):
        Image.new("RGB", (16, 16), (90, 80, 70)).save(folder / "images" / f"{name}.png")
        Image.new("L", (16, 16), 1).save(folder / "masks" / f"{name}.png")
    (folder / "classes.txt").write_text("Background\nPaper\n", encoding="utf-8")
    answer = segscope("check", folder, "--json", workspace=tmp_path / "place")
    assert answer.returncode == 0
    (finding,) = [f for f in json.loads(answer.stdout)["findings"] if f["code"] == "missing-split"]
    assert finding["severity"] == "warning"
    assert "--folds 5" in finding["remedy"]
