"""TensorBoard: on disk at once, and one curve after any chain of crashes and resumes."""

import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from segscope.loggers.base import LoggedPicture, RunInfo
from segscope.loggers.tensorboard import TensorBoardLogger

accumulator = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")


def read(run_info: RunInfo) -> Any:
    loaded = accumulator.EventAccumulator(
        str(Path(run_info.folder, "loggers", "tensorboard")), size_guidance={"scalars": 0, "images": 0}
    )
    loaded.Reload()
    return loaded


def steps(run_info: RunInfo, key: str) -> list[int]:
    return [event.step for event in read(run_info).Scalars(key)]


def test_nothing_is_lost_when_the_process_is_killed(run_info: RunInfo) -> None:
    script = textwrap.dedent("""
        import os, signal, sys
        import numpy as np
        from segscope.engine.class_set import ClassSet
        from segscope.loggers.base import LoggedPicture, RunInfo
        from segscope.loggers.tensorboard import TensorBoardLogger
        logger = TensorBoardLogger()
        logger.start(RunInfo("run-1", "", sys.argv[1], {}, ClassSet(("Paper",))))
        for step in range(1, 8):
            logger.log_scalars({"train/loss": 1 / step}, step)
        logger.log_pictures([LoggedPicture("val/panel/a", np.zeros((4, 6, 3), np.uint8))], 7)
        os.kill(os.getpid(), signal.SIGKILL)
    """)

    ended = subprocess.run([sys.executable, "-c", script, run_info.folder], check=False)

    assert ended.returncode == -signal.SIGKILL
    assert steps(run_info, "train/loss") == list(range(1, 8))
    assert [event.step for event in read(run_info).Images("val/panel/a")] == [7]


def test_a_resume_takes_back_what_came_after_the_checkpoint(run_info: RunInfo) -> None:
    logger = TensorBoardLogger()
    logger.start(run_info)
    for step in range(1, 11):
        logger.log_scalars({"train/loss": 1.0, "only/before": 1.0}, step)
    logger.finish("failed")

    for checkpoint, last in ((6, 8), (6, 9), (8, 12)):
        logger = TensorBoardLogger()
        logger.start(replace(run_info, resumed=True, resume_step=checkpoint))
        for step in range(checkpoint + 1, last + 1):
            logger.log_scalars({"train/loss": 2.0}, step)
        logger.finish("failed")

    assert steps(run_info, "only/before") == list(range(1, 7))
    assert steps(run_info, "train/loss") == list(range(1, 13))
    assert [event.value for event in read(run_info).Scalars("train/loss")] == [1.0] * 6 + [2.0] * 6


def test_a_validation_repeated_at_the_checkpoint_itself_is_not_written_twice(run_info: RunInfo) -> None:
    logger = TensorBoardLogger()
    logger.start(run_info)
    logger.log_scalars({"train/loss": 1.0, "val/miou": 0.5}, 4)
    logger.finish("failed")

    logger = TensorBoardLogger()
    logger.start(replace(run_info, resumed=True, resume_step=4))
    logger.log_scalars({"val/miou": 0.5, "val/biou": 0.4}, 4)
    logger.finish("finished")

    assert {key: steps(run_info, key) for key in ("train/loss", "val/miou", "val/biou")} == {
        "train/loss": [4],
        "val/miou": [4],
        "val/biou": [4],
    }


def test_without_a_known_checkpoint_the_first_logged_step_decides(run_info: RunInfo) -> None:
    logger = TensorBoardLogger()
    logger.start(run_info)
    for step in range(1, 11):
        logger.log_scalars({"train/loss": 1.0}, step)
    logger.finish("failed")

    logger = TensorBoardLogger()
    logger.start(replace(run_info, resumed=True))
    for step in range(7, 9):
        logger.log_scalars({"train/loss": 2.0}, step)
    logger.finish("finished")

    assert steps(run_info, "train/loss") == [*range(1, 9)]


def test_attempts_keep_their_order_when_the_clock_is_set_back(
    run_info: RunInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    for attempt, clock in enumerate((2_000_000_000, 2_000_000_000, 1_000_000_000)):
        monkeypatch.setattr("segscope.loggers.event_file.time.time", lambda clock=clock: clock)
        logger = TensorBoardLogger()
        logger.start(replace(run_info, resumed=attempt > 0, resume_step=None))
        logger.log_scalars({"train/loss": float(attempt)}, attempt)
        logger.finish("failed")

    monkeypatch.undo()
    assert [event.value for event in read(run_info).Scalars("train/loss")] == [0.0, 1.0, 2.0]


def test_captions_are_said_to_be_left_out_and_the_hint_names_the_folder(run_info: RunInfo) -> None:
    logger = TensorBoardLogger()
    assert logger.hint == ""
    logger.start(run_info)
    panel = np.zeros((4, 6, 3), np.uint8)
    logger.log_pictures([LoggedPicture("a", panel, caption="mIoU 0.5"), LoggedPicture("b", panel)], 1)
    logger.finish("finished")

    assert [sentence.split()[0] for sentence in logger.left_out] == ["1"]
    assert f'"{run_info.folder}/loggers/tensorboard"' in logger.hint
    assert "--samples_per_plugin" in logger.hint
