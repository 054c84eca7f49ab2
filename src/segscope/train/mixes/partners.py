"""Which picture of a batch is joined with which, and what a mix must know of each pixel beside its label."""

from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from segscope.train.mixes.base import DeviceBatch
from segscope.train.targets import Targets

_ORIGINS = 256


def draw_partners(count: int, probability: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw which picture is laid over which, and where that happens at all.

    Args:
        count: B, pictures in the batch.
        probability: Share of the pictures that get something.
        rng: The batch's generator.

    Returns:
        (B,) the partner of each picture, a permutation in which none is its own; (B,) True where the
        picture gets something of it.
    """
    order = rng.permutation(count)
    partner = np.empty(count, dtype=np.int64)
    partner[order] = np.roll(order, 1)
    return partner, rng.random(count) < probability


def to_device(values: np.ndarray, beside: Tensor) -> Tensor:
    """Bring a few numbers to where a tensor is, without waiting for the device."""
    return torch.from_numpy(values).to(beside.device, non_blocking=True)


def with_origins(batch: DeviceBatch) -> DeviceBatch:
    """Give the batch with origins: those it has, or for each picture its own number."""
    targets = batch.targets
    if targets.origins is not None:
        return batch
    # Beyond 256 pictures numbers repeat, and a seam between two of one number is not known as one.
    numbers = torch.arange(len(targets.labels), device=targets.labels.device) % _ORIGINS
    origins = numbers.to(torch.uint8)[:, None, None].expand(targets.labels.shape)
    return replace(batch, targets=replace(targets, origins=origins))


def copied(batch: DeviceBatch) -> DeviceBatch:
    """Give the batch in memory of its own, to be painted on."""
    targets = batch.targets
    own = Targets(targets.labels.clone(), _copy(targets.weights), _copy(targets.origins))
    return DeviceBatch(batch.pictures.clone(), own, batch.sample_ids)


def _copy(values: Tensor | None) -> Tensor | None:
    return None if values is None else values.clone(memory_format=torch.contiguous_format)
