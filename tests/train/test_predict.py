"""Predictions never touch the user's pictures, and large pictures go in smaller batches."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from segscope.config.run_config import RunConfig
from segscope.errors import UsageError
from segscope.store.workspace import Workspace
from segscope.train.fit import train
from segscope.train.predict import find_pictures, predict
from segscope.train.request import TrainingRequest
from segscope.train.segment import MAX_BATCH_PIXELS, stack_by_size, to_label_maps


def test_results_never_overwrite_pictures(tiny_config: Callable[..., RunConfig], tmp_path: Path) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    Image.new("RGB", (20, 30), (1, 2, 3)).save(pictures / "a.png")
    before = (pictures / "a.png").read_bytes()
    with Workspace.open(tmp_path / "workspace") as workspace:
        run = train(TrainingRequest(tiny_config("train.epochs=1"), workspace))
        assert run is not None
        with pytest.raises(UsageError, match="would overwrite the picture"):
            predict(run, find_pictures(pictures), pictures)
        assert (pictures / "a.png").read_bytes() == before
        assert predict(run, find_pictures(pictures), tmp_path / "out") == []
        with Image.open(tmp_path / "out" / "a.png") as result:
            assert result.size == (20, 30)


def test_two_pictures_of_one_name_are_refused(tmp_path: Path) -> None:
    for ending in ("png", "bmp"):
        Image.new("RGB", (4, 4)).save(tmp_path / f"a.{ending}")
    with pytest.raises(UsageError, match="would both give the same result"):
        find_pictures(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="holds no pictures"):
        find_pictures(tmp_path / "empty")


def test_of_a_coco_file_the_pictures_that_it_lists_are_segmented(tmp_path: Path) -> None:
    (tmp_path / "batch_01").mkdir()
    for name in ("batch_01/0001.jpg", "batch_01/0002.jpg", "another.jpg"):
        Image.new("RGB", (4, 4)).save(tmp_path / name)
    images = [
        {"id": number, "file_name": f"batch_01/000{number}.jpg", "width": 4, "height": 4} for number in (1, 2)
    ]
    test = {"images": images, "categories": [{"id": 1, "name": "Paper"}], "annotations": []}
    (tmp_path / "test.json").write_text(json.dumps(test))
    assert find_pictures(tmp_path / "test.json") == {
        "batch_01/0001": tmp_path / "batch_01/0001.jpg",
        "batch_01/0002": tmp_path / "batch_01/0002.jpg",
    }
    (tmp_path / "test.json").write_text(json.dumps({**test, "images": []}))
    with pytest.raises(UsageError, match="lists no pictures"):
        find_pictures(tmp_path / "test.json")


def test_batches_hold_one_size_in_order_and_stay_small() -> None:
    small, other = np.zeros((10, 10, 3), np.uint8), np.zeros((10, 12, 3), np.uint8)
    batches = [(start, tuple(batch.shape)) for start, batch in stack_by_size([small] * 3 + [other], 2)]
    assert batches == [(0, (2, 3, 10, 10)), (2, (1, 3, 10, 10)), (3, (1, 3, 10, 12))]
    side = int((MAX_BATCH_PIXELS * 0.6) ** 0.5)
    large = np.zeros((side, side, 3), np.uint8)
    assert [batch.shape[0] for _, batch in stack_by_size([large, large], 4)] == [1, 1]


@pytest.mark.parametrize("classes", [3, 255, 300])
def test_label_maps_and_confidences_equal_the_softmax(classes: int) -> None:
    torch.manual_seed(0)
    logits = torch.randn(2, classes, 5, 7) * 3
    labels, confidence = to_label_maps(logits)
    probability = logits.double().softmax(dim=1)
    assert torch.equal(labels.long(), probability.argmax(dim=1))
    assert labels.dtype == (torch.uint8 if classes <= 255 else torch.int32)
    assert int((confidence.int() - (probability.amax(dim=1) * 255).round().int()).abs().max()) <= 1
