"""``segscope compare``: sentences, exit codes, JSON alone on standard output, and no torch."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from segscope.engine.class_set import ClassSet
from segscope.store import Workspace
from tests.analysis.compare.stored_runs import Stored, draw_truth, predict, store_run

TRUTH = draw_truth(24)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    other = ClassSet(("floor", "paper", "metal", "glass", "clay"), ignore_id=255)
    with Workspace.open(folder) as workspace:
        store_run(workspace, TRUTH, predict(TRUTH, 0.4, seed=1), Stored("base", epochs=(1, 2)))
        store_run(workspace, TRUTH, predict(TRUTH, 0.1, seed=2), Stored("넓게 [wide]"))
        store_run(workspace, TRUTH, predict(TRUTH, 0.1, seed=2), Stored("other", class_set=other))
    return folder


def segscope(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "importtime", "-m", "segscope", "compare", *words]
    return subprocess.run(
        [*command, "--workspace", str(folder), "--draws", "500"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_it_says_which_run_is_better_without_torch(folder: Path) -> None:
    answer = segscope("base", "넓게 [wide]", folder=folder)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith("B (넓게 [wide]) against A (base) on 24 images: mIoU +")
    assert "better" in answer.stdout
    loaded = {line.rsplit("|", 1)[-1].strip() for line in answer.stderr.splitlines()}
    assert "segscope.analysis.compare" in loaded
    assert not {"torch", "matplotlib", "mlflow", "wandb"} & loaded


def test_json_stands_alone_and_holds_everything(folder: Path) -> None:
    answer = segscope("base", "넓게 [wide]", "--json", "--validation", "last", "--seed", "3", folder=folder)
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert found["verdict"] == "better"
    assert (found["draws"], found["seed"], found["images"]) == (500, 3, 24)
    assert {"overall", "others", "classes", "moved", "kinds", "pixels", "notes", "summary"} <= set(found)
    assert found["classes"][1]["name"] == "paper"
    assert found["classes"][1]["p"] >= found["overall"]["p"]


def test_a_run_that_is_worse_is_no_failure(folder: Path) -> None:
    answer = segscope("넓게 [wide]", "base", "--json", folder=folder)
    assert answer.returncode == 0
    assert json.loads(answer.stdout)["verdict"] == "worse"


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["base", "other"], 1, "their class sets differ, class 4 is 'never' and 'clay'."),
        (["base", "nobody"], 1, "there is no run 'nobody'"),
        (["base", "other", "--validation", "9"], 1, "no validation at epoch 9"),
        (["base", "other", "--validation", "newest"], 2, "give best, last, or an epoch"),
        (["base,base", "other"], 2, "is named twice"),
        (["base", "넓게 [wide]", "--by", "group"], 2, "knows no groups"),
        (["base", "넓게 [wide]", "--by", "pixel"], 2, "pixel"),
        (["base"], 2, "Missing argument"),
    ],
)
def test_a_mistake_is_one_sentence(words: list[str], code: int, sentence: str, folder: Path) -> None:
    answer = segscope(*words, folder=folder)
    said = "\n".join(line for line in answer.stderr.splitlines() if not line.startswith("import time:"))
    assert answer.returncode == code, said
    assert sentence in said
    assert "Traceback" not in said
    assert answer.stdout == ""
