"""The preview shows the samples of the training, as the training draws them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import typer
from PIL import Image
from typer.testing import CliRunner

from segscope.cli import train
from segscope.config.run_config import RunConfig
from segscope.data.open import open_dataset
from segscope.store.workspace import Workspace
from segscope.train.preview import preview, preview_rows
from segscope.train.setup import build_training_set

Configure = Callable[..., RunConfig]
app = typer.Typer()
train.register(app)


def test_rows_are_the_samples_as_the_training_draws_them(tiny_config: Configure) -> None:
    config = tiny_config("train.epochs=5")
    dataset = open_dataset(Path(config.data.path))
    rows = preview_rows(config, dataset, samples=3, draws=2)
    training_set = build_training_set(config, dataset, [1] * dataset.class_set.num_classes)
    first = training_set.order(0)[:3]
    assert [row.sample_id for row in rows] == [training_set.samples[index].id for index in first]
    assert rows[0].moments == ("as read", "epoch 1", "epoch 5")
    for moment, epoch in ((1, 0), (2, 4)):
        batch = training_set.batch(epoch, first)
        for row, picture, labels in zip(rows, batch.pictures, batch.targets, strict=True):
            assert (row.shown[moment][0] == picture.permute(1, 2, 0).numpy()).all()
            assert (row.shown[moment][1] == labels.numpy()).all()


def test_the_unknown_class_is_shown_as_it_is_trained(tiny_config: Configure) -> None:
    plain, ignored = (
        preview_rows(config, open_dataset(Path(config.data.path)), samples=6, draws=1)
        for config in (tiny_config(), tiny_config("unknown=ignore"))
    )
    unknown = open_dataset(Path(tiny_config().data.path)).class_set.unknown
    hidden = 0
    for before, after in zip(plain, ignored, strict=True):
        for (_, shown), (_, trained) in zip(before.shown, after.shown, strict=True):
            np.testing.assert_array_equal(trained, np.where(shown == unknown, 255, shown))
            hidden += int((shown == unknown).sum())
    assert hidden


def test_every_mix_can_be_drawn_without_a_model(tiny_config: Configure, tmp_path: Path) -> None:
    config = tiny_config("mix=[{name: snapmix, warmup: 0}, cutmix, classmix]", "train.epochs=2")
    with Workspace.open(tmp_path) as workspace:
        sheet = preview(config, workspace, samples=2, draws=2)
        plain = preview(tiny_config("augment.colour.contrast=0"), workspace, samples=2, draws=2)
    assert sheet.dtype == np.uint8
    assert sheet.shape[1:] == plain.shape[1:]


def test_the_command_writes_a_picture_and_trains_nothing(tiny_data: Path, tmp_path: Path) -> None:
    out, place = tmp_path / "preview.png", tmp_path / "workspace"
    words = [str(tiny_data), "--preview", str(out), "--workspace", str(place)]
    answer = CliRunner().invoke(app, [*words, "augment.scale-crop.size=64"])
    assert answer.exit_code == 0, answer.output
    with Image.open(out) as picture:
        assert picture.width > 1000
    with Workspace.open(place) as workspace:
        assert workspace.runs() == ()
