"""What is compared: a run, one of its validations, and the counts of that validation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from segscope.engine.count_tables import CountTables
from segscope.errors import StoreError, UsageError
from segscope.store.runs import Run
from segscope.store.validations import Validation


@dataclass(frozen=True)
class RunValidation:
    """One validation of one run.

    Attributes:
        run: The run.
        validation: One of its validations.
    """

    run: Run
    validation: Validation

    @cached_property
    def tables(self) -> CountTables:
        """The counts, in the order of the run's own split."""
        return self.run.load_tables(self.validation)

    @property
    def title(self) -> str:
        """Name and id, for sentences."""
        return f"{self.run.name} ({self.run.id})" if self.run.name else self.run.id

    def groups(self) -> dict[str, str | None]:
        """Give the group of each sample of the validated split."""
        return {row.id: row.group for row in self.run.samples(self.validation.key.split)}

    def summary(self) -> dict[str, Any]:
        """Give plain values that say which validation this is."""
        return {
            "run": self.run.id,
            "name": self.run.name,
            "seed": self.run.seed,
            "validation": self.validation.index,
            "epoch": self.validation.key.epoch,
            "split": self.validation.key.split,
            "miou": self.validation.scores.get("miou"),
        }


def choose_validation(run: Run, which: str | int = "best") -> RunValidation:
    """Choose a validation of a run.

    Args:
        run: The run.
        which: ``best``, ``last``, or an epoch. Of a run that validates several splits, the one that its
            config names is meant.

    Raises:
        UsageError: ``which`` is none of these.
        StoreError: The run has no such validation.
    """
    stored = _of_main_split(run)
    if not stored:
        raise StoreError(f"run {run.id} has no validation yet: wait for its first one, or resume it.")
    if which == "last":
        return RunValidation(run, stored[-1])
    if which == "best":
        # a monitored score may be undefined for all validations; the last one is then as good as any
        return RunValidation(run, next((v for v in stored if v.is_best), stored[-1]))
    if not str(which).isdecimal():
        raise UsageError(f"{which!r} is no validation: give best, last, or an epoch.")
    found = [validation for validation in stored if validation.key.epoch == int(which)]
    if not found:
        epochs = ", ".join(str(validation.key.epoch) for validation in stored)
        raise StoreError(f"run {run.id} has no validation at epoch {which}: it has them at {epochs}.")
    return RunValidation(run, found[-1])


def _of_main_split(run: Run) -> tuple[Validation, ...]:
    named = run.validations(run.main_split)
    every = run.validations()
    return named or tuple(v for v in every if v.key.split == every[-1].key.split)


def in_order(tables: CountTables, images: Sequence[str]) -> CountTables:
    """Number the rows of a validation's tables by another order of the same images."""
    if tables.images == tuple(images):
        return tables
    place = {image: index for index, image in enumerate(images)}
    moved = np.array([place[image] for image in tables.images], dtype=np.int64)
    return replace(
        tables, images=tuple(images), image=moved[tables.image], wrong_image=moved[tables.wrong_image]
    )


def stacked(parts: Sequence[CountTables]) -> CountTables:
    """Put validations of different images together, as the folds of one recipe are."""
    if len(parts) == 1:
        return parts[0]
    starts = np.cumsum([0, *(len(part.images) for part in parts[:-1])])
    return CountTables(
        images=tuple(image for part in parts for image in part.images),
        num_classes=parts[0].num_classes,
        image=np.concatenate([part.image + start for part, start in zip(parts, starts, strict=True)]),
        class_index=np.concatenate([part.class_index for part in parts]),
        columns={name: np.concatenate([part.columns[name] for part in parts]) for name in parts[0].columns},
        wrong_image=np.concatenate(
            [part.wrong_image + start for part, start in zip(parts, starts, strict=True)]
        ),
        wrong=np.concatenate([part.wrong for part in parts]),
    )
