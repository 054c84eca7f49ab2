"""The exponential moving average of the weights."""

import copy

import torch
from torch import nn


class WeightAverage:
    """Keeps a second model whose weights follow the first.

    After t updates the decay is min(decay, (1 + t) / (10 + t)), so that the random start of the
    decoder is forgotten at once. BatchNorm's running statistics are averaged as the weights are.

    Args:
        model: The model that learns.
        decay: Decay in each optimiser step, 0 … 1.

    Attributes:
        model: The averaged model, in evaluation mode.
        updates: How many steps were averaged.
    """

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.model = copy.deepcopy(model).eval().requires_grad_(False)
        self.decay = decay
        self.updates = 0

    @torch.no_grad()
    def update(self, model: nn.Module) -> None:
        """Move the average towards the model's state; call once after each optimiser step."""
        decay = min(self.decay, (1 + self.updates) / (10 + self.updates))
        self.updates += 1
        averages, values = [], []
        for average, value in zip(self.model.state_dict().values(), model.state_dict().values(), strict=True):
            if average.dtype.is_floating_point:
                averages.append(average)
                values.append(value)
            else:
                average.copy_(value)
        torch._foreach_lerp_(averages, values, 1 - decay)
