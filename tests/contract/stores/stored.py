"""What the tests of a store put into it."""

from collections.abc import Callable

import numpy as np

from segscope.engine import count
from segscope.engine.class_set import ClassSet
from segscope.engine.count_tables import CountTables
from segscope.store import NewRun, Run, SampleRow, Validation, ValidationKey, Workspace

CLASSES = ClassSet(("sky", "road", "자동차"), ids=(7, 9, 300), ignore_id=255, unknown=2)
Open = Callable[[], Workspace]


def new_run(name: str = "baseline", samples: int = 4) -> NewRun:
    rows = [SampleRow("val", f"scene/{i}", f"/data/{i}.png", group="scene") for i in range(samples)]
    return NewRun(name=name, config={"seed": 1}, class_set=CLASSES, samples=rows, label_hash="abc")


def key(step: int, split: str = "val") -> ValidationKey:
    return ValidationKey(step // 10, step, split, "rule-1", CLASSES.ignore, "hash")


def tables(run: Run, seed: int = 0) -> CountTables:
    rng = np.random.default_rng(seed)
    names = [row.id for row in run.samples("val")]
    pairs = rng.integers(0, 3, (len(names), 2, 8, 9), dtype=np.uint8)
    return CountTables.from_counts(names, [count(a, b, num_classes=3, ignore=255) for a, b in pairs])


def validate(run: Run, step: int, miou: float, split: str = "val") -> Validation:
    """Store a validation of one picture a sample, all of class ``step % 3``."""
    return store(run, key(step, split), miou)


def store(run: Run, of: ValidationKey, score: float, monitor: str = "miou") -> Validation:
    writer = run.begin_validation(of)
    filled = np.full((5, 6), of.step % 3, np.uint8)
    for row in run.samples("val"):
        writer.write_prediction(row.id, filled, np.full((5, 6), 200, np.uint8))
    counts = tables(run, of.step)
    return writer.commit(
        counts, {monitor: score}, seconds={"forward": 1.5}, monitor=monitor, kept_samples=["scene/1"]
    )
