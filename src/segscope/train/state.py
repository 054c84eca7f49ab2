"""Everything that a training needs to go on exactly where it stopped."""

from dataclasses import dataclass
from typing import Any

import torch
from lightning_fabric.wrappers import _FabricOptimizer

from segscope.errors import CheckpointError
from segscope.train.ema import WeightAverage
from segscope.train.models.segmenter import Segmenter


@dataclass
class Progress:
    """Where a training stands.

    Attributes:
        epoch: Epochs done.
        step: Optimiser steps done.
        validations_without_gain: Validations since the best one.
        validation_due: True from the end of an epoch until its validation is stored, so that a kill
            during a validation costs the validation alone.
    """

    epoch: int = 0
    step: int = 0
    validations_without_gain: int = 0
    validation_due: bool = False


@dataclass
class TrainingState:
    """The parts of a training that change.

    Attributes:
        model: The model that learns.
        average: Its running mean, or None.
        optimizer: The set-up optimiser.
        progress: Epoch and step.
        class_pixels: (K,) pixels of the training split, as counted when the run began.
        scaler: The fp16 gradient scaler, or None.
    """

    model: Segmenter
    average: WeightAverage | None
    optimizer: _FabricOptimizer
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

    def to_checkpoint(self) -> dict[str, Any]:
        """Give tensors and plain values for ``last.ckpt``."""
        return {
            "model": self.model.state_dict(),
            "average": None if self.average is None else self.average.model.state_dict(),
            "average_updates": 0 if self.average is None else self.average.updates,
            "optimizer": self.optimizer.state_dict(),
            "scaler": None if self.scaler is None else self.scaler.state_dict(),
            "progress": dict(vars(self.progress)),
            "class_pixels": list(self.class_pixels),
            "random_state": torch.get_rng_state(),
            "cuda_random_state": torch.cuda.get_rng_state() if torch.cuda.is_available() else None,
        }

    def load_checkpoint(self, state: dict[str, Any]) -> None:
        """Take over what :meth:`to_checkpoint` gave.

        Raises:
            CheckpointError: It belongs to another model.
        """
        try:
            self.model.load_state_dict(state["model"])
            if self.average is not None:
                self.average.model.load_state_dict(state["average"] or state["model"])
                self.average.updates = state["average_updates"]
            self.optimizer.load_state_dict(state["optimizer"])
        except (RuntimeError, KeyError, ValueError) as error:
            raise CheckpointError(
                f"the checkpoint belongs to another model or optimiser ({error})."
            ) from error
        if self.scaler is not None and state["scaler"]:
            self.scaler.load_state_dict(state["scaler"])
        self.progress = Progress(**state["progress"])
        torch.set_rng_state(state["random_state"])
        if state["cuda_random_state"] is not None and torch.cuda.is_available():
            torch.cuda.set_rng_state(state["cuda_random_state"])
