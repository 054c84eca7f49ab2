"""One optimiser step over a window of micro-batches."""

import contextlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from lightning_fabric import Fabric
from lightning_fabric.wrappers import _FabricModule, _FabricOptimizer
from torch import Tensor

from segscope.train.batches.training_set import Batch
from segscope.train.losses.weighted_sum import WeightedSum


@dataclass(frozen=True, slots=True)
class StepResult:
    """What one optimiser step did.

    Attributes:
        loss: The window's loss over all ranks, a scalar on the device (reading it waits for the device).
        gradient_norm: Norm of the whole gradient before clipping, a scalar on the device.
        pictures: Pictures used on this device.
        applied: False where fp16 overflowed and the optimiser skipped the step.
    """

    loss: Tensor
    gradient_norm: Tensor
    pictures: int
    applied: bool


class Stepper:
    """Runs windows: forward and backward for each micro-batch, then one optimiser step.

    The losses of the micro-batches are divided by the whole window's normalisers (over all ranks),
    so that the step equals that of one big batch wherever the loss allows it.

    Args:
        fabric: Precision and devices.
        model: The set-up model.
        optimizer: The set-up optimiser.
        loss: The run's loss, on the device.
        clip_norm: Largest gradient norm; 0 turns clipping off.
    """

    def __init__(
        self,
        fabric: Fabric,
        model: _FabricModule,
        optimizer: _FabricOptimizer,
        loss: WeightedSum,
        clip_norm: float,
    ) -> None:
        self.fabric = fabric
        self.model = model
        self.optimizer = optimizer
        self.loss = loss
        self.clip_norm = clip_norm

    def run(self, window: Sequence[Batch]) -> StepResult:
        """Take one optimiser step."""
        targets = [batch.targets.to(self.fabric.device, non_blocking=True).long() for batch in window]
        normalisers = self._normalisers(targets)
        shares = []
        for index, (batch, target) in enumerate(zip(window, targets, strict=True)):
            pictures = batch.pictures.to(self.fabric.device, non_blocking=True)
            with self._synced_on_last(index, len(window)):
                logits = self.model(pictures).logits
                share = self.loss(logits, target, normalisers)
                self.fabric.backward(share)
            shares.append(share.detach())
        norm, applied = self._apply()
        loss = self._mean_over_ranks(torch.stack(shares).sum())
        return StepResult(loss, norm, sum(len(b.sample_ids) for b in window), applied)

    def _mean_over_ranks(self, value: Tensor) -> Tensor:
        if self.fabric.world_size == 1:
            return value
        mean = self.fabric.all_reduce(value, reduce_op="mean")
        if not isinstance(mean, Tensor):
            raise TypeError("all_reduce gave no tensor")
        return mean

    def _normalisers(self, targets: Sequence[Tensor]) -> Tensor:
        local = self.loss.normalisers(targets)
        # DDP averages gradients over ranks: dividing by the mean normaliser makes the average a sum
        # over all ranks' pixels divided by all ranks' normaliser.
        return self._mean_over_ranks(local)

    def _synced_on_last(self, index: int, count: int) -> contextlib.AbstractContextManager[None]:
        if self.fabric.world_size == 1:
            return contextlib.nullcontext()
        return self.fabric.no_backward_sync(self.model, enabled=index + 1 < count)

    def _apply(self) -> tuple[Tensor, bool]:
        # Unscaled once, clipped, then stepped; without clipping the norm is still measured.
        norm = self.fabric.clip_gradients(
            self.model, self.optimizer, max_norm=self.clip_norm or math.inf, error_if_nonfinite=False
        )
        if not isinstance(norm, Tensor):
            raise TypeError("clip_gradients gave no norm")
        scale = self._loss_scale()
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        # The scaler lowers its scale exactly when gradients overflowed and the step was skipped.
        now = self._loss_scale()
        return norm, scale is None or now is None or now >= scale

    def _loss_scale(self) -> float | None:
        scaler = getattr(self.fabric.strategy.precision, "scaler", None)
        return None if scaler is None else float(scaler.get_scale())
