"""Checkpoints survive a kill at any moment, wherever the temporary folder lies, and run no code."""

import os
import pickle
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from segscope.errors import CheckpointError
from segscope.train.checkpoint import load_checkpoint, save_checkpoint, sweep_temporaries

WRITER = """
import sys, torch
from pathlib import Path
from segscope.train.checkpoint import save_checkpoint
path = Path(sys.argv[1])
number = 0
while True:
    save_checkpoint({"number": number, "weights": torch.full((2_000_000,), float(number))}, path)
    print(number, flush=True)
    number += 1
"""


def test_a_checkpoint_reads_back_equal(tmp_path: Path) -> None:
    path = tmp_path / "last.ckpt"
    save_checkpoint({"weights": torch.arange(5), "progress": {"epoch": 3}, "nothing": None}, path)
    state = load_checkpoint(path)
    assert torch.equal(state["weights"], torch.arange(5))
    assert state["progress"] == {"epoch": 3}
    assert sorted(file.name for file in tmp_path.iterdir()) == ["last.ckpt", "last.ckpt.json"]


@pytest.mark.parametrize("other_file_system", [False, True])
def test_kill_while_saving_leaves_a_whole_checkpoint(tmp_path: Path, *, other_file_system: bool) -> None:
    shared_memory = Path("/dev/shm")
    if other_file_system and not shared_memory.is_dir():
        pytest.skip("no second file system here")
    temporary = shared_memory if other_file_system else tmp_path
    path = tmp_path / "run" / "last.ckpt"
    path.parent.mkdir()
    before = set(shared_memory.iterdir()) if other_file_system else set()
    rng = random.Random(0)
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(temporary)},
        )
        assert process.stdout is not None
        acknowledged = int(process.stdout.readline())
        time.sleep(rng.uniform(0.0, 0.15))
        process.send_signal(signal.SIGKILL)
        for line in process.stdout:
            acknowledged = int(line)
        process.wait()
        process.stdout.close()
        state = load_checkpoint(path)
        assert state["number"] >= acknowledged
        assert bool((state["weights"] == state["number"]).all()), "the file is of one piece"
        sweep_temporaries(path.parent)
        assert sorted(file.name for file in path.parent.iterdir()) == ["last.ckpt", "last.ckpt.json"]
    if other_file_system:
        assert set(shared_memory.iterdir()) == before, "nothing is written to the temporary folder"


def test_a_damaged_checkpoint_is_named(tmp_path: Path) -> None:
    path = tmp_path / "last.ckpt"
    save_checkpoint({"weights": torch.zeros(1000)}, path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(CheckpointError, match=r"last\.ckpt: the checkpoint is damaged"):
        load_checkpoint(path)
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(CheckpointError, match="damaged"):
        load_checkpoint(path)


class Hostile:
    """Writes a file when it is unpickled."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return (Path.touch, (self.target,))


def test_loading_runs_no_code(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    pickled, saved = tmp_path / "pickled.ckpt", tmp_path / "saved.ckpt"
    pickled.write_bytes(pickle.dumps({"format": 1, "model": Hostile(canary)}))
    torch.save({"format": 1, "model": Hostile(canary)}, saved)
    for path in (pickled, saved):
        with pytest.raises(CheckpointError, match="without running code"):
            load_checkpoint(path)
    assert not canary.exists()


@pytest.mark.parametrize("content", [b"", b"<html>not found</html>", b"PK\x03\x04 cut"])
def test_what_is_no_checkpoint_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "last.ckpt"
    path.write_bytes(content)
    with pytest.raises(CheckpointError, match=r"last\.ckpt: not a checkpoint"):
        load_checkpoint(path)
    with pytest.raises(CheckpointError, match="there is no such checkpoint"):
        load_checkpoint(tmp_path / "none.ckpt")


def test_a_checkpoint_that_cannot_be_written_is_said_and_the_old_one_stays(tmp_path: Path) -> None:
    path = tmp_path / "last.ckpt"
    save_checkpoint({"number": 1}, path)
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(CheckpointError, match="cannot be written"):
        save_checkpoint({"number": 2}, blocked / "last.ckpt")
    assert load_checkpoint(path)["number"] == 1


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    script = (
        "import resource, signal, sys, torch\n"
        "from pathlib import Path\n"
        "from segscope.errors import CheckpointError\n"
        "from segscope.train.checkpoint import save_checkpoint\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try:\n"
        "    save_checkpoint({'weights': torch.zeros(1_000_000)}, Path(sys.argv[1]))\n"
        "except CheckpointError as error:\n"
        "    print(error)\n"
    )
    path = tmp_path / "last.ckpt"
    answer = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    assert "cannot be written" in answer.stdout
    assert answer.stdout.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
