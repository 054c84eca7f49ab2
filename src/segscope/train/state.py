"""Everything that a training needs to go on exactly where it stopped."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from lightning_fabric.wrappers import _FabricOptimizer

from segscope.errors import CheckpointError
from segscope.train.ema import WeightAverage
from segscope.train.models.segmenter import Segmenter
from segscope.train.optimizers.lookahead import Lookahead
from segscope.train.schedules.base import Schedule


@dataclass
class Progress:
    """Where a training stands.

    Attributes:
        epoch: Epochs done.
        step: Optimiser steps done.
        updates: Steps that changed the weights: all but those that fp16 skipped.
        skipped_in_a_row: Steps that fp16 has skipped since the last update.
        validations_without_gain: Validations since the best one.
        validation_due: True from the end of an epoch until its validation is stored, so that a kill
            during a validation costs the validation alone.
    """

    epoch: int = 0
    step: int = 0
    updates: int = 0
    skipped_in_a_row: int = 0
    validations_without_gain: int = 0
    validation_due: bool = False


@dataclass
class TrainingState:
    """The parts of a training that change.

    Attributes:
        model: The model that learns.
        average: Its running mean, or None.
        optimizer: The set-up optimiser.
        schedule: Learning-rate factors.
        progress: Epoch and step.
        class_pixels: (K,) pixels of the training split, as counted when the run began.
        scaler: The fp16 gradient scaler, or None.
    """

    model: Segmenter
    average: WeightAverage | None
    optimizer: _FabricOptimizer
    schedule: Schedule
    progress: Progress
    class_pixels: tuple[int, ...]
    scaler: torch.amp.GradScaler | None = None

    @property
    def validated_model(self) -> Segmenter:
        """The model that is validated and kept as best: the average where there is one."""
        if self.average is None:
            return self.model
        model = self.average.model
        if not isinstance(model, Segmenter):
            raise TypeError("the averaged model is no Segmenter")
        return model

    @contextmanager
    def evaluation_weights(self) -> Iterator[None]:
        """Hold the weights to evaluate in :attr:`validated_model`: with Lookahead, the slow ones.

        The average has weights of its own.
        """
        optimizer = self.optimizer.optimizer
        if self.average is None and isinstance(optimizer, Lookahead):
            with optimizer.slow_in_place():
                yield
        else:
            yield

    def step_done(self, *, applied: bool) -> None:
        """Count an optimiser step; average and schedule go on only where it changed the weights."""
        self.progress.step += 1
        if not applied:
            self.progress.skipped_in_a_row += 1
            return
        self.progress.updates += 1
        self.progress.skipped_in_a_row = 0
        if self.average is not None:
            self.average.update(self.model)

    def to_checkpoint(self) -> dict[str, Any]:
        """Give tensors and plain values for ``last.ckpt``."""
        return {
            "model": self.model.state_dict(),
            "average": None if self.average is None else self.average.model.state_dict(),
            "average_updates": 0 if self.average is None else self.average.updates,
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "scaler": None if self.scaler is None else self.scaler.state_dict(),
            "progress": dict(vars(self.progress)),
            "class_pixels": list(self.class_pixels),
            "random_state": torch.get_rng_state(),
            "cuda_random_state": torch.cuda.get_rng_state() if torch.cuda.is_available() else None,
        }

    def to_epoch_checkpoint(self) -> dict[str, Any]:
        """Give the weights of an epoch that is kept: those that learn, and their running mean."""
        return {
            "model": self.model.state_dict(),
            "average": None if self.average is None else self.average.model.state_dict(),
            "progress": dict(vars(self.progress)),
            "class_pixels": list(self.class_pixels),
        }

    def load_checkpoint(self, state: dict[str, Any]) -> None:
        """Take over what :meth:`to_checkpoint` gave.

        Raises:
            CheckpointError: It belongs to another model, optimiser or schedule.
        """
        try:
            self.model.load_state_dict(state["model"])
            if self.average is not None:
                self.average.model.load_state_dict(state["average"] or state["model"])
                self.average.updates = state["average_updates"]
            self.optimizer.load_state_dict(state["optimizer"])
            self.schedule.load_state_dict(state["schedule"])
        except (RuntimeError, KeyError, ValueError) as error:
            raise CheckpointError(
                f"the checkpoint belongs to another model, optimiser or schedule ({error})."
            ) from error
        if self.scaler is not None and state["scaler"]:
            self.scaler.load_state_dict(state["scaler"])
        self.progress = Progress(**state["progress"])
        torch.set_rng_state(state["random_state"])
        if state["cuda_random_state"] is not None and torch.cuda.is_available():
            torch.cuda.set_rng_state(state["cuda_random_state"])
