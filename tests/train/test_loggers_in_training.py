"""A training mirrors the same numbers and pictures to every tool; the files are read back and compared."""

import io
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from segscope.config.run_config import RunConfig
from segscope.store.workspace import Workspace
from segscope.train.fit import train
from segscope.train.progress import SilentWatcher
from segscope.train.request import TrainingRequest

pytest.importorskip("tensorboard")


class Listen(SilentWatcher):
    """Keeps the messages."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def message(self, text: str) -> None:
        self.messages.append(text)


def test_tensorboard_holds_what_the_store_holds(
    tiny_config: Callable[..., RunConfig], tmp_path: Path
) -> None:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    config = tiny_config("train.epochs=2", "val.every=1", "loggers=[tensorboard]")
    listener = Listen()
    with Workspace.open(tmp_path) as workspace:
        run = train(TrainingRequest(config, workspace, listener))
        assert run is not None
        folder = f'--logdir "{run.folder}/loggers/tensorboard"'
        assert any("tensorboard" in said and said.endswith(folder) for said in listener.messages)
        events = EventAccumulator(str(run.folder / "loggers" / "tensorboard"), {"scalars": 0, "images": 0})
        events.Reload()
        tags = events.Tags()
        for key in ("train/loss", "train/lr", "val/miou", "val/iou/Paper", "val/err/segment/Paper"):
            stored = [(step, value) for step, value in run.scalars(key) if math.isfinite(value)]
            mirrored = (
                [(event.step, event.value) for event in events.Scalars(key)] if key in tags["scalars"] else []
            )
            assert [step for step, _ in mirrored] == [step for step, _ in stored], key
            assert np.allclose([v for _, v in mirrored], [v for _, v in stored], rtol=1e-6), key
        assert "train/batch" in tags["images"]
        panels = [tag for tag in tags["images"] if tag.startswith("val/panel/")]
        assert len(panels) >= 2
        picture = np.asarray(Image.open(io.BytesIO(events.Images("train/batch")[0].encoded_image_string)))
        kept = np.asarray(Image.open(run.folder / "first-batch.png"))
        assert np.array_equal(picture, kept)


def test_a_logger_that_fails_is_said_once_and_training_goes_on(
    tiny_config: Callable[..., RunConfig], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from segscope.loggers.tensorboard import TensorBoardLogger

    def refuse(*_: object) -> None:
        raise OSError("no space left for the mirror")

    monkeypatch.setattr(TensorBoardLogger, "log_scalars", refuse)
    listener = Listen()
    with Workspace.open(tmp_path) as workspace:
        config = tiny_config("train.epochs=1", "loggers=[tensorboard]")
        run = train(TrainingRequest(config, workspace, listener))
        assert run is not None
        assert run.status == "finished"
        assert len(run.validations()) == 1
    assert sum("no space left for the mirror" in message for message in listener.messages) == 1
