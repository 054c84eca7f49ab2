"""A resized box of another picture, whose classes count by the evidence that is left of them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from segscope.config.catalogue.mixes import SnapMixOptions
from segscope.train.mixes.base import DeviceBatch, MixContext, MixDraw
from segscope.train.mixes.boxes import Box, area, draw_boxes, inside, paste_box
from segscope.train.mixes.partners import copied, draw_partners, with_origins

_NO_EVIDENCE = 1e-6

Paste = tuple[int, Box, Box]
"""The number of the picture above, its box, and the box below that it is stretched onto."""


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
        pastes = self._draw_pastes(batch, draw.rng)
        batch = with_origins(batch)
        canvas = copied(batch)
        for index, paste in enumerate(pastes):
            if paste is not None:
                partner, source, target = paste
                paste_box(canvas, (index, target), batch, (partner, source))
        if self.options.weights and draw.progress >= self.options.warmup:
            canvas = self._weigh(canvas, pastes, draw.teacher(batch.pictures))
        return canvas

    def _draw_pastes(self, batch: DeviceBatch, rng: np.random.Generator) -> list[Paste | None]:
        """Draw what each picture gets; nothing where a box is empty."""
        count, alpha = len(batch.pictures), self.options.alpha
        height, width = batch.targets.labels.shape[1:]
        partner, mixed = draw_partners(count, self.options.probability, rng)
        target, source = (draw_boxes(rng.beta(alpha, alpha, count), (height, width), rng) for _ in range(2))
        usable = [bool(mixed[i]) and area(source[i]) > 0 and area(target[i]) > 0 for i in range(count)]
        return [(int(partner[i]), source[i], target[i]) if usable[i] else None for i in range(count)]

    def _weigh(self, canvas: DeviceBatch, pastes: Sequence[Paste | None], logits: Tensor) -> DeviceBatch:
        """Multiply each pixel's weight by the share of its class's evidence that is left."""
        targets = canvas.targets
        known = torch.where(targets.labels == self.context.ignore, 0, targets.labels)
        evidence = logits.float() - logits.float().amin((2, 3), keepdim=True)
        total = evidence.sum((2, 3))
        factors = torch.ones(known.shape, device=known.device)
        for index, paste in enumerate(pastes):
            if paste is None:
                continue
            partner, source, target = paste
            left = 1 - class_shares(evidence[index], total[index], target)
            taken = class_shares(evidence[partner], total[partner], source)
            factors[index] = self._kept(left)[known[index]]
            factors[index][inside(target)] = self._kept(taken)[known[index][inside(target)]]
        weights = factors if targets.weights is None else targets.weights * factors
        return replace(canvas, targets=replace(targets, weights=weights))

    def _kept(self, shares: Tensor) -> Tensor:
        return torch.where(shares >= self.options.threshold, shares, 0.0)


def class_shares(evidence: Tensor, total: Tensor, box: Box) -> Tensor:
    """Give the share of each class's evidence that lies in a box.

    Args:
        evidence: (K, H, W) float, 0 or more.
        total: (K,) its sums over the picture.
        box: The box.

    Returns:
        (K,) 0 … 1; the box's share of the area where a class has no evidence anywhere.

    Example:
        >>> evidence = torch.tensor([[[0.0, 1.0, 3.0]], [[0.0, 0.0, 0.0]]])
        >>> class_shares(evidence, evidence.sum((1, 2)), (0, 2, 1, 3))
        tensor([0.7500, 0.3333])
    """
    held = evidence[:, *inside(box)].sum((1, 2))
    even = area(box) / (evidence.shape[1] * evidence.shape[2])
    return torch.where(total > _NO_EVIDENCE, held / total.clamp(min=_NO_EVIDENCE), even).clamp(max=1.0)
