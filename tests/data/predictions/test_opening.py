"""Predictions of any tool: every encoding read alike, and every mistake named in one sentence."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pycocotools.coco import COCO

from segscope.data.predictions import PredictionSources, open_predictions
from segscope.errors import ConfigError, DataError, SegscopeError, UsageError
from tests.data.predictions.folders import (
    CLASS_TEXT,
    CLASS_YAML,
    NAMES,
    Maps,
    draw_map,
    draw_maps,
    write_maps,
    write_sources,
)


def read_all(sources: PredictionSources) -> dict[str, tuple[NDArray[Any], NDArray[Any]]]:
    found = open_predictions(sources)
    return {pair.id: found.read(pair) for pair in found.pairs}


@pytest.mark.parametrize("truth_kind", ["index", "palette", "16-bit", "colour"])
@pytest.mark.parametrize("predicted_kind", ["index", "palette", "16-bit", "colour"])
def test_every_encoding_gives_the_same_label_maps(
    truth_kind: str, predicted_kind: str, tmp_path: Path
) -> None:
    truth, predicted = draw_maps(3), draw_maps(3, first_seed=10)
    (tmp_path / "classes.yaml").write_text(CLASS_YAML, encoding="utf-8")
    sources = PredictionSources(
        write_maps(tmp_path / "gt", truth, truth_kind),
        write_maps(tmp_path / "pred", predicted, predicted_kind),
        tmp_path / "classes.yaml",
    )
    for name, maps in read_all(sources).items():
        np.testing.assert_array_equal(maps[0], truth[name])
        np.testing.assert_array_equal(maps[1], predicted[name])


def test_file_ids_with_gaps_become_class_indices_on_both_sides(tmp_path: Path) -> None:
    ids = np.array([7, 300, 26], dtype=np.uint16)
    text = "classes:\n" + "".join(f"- {{name: {n}, id: {i}}}\n" for n, i in zip(NAMES, ids, strict=True))
    (tmp_path / "ids.yaml").write_text(text, encoding="utf-8")
    index = draw_map(3, ignored=False)
    for folder in ("gt", "pred"):
        write_maps(tmp_path / folder, {"a": ids[index]}, "16-bit")
    maps = read_all(PredictionSources(tmp_path / "gt", tmp_path / "pred", tmp_path / "ids.yaml"))
    np.testing.assert_array_equal(maps["a"][0], index)
    np.testing.assert_array_equal(maps["a"][1], index)


def test_nested_ground_truth_fits_nested_and_flat_predictions(tmp_path: Path) -> None:
    truth = {"rome/1": draw_map(1), "oslo/2": draw_map(2)}
    nested = write_sources(tmp_path / "n", truth, truth)
    flat = write_sources(tmp_path / "f", truth, {"1": truth["rome/1"], "2": truth["oslo/2"]})
    for sources in (nested, flat):
        found = read_all(sources)
        assert sorted(found) == ["oslo/2", "rome/1"]
        for name, (_, prediction) in found.items():
            np.testing.assert_array_equal(prediction, truth[name])


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # pycocotools' own
def test_coco_ground_truth_is_what_pycocotools_draws(tmp_path: Path) -> None:
    square = [[2, 2, 20, 2, 20, 15, 2, 15]]
    content = {
        "images": [{"id": 5, "file_name": "kitchen/7.jpg", "width": 32, "height": 24}],
        "categories": [{"id": 4, "name": "cup"}],
        "annotations": [{"id": 1, "image_id": 5, "category_id": 4, "segmentation": square, "iscrowd": 0}],
    }
    file = tmp_path / "val.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    coco = COCO(str(file))
    expected = coco.annToMask(coco.anns[1])
    write_maps(tmp_path / "pred", {"7": expected * np.uint8(4)})

    found = open_predictions(PredictionSources(file, tmp_path / "pred"), cache_dir=tmp_path / "cache")
    truth, prediction = found.read(found.pairs[0])

    assert found.class_set.names == ("Background", "cup")
    np.testing.assert_array_equal(truth, expected)
    np.testing.assert_array_equal(prediction, expected)


def test_a_class_with_the_ignore_id_is_not_counted_and_said(tmp_path: Path) -> None:
    truth = {"a": draw_map(1, ignored=False)}
    found = open_predictions(write_sources(tmp_path, truth, truth, CLASS_TEXT, ignore=1))
    label_map, _ = found.read(found.pairs[0])
    assert found.class_set.names == ("floor", "spoon")
    np.testing.assert_array_equal(label_map == found.class_set.ignore, truth["a"] == 1)
    np.testing.assert_array_equal(label_map == 1, truth["a"] == 2)
    assert "'cup' has the ignore id 1" in found.warnings[0]


def test_groups_come_from_the_class_files_rule(tmp_path: Path) -> None:
    maps = {f"{scene}_{i}": draw_map(i) for scene in "ab" for i in range(2)}
    sources = write_sources(tmp_path, maps, maps)
    assert sources.classes is not None
    sources.classes.write_text(CLASS_YAML + "group: '^(.)_'\n", encoding="utf-8")
    assert [pair.truth.group for pair in open_predictions(sources).pairs] == ["a", "a", "b", "b"]


def test_files_of_one_side_are_refused_by_name_or_left_out_on_demand(tmp_path: Path) -> None:
    truth, predicted = draw_maps(3), draw_maps(3)
    del predicted["p1"]
    predicted["stray"] = draw_map(0)
    sources = write_sources(tmp_path, truth, predicted)
    with pytest.raises(DataError, match=r"1 without a prediction \(p1\) and 1 predictions.*stray\.png"):
        open_predictions(sources)
    found = open_predictions(replace(sources, allow_unpaired=True))
    assert [pair.id for pair in found.pairs] == ["p0", "p2"]
    assert "left out" in found.warnings[0]


def test_the_same_folder_twice_is_warned_of(tmp_path: Path) -> None:
    sources = write_sources(tmp_path, draw_maps(1), draw_maps(1))
    found = open_predictions(replace(sources, predictions=sources.ground_truth))
    assert "every score will be perfect" in found.warnings[0]


def test_pictures_and_confidences_are_joined_and_read(tmp_path: Path) -> None:
    truth = draw_maps(2)
    sources = write_sources(tmp_path, truth, truth)
    sure = {name: (ids * 0 + 7 + i).astype(np.uint8) for i, (name, ids) in enumerate(truth.items())}
    write_maps(tmp_path / "sure", sure)
    for name, ids in {**truth, "more": draw_map(9)}.items():
        path = tmp_path / "images" / f"{name}.png"
        path.parent.mkdir(exist_ok=True)
        Image.fromarray(np.dstack([ids] * 3)).save(path)
    found = open_predictions(replace(sources, images=tmp_path / "images", confidence=tmp_path / "sure"))
    for pair in found.pairs:
        confidence = found.read_confidence(pair, truth[pair.id])
        assert confidence is not None
        np.testing.assert_array_equal(confidence, sure[pair.id])
        np.testing.assert_array_equal(found.read_image(pair.id)[..., 1], truth[pair.id])


Mistake = Callable[[Path], dict[str, Any]]
"""Makes one mistake in sound folders; gives what is to be changed in the sources."""


def _instead(write: Callable[[Path], object]) -> Mistake:
    """Replace one prediction by another file, or by something else."""

    def spoil(root: Path) -> dict[str, Any]:
        target = root / "pred" / "p1.png"
        target.unlink()
        write(target)
        return {}

    return spoil


def _image(ids: NDArray[Any], ending: str = ".png") -> Mistake:
    return _instead(lambda path: Image.fromarray(np.ascontiguousarray(ids)).save(path.with_suffix(ending)))


def _other_folder(option: str, maps: Maps, kind: str = "index") -> Mistake:
    return lambda root: {option: write_maps(root / option, maps, kind)}


def _duplicate(root: Path) -> dict[str, Any]:
    Image.fromarray(draw_map(1)).save(root / "pred" / "p1.bmp")
    return {}


def _no_pictures(root: Path) -> dict[str, Any]:
    (root / "arrays").mkdir()
    (root / "arrays" / "a.npy").write_bytes(b"1")
    return {"predictions": root / "arrays"}


def _cut(path: Path) -> None:
    Image.fromarray(draw_map(1)).save(path)
    path.write_bytes(path.read_bytes()[:-12])


THREE = {f"p{i}": draw_map(i) for i in range(3)}
SMALL = {name: ids[:5, :5] for name, ids in THREE.items()}


@pytest.mark.parametrize(
    ("spoil", "error", "words"),
    [
        (
            _image(draw_map(1, (12, 16))),
            DataError,
            ["pred/p1.png", "16×12 px", "gt/p1.png", "32×24 px", "nothing is resized"],
        ),
        (_image(draw_map(1).T), DataError, ["p1.png", "24×32 px", "32×24 px"]),
        (_image(draw_map(1) * 0 + 9), DataError, ["pred/p1.png", "9 (768 px)", "class file"]),
        (_instead(_cut), DataError, ["pred/p1.png", "it is cut"]),
        (_instead(Path.touch), DataError, ["pred/p1.png", "empty"]),
        (_image(draw_map(1), ".jpg"), DataError, ["p1.jpg", "lossy"]),
        (_duplicate, DataError, ["p1.bmp", "p1.png", "keep one"]),
        (_instead(os.mkfifo), DataError, ["p1.png", "pipes"]),
        (_no_pictures, DataError, ["arrays", "no PNG", "a.npy"]),
        (lambda root: {"predictions": root / "nowhere"}, UsageError, ["nowhere", "no such folder"]),
        (lambda _root: {"classes": None}, UsageError, ["--classes"]),
        (_other_folder("predictions", {"q": draw_map(1)}), DataError, ["p0", "q.png", "same file names"]),
        (_other_folder("images", {"p0": draw_map(0)}), DataError, ["images", "2 of 3", "p1"]),
        (_other_folder("confidence", SMALL), DataError, ["confidence/p0.png", "5×5 px", "32×24 px"]),
        (_other_folder("confidence", THREE, "16-bit"), DataError, ["confidence/p0.png", "8-bit"]),
    ],
)
def test_a_mistake_is_one_sentence_with_the_files_name(
    spoil: Mistake, error: type[SegscopeError], words: list[str], tmp_path: Path
) -> None:
    sources = write_sources(tmp_path, draw_maps(3), draw_maps(3))
    sources = replace(sources, **spoil(tmp_path))
    with pytest.raises(error) as caught:
        _read_with_confidence(sources)
    message = str(caught.value)
    for word in words:
        assert word in message
    assert "\n" not in message


def _read_with_confidence(sources: PredictionSources) -> None:
    found = open_predictions(sources)
    for pair in found.pairs:
        truth, _ = found.read(pair)
        found.read_confidence(pair, truth)


def test_an_ignore_id_out_of_range_is_a_config_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="70000"):
        open_predictions(write_sources(tmp_path, draw_maps(1), draw_maps(1), ignore=70000))
