"""Small batches that the tests of the losses share."""

import torch
from torch import Tensor

from segscope.config.catalogue import LOSSES
from segscope.train.losses.base import Loss, LossContext
from segscope.train.resolve import resolve_target

CONTEXT = LossContext(num_classes=4, ignore=255, class_pixels=(700, 200, 100, 0))


def drawn_batch(
    ignored: float = 0.3, seed: int = 0, size: tuple[int, int] = (9, 11)
) -> tuple[Tensor, Tensor]:
    """Random logits (3, 4, H, W), and labels in blobs of classes 0 … 2 with ignored pixels."""
    generator = torch.Generator().manual_seed(seed)
    logits = torch.randn(3, 4, *size, generator=generator)
    coarse = torch.randint(0, 3, (3, 1, *(length // 3 + 1 for length in size)), generator=generator)
    blobs = torch.nn.functional.interpolate(coarse.float(), scale_factor=3)[:, 0, : size[0], : size[1]].long()
    blobs[torch.rand(blobs.shape, generator=generator) < ignored] = 255
    return logits, blobs


def make_loss(name: str, /, **options: object) -> Loss:
    """Build a loss of the catalogue for the batch's classes."""
    technique = LOSSES[name]
    loss = resolve_target(technique)(technique.options.model_validate(options), CONTEXT)
    assert isinstance(loss, Loss)
    return loss
