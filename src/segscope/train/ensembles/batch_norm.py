"""BatchNorm statistics of a whole data set, exact for batches of any sizes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm


class Moments:
    """Mean and variance of each channel over everything that was added, by Chan's merging rule.

    Batches count by their number of values, so that a smaller last batch has no more say than its values,
    and the spread between batches is part of the variance (the mean of batch variances would lack it).
    """

    def __init__(self) -> None:
        self.count = 0
        self.mean: Tensor | None = None
        self.squares: Tensor | None = None

    def add(self, values: Tensor) -> None:
        """Add a batch of (B, C, …)."""
        channels = values.detach().transpose(0, 1).flatten(1).double()
        count = channels.shape[1]
        mean = channels.mean(dim=1)
        squares = (channels - mean[:, None]).square_().sum(dim=1)
        if self.mean is None or self.squares is None:
            self.count, self.mean, self.squares = count, mean, squares
            return
        total = self.count + count
        away = mean - self.mean
        self.squares = self.squares + squares + away.square() * (self.count * count / total)
        self.mean = self.mean + away * (count / total)
        self.count = total

    def write(self, layer: _BatchNorm) -> None:
        """Make these the layer's running statistics, with the unbiased variance that torch keeps."""
        if (
            self.mean is None
            or self.squares is None
            or layer.running_mean is None
            or layer.running_var is None
        ):
            return
        layer.running_mean.copy_(self.mean)
        layer.running_var.copy_(self.squares / max(self.count - 1, 1))


@torch.no_grad()
def recompute_statistics(model: nn.Module, batches: Iterable[Tensor]) -> None:
    """Set all BatchNorm statistics to those of a whole data set.

    While they are collected, each layer normalises by its batch, as in training; everything else (dropout,
    stochastic depth) is in evaluation mode, since the statistics are for evaluation. Weights are unchanged.

    Args:
        model: On the device of the batches; left in evaluation mode.
        batches: What the model takes, augmented as in training; read once.
    """
    layers = [
        layer for layer in model.modules() if isinstance(layer, _BatchNorm) and layer.track_running_stats
    ]
    model.eval()
    if not layers:
        return
    moments = [Moments() for _ in layers]
    with _collecting(layers, moments):
        for batch in batches:
            model(batch)
    for layer, found in zip(layers, moments, strict=True):
        found.write(layer)


@contextmanager
def _collecting(layers: list[_BatchNorm], moments: list[Moments]) -> Iterator[None]:
    def collect(found: Moments, _: nn.Module, inputs: tuple[Any, ...]) -> None:
        found.add(inputs[0])

    hooks = [
        layer.register_forward_pre_hook(partial(collect, found))
        for layer, found in zip(layers, moments, strict=True)
    ]
    kept = [layer.momentum for layer in layers]
    for layer in layers:
        layer.train()
        layer.momentum = 0.0  # torch's own running update must change nothing
    try:
        yield
    finally:
        for layer, momentum, hook in zip(layers, kept, hooks, strict=True):
            layer.eval()
            layer.momentum = momentum
            hook.remove()
