"""Resize ensemble: the same picture at several sizes."""

import torch
from torch import Tensor
from torch.nn import functional

from segscope.config.catalogue.tta import ScaleViewsOptions
from segscope.train.predictors.base import Predictor

_SMALLEST = 8


class ScaleViews:
    """The mean of a picture's probabilities at several sizes, each brought back to the picture's own size.

    Probabilities are resized, never label maps, and after the softmax: the mean of label maps is no label
    map, and a softmax of resized logits gives other values.

    Args:
        predictor: Gives the probabilities at each size.
        options: The factors.
    """

    def __init__(self, predictor: Predictor, options: ScaleViewsOptions) -> None:
        self.predictor = predictor
        self.factors = options.factors

    def __call__(self, pictures: Tensor) -> Tensor:
        """Segment a batch; see :class:`~segscope.train.predictors.base.Predictor`."""
        with torch.inference_mode():
            total = self._at(pictures, self.factors[0])
            for factor in self.factors[1:]:
                total = total + self._at(pictures, factor)
            return total / len(self.factors)

    def _at(self, pictures: Tensor, factor: float) -> Tensor:
        height, width = pictures.shape[-2:]
        size = tuple(max(round(side * factor), min(side, _SMALLEST)) for side in (height, width))
        if size == (height, width):
            return self.predictor(pictures)
        probabilities = self.predictor(_resize_pictures(pictures, size))
        # Weights of bilinear steps sum to 1, and so do the resized probabilities.
        return functional.interpolate(probabilities, (height, width), mode="bilinear", align_corners=False)


def _resize_pictures(pictures: Tensor, size: tuple[int, ...]) -> Tensor:
    """Resize with the antialias filter that readers and augmentations use, and keep the number format."""
    largest = torch.iinfo(pictures.dtype).max
    resized = functional.interpolate(
        pictures.float(), size, mode="bilinear", align_corners=False, antialias=True
    )
    return resized.round_().clamp_(0, largest).to(pictures.dtype)
