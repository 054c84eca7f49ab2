"""One optimiser step over a window of micro-batches."""

import contextlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from lightning_fabric import Fabric
from lightning_fabric.wrappers import _FabricModule, _FabricOptimizer
from torch import Tensor

from segscope.train.batches.training_set import Batch
from segscope.train.losses.weighted_sum import WeightedSum
from segscope.train.mixes.base import DeviceBatch, Mix, MixDraw
from segscope.train.outputs import SegmentationOutput
from segscope.train.targets import Targets

DrawOf = Callable[[int], MixDraw]
"""What the mixes of a window's micro-batch may use, by its place in the window."""


@dataclass(frozen=True, slots=True)
class StepResult:
    """What one optimiser step did.

    Attributes:
        loss: The window's loss over all ranks, a scalar on the device (reading it waits for the device).
        shares: (micro-batches, terms) what each micro-batch of this rank added to each term of the loss.
        gradient_norm: Norm of the whole gradient before clipping, a scalar on the device.
        pictures: Pictures used on this device.
        applied: False where fp16 overflowed and the optimiser skipped the step.
    """

    loss: Tensor
    shares: Tensor
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
        mixes: Applied to each micro-batch on the device, in order.
    """

    def __init__(
        self,
        fabric: Fabric,
        model: _FabricModule,
        optimizer: _FabricOptimizer,
        loss: WeightedSum,
        clip_norm: float,
        mixes: Sequence[Mix] = (),
    ) -> None:
        self.fabric = fabric
        self.model = model
        self.optimizer = optimizer
        self.loss = loss
        self.clip_norm = clip_norm
        self.mixes = mixes

    def run(self, window: Sequence[Batch], draw_of: DrawOf | None = None) -> StepResult:
        """Take one optimiser step.

        Args:
            window: Micro-batches.
            draw_of: What the mixes of each may use; not asked for without mixes.
        """
        batches = [self.prepare(batch, index, draw_of) for index, batch in enumerate(window)]
        normalisers = self._normalisers([batch.targets for batch in batches])
        shares = []
        for index, batch in enumerate(batches):
            with self._synced_on_last(index, len(window)):
                output = self.model(batch.pictures)
                share = self._shares(output, batch.targets, normalisers)
                self.fabric.backward(share.sum())
            shares.append(share.detach())
        norm, applied = self._apply()
        parts = torch.stack(shares)
        loss = self._mean_over_ranks(parts.sum())
        return StepResult(loss, parts, norm, sum(len(b.sample_ids) for b in window), applied)

    def prepare(self, batch: Batch, index: int, draw_of: DrawOf | None) -> DeviceBatch:
        """Bring a micro-batch to the device and mix it: what the model and the loss then get.

        Args:
            batch: In main memory.
            index: Its place in the window.
            draw_of: As in :meth:`run`.
        """
        device = self.fabric.device
        labels = batch.targets.to(device, non_blocking=True).long()
        pictures = batch.pictures.to(device, non_blocking=True)
        weights = None
        if batch.weights is not None:
            weights = batch.weights.to(device, non_blocking=True)[:, None, None].expand(labels.shape)
        prepared = DeviceBatch(pictures, Targets(labels, weights), batch.sample_ids)
        if self.mixes and draw_of is not None:
            draw = draw_of(index)
            for mix in self.mixes:
                prepared = mix(prepared, draw)
        return prepared

    def _mean_over_ranks(self, value: Tensor) -> Tensor:
        if self.fabric.world_size == 1:
            return value
        mean = self.fabric.all_reduce(value, reduce_op="mean")
        if not isinstance(mean, Tensor):
            raise TypeError("all_reduce gave no tensor")
        return mean

    def _shares(self, output: SegmentationOutput, targets: Targets, normalisers: Tensor) -> Tensor:
        shares = self.loss.shares(output.logits, targets, normalisers)
        if output.auxiliary is None:
            return shares
        return shares + output.auxiliary_weight * self.loss.shares(output.auxiliary, targets, normalisers)

    def _normalisers(self, window: Sequence[Targets]) -> Tensor:
        local = self.loss.normalisers(window)
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
