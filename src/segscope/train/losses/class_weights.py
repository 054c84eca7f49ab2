"""Class weights computed from the pixels of each class in the training split."""

import math

import torch
from torch import Tensor

from segscope.config.catalogue.loss_options import ClassWeightRule
from segscope.train.losses.base import LossContext

POWERS = {"sqrt-inverse": 0.5, "inverse": 1.0, "median-frequency": 1.0}


def class_weights(rule: ClassWeightRule, context: LossContext, effective_beta: float = 0.0) -> Tensor | None:
    """Compute class weights from pixel counts.

    Args:
        rule: ``none``; ``sqrt-inverse`` and ``inverse`` of the frequency; ``median-frequency`` (the
            median frequency over the class's own; Eigen & Fergus, ICCV 2015, with frequencies over the
            whole split); ``effective-number`` ((1 - beta) / (1 - beta^n); Cui et al., CVPR 2019).
        context: Holds the counts; a class that never occurs gets weight 0.
        effective_beta: Beta of ``effective-number``; 0 takes 1 - 1/N with N the mean pixels of a class.
            The paper's 0.9 … 0.9999 were made for thousands of pictures: with millions of pixels they
            give all classes the same weight.

    Returns:
        (K,) float32, scaled so that the mean weight of a training pixel is 1 (median-frequency: so that
        the median class has weight 1); None for ``none``.

    Example:
        >>> class_weights("inverse", LossContext(2, 255, (90, 10)))
        tensor([0.5556, 5.0000])
    """
    if rule == "none":
        return None
    pixels = torch.tensor(context.class_pixels, dtype=torch.float64)
    frequency = pixels / pixels.sum().clamp(min=1)
    present = frequency > 0
    if rule == "effective-number":
        weights = _one_over_effective_number(pixels, effective_beta)
    else:
        median = frequency[present].median() if present.any() else torch.ones((), dtype=torch.float64)
        weights = (median / frequency.clamp(min=1e-30)) ** POWERS[rule]
    weights = torch.where(present, weights, 0.0)
    if rule != "median-frequency":
        weights = weights / (weights * frequency).sum().clamp(min=1e-30)
    return weights.float()


def _one_over_effective_number(pixels: Tensor, beta: float) -> Tensor:
    mean_pixels = float(pixels.sum()) / max(int((pixels > 0).sum()), 1)
    log_beta = math.log(beta) if beta > 0 else math.log1p(-1 / max(mean_pixels, 2.0))
    # 1 - beta^n loses all its digits where beta is close to 1; expm1 keeps them.
    return 1 / (-torch.expm1(pixels * log_beta)).clamp(min=1e-30)
