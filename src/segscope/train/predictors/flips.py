"""Flip test-time augmentation."""

import torch
from torch import Tensor

from segscope.config.catalogue.tta import FlipViewsOptions
from segscope.train.predictors.base import Predictor

_DIMENSIONS = {"horizontal": ((), (3,)), "vertical": ((), (2,)), "both": ((), (3,), (2,), (2, 3))}


class FlipViews:
    """The mean of a picture's probabilities and those of its mirror images, mirrored back first.

    The model pads inside, to the right and below, after the flip: only real content is mirrored.

    Args:
        predictor: Gives the probabilities of each view.
        options: Which mirror images.
    """

    def __init__(self, predictor: Predictor, options: FlipViewsOptions) -> None:
        self.predictor = predictor
        self.views = _DIMENSIONS[options.direction]

    def __call__(self, pictures: Tensor) -> Tensor:
        """Segment a batch; see :class:`~segscope.train.predictors.base.Predictor`."""
        with torch.inference_mode():
            total = self.predictor(pictures)
            for dims in self.views[1:]:
                total = total + self.predictor(pictures.flip(dims)).flip(dims)
            return total / len(self.views)
