"""Predictions of an ensemble: all kinds of files from one pass, in which each picture is read once."""

import contextlib
import csv
import io
import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from pycocotools.coco import COCO

from segscope._inference import find_source, read_inference, read_outputs
from segscope.data.picture_files import read_picture
from segscope.data.sample import Picture
from segscope.errors import ConfigError
from segscope.train import predict as module
from segscope.train.load_model import load_model
from segscope.train.models.segmenter import Segmenter
from segscope.train.outputs import SegmentationOutput
from segscope.train.predict import PredictOptions, find_pictures, predict
from tests.train.ensembles.conftest import Trained


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    (folder / "sub").mkdir(parents=True)
    rng = np.random.default_rng(0)
    for name, size in (("a.png", (70, 50)), ("sub/b.jpg", (64, 64)), ("c.png", (70, 50))):
        Image.fromarray(rng.integers(0, 256, (*size[::-1], 3), dtype=np.uint8)).save(folder / name)
    return folder


def test_an_ensemble_reads_each_picture_once_and_runs_each_member_once(
    trained: Trained, pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: Counter[str] = Counter()

    def counting(path: Path, **options: Any) -> Picture:
        reads[path.name] += 1
        return read_picture(path, **options)

    forward, batches = Segmenter.forward, []

    def remember(model: Segmenter, batch: torch.Tensor) -> SegmentationOutput:
        batches.append(len(batch))
        return forward(model, batch)

    monkeypatch.setattr(module, "read_picture", counting)
    monkeypatch.setattr(Segmenter, "forward", remember)
    source = find_source(trained.workspace, ["one", "other"])
    options = PredictOptions(device="cpu", outputs=read_outputs(["png", "coco", "contest-csv", "rle"]))
    assert predict(source, find_pictures(pictures), tmp_path / "out", options) == []
    assert reads == {"a.png": 1, "b.jpg": 1, "c.png": 1}
    # Of each member one pass over the two pictures of one size and one over the third: the sum of the parts.
    assert sorted(batches) == [1, 1, 2, 2]
    monkeypatch.setattr(Segmenter, "forward", forward)
    models = [load_model(trained.runs[name]) for name in ("one", "other")]
    picture = torch.from_numpy(np.array(Image.open(pictures / "a.png"))).permute(2, 0, 1)[None]
    with torch.inference_mode():
        mean = sum(model(picture).logits.softmax(dim=1) for model in models)
    assert isinstance(mean, torch.Tensor)
    with Image.open(tmp_path / "out" / "a.png") as image:
        found = np.asarray(image)
    expected = np.array(source.class_set.ids)[mean[0].argmax(dim=0).numpy()]
    assert float((found == expected).mean()) > 0.999


def test_all_kinds_of_files_tell_the_same(trained: Trained, pictures: Path, tmp_path: Path) -> None:
    source = find_source(trained.workspace, ["one"], inference=read_inference(post=["small-regions"]))
    outputs = read_outputs(["png", "{name: contest-csv, height: 50, width: 70}", "coco", "rle"])
    predict(source, find_pictures(pictures), tmp_path, PredictOptions(device="cpu", outputs=outputs))
    csv.field_size_limit(1 << 20)
    with open(tmp_path / "submission.csv", newline="") as stream:
        rows = {row["image_id"]: row["PredictionString"] for row in csv.DictReader(stream)}
    assert list(rows) == ["a.png", "c.png", "sub/b.jpg"]
    with Image.open(tmp_path / "a.png") as image:
        indices = np.asarray(image)
    assert [int(word) for word in rows["a.png"].split()] == indices.ravel().tolist()
    coco = json.loads((tmp_path / "predictions.json").read_text())
    assert [image["file_name"] for image in coco["images"]] == list(rows)
    areas: Counter[int] = Counter()
    for annotation in coco["annotations"]:
        areas[annotation["category_id"]] += annotation["area"] * (annotation["image_id"] == 1)
    shown = {int(v): int((indices == v).sum()) for v in np.unique(indices) if v != 0}
    assert {key: area for key, area in areas.items() if area} == shown


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # pycocotools' own
def test_a_coco_json_gives_predictions_its_ids_and_pycocotools_takes_them(
    trained: Trained, tmp_path: Path
) -> None:
    """The sample set under ids with gaps: masks and scores are those of the model's own probabilities."""
    data = tmp_path / "data"
    shutil.copytree(Path(trained.runs["one"].data_root), data)
    content = json.loads((data / "val.json").read_text())
    for image in content["images"]:
        image["id"] = 1000 - 7 * image["id"]
    for category in content["categories"]:
        category["id"] = 300 - 11 * category["id"]
    for annotation in content["annotations"]:
        annotation["image_id"] = 1000 - 7 * annotation["image_id"]
        annotation["category_id"] = 300 - 11 * annotation["category_id"]
    (data / "val.json").write_text(json.dumps(content))
    source = find_source(trained.workspace, ["one"])
    options = PredictOptions(device="cpu", outputs=read_outputs(["coco"]))
    assert predict(source, find_pictures(data / "val.json"), tmp_path / "out", options) == []

    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO(data / "val.json")
        found = truth.loadRes(str(tmp_path / "out" / "results.json"))
    names = {category["id"]: category["name"] for category in content["categories"]}
    model = load_model(trained.runs["one"])
    for image in truth.loadImgs(truth.getImgIds()):
        with Image.open(data / image["file_name"]) as file:
            picture = torch.from_numpy(np.array(file)).permute(2, 0, 1)[None]
        with torch.inference_mode():
            sure, best = model(picture).logits[0].float().softmax(dim=0).max(dim=0)
        covered = np.zeros(best.shape, bool)
        for annotation in found.loadAnns(found.getAnnIds(imgIds=image["id"])):
            mask = found.annToMask(annotation).astype(bool)
            index = source.class_set.names.index(names[annotation["category_id"]])
            assert (best.numpy()[mask] == index).mean() > 0.99
            assert annotation["score"] == pytest.approx(float(sure.numpy()[mask].mean()), abs=0.005)
            covered |= mask
        assert (covered == (best != source.class_set.background).numpy()).mean() > 0.999


def test_tiles_of_a_large_picture_give_one_label_map(trained: Trained, tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    Image.fromarray(rng.integers(0, 256, (150, 90, 3), dtype=np.uint8)).save(tmp_path / "large.png")
    source = find_source(trained.workspace, ["one"], inference=read_inference(window="64"))
    found = find_pictures(tmp_path / "large.png")
    assert predict(source, found, tmp_path / "out", PredictOptions(device="cpu")) == []
    with Image.open(tmp_path / "out" / "large.png") as image:
        assert image.size == (90, 150)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"tta": ["flop"]}, "--tta: there is no tta 'flop': did you mean 'flip'?"),
        ({"tta": ["{name: scales, factor: 2}"]}, "--tta: unknown key"),
        ({"window": "16"}, "--window"),
        ({"post": ["small"]}, "--post"),
    ],
)
def test_a_slip_in_the_views_is_one_sentence(values: dict[str, list[str]], sentence: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read_inference(**values)  # type: ignore[arg-type]
    assert sentence in str(raised.value)
    assert "\n" not in str(raised.value)
