"""What the pixels of a batch should become."""

from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True, slots=True)
class Targets:
    """The labels of a batch on the device, with what a mix of pictures leaves to be known of them.

    Attributes:
        labels: (B, H, W) int64 class indices, with the ignore value.
        weights: (B, H, W) float32, how much each pixel counts; None = each counts 1.
        origins: (B, H, W) uint8, the number of the source picture that each pixel came from; where it
            changes lies a seam, which is no border of an object. None = one source everywhere.
    """

    labels: Tensor
    weights: Tensor | None = None
    origins: Tensor | None = None
