"""Four channels of 16 bits through everything: check, training, validation pictures, resume, prediction."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image

from segscope.config.run_config import RunConfig
from segscope.data.open import open_dataset
from segscope.errors import DataError
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.checkpoint import load_checkpoint
from segscope.train.fit import resume, train
from segscope.train.load_model import load_model
from segscope.train.predict import find_pictures, predict
from segscope.train.progress import SilentWatcher, StepReport
from segscope.train.request import TrainingRequest
from tests.data.corpus.raw_png import RGBA, png

Configure = Callable[..., RunConfig]
# What a sensor of 12 bits gives: a small part of 16 bits, in bands of different brightness.
GAINS = np.array([3.0, 12.0, 7.0, 1.0])
STEPS_IN_EPOCH = 3


class StopAfter(SilentWatcher):
    """Interrupts a training in its second epoch."""

    def step_done(self, report: StepReport) -> None:
        if report.step == STEPS_IN_EPOCH + 1:
            raise KeyboardInterrupt


def deepen(path: Path) -> NDArray[np.uint16]:
    """Replace an 8-bit RGB picture by one of four dim 16-bit bands."""
    with Image.open(path) as image:
        colours = np.asarray(image.convert("RGB")).astype(np.float64)
    bands = np.dstack([colours, colours.mean(axis=2, keepdims=True)]) * GAINS + 200
    deep: NDArray[np.uint16] = bands.astype(np.uint16)
    path.with_suffix(".png").write_bytes(png(deep, 16, RGBA))
    if path.suffix != ".png":
        path.unlink()
    return deep


@pytest.fixture(scope="module")
def deep_data(tiny_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny data set as a mask folder whose pictures have four channels of 16 bits."""
    root = tmp_path_factory.mktemp("deep") / "data"
    dataset = open_dataset(tiny_data)
    for split in ("train", "val"):
        for folder in ("images", "masks"):
            (root / split / folder).mkdir(parents=True)
        for number, sample in enumerate(dataset.samples[split]):
            ids = dataset.class_set.decode(dataset.read_label_map(sample))
            Image.fromarray(ids.astype(np.uint8)).save(root / split / "masks" / f"{number}.png")
            picture = root / split / "images" / f"{number}.png"
            Image.fromarray(dataset.read_image(sample)).save(picture)
            deepen(picture)
    (root / "classes.txt").write_text("\n".join(dataset.class_set.names))
    return root


@pytest.fixture(scope="module")
def deep_config(tiny_config: Configure, deep_data: Path) -> Configure:
    def make(*overrides: str) -> RunConfig:
        return tiny_config(
            f"data.path={deep_data}", "data.channels=4", "train.epochs=2", "val.every=2", *overrides
        )

    return make


@pytest.fixture(scope="module")
def trained(deep_config: Configure, tmp_path_factory: pytest.TempPathFactory) -> Run:
    workspace = Workspace.open(tmp_path_factory.mktemp("trained"))
    run = train(TrainingRequest(deep_config(), workspace))
    assert run is not None
    return run


def test_the_run_notes_channels_and_bits(trained: Run) -> None:
    assert (trained.config["data"]["channels"], trained.config["data"]["bits"]) == (4, 16)


def test_the_model_is_normalised_by_the_training_pictures(trained: Run, deep_data: Path) -> None:
    dataset = open_dataset(deep_data)
    levels = np.concatenate(
        [
            deepen_like.reshape(-1, 4)
            for deepen_like in (
                np.asarray(read_all(path)) for path in sorted((deep_data / "train" / "images").iterdir())
            )
        ]
    ).astype(np.float64)
    assert len(levels) == 12 * 64 * 64
    assert dataset.picture_format.bits == 16
    model = load_model(trained)
    buffers = dict(model.named_buffers())
    # An encoder of ImageNet's own figures sees mean 0 and spread 1 in every band.
    np.testing.assert_allclose(buffers["mean"].flatten(), levels.mean(axis=0), rtol=1e-4)
    np.testing.assert_allclose(buffers["std"].flatten(), levels.std(axis=0), rtol=1e-4)


def read_all(path: Path) -> NDArray[np.uint16]:
    """Read four bands by the file's own bytes: unfiltered rows of big-endian numbers."""
    import zlib

    content = path.read_bytes()
    start = content.index(b"IDAT")
    length = int.from_bytes(content[start - 4 : start])
    rows = np.frombuffer(zlib.decompress(content[start + 4 : start + 4 + length]), np.uint8).reshape(64, -1)
    return np.ascontiguousarray(rows[:, 1:]).view(">u2").reshape(64, 64, 4).astype(np.uint16)


def test_the_pictures_of_the_validation_can_be_seen(trained: Run) -> None:
    (validation,) = trained.validations()
    panels = [validation.folder / "panels" / "all-classes.png", trained.folder / "first-batch.png"]
    for path in panels:
        with Image.open(path) as panel:
            assert np.asarray(panel.convert("L")).std() > 20, path.name


def test_a_resumed_training_is_the_uninterrupted_one(
    trained: Run, deep_config: Configure, tmp_path: Path
) -> None:
    with Workspace.open(tmp_path) as workspace:
        with pytest.raises(KeyboardInterrupt):
            train(TrainingRequest(deep_config(), workspace, StopAfter()))
        (stopped,) = workspace.runs()
        resumed = resume(stopped, workspace)
        assert resumed is not None
        states = [
            load_checkpoint(run.checkpoints_folder / "last.ckpt")["model"] for run in (trained, resumed)
        ]
    assert all(torch.equal(states[0][name], states[1][name]) for name in states[0])


def test_prediction_reads_as_training_did_and_names_what_does_not_fit(
    trained: Run, deep_data: Path, tmp_path: Path
) -> None:
    pictures = find_pictures(deep_data / "val" / "images")
    (tmp_path / "flat.png").write_bytes(png(np.zeros((9, 9, 4), np.uint8), 8, RGBA))

    problems = predict(trained, {**pictures, "flat": tmp_path / "flat.png"}, tmp_path / "out")

    assert len(problems) == 1
    assert "8 bits a channel and the pictures are read with 16" in problems[0]
    (validation,) = trained.validations()
    for name in pictures:
        with Image.open(tmp_path / "out" / f"{name}.png") as result:
            found = np.asarray(result)
        kept = trained.prediction(validation, name)
        assert kept is None or (trained.class_set.decode(kept) == found).mean() > 0.99


def test_mixed_channels_stop_a_training_with_a_name(
    deep_config: Configure, deep_data: Path, tmp_path: Path
) -> None:
    with (
        Workspace.open(tmp_path) as workspace,
        pytest.raises(DataError, match=r"it has 3 channels and the pictures are read with 6"),
    ):
        train(TrainingRequest(deep_config("data.channels=6"), workspace))
