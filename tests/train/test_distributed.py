"""Two processes: every validation picture counted once, none padded, and one run for both."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from segscope.config.load import dump_config
from segscope.config.run_config import RunConfig
from segscope.store.workspace import Workspace

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("epochs", [2])
def test_two_processes_count_every_picture_once(
    tiny_config: Callable[..., RunConfig], tmp_path: Path, epochs: int
) -> None:
    # Six validation pictures in batches of four: the second process gets fewer than the first.
    config = tmp_path / "run.yaml"
    settings = (
        f"train.epochs={epochs}",
        "train.devices=2",
        "train.batch_size=2",
        "val.batch_size=2",
        "val.every=1",
    )
    config.write_text(dump_config(tiny_config(*settings)))
    folder = tmp_path / "workspace"
    command = [sys.executable, "-m", "segscope", "train", str(config), "--workspace", str(folder), "--json"]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    answer = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=300, env=environment
    )
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["diagnosis"]["images"] == 6
    with Workspace.open(folder) as workspace:
        (run,) = workspace.runs()
        assert run.status == "finished"
        for validation in run.validations():
            tables = run.load_tables(validation)
            assert len(set(tables.images)) == len(tables.images) == 6
            pixels = tables.pooled("tp").sum() + tables.pooled("fn").sum()
            assert pixels == 6 * 64 * 64


RANKS_TRAINING = """
import os, sys
from pathlib import Path
from segscope.config.load import load_config
from segscope.store.workspace import Workspace
from segscope.train.fit import train
from segscope.train.request import TrainingRequest
from segscope.train.schedules.plateau import Plateau

observe = Plateau.observe

def written(self, score, update):
    observe(self, score, update)
    with Path(sys.argv[2], "rank-" + os.environ.get("LOCAL_RANK", "0")).open("a") as file:
        file.write(f"{update} {score!r} {self.current!r}\\n")

Plateau.observe = written
if __name__ == "__main__":
    with Workspace.open(Path(sys.argv[2], "workspace")) as workspace:
        train(TrainingRequest(load_config(sys.argv[1]), workspace))
"""


def test_every_rank_lowers_its_rate_by_the_same_scores(
    tiny_config: Callable[..., RunConfig], tmp_path: Path
) -> None:
    config, script = tmp_path / "run.yaml", tmp_path / "train_on_two_ranks.py"
    script.write_text(RANKS_TRAINING)
    plateau = "schedule={name: plateau, patience: 0, threshold: 1e9, warmup: 0}"
    settings = ("train.epochs=2", "train.devices=2", "train.batch_size=2", "val.every=1", plateau)
    config.write_text(dump_config(tiny_config(*settings)))
    answer = subprocess.run(
        [sys.executable, str(script), str(config), str(tmp_path)],
        capture_output=True, text=True, check=False, timeout=300, env={**os.environ, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    first, second = ((tmp_path / f"rank-{rank}").read_text() for rank in range(2))
    assert first == second
    assert [line.split()[2] for line in first.splitlines()] == ["1.0", "0.1"]
    with Workspace.open(tmp_path / "workspace") as workspace:
        (run,) = workspace.runs()
        heard = [float(line.split()[1]) for line in first.splitlines()]
        assert heard == [validation.scores["miou"] for validation in run.validations()]
