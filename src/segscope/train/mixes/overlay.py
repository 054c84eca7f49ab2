"""One batch laid over another, pixel by pixel, with labels, weights and origins."""

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


def to_device(values: np.ndarray, batch: DeviceBatch) -> Tensor:
    """Bring a few drawn numbers to where the batch is, without waiting for the device."""
    return torch.from_numpy(values).to(batch.pictures.device, non_blocking=True)


def origins_of(batch: DeviceBatch) -> Tensor:
    """Give (B, H, W) uint8, which picture of the batch each pixel came from; each its own at first."""
    labels = batch.targets.labels
    if batch.targets.origins is not None:
        return batch.targets.origins
    # Beyond 256 pictures numbers repeat, and a seam between two of one number is not known as one.
    numbers = torch.arange(len(labels), device=labels.device) % _ORIGINS
    return numbers.to(torch.uint8)[:, None, None].expand(labels.shape)


def weights_of(batch: DeviceBatch) -> Tensor:
    """Give (B, H, W) float32, how much each pixel counts; 1 where nothing else was said."""
    weights = batch.targets.weights
    if weights is not None:
        return weights
    return torch.ones((), device=batch.pictures.device).expand(batch.targets.labels.shape)


def take(batch: DeviceBatch, order: Tensor) -> DeviceBatch:
    """Give the pictures of a batch in another order, with all that belongs to them.

    Args:
        batch: The batch.
        order: (B,) int64 on the batch's device.
    """
    targets = batch.targets
    weights = None if targets.weights is None else targets.weights[order]
    ids = batch.sample_ids  # of the pictures that lie below
    taken = Targets(targets.labels[order], weights, origins_of(batch)[order])
    return DeviceBatch(_channels_first(_channels_last(batch.pictures)[order]), taken, ids)


def overlay(below: DeviceBatch, above: DeviceBatch, mask: Tensor) -> DeviceBatch:
    """Lay one batch over another.

    Args:
        below: What is seen where the mask is False; gives the sample ids.
        above: What is seen where it is True.
        mask: (B, H, W) bool.
    """
    pictures = torch.where(mask[..., None], _channels_last(above.pictures), _channels_last(below.pictures))
    weights = None
    if below.targets.weights is not None or above.targets.weights is not None:
        weights = torch.where(mask, weights_of(above), weights_of(below))
    targets = Targets(
        torch.where(mask, above.targets.labels, below.targets.labels),
        weights,
        torch.where(mask, origins_of(above), origins_of(below)),
    )
    return DeviceBatch(_channels_first(pictures), targets, below.sample_ids)


def _channels_last(pictures: Tensor) -> Tensor:
    return pictures.permute(0, 2, 3, 1)


def _channels_first(pictures: Tensor) -> Tensor:
    return pictures.permute(0, 3, 1, 2)
