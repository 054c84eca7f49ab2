"""Cross-entropy over the pixels that count."""

import torch
from torch import Tensor
from torch.nn import functional

from segscope.config.catalogue.losses import CrossEntropyOptions
from segscope.train.losses.base import Loss, LossContext
from segscope.train.targets import Targets


class CrossEntropy(Loss):
    """Mean negative log-probability of the true class, by the sum of class weights.

    Args:
        options: Class weights and label smoothing.
        context: Classes and ignore value.

    Example:
        >>> loss = CrossEntropy(CrossEntropyOptions(), LossContext(2, 255, (0, 0)))
        >>> targets = Targets(torch.tensor([[[0, 255]]]))
        >>> float(loss(torch.zeros(1, 2, 1, 2), targets))  # ln 2 for the one pixel that counts
        0.693...
    """

    def __init__(self, options: CrossEntropyOptions, context: LossContext) -> None:
        super().__init__()
        self.label_smoothing = options.label_smoothing
        self.ignore = context.ignore
        weights = class_weights(options.class_weights, context)
        self.register_buffer("class_weights", weights)

    def normaliser(self, targets: Targets) -> Tensor:
        """Sum the weights of the pixels that count, each times that of its class."""
        # Indexing by a mask would make a GPU wait for the count; products with the mask do not.
        counts = targets.labels != self.ignore
        mass = counts.float() if targets.weights is None else counts * targets.weights
        weights = self.class_weights
        if isinstance(weights, Tensor):
            mass = mass * weights[torch.where(counts, targets.labels, 0)]
        return mass.sum()

    def total(self, logits: Tensor, targets: Targets) -> Tensor:
        """Sum the weighted negative log-probabilities."""
        weights = self.class_weights
        loss = functional.cross_entropy(
            logits.float(),
            targets.labels,
            weight=weights if isinstance(weights, Tensor) else None,
            ignore_index=self.ignore,
            reduction="sum" if targets.weights is None else "none",
            label_smoothing=self.label_smoothing,
        )
        return loss if targets.weights is None else (loss * targets.weights).sum()


def class_weights(rule: str, context: LossContext) -> Tensor | None:
    """Compute class weights from pixel counts.

    Args:
        rule: ``none``, ``sqrt-inverse``, ``inverse`` or ``median-frequency``.
        context: Holds the counts; a class that never occurs gets weight 0.

    Returns:
        (K,) float32, scaled so that the mean weight of a training pixel is 1; None for ``none``.

    Example:
        >>> class_weights("inverse", LossContext(2, 255, (90, 10)))
        tensor([0.5556, 5.0000])
    """
    if rule == "none":
        return None
    pixels = torch.tensor(context.class_pixels, dtype=torch.float64)
    frequency = pixels / pixels.sum().clamp(min=1)
    present = frequency > 0
    median = frequency[present].median() if present.any() else torch.tensor(1.0, dtype=torch.float64)
    power = {"sqrt-inverse": 0.5, "inverse": 1.0, "median-frequency": 1.0}[rule]
    weights = torch.where(present, (median / frequency.clamp(min=1e-30)) ** power, 0.0)
    if rule != "median-frequency":
        weights = weights / (weights * frequency).sum().clamp(min=1e-30)
    return weights.float()
