"""Half of the classes of another picture."""

import numpy as np
import torch
from torch import Tensor

from segscope.config.catalogue.mixes import ClassMixOptions
from segscope.errors import ConfigError
from segscope.train.mixes.base import DeviceBatch, MixContext, MixDraw
from segscope.train.mixes.partners import draw_partners, to_device, with_origins
from segscope.train.targets import Targets


class ClassMix:
    """Give each picture the pixels of floor(n / 2) of the n classes of another one.

    After Olsson et al., "ClassMix", WACV 2021. Ignored pixels are no class and are never pasted; the
    classes come from the ground truth.

    Args:
        options: How often, and whether the background may be pasted.
        context: Classes and ignore value.

    Raises:
        ConfigError: The background is to be left out, and no class has that role.
    """

    def __init__(self, options: ClassMixOptions, context: MixContext) -> None:
        if not options.background and context.background is None:
            raise ConfigError(
                "mix: classmix with background=false needs to know the background, and no class has that "
                "role: give one `role: background` in the class file, or leave background out."
            )
        self.options = options
        self.context = context

    def __call__(self, batch: DeviceBatch, draw: MixDraw) -> DeviceBatch:
        """Give the mixed batch."""
        count, classes = len(batch.pictures), self.context.num_classes
        partner, mixed = draw_partners(count, self.options.probability, draw.rng)
        # A rank for every class is drawn on the host; which classes are there, the device knows.
        ranks = draw.rng.permuted(np.tile(np.arange(classes), (count, 1)), axis=1)
        order = to_device(partner, batch.pictures)
        chosen = self._choose(batch.targets.labels[order], to_device(ranks, batch.pictures))
        chosen &= to_device(mixed, batch.pictures)[:, None]
        return overlay(batch, order, self._pixels_of(chosen, batch.targets.labels[order]))

    def _choose(self, labels: Tensor, ranks: Tensor) -> Tensor:
        """Give (B, K) bool, the floor(n / 2) present classes of the lowest ranks."""
        classes = self.context.num_classes
        counted = torch.where(labels == self.context.ignore, classes, labels).flatten(1)
        present = torch.zeros(len(labels), classes + 1, dtype=torch.bool, device=labels.device)
        present = present.scatter_(1, counted, torch.ones_like(counted, dtype=torch.bool))[:, :classes]
        if not self.options.background:
            present[:, self.context.background] = False
        place = ranks.masked_fill(~present, classes).argsort(1).argsort(1)
        return present & (place < present.sum(1, keepdim=True) // 2)

    def _pixels_of(self, chosen: Tensor, labels: Tensor) -> Tensor:
        counts = labels != self.context.ignore
        known = torch.where(counts, labels, 0)
        return counts & chosen.gather(1, known.flatten(1)).view(labels.shape)


def overlay(batch: DeviceBatch, partner: Tensor, mask: Tensor) -> DeviceBatch:
    """Lay each picture's partner over it where a mask says so.

    Args:
        batch: The batch, unchanged.
        partner: (B,) int64, the number of the picture above.
        mask: (B, H, W) bool, True where that is seen.
    """
    count, channels, height, width = batch.pictures.shape
    pixels = height * width
    # One look-up of whole pixels; choosing channel by channel takes several times as long.
    own = torch.arange(count * pixels, device=mask.device).view(count, height, width)
    other = own + ((partner - torch.arange(count, device=mask.device)) * pixels)[:, None, None]
    source = torch.where(mask, other, own).flatten()

    def look_up(values: Tensor | None) -> Tensor | None:
        return None if values is None else values.reshape(-1)[source].view(count, height, width)

    flat = batch.pictures.permute(0, 2, 3, 1).reshape(-1, channels)
    pictures = flat[source].view(count, height, width, channels).permute(0, 3, 1, 2)
    targets = with_origins(batch).targets
    labels = targets.labels.reshape(-1)[source].view(count, height, width)
    mixed = Targets(labels, look_up(targets.weights), look_up(targets.origins))
    return DeviceBatch(pictures, mixed, batch.sample_ids)
