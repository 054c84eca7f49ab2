"""What a picture is made of: label maps as stored, photos encoded anew, a sentence for what is gone."""

import shutil
import struct
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from segscope.engine.class_set import ClassSet
from segscope.store import Run, SampleRow, Validation
from segscope.web.kept import Kept
from segscope.web.picture_views import read_scores
from tests.web.workspaces import (
    Served,
    begin_run,
    confusion,
    decoded,
    iou_of,
    maps_of,
    one_picture,
    record,
    serving,
    whole_runs,
)

CLASSES = ClassSet(("floor", "paper"), background=0)


@pytest.fixture(scope="module")
def shown(generated: Served) -> tuple[Run, Validation]:
    run = whole_runs(generated.workspace)[-1]
    return run, run.validations()[-1]


def test_label_maps_are_sent_as_they_are_stored(generated: Served, shown: tuple[Run, Validation]) -> None:
    run, validation = shown
    ignored = False
    for sample in maps_of(run, validation):
        address = f"/runs/{run.id}/validations/{validation.index}"
        truth = generated.answer(f"/runs/{run.id}/samples/truth", split="val", sample=sample)
        prediction = generated.answer(f"{address}/prediction", sample=sample)
        confidence = generated.answer(f"{address}/confidence", sample=sample)
        for answer in (truth, prediction, confidence):
            assert answer.headers["content-type"] == "image/png"
            assert answer.headers["cache-control"] == "no-store"
            assert "content-encoding" not in answer.headers
        assert truth.content == run.labels.path("val", sample).read_bytes()
        np.testing.assert_array_equal(decoded(truth.content), run.labels.get("val", sample))
        np.testing.assert_array_equal(decoded(prediction.content), run.prediction(validation, sample))
        np.testing.assert_array_equal(decoded(confidence.content), run.confidence(validation, sample))
        ignored |= bool((decoded(truth.content) == 255).any())
    assert ignored


def test_more_classes_than_a_byte_holds_stay_16_bit(tmp_path: Path) -> None:
    classes = ClassSet(tuple(f"부류 {index}" for index in range(300)), ignore_id=65535)
    label_map = np.arange(300, dtype=np.uint16).reshape(15, 20)
    label_map[0, 0] = classes.ignore
    with serving(tmp_path) as served:
        run = begin_run(served.workspace, classes, [SampleRow("val", "a", "/nowhere.png")])
        record(run, {"a": label_map}, {"a": label_map})
        assert served.get(f"/runs/{run.id}")["ignore"] == 65535
        answer = served.answer(f"/runs/{run.id}/samples/truth", split="val", sample="a")
        assert struct.unpack(">IIBB", answer.content[16:26]) == (20, 15, 16, 0)  # width, height, bits, grey
        np.testing.assert_array_equal(decoded(answer.content), label_map)
        assert served.answer(f"/runs/{run.id}/validations/1/thumbnail", sample="a").status_code == 200


def test_one_picture_is_counted_as_numpy_counts_it(generated: Served, shown: tuple[Run, Validation]) -> None:
    run, validation = shown
    maps = maps_of(run, validation)
    sample = list(maps)[7]
    view = generated.get(f"/runs/{run.id}/validations/{validation.index}/picture", sample=sample)
    matrix = confusion([maps[sample]], run.class_set)
    iou = iou_of(matrix)
    assert (view["height"], view["width"]) == maps[sample][0].shape
    assert view["miou"] == pytest.approx(np.nanmean(iou))
    assert view["wrong"] == matrix.sum() - matrix.trace()
    assert {c["index"]: c["iou"] for c in view["classes"]} == {
        index: pytest.approx(value) for index, value in enumerate(iou.tolist()) if not np.isnan(value)
    }
    for entry in view["classes"]:
        own = matrix[entry["index"]]
        assert entry["tp"] == own[entry["index"]]
        missed = sum(entry[f"missed_{kind}"] for kind in ("boundary", "extent", "segment"))
        assert missed == own.sum() - entry["tp"]
    assert all(layer["available"] and layer["reason"] is None for layer in view["layers"])


def test_a_picture_is_followed_through_the_epochs(generated: Served, shown: tuple[Run, Validation]) -> None:
    run, last = shown
    sample = next(name for name in maps_of(run, last) if name not in run.validations()[0].kept_samples)
    view = generated.get(f"/runs/{run.id}/validations/{last.index}/picture", sample=sample)
    epochs = {epoch["validation"]: epoch for epoch in view["epochs"]}
    assert list(epochs) == [1, 2, 3]
    assert (epochs[1]["kept"], epochs[3]["kept"]) == (False, True)
    assert epochs[3]["miou"] == view["miou"]
    for validation in run.validations():
        if (pair := maps_of(run, validation).get(sample)) is not None:
            expected = np.nanmean(iou_of(confusion([pair], run.class_set)))
            assert epochs[validation.index]["miou"] == pytest.approx(expected)


def test_epochs_that_take_long_to_read_come_the_next_time(
    generated: Served, shown: tuple[Run, Validation]
) -> None:
    run, kept = shown[0], Kept()
    validations = run.validations()[::-1]
    assert list(read_scores(kept, run, validations, seconds=-1)) == [3]
    for _ in range(200):
        if len(found := read_scores(kept, run, validations, seconds=-1)) == 3:
            break
        time.sleep(0.05)
    assert list(found) == [3, 2, 1]


def test_what_was_pruned_says_where_it_is_kept(generated: Served, shown: tuple[Run, Validation]) -> None:
    run, last = shown
    pruned = run.validations()[0]
    sample = next(name for name in maps_of(run, last) if name not in pruned.kept_samples)
    address = f"/runs/{run.id}/validations/{pruned.index}"
    view = generated.get(f"{address}/picture", sample=sample)
    layers = {layer["name"]: layer for layer in view["layers"]}
    assert [name for name, layer in layers.items() if layer["available"]] == ["picture", "truth"]
    expected = f"of {len(pruned.kept_samples)} pictures, and not of this one: it is kept at epoch"
    assert expected in layers["prediction"]["reason"]
    assert "3" in layers["prediction"]["reason"].rsplit("epoch", 1)[1]
    for name in ("prediction", "confidence"):
        assert generated.refusal(404, f"{address}/{name}", sample=sample) == layers[name]["reason"]
    assert generated.answer(f"{address}/thumbnail", sample=sample).status_code == 200


def test_a_picture_that_was_moved_says_so_and_its_label_maps_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "사진.png"
    Image.new("RGB", (8, 6), (200, 100, 0)).save(path)
    with serving(tmp_path / "w") as served:
        run, address = one_picture(served, path)
        query = {"split": "val", "sample": "하나 / 1"}
        assert served.answer(f"/runs/{run.id}/samples/picture", **query).status_code == 200
        path.rename(tmp_path / "elsewhere.png")
        sentence = served.refusal(404, f"/runs/{run.id}/samples/picture", **query)
        assert str(path) in sentence
        layers = served.get(f"{address}/picture", sample="하나 / 1")["layers"]
        assert layers[0] == {"name": "picture", "available": False, "reason": sentence}
        assert [layer["available"] for layer in layers[1:3]] == [True, True]
        assert layers[3]["reason"] == "No confidences were recorded with this prediction."
        for name in ("prediction", "thumbnail"):
            assert served.answer(f"{address}/{name}", sample="하나 / 1").status_code == 200
        assert served.answer(f"/runs/{run.id}/samples/truth", **query).status_code == 200


def test_without_label_maps_the_thumbnail_is_the_photo_and_without_both_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", (64, 48), (255, 0, 0)).save(path)
    with serving(tmp_path / "w") as served:
        run, address = one_picture(served, path, (48, 64))
        shutil.rmtree(run.labels.folder)
        answer = served.answer(f"{address}/thumbnail", sample="하나 / 1")
        red, green, _ = decoded(answer.content)[20, 30].tolist()
        assert (red, green) == (pytest.approx(254, abs=3), pytest.approx(0, abs=3))
        path.unlink()
        assert "no ground truth" in served.refusal(404, f"{address}/thumbnail", sample="하나 / 1", size=200)


def test_sizes_have_bounds(generated: Served, shown: tuple[Run, Validation]) -> None:
    run, validation = shown
    sample = next(iter(maps_of(run, validation)))
    thumbnail = f"/runs/{run.id}/validations/{validation.index}/thumbnail"
    picture = f"/runs/{run.id}/samples/picture"
    for size in (31, 513, 10**9, -5):
        generated.refusal(422, thumbnail, sample=sample, size=size)
    for size in (15, 4097, 0):
        generated.refusal(422, picture, split="val", sample=sample, size=size)
    generated.refusal(422, thumbnail, sample=sample, class_index=6)
    for size in (32, 512):
        drawn = decoded(generated.answer(thumbnail, sample=sample, size=size).content)
        assert max(drawn.shape[:2]) == min(size, 80)  # pictures are never enlarged
    assert max(decoded(generated.answer(picture, split="val", sample=sample, size=40).content).shape) == 40


def test_thumbnails_show_where_a_class_is_right_false_and_missed(tmp_path: Path) -> None:
    truth = np.zeros((60, 90), dtype=np.uint8)
    guess = truth.copy()
    truth[:, :60], guess[:, 30:] = 1, 1  # missed | right | false
    path = tmp_path / "a.png"
    Image.new("RGB", (90, 60), (128, 128, 128)).save(path)
    with serving(tmp_path / "w") as served:
        run = begin_run(served.workspace, CLASSES, [SampleRow("val", "a", str(path))])
        record(run, {"a": truth}, {"a": guess})
        address = f"/runs/{run.id}/validations/1/thumbnail"
        of_class = decoded(served.answer(address, sample="a", class_index=1).content)
        of_all = decoded(served.answer(address, sample="a").content)
    missed, right, false = (of_class[30, x].astype(int) for x in (15, 45, 75))
    assert missed[0] > missed[1] + 40
    assert missed[2] > missed[1] + 40  # purple
    assert right[1] > right[0] + 20  # green
    assert false[0] > false[2] + 60
    assert false[1] > false[2] + 40  # orange
    reds = [int(of_all[30, x, 0]) - int(of_all[30, x, 1]) for x in (15, 45, 75)]
    assert reds[0] > 100
    assert abs(reds[1]) < 10
    assert reds[2] > 100


def test_an_import_without_pictures_says_so(tmp_path: Path) -> None:
    mask = tmp_path / "mask.png"
    Image.new("L", (8, 6), 1).save(mask)
    with serving(tmp_path / "w") as served:
        config = {"import": {"images": None}, "data": {"val": "val"}}
        rows = [SampleRow("val", "a", str(mask))]
        values = {"kind": "import", "config": config, "data_layout": "mask-folder"}
        run = begin_run(served.workspace, CLASSES, rows, **values)
        maps = {"a": np.zeros((6, 8), dtype=np.uint8)}
        record(run, maps, maps)
        sentence = served.refusal(404, f"/runs/{run.id}/samples/picture", split="val", sample="a")
        assert "--images" in sentence
        assert (
            served.get(f"/runs/{run.id}/validations/1/picture", sample="a")["layers"][0]["available"] is False
        )


def test_a_picture_that_the_run_does_not_have_is_refused(
    generated: Served, shown: tuple[Run, Validation]
) -> None:
    run, validation = shown
    address = f"/runs/{run.id}/validations/{validation.index}"
    sample = next(iter(maps_of(run, validation)))
    for path in (f"{address}/picture", f"{address}/prediction", f"{address}/thumbnail"):
        assert "no picture 'x'" in generated.refusal(404, path, sample="x")
    for split in ("train", "", "val/../val"):
        generated.refusal(404, f"/runs/{run.id}/samples/truth", split=split, sample=sample)
