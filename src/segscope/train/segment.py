"""Logits become label maps and confidences, on the device."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from segscope.data.sample import Picture
from segscope.engine.class_set import LabelMap

MAX_BATCH_PIXELS = 4_000_000
"""Pixels of one forward pass: the logits of 12 classes then take 200 MB."""


@dataclass(frozen=True, slots=True)
class Segmentation:
    """What a model says about one picture.

    Attributes:
        label_map: (H, W) class indices, uint8 up to 255 classes, else uint16.
        confidence: (H, W) uint8, the probability of the predicted class times 255, rounded.
    """

    label_map: LabelMap
    confidence: NDArray[np.uint8]


def to_label_maps(logits: Tensor) -> tuple[Tensor, Tensor]:
    """Reduce logits on the device.

    Args:
        logits: (B, K, H, W) float of any precision.

    Returns:
        Label maps (B, H, W) uint8 (int32 above 255 classes) and confidences (B, H, W) uint8.

    Example:
        >>> labels, confidence = to_label_maps(torch.tensor([[[[0.0]], [[20.0]]]]))
        >>> labels.item(), confidence.item()
        (1, 255)
    """
    logits = logits.float()
    best, labels = logits.max(dim=1)
    # The probability of the best class alone: no (B, K, H, W) softmax is stored.
    confidence = (best - logits.logsumexp(dim=1)).exp_().mul_(255).round_().to(torch.uint8)
    dtype = torch.uint8 if logits.shape[1] <= np.iinfo(np.uint8).max else torch.int32
    return labels.to(dtype), confidence


def label_maps_of_probabilities(probabilities: Tensor) -> tuple[Tensor, Tensor]:
    """Reduce probabilities on the device; see :func:`to_label_maps`.

    Args:
        probabilities: (B, K, H, W) float that sums to 1 over K.

    Example:
        >>> labels, confidence = label_maps_of_probabilities(torch.tensor([[[[0.2]], [[0.8]]]]))
        >>> labels.item(), confidence.item()
        (1, 204)
    """
    best, labels = probabilities.max(dim=1)
    dtype = torch.uint8 if probabilities.shape[1] <= np.iinfo(np.uint8).max else torch.int32
    return labels.to(dtype), (best * 255).round_().clamp_(0, 255).to(torch.uint8)


def split_batch(labels: Tensor, confidence: Tensor) -> Iterator[Segmentation]:
    """Bring a reduced batch to main memory and cut it into single pictures."""
    label_maps = labels.cpu().numpy()
    if label_maps.dtype != np.uint8:
        label_maps = label_maps.astype(np.uint16)
    for label_map, certain in zip(label_maps, confidence.cpu().numpy(), strict=True):
        yield Segmentation(label_map, certain)


def picture_batch(pictures: Sequence[Picture]) -> Tensor:
    """Stack (H, W, C) pictures of one size.

    Returns:
        (B, C, H, W) uint8, or int32 for 16 bits (PyTorch can store its unsigned 16-bit type but hardly
        compute with it), with channels last in memory.
    """
    stacked = np.stack(pictures)
    levels = stacked if stacked.dtype == np.uint8 else stacked.astype(np.int32)
    return torch.from_numpy(levels).permute(0, 3, 1, 2)


def stack_by_size(pictures: Sequence[Picture], batch_size: int) -> Iterator[tuple[int, Tensor]]:
    """Cut a list of pictures into batches of one size, in order.

    Large pictures go in smaller batches, so that a batch stays below :data:`MAX_BATCH_PIXELS`.

    Yields:
        (position of the first picture, (B, C, H, W) batch as :func:`picture_batch` gives it).
    """
    start = 0
    while start < len(pictures):
        height, width = pictures[start].shape[:2]
        largest = max(min(batch_size, MAX_BATCH_PIXELS // (height * width)), 1)
        stop = start + 1
        while (
            stop < len(pictures) and stop - start < largest and pictures[stop].shape == pictures[start].shape
        ):
            stop += 1
        yield start, picture_batch(pictures[start:stop])
        start = stop
