"""A resized box of another picture, whose classes count by the evidence that is left of them."""

import numpy as np
import torch
from torch import Tensor

from segscope.config.catalogue.mixes import SnapMixOptions
from segscope.train.mixes.base import DeviceBatch, MixContext, MixDraw
from segscope.train.mixes.boxes import box_mask, draw_boxes
from segscope.train.mixes.overlay import draw_partners, overlay, take, to_device, weights_of
from segscope.train.mixes.resized_box import stretch
from segscope.train.targets import Targets

_NO_EVIDENCE = 1e-6


class SnapMix:
    """Stretch a box of another picture onto a box of this one, and weigh classes by what is left of them.

    After Huang et al., "SnapMix", AAAI 2021, which mixes a classifier's labels by the share of the class
    activation map in each box. No form for segmentation was published; this one keeps the two boxes of
    different size. Every pixel keeps its own label, and the map of a class tells how much the pixels of
    that class count: where a box took away or left out most of what a class is known by, the rest of its
    object is poor evidence. The map of class c is its logit, as given by the averaged model in evaluation
    mode, less its least value, as a share of its sum over the picture: the class activation map of a
    network that ends in a 1×1 convolution.

    Args:
        options: How often, how large, and how classes are weighed.
        context: Classes and ignore value.
    """

    def __init__(self, options: SnapMixOptions, context: MixContext) -> None:
        self.options = options
        self.context = context

    def __call__(self, batch: DeviceBatch, draw: MixDraw) -> DeviceBatch:
        """Give the mixed batch, with weights once the warm-up is over."""
        partner, source, target = self._draw_boxes(batch, draw.rng)
        order = to_device(partner, batch)
        hidden = box_mask(target, batch)
        below, above = batch, take(batch, order)
        if self.options.weights and draw.progress >= self.options.warmup:
            logits = draw.teacher(batch.pictures).float()
            left = 1 - class_shares(logits, hidden)
            taken = class_shares(logits[order], box_mask(source, batch))
            below, above = self._weigh(below, left), self._weigh(above, taken)
        return overlay(below, stretch(above, source, target), hidden)

    def _draw_boxes(
        self, batch: DeviceBatch, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Draw partners, source boxes and target boxes; a pair with an empty box is not mixed."""
        count, alpha = len(batch.pictures), self.options.alpha
        height, width = batch.targets.labels.shape[1:]
        partner, mixed = draw_partners(count, self.options.probability, rng)
        target, source = (draw_boxes(rng.beta(alpha, alpha, count), (height, width), rng) for _ in range(2))
        whole = np.array([0, 0, height, width])
        usable = (mixed & _has_area(source) & _has_area(target))[:, None]
        return partner, np.where(usable, source, whole), np.where(usable, target, 0)

    def _weigh(self, batch: DeviceBatch, shares: Tensor) -> DeviceBatch:
        """Multiply the weights of each class's pixels by its share; below the threshold by 0."""
        labels = batch.targets.labels
        known = torch.where(labels == self.context.ignore, 0, labels)
        shares = torch.where(shares >= self.options.threshold, shares, 0.0)
        factors = shares.gather(1, known.flatten(1)).view(labels.shape)
        targets = Targets(labels, weights_of(batch) * factors, batch.targets.origins)
        return DeviceBatch(batch.pictures, targets, batch.sample_ids)


def class_shares(logits: Tensor, mask: Tensor) -> Tensor:
    """Give the share of each class's evidence that lies in a mask.

    Args:
        logits: (B, K, H, W) float.
        mask: (B, H, W) bool.

    Returns:
        (B, K) 0 … 1; the mask's share of the area where the evidence is the same everywhere.

    Example:
        >>> logits = torch.tensor([[[[0.0, 1.0, 3.0]], [[2.0, 2.0, 2.0]]]])
        >>> class_shares(logits, torch.tensor([[[False, False, True]]]))
        tensor([[0.7500, 0.3333]])
    """
    evidence = logits - logits.amin((2, 3), keepdim=True)
    total = evidence.sum((2, 3))
    inside = (evidence * mask[:, None]).sum((2, 3))
    area = mask.float().mean((1, 2))[:, None]
    return torch.where(total > _NO_EVIDENCE, inside / total.clamp(min=_NO_EVIDENCE), area)


def _has_area(boxes: np.ndarray) -> np.ndarray:
    return (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])
