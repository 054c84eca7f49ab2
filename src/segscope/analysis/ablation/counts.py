"""What an ablation's verdicts are computed from: the integer counts of all its runs, and what each cost."""

from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from segscope.engine.count_tables import CountTables


@dataclass(frozen=True, slots=True)
class ArmRun:
    """One training of an arm.

    Attributes:
        run: Its id.
        seed: Its seed.
        fold: The fold that it validates; None without folds.
        epoch: The epoch of its validation.
        step_seconds: Median time of an optimiser step, in seconds; None where it was not measured.
        memory_bytes: Most memory that it held (of the GPU where there is one, else of its process).
    """

    run: str
    seed: int | None
    fold: int | None
    epoch: int
    step_seconds: float | None = None
    memory_bytes: int | None = None


@dataclass(frozen=True)
class Arm:
    """The baseline, or one change of it.

    Attributes:
        name: What tables call it.
        change: What it changes, as ``key=value`` lines; empty for the baseline.
        runs: Its trainings.
        tables: The counts of each repeat (seed); of folds, all of one seed put together.
    """

    name: str
    change: tuple[str, ...]
    runs: tuple[ArmRun, ...]
    tables: tuple[CountTables, ...]

    @property
    def step_seconds(self) -> float | None:
        """Median over its runs, of those that were measured."""
        known = [run.step_seconds for run in self.runs if run.step_seconds]
        return median(known) if known else None

    @property
    def memory_bytes(self) -> int | None:
        """Median over its runs, of those that were measured."""
        known = [run.memory_bytes for run in self.runs if run.memory_bytes]
        return int(median(known)) if known else None


@dataclass(frozen=True)
class AblationCounts:
    """Counts of a baseline and its changes on the same N images.

    Attributes:
        name: What the ablation is called.
        arms: The baseline first; all tables hold the images in one order.
        class_names: The K classes.
        groups: (N,) the group of each image; None where unknown.
        fold_of_image: (N,) the fold that each image validates in; all 0 without folds.
        rule: The counting rule.
        validation: Which validation of each run was taken: ``last``, ``best`` or an epoch.
        notes: What a reader must know, a sentence each.
    """

    name: str
    arms: tuple[Arm, ...]
    class_names: tuple[str, ...]
    groups: tuple[str | None, ...]
    fold_of_image: NDArray[np.int64]
    rule: str
    validation: str
    notes: tuple[str, ...] = ()

    @property
    def images(self) -> tuple[str, ...]:
        """The N images."""
        return self.arms[0].tables[0].images

    @property
    def baseline(self) -> Arm:
        """What the changes are compared with."""
        return self.arms[0]

    @property
    def changes(self) -> tuple[Arm, ...]:
        """All arms but the baseline."""
        return self.arms[1:]

    @property
    def num_folds(self) -> int:
        """1 without folds."""
        return int(self.fold_of_image.max(initial=0)) + 1
