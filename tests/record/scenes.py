"""Scenes that the recorder's tests record, and the obvious twin that counts them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix

from segscope.engine import count
from segscope.engine.class_set import ClassSet, LabelMap
from segscope.engine.count_tables import TABLE_COLUMNS, CountTables
from segscope.record import RecordedValidation, ValidationRecorder
from segscope.store import NewRun, Run, SampleRow, Workspace

CLASSES = ClassSet(("ground", "paper", "glass/clear", "never"), ignore_id=255)
IDS = tuple(f"scene {i % 3}/{i}" for i in range(12))
ROWS = tuple(SampleRow("val", sample_id, f"/{sample_id}.png") for sample_id in IDS)
Maps = Mapping[str, LabelMap]


@dataclass(frozen=True)
class Scene:
    """Ground truth and predictions of all samples, of several sizes, with ignored pixels."""

    truth: Maps
    prediction: Maps


def make_scene(seed: int, error: float = 0.3, class_set: ClassSet = CLASSES, present: int = 3) -> Scene:
    rng = np.random.default_rng(seed)
    truth, prediction = {}, {}
    for number, sample_id in enumerate(IDS):
        coarse = rng.integers(0, present, (3 + number % 3, 4))
        blocks = np.kron(coarse, np.ones((9, 8))).astype(class_set.dtype)
        blocks[:2, : number + 1] = class_set.ignore
        wrong = np.kron(rng.random(coarse.shape) < error, np.ones((9, 8))).astype(bool)
        shifted = np.roll(blocks, 1, axis=1)
        shifted[shifted == class_set.ignore] = 0
        truth[sample_id] = blocks
        prediction[sample_id] = np.where(wrong, (shifted + 1) % present, shifted).astype(class_set.dtype)
    return Scene(truth, prediction)


def begin_run(workspace: Workspace, label_hash: str, class_set: ClassSet = CLASSES) -> Run:
    return workspace.create_run(
        NewRun(name="r", config={}, class_set=class_set, samples=ROWS, label_hash=label_hash[:60])
    )


def confidence_of(label_map: LabelMap) -> NDArray[np.uint8]:
    return (np.arange(label_map.size, dtype=np.uint32) % 256).astype(np.uint8).reshape(label_map.shape)


def record(recorder: ValidationRecorder, scene: Scene, step: int) -> RecordedValidation:
    recorder.begin(epoch=step // 10, step=step)
    for sample_id in IDS:
        prediction = scene.prediction[sample_id]
        recorder.add(sample_id, scene.truth[sample_id], prediction, confidence_of(prediction))
    return recorder.finish(seconds={"forward": 2.5})


def twin(scene: Scene, class_set: ClassSet = CLASSES) -> CountTables:
    """Count one picture after the other, as the simplest loop would."""
    counts = [
        count(
            scene.truth[sample_id],
            scene.prediction[sample_id],
            num_classes=class_set.num_classes,
            ignore=class_set.ignore,
        )
        for sample_id in IDS
    ]
    return CountTables.from_counts(IDS, counts)


def assert_same(tables: CountTables, expected: CountTables) -> None:
    assert (tables.images, tables.num_classes) == (expected.images, expected.num_classes)
    for name in ("image", "class_index", "wrong_image", "wrong"):
        np.testing.assert_array_equal(getattr(tables, name), getattr(expected, name))
    for name in TABLE_COLUMNS:
        np.testing.assert_array_equal(tables.columns[name], expected.columns[name])


def confusion_by_sklearn(scene: Scene) -> NDArray[np.int64]:
    truth = np.concatenate([scene.truth[sample_id].ravel() for sample_id in IDS])
    guess = np.concatenate([scene.prediction[sample_id].ravel() for sample_id in IDS])
    seen = truth != CLASSES.ignore
    matrix: NDArray[np.int64] = confusion_matrix(truth[seen], guess[seen], labels=range(CLASSES.num_classes))
    return matrix


def iou_by_sklearn(scene: Scene) -> NDArray[np.float64]:
    matrix = confusion_by_sklearn(scene)
    union = matrix.sum(0) + matrix.sum(1) - matrix.diagonal()
    return np.where(union > 0, matrix.diagonal() / np.maximum(union, 1), np.nan)
