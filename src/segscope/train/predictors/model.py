"""One checkpoint as a predictor."""

import contextlib
from collections.abc import Callable

import torch
from torch import Tensor

from segscope.train.models.segmenter import Segmenter

Autocast = Callable[[], contextlib.AbstractContextManager[object]]


class ModelPredictor:
    """The softmax of one model's logits.

    Args:
        model: In evaluation mode, on the device.
        autocast: The context that the model computes in, such as Fabric's.
    """

    def __init__(self, model: Segmenter, autocast: Autocast = contextlib.nullcontext) -> None:
        self.model = model
        self.autocast = autocast

    def __call__(self, pictures: Tensor) -> Tensor:
        """Segment a batch; see :class:`~segscope.train.predictors.base.Predictor`."""
        with torch.inference_mode(), self.autocast():
            logits = self.model(pictures).logits
        # In 32 bits: a softmax in bf16 is off by up to 1/256.
        probabilities: Tensor = logits.float().softmax(dim=1)
        return probabilities
