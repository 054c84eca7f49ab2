"""Runs with validations on drawn label maps, stored as a recorder stores them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.engine import CountRule, count
from segscope.engine.class_set import ClassSet
from segscope.engine.count_tables import CountTables
from segscope.engine.scores import Scores
from segscope.store import NewRun, Run, SampleRow, ValidationKey, Workspace, split_hash

CLASSES = ClassSet(("floor", "paper", "metal", "glass", "never"), ignore_id=255)
SIDE, CELL = 48, 8
LabelMap = NDArray[np.uint8]
Maps = Mapping[str, LabelMap]


def draw_truth(images: int, seed: int = 0, present: int = 4) -> dict[str, LabelMap]:
    """Draw label maps of square objects on floor, with a strip of ignored pixels."""
    rng = np.random.default_rng([seed, 1])
    truth = {}
    for number in range(images):
        cells = rng.integers(0, present, (SIDE // CELL,) * 2) * (rng.random((SIDE // CELL,) * 2) < 0.7)
        label_map = np.kron(cells, np.ones((CELL, CELL))).astype(np.uint8)
        label_map[0, :10] = 255
        truth[f"scene {number // 2}/{number:03d}"] = label_map
    return truth


def predict(truth: Maps, wrong: float, seed: int = 0) -> dict[str, LabelMap]:
    """Take a share of the squares for another class, more of them in some images than in others."""
    rng = np.random.default_rng([seed, 2])
    predictions = {}
    for image, label_map in truth.items():
        odds = wrong / (1 - wrong) * np.exp(0.5 * rng.normal())
        spoiled = np.kron(rng.random((SIDE // CELL,) * 2) < odds / (1 + odds), np.ones((CELL, CELL))) > 0
        other = (label_map + rng.integers(1, 4)) % 4
        prediction = np.where(spoiled, other, label_map)
        prediction[label_map == 255] = 0
        predictions[image] = prediction.astype(np.uint8)
    return predictions


@dataclass(frozen=True)
class Stored:
    """How a run is stored.

    Attributes:
        name: Its name.
        seed: Its seed.
        class_set: Its classes.
        rule: The counting rule.
        split: The split's name.
        label_hash: Of its ground truth.
        groups: The group of each image; None = none.
        config: What its config says besides the seed.
        keep: The images whose predictions are kept; None = all.
        epochs: One validation at each; the last of them has the predictions given.
    """

    name: str = "run"
    seed: int = 0
    class_set: ClassSet = CLASSES
    rule: CountRule = field(default_factory=lambda: CountRule(CLASSES.num_classes, CLASSES.ignore))
    split: str = "val"
    label_hash: str = "truth"
    groups: Mapping[str, str] | None = None
    config: Mapping[str, Any] = field(default_factory=dict)
    keep: Sequence[str] | None = None
    epochs: Sequence[int] = (1,)


_PLAIN = Stored()


def store_run(workspace: Workspace, truth: Maps, predictions: Maps, how: Stored = _PLAIN) -> Run:
    """Store a run with its validations; those before the last predict floor everywhere."""
    images = list(predictions)
    groups = how.groups or {}
    rows = [SampleRow(how.split, image, f"/{image}.png", groups.get(image)) for image in images]
    config = {"train": {"seed": how.seed}, "data": {"val": how.split}, **how.config}
    run = workspace.create_run(
        NewRun(how.name, config, how.class_set, rows, label_hash=how.label_hash, seed=how.seed)
    )
    for image in images:
        run.labels.put(how.split, image, truth[image])
    for epoch in how.epochs:
        last = epoch == how.epochs[-1]
        maps = predictions if last else {image: np.zeros_like(truth[image]) for image in images}
        _validate(run, truth, maps, how, epoch)
    return run


def _validate(run: Run, truth: Maps, predictions: Maps, how: Stored, epoch: int) -> None:
    images = list(predictions)
    tables = counted(truth, predictions, how.rule)
    ignore = run.class_set.ignore
    key = ValidationKey(epoch, 10 * epoch, how.split, how.rule.name, ignore, split_hash(images))
    writer = run.begin_validation(key)
    for image in images if how.keep is None else how.keep:
        writer.write_prediction(image, predictions[image])
    scores = Scores.from_tables(tables, how.rule.name).to_dict()
    writer.commit(tables, scores, seconds={}, monitor="miou", kept_samples=[])


def counted(truth: Maps, predictions: Maps, rule: CountRule) -> CountTables:
    """Count one image after the other."""
    counts = [
        count(truth[image], prediction, num_classes=rule.num_classes, ignore=rule.ignore, frame=rule.frame)
        for image, prediction in predictions.items()
    ]
    return CountTables.from_counts(list(predictions), counts)
