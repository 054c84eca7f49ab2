"""What a mix of the pictures of a batch is, and what it may know."""

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
        pictures: (B, C, H, W) uint8 (or what 16-bit pictures are read as) with channels last in memory.
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


@dataclass(frozen=True, slots=True)
class MixContext:
    """What a mix may know of the data.

    Attributes:
        num_classes: K.
        ignore: Value of ignored pixels in labels.
        background: Index of the background class, or None.
    """

    num_classes: int
    ignore: int
    background: int | None = None


class Mix(Protocol):
    """Joins pictures of a batch; each output pixel has the colour and the label of one source pixel.

    ``targets.origins`` of what it gives says which picture of the batch each pixel came from.
    """

    def __call__(self, batch: DeviceBatch, draw: MixDraw) -> DeviceBatch:
        """Give the mixed batch; the input stays unchanged."""
