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
