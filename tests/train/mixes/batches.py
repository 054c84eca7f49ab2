"""Coded pictures as batches on the device, and what mixes draw from."""

from collections.abc import Callable

import numpy as np
import torch

from segscope.train.mixes.base import DeviceBatch, MixContext, MixDraw
from segscope.train.targets import Targets
from tests.train.coded_samples import CLASSES, IGNORE, coded_sample

CONTEXT = MixContext(CLASSES.num_classes, IGNORE, CLASSES.background)
Teacher = Callable[[torch.Tensor], torch.Tensor]


def coded_batch(count: int = 5) -> DeviceBatch:
    """Pictures 0, 1, … of :func:`tests.train.coded_samples.coded_sample`."""
    samples = [coded_sample(number) for number in range(count)]
    pictures = torch.from_numpy(np.stack([picture for picture, _ in samples])).permute(0, 3, 1, 2)
    labels = torch.from_numpy(np.stack([labels for _, labels in samples])).long()
    return DeviceBatch(pictures, Targets(labels), tuple(str(number) for number in range(count)))


def some_teacher(pictures: torch.Tensor) -> torch.Tensor:
    """Noise in place of evidence."""
    shape = (len(pictures), CLASSES.num_classes, *pictures.shape[-2:])
    return torch.randn(shape, generator=torch.Generator().manual_seed(0))


def even_teacher(pictures: torch.Tensor) -> torch.Tensor:
    """The same evidence everywhere."""
    return torch.full((len(pictures), CLASSES.num_classes, *pictures.shape[-2:]), 0.7)


def drawn(seed: int = 0, progress: float = 1.0, teacher: Teacher = some_teacher) -> MixDraw:
    return MixDraw(np.random.default_rng(seed), progress, teacher)


def foreign(batch: DeviceBatch) -> torch.Tensor:
    """(B, H, W) True where a pixel is from another picture of a batch of coded pictures."""
    origins = batch.targets.origins
    assert origins is not None
    return origins != torch.arange(len(origins))[:, None, None]
