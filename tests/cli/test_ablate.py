"""``segscope ablate`` without a training: judged again from counts, its table at every width, its slips."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from segscope.analysis.ablation import AblationResult, collect_counts, write_ablation
from segscope.analysis.ablation.collect import ArmRuns
from segscope.cli.ablation_table import ablation_renderable
from segscope.store import Workspace
from tests.analysis.ablation.made_results import made_result
from tests.analysis.compare.stored_runs import Stored, draw_truth, predict, store_run

TRUTH = draw_truth(24)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("record")
    with Workspace.open(tmp_path_factory.mktemp("workspace")) as workspace:
        arms = [
            ArmRuns(
                name,
                () if name == "baseline" else (f"wrong={wrong}",),
                tuple(
                    store_run(workspace, TRUTH, predict(TRUTH, wrong, seed + offset), Stored(name, seed=seed))
                    for seed in range(3)
                ),
            )
            for name, wrong, offset in (("baseline", 0.4, 10), ("넓게 [wide]", 0.1, 20))
        ]
        write_ablation(folder / "counts.parquet", collect_counts(arms, name="planted"))
    return folder


def segscope(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "importtime", "-m", "segscope", "ablate", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_a_record_is_judged_again_without_torch_or_a_workspace(record: Path) -> None:
    answer = segscope("--from", str(record), "--json", "--draws", "500")
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert [change["verdict"] for change in found["changes"]] == ["better"]
    assert found["changes"][0]["name"] == "넓게 [wide]"
    loaded = {line.rsplit("|", 1)[-1].strip() for line in answer.stderr.splitlines()}
    assert not {"torch", "matplotlib"} & loaded


def test_the_whole_record_is_written_again(record: Path, tmp_path: Path) -> None:
    answer = segscope("--from", str(record / "counts.parquet"), "--out", str(tmp_path), "--draws", "500")
    assert answer.returncode == 0, answer.stderr
    assert "planted: 1 change against a baseline" in answer.stdout
    assert "better" in answer.stdout
    assert {path.name for path in tmp_path.iterdir()} == {
        "ablation.json",
        "ablation.md",
        "classes.png",
        "counts.parquet",
    }


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--from", "nowhere"], "is missing: give the folder that `segscope ablate` wrote"),
        (["--from", "x", "--try", "mix+=cutmix"], "leave the config and --try out"),
        (["--try", "mix+=cutmix"], "name the baseline"),
        (["data", "--try", "mix=[cutmux]"], "did you mean 'cutmix'?"),
    ],
)
def test_slips_are_one_sentence(words: list[str], complaint: str, tmp_path: Path) -> None:
    answer = segscope(*words, "--workspace", str(tmp_path))
    assert answer.returncode in (1, 2)
    assert complaint in " ".join(line for line in answer.stderr.splitlines() if "import time" not in line)
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("width", [80, 100, 160])
@pytest.mark.parametrize(("changes", "classes"), [(1, 2), (14, 12), (14, 11), (3, 150)])
def test_the_table_fits_every_width(width: int, changes: int, classes: int) -> None:
    differences = np.random.default_rng(1).normal(0, 0.04, (changes, classes))
    differences[0, 0] = np.nan
    lines = _rendered(made_result(differences, sure=True), width)
    assert max(map(len, lines)) <= width
    text = "\n".join(lines)
    for index in range(min(changes, 5)):
        assert f"change {index}" in text
    assert "*" in text
    assert "a note" in text


def test_a_star_stays_where_there_is_no_room_for_the_digit() -> None:
    text = "\n".join(_rendered(made_result(np.array([[0.169, -0.222]]), sure=True), 80))
    assert "+17*" in text
    assert "−22*" in text


def _rendered(result: AblationResult, width: int) -> list[str]:
    console = Console(width=width, color_system=None)
    with console.capture() as capture:
        console.print(ablation_renderable(result))
    return [line.rstrip() for line in capture.get().splitlines()]
