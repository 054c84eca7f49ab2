"""Half of the classes of another picture."""

import numpy as np
import torch
from torch import Tensor

from segscope.config.catalogue.mixes import ClassMixOptions
from segscope.train.mixes.base import DeviceBatch, MixContext, MixDraw
from segscope.train.mixes.overlay import draw_partners, overlay, take, to_device


class ClassMix:
    """Give each picture the pixels of floor(n / 2) of the n classes of another one.

    After Olsson et al., "ClassMix", WACV 2021. Ignored pixels are no class and are never pasted; the
    classes come from the ground truth.

    Args:
        options: How often, and whether the background may be pasted.
        context: Classes and ignore value.
    """

    def __init__(self, options: ClassMixOptions, context: MixContext) -> None:
        self.options = options
        self.context = context

    def __call__(self, batch: DeviceBatch, draw: MixDraw) -> DeviceBatch:
        """Give the mixed batch."""
        partner, mixed = draw_partners(len(batch.pictures), self.options.probability, draw.rng)
        above = take(batch, to_device(partner, batch))
        # A rank for every class is drawn on the host; which classes are there is known to the device.
        ranks = draw.rng.permuted(
            np.tile(np.arange(self.context.num_classes), (len(batch.pictures), 1)), axis=1
        )
        chosen = self._choose(above.targets.labels, to_device(ranks, batch))
        mask = self._pixels_of(chosen, above.targets.labels) & to_device(mixed, batch)[:, None, None]
        return overlay(batch, above, mask)

    def _choose(self, labels: Tensor, ranks: Tensor) -> Tensor:
        """Give (B, K) bool, the floor(n / 2) present classes of the lowest ranks."""
        classes = self.context.num_classes
        counted = torch.where(labels == self.context.ignore, classes, labels).flatten(1)
        present = torch.zeros(len(labels), classes + 1, dtype=torch.bool, device=labels.device)
        present = present.scatter_(1, counted, torch.ones_like(counted, dtype=torch.bool))[:, :classes]
        if not self.options.background and self.context.background is not None:
            present[:, self.context.background] = False
        place = ranks.masked_fill(~present, classes).argsort(1).argsort(1)
        return present & (place < present.sum(1, keepdim=True) // 2)

    def _pixels_of(self, chosen: Tensor, labels: Tensor) -> Tensor:
        counts = labels != self.context.ignore
        known = torch.where(counts, labels, 0)
        return counts & chosen.gather(1, known.flatten(1)).view(labels.shape)
