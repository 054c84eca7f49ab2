"""Two processes: the step of one, every validation picture counted once, none padded, one run for both."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from segscope.config.load import dump_config
from segscope.config.run_config import RunConfig
from segscope.store.workspace import Workspace
from tests.train.test_accumulation import Tiny, joined, micro_batches, step

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


RANKS_STEPPING = """
import json, sys
from pathlib import Path
import torch
from lightning_fabric import Fabric
from segscope.config.choice import LossTerm
from segscope.train.losses.build import build_loss
from segscope.train.stepper import Stepper
from tests.train.test_accumulation import CONTEXT, Tiny, micro_batches

if __name__ == "__main__":
    fabric = Fabric(accelerator="cpu", devices=2, strategy="ddp")
    fabric.launch()
    rank = fabric.global_rank
    steps = []
    for term in json.loads(sys.argv[2]):
        torch.manual_seed(0)
        model = Tiny()
        wrapped, optimizer = fabric.setup(model, torch.optim.SGD(model.parameters(), lr=1.0))
        loss = build_loss([LossTerm.model_validate(term)], CONTEXT)
        result = Stepper(fabric, wrapped, optimizer, loss, 0.0).run(micro_batches()[rank::2])
        steps.append((model.state_dict(), float(result.loss)))
    torch.save(steps, Path(sys.argv[1], f"rank-{rank}.pt"))
"""


def test_the_step_of_two_processes_is_that_of_one_with_all_batches(tmp_path: Path) -> None:
    # One process counts all of its first batch and little of its second, the other half and nothing.
    terms: list[dict[str, object]] = [
        {"name": "cross-entropy"},
        {"name": "cross-entropy", "class_weights": "inverse", "label_smoothing": 0.1},
        {"name": "boundary-ce", "distance": 1.5},
    ]
    script, root = tmp_path / "step_on_two_ranks.py", Path(__file__).parents[2]
    script.write_text(RANKS_STEPPING)
    answer = subprocess.run(
        [sys.executable, str(script), str(tmp_path), json.dumps(terms)],
        capture_output=True, text=True, check=False, timeout=300,
        env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(root)},
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    ranks = [torch.load(tmp_path / f"rank-{rank}.pt", weights_only=True) for rank in range(2)]
    torch.manual_seed(0)
    model = Tiny()
    for number, term in enumerate(terms):
        whole, whole_loss = step(model, [joined(micro_batches())], term)
        halves = [step(model, micro_batches()[rank::2], term)[0] for rank in range(2)]
        for weights, loss in (steps[number] for steps in ranks):
            assert loss == pytest.approx(whole_loss, rel=1e-5)
            for name, value in whole.items():
                assert torch.allclose(weights[name], value, atol=2e-6), (term, name)
        mean_of_ranks = (halves[0]["layers.0.weight"] + halves[1]["layers.0.weight"]) / 2
        assert not torch.allclose(mean_of_ranks, whole["layers.0.weight"], atol=1e-4), "counts differ"


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
