"""What every model returns."""

from dataclasses import dataclass

from torch import Tensor


@dataclass(slots=True)
class SegmentationOutput:
    """The output of a model (not frozen: Fabric rebuilds it to convert the number format).

    Attributes:
        logits: (B, K, H, W) float, at the size of the input pictures.
    """

    logits: Tensor
