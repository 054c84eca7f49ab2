"""What a predictor is: one protocol for a checkpoint, its views, and any number of members."""

from typing import Protocol

from torch import Tensor


class Predictor(Protocol):
    """Gives class probabilities of pictures at their own size.

    Probabilities, never logits or label maps, are what combinations average: the mean of label maps is
    no label map, and the mean of logits is another rule (the geometric mean).
    """

    def __call__(self, pictures: Tensor, /) -> Tensor:
        """Segment a batch.

        Args:
            pictures: (B, C, H, W) uint8 (or uint16) on the predictor's device.

        Returns:
            (B, K, H, W) float32 probabilities that sum to 1 over K.
        """
