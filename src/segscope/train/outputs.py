"""What every model returns."""

from dataclasses import dataclass

from torch import Tensor


@dataclass(slots=True)
class SegmentationOutput:
    """The output of a model (not frozen: Fabric rebuilds it to convert the number format).

    In training mode a model may judge its own depths by further logits; the step then minimises
    ``loss(logits) + auxiliary_weight * loss(auxiliary)``, each term by the same normaliser. In evaluation
    mode, and for all who predict, ``auxiliary`` is None.

    Attributes:
        logits: (B, K, H, W) float, at the size of the input pictures.
        auxiliary: (B, K, H, W) float, at the same size, or None.
        auxiliary_weight: Factor of the auxiliary logits' loss.
    """

    logits: Tensor
    auxiliary: Tensor | None = None
    auxiliary_weight: float = 0.0
