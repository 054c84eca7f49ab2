"""A team's day with facts planted in it: what got better, what broke, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from segscope.analysis.meeting import TimeSpan
from segscope.analysis.notebook import give_runs_rows
from segscope.engine import CountRule
from segscope.engine.class_set import ClassSet
from segscope.engine.scores import Scores
from segscope.store import NewRun, Run, SampleRow, ValidationKey, Workspace, split_hash
from segscope.store.notebook import Notebook
from tests.analysis.compare.stored_runs import counted

CLASSES = ClassSet(("floor", "paper", "metal", "유리"), ignore_id=255, background=0)
RULE = CountRule(CLASSES.num_classes, CLASSES.ignore)
HEIGHT, WIDTH = 60, 80
IMAGES = 40
PAPER, METAL, GLASS = 1, 2, 3
BROKEN, FIXED, CONFUSED = 7, 13, 21
"""Numbers of the pictures in which the facts were planted."""
Maps = Mapping[str, NDArray[np.uint8]]


def name(number: int) -> str:
    """Name a picture; two of them share a group."""
    return f"batch_{number // 2}/{number:04d}"


def day() -> TimeSpan:
    """Give the time from an hour ago until in a moment."""
    now = datetime.now(UTC)
    return TimeSpan(now - timedelta(hours=1), now + timedelta(minutes=1))


def planted_truth() -> dict[str, NDArray[np.uint8]]:
    """Draw a paper, a metal and a glass object on each picture, somewhere else on each."""
    truth = {}
    for number in range(IMAGES):
        label_map = np.zeros((HEIGHT, WIDTH), dtype=np.uint8)
        shift = number % 10
        label_map[5 + shift : 25 + shift, 5 + shift : 25 + shift] = PAPER
        label_map[10 : 30 + shift, 40:60] = METAL
        label_map[42:54, 50 - shift : 70 - shift] = GLASS
        label_map[0, :10] = 255
        truth[name(number)] = label_map
    return truth


def _guess(label_map: NDArray[np.uint8], *missed: int) -> NDArray[np.uint8]:
    """Take half of the glass for paper, as all runs do, and find nothing of some classes."""
    guess = np.where(label_map == 255, 0, label_map).astype(np.uint8)
    glass = np.flatnonzero((guess == GLASS).any(axis=1))
    half = guess[glass[: len(glass) // 2]]
    half[half == GLASS] = PAPER
    guess[glass[: len(glass) // 2]] = half
    guess[np.isin(guess, missed)] = 0
    return guess


def before_predictions(truth: Maps) -> dict[str, NDArray[np.uint8]]:
    """Miss some columns of all paper, and all metal in the picture that is fixed later."""
    predictions = {}
    for number, (image, label_map) in enumerate(truth.items()):
        guess = _guess(label_map, *((METAL,) if number == FIXED else ()))
        left = guess[:, :16]
        left[left == PAPER] = 0
        predictions[image] = guess
    return predictions


def after_predictions(truth: Maps) -> dict[str, NDArray[np.uint8]]:
    """Find all paper; miss all metal in one picture, and take all glass for paper in another."""
    predictions = {}
    for number, (image, label_map) in enumerate(truth.items()):
        guess = _guess(label_map, *((METAL,) if number == BROKEN else ()))
        if number == CONFUSED:
            guess[label_map == GLASS] = PAPER
        predictions[image] = guess
    return predictions


@dataclass(frozen=True)
class Day:
    """What was planted: rows #1, #2 and #3."""

    truth: Maps
    base: Run
    better: Run
    failed: Run


def store(
    workspace: Workspace,
    run_name: str,
    maps: tuple[Maps, Maps] | None,
    lr: float,
    *,
    pictures: Path | None = None,
    seed: int = 0,
) -> Run:
    """Store a run with one validation of (truth, predictions), or with none."""
    rows = [
        SampleRow("val", name(number), f"{pictures or '/nowhere'}/{number}.png", f"batch_{number // 2}")
        for number in range(IMAGES)
    ]
    config = {"train": {"seed": seed}, "data": {"val": "val"}, "optimizer": {"lr": lr}}
    run = workspace.create_run(
        NewRun(run_name, config, CLASSES, rows, label_hash="truth", seed=seed, user="김민수")
    )
    if maps is not None:
        truth, predictions = maps
        for image, label_map in truth.items():
            run.labels.put("val", image, label_map)
        tables = counted(truth, predictions, RULE)
        key = ValidationKey(1, 10, "val", RULE.name, CLASSES.ignore, split_hash(list(truth)))
        writer = run.begin_validation(key)
        for image, prediction in predictions.items():
            writer.write_prediction(image, prediction)
        scores = Scores.from_tables(tables, RULE.name).to_dict()
        writer.commit(tables, scores, seconds={}, monitor="miou", kept_samples=[])
    return run


def plant_day(workspace: Workspace, pictures: Path | None = None) -> Day:
    """Store a baseline, a better run that changes it, and one that failed; with pictures in a folder."""
    truth = planted_truth()
    base = store(workspace, "baseline", (truth, before_predictions(truth)), 0.1, pictures=pictures)
    better = store(workspace, "넓은 crop", (truth, after_predictions(truth)), 0.2, pictures=pictures)
    failed = store(workspace, "<script>alert(1)</script>", None, 99.0, pictures=pictures)
    for run in (base, better):
        run.set_status("finished")
    failed.set_status("failed", "the loss is no number at step 12")
    if pictures is not None:
        for number, label_map in enumerate(truth.values()):
            Image.fromarray(photo(label_map)).save(pictures / f"{number}.png")
    give_runs_rows(workspace)
    notebook = Notebook(workspace.database)
    notebook.edit(2, "parent", "#1", base=0, author="Kim")
    notebook.edit(2, "hypothesis", "종이가 더 잘 보인다", base=0, author="Kim")
    return Day(truth, base, better, failed)


def photo(label_map: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Paint a picture of a label map, noisy."""
    colours = np.array([[120, 110, 100], [230, 225, 215], [150, 155, 165], [90, 160, 150]], dtype=np.float64)
    noise = np.random.default_rng(0).normal(0, 12, (*label_map.shape, 3))
    painted: NDArray[np.uint8] = (
        (colours[np.where(label_map == 255, 0, label_map)] + noise).clip(0, 255).astype(np.uint8)
    )
    return painted
