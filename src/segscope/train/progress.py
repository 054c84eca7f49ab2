"""What a training tells whoever watches it; the command line draws it, tests and scripts may ignore it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from segscope.record.recorded import RecordedValidation


@dataclass(frozen=True, slots=True)
class StepReport:
    """One optimiser step.

    Attributes:
        epoch: Counted from 1.
        step: Optimiser steps done in the whole run.
        steps_in_epoch: Optimiser steps of one epoch.
        loss: Mean loss of the step.
        learning_rate: Rate of the decoder in this step.
        pictures: Pictures that the step used.
        seconds: Time since the step before.
        part_rates: Rate of each other part of the model (``encoder``, or its stages) that has its own.
    """

    epoch: int
    step: int
    steps_in_epoch: int
    loss: float
    learning_rate: float
    pictures: int
    seconds: float
    part_rates: Mapping[str, float] = field(default_factory=dict)


class Watcher(Protocol):
    """Follows a training."""

    def message(self, text: str) -> None:
        """Tell one sentence: a hint, a warning, what a logger left out."""

    def data_checked(self, done: int, total: int) -> None:
        """So many pictures of the data set were checked, before the training starts."""

    def run_created(self, run_id: str) -> None:
        """The run has its id: from here on it can be resumed."""

    def training_started(self, epochs: int, steps_in_epoch: int, first_epoch: int) -> None:
        """Begin at ``first_epoch`` (1, or later on a resume)."""

    def step_done(self, report: StepReport) -> None:
        """One optimiser step is done."""

    def validation_started(self, epoch: int, pictures: int) -> None:
        """A validation begins."""

    def picture_validated(self, pictures: int) -> None:
        """So many further pictures were segmented."""

    def validation_done(self, epoch: int, recorded: RecordedValidation) -> None:
        """A validation was made and stored."""


class SilentWatcher:
    """Follows nothing."""

    def message(self, text: str) -> None:
        """Drop it."""

    def data_checked(self, done: int, total: int) -> None:
        """Drop it."""

    def run_created(self, run_id: str) -> None:
        """Drop it."""

    def training_started(self, epochs: int, steps_in_epoch: int, first_epoch: int) -> None:
        """Drop it."""

    def step_done(self, report: StepReport) -> None:
        """Drop it."""

    def validation_started(self, epoch: int, pictures: int) -> None:
        """Drop it."""

    def picture_validated(self, pictures: int) -> None:
        """Drop it."""

    def validation_done(self, epoch: int, recorded: RecordedValidation) -> None:
        """Drop it."""
