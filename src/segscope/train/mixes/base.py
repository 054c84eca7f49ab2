"""What a mix of the pictures of a batch is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from torch import Tensor

from segscope.train.targets import Targets


@dataclass(frozen=True, slots=True)
class DeviceBatch:
    """A batch on the device.

    Attributes:
        pictures: (B, C, H, W) uint8 (or uint16) with channels last in memory.
        targets: Their labels.
        sample_ids: One id a picture.
    """

    pictures: Tensor
    targets: Targets
    sample_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MixDraw:
    """What a mix may use beside the batch.

    Attributes:
        rng: Everything random is drawn from it; it depends on seed, step, micro-batch and rank alone.
        progress: Share of the training that is done, 0 … 1.
        teacher: Gives (B, K, H, W) logits of pictures without a gradient, by the averaged model (or the
            model itself) in evaluation mode.
    """

    rng: np.random.Generator
    progress: float
    teacher: Callable[[Tensor], Tensor]


class Mix(Protocol):
    """Joins pictures of a batch; each output pixel has the colour and the label of one source pixel."""

    def __call__(self, batch: DeviceBatch, draw: MixDraw) -> DeviceBatch:
        """Give the mixed batch; the input stays unchanged."""
