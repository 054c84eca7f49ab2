"""A training that only logs: curves at a steady pace, as a trainer's process does beside the server."""

import math
import time
from dataclasses import dataclass
from multiprocessing import Queue
from pathlib import Path

from benchmarks.workspace_pictures import make_classes
from segscope.store import NewRun, SampleRow, Workspace
from segscope.store.run_lock import training_lock

_BATCH = 10


@dataclass(frozen=True)
class Trainer:
    """What the training noticed: seconds that each write of ten points took."""

    seconds: list[float]


def train_for(workspace: Path, seconds: int, points: int, told: "Queue[Trainer]") -> None:
    """Log so many points a second for so long, ten in one transaction."""
    took = []
    with Workspace.open(workspace) as place:
        run = place.create_run(
            NewRun("trains now", {}, make_classes(12), [SampleRow("val", "1", "/data/1.jpg")], user="민준")
        )
        with training_lock(run):
            begun = time.perf_counter()
            for batch in range(seconds * points // _BATCH):
                time.sleep(max(0.0, begun + batch * _BATCH / points - time.perf_counter()))
                first = 1 + batch * _BATCH
                curve = {step: {"train/loss": 2 / math.sqrt(step)} for step in range(first, first + _BATCH)}
                writes = time.perf_counter()
                run.log_curves(curve)
                took.append(time.perf_counter() - writes)
                if time.perf_counter() - begun > seconds:
                    break
        run.set_status("finished")
    told.put(Trainer(took))
