"""One optimiser step over a window of micro-batches."""

import contextlib
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
        loss: The window's loss, a scalar on the device (reading it waits for the device).
        pictures: Pictures used on this device.
        applied: False where fp16 overflowed and the optimiser skipped the step.
    """

    loss: Tensor
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
        applied = self._apply()
        return StepResult(torch.stack(shares).sum(), sum(len(b.sample_ids) for b in window), applied)

    def _normalisers(self, targets: Sequence[Tensor]) -> Tensor:
        local = self.loss.normalisers(targets)
        ranks = self.fabric.world_size
        if ranks == 1:
            return local
        # DDP averages gradients over ranks: dividing by the mean normaliser makes the average a sum
        # over all ranks' pixels divided by all ranks' normaliser.
        total = self.fabric.all_reduce(local, reduce_op="sum")
        if not isinstance(total, Tensor):
            raise TypeError("all_reduce gave no tensor")
        return total / ranks

    def _synced_on_last(self, index: int, count: int) -> contextlib.AbstractContextManager[None]:
        if self.fabric.world_size == 1:
            return contextlib.nullcontext()
        return self.fabric.no_backward_sync(self.model, enabled=index + 1 < count)

    def _apply(self) -> bool:
        if self.clip_norm > 0:
            self.fabric.clip_gradients(
                self.model, self.optimizer, max_norm=self.clip_norm, error_if_nonfinite=False
            )
        scale = self._loss_scale()
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        # The scaler lowers its scale exactly when gradients overflowed and the step was skipped.
        now = self._loss_scale()
        return scale is None or now is None or now >= scale

    def _loss_scale(self) -> float | None:
        scaler = getattr(self.fabric.strategy.precision, "scaler", None)
        return None if scaler is None else float(scaler.get_scale())
