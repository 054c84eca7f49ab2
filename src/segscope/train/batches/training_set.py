"""Training samples: read, augmented, and drawn the same way whatever the workers do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from segscope.data.sample import Dataset, Picture, Sample
from segscope.engine.class_set import LabelMap
from segscope.errors import ConfigError
from segscope.train.augmentations.base import Augmentation, Draw
from segscope.train.segment import picture_batch

_SHUFFLE, _AUGMENT = 0, 1


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch in main memory.

    Attributes:
        pictures: (B, C, H, W) uint8, or int32 for 16 bits, with channels last in memory.
        targets: (B, H, W) uint8 (int32 above 255 classes) class indices, with the ignore value.
        sample_ids: One id a picture.
        weights: (B,) float32, how much each picture's pixels count; None = each counts 1.
    """

    pictures: Tensor
    targets: Tensor
    sample_ids: tuple[str, ...]
    weights: Tensor | None = None

    def pin_memory(self) -> "Batch":
        """Give the same batch in page-locked memory, from which copies to a GPU run beside its work."""
        return replace(self, pictures=self.pictures.pin_memory(), targets=self.targets.pin_memory())


class TrainingSet:
    """The training split as a source of batches.

    Args:
        dataset: Where samples are read from.
        samples: The training split.
        augmentations: Applied in order; the last one must give pictures of one size.
        seed: Seed of order and draws.
        epochs: Epochs of the whole training, by which augmentations know how far it is.
    """

    def __init__(
        self,
        dataset: Dataset,
        samples: Sequence[Sample],
        augmentations: Sequence[Augmentation],
        seed: int,
        epochs: int,
    ) -> None:
        self.dataset = dataset
        self.samples = samples
        self.augmentations = augmentations
        self.seed = seed
        self.epochs = epochs

    def order(self, epoch: int) -> list[int]:
        """Give the order of an epoch; it depends on the seed and the epoch alone."""
        rng = np.random.default_rng((self.seed, epoch, _SHUFFLE))
        return [int(index) for index in rng.permutation(len(self.samples))]

    def batch(self, epoch: int, indices: Sequence[int]) -> Batch:
        """Read and augment a batch.

        Args:
            epoch: The draws of a sample depend on seed, epoch and its index.
            indices: Positions in ``samples``.

        Raises:
            DataError: A file cannot be read; the message names it.
            ConfigError: The augmented pictures differ in size.
        """
        pairs = [self._draw(epoch, index) for index in indices]
        if len({picture.shape for picture, _ in pairs}) > 1:
            raise ConfigError(
                "pictures of several sizes cannot share a batch: put scale-crop into augment, or set "
                "train.batch_size=1."
            )
        pictures = picture_batch([picture for picture, _ in pairs])
        labels = np.stack([label_map for _, label_map in pairs])
        targets = torch.from_numpy(labels if labels.dtype == np.uint8 else labels.astype(np.int32))
        return Batch(pictures, targets, tuple(self.samples[index].id for index in indices))

    def read(self, sample: Sample) -> tuple[Picture, LabelMap]:
        """Read a picture and its label map."""
        return self.dataset.read_image(sample), self.dataset.read_label_map(sample)

    def _draw(self, epoch: int, index: int) -> tuple[np.ndarray, np.ndarray]:
        sample = self.samples[index]
        picture, label_map = self.read(sample)
        rng = np.random.default_rng((self.seed, epoch, _AUGMENT, index))
        draw = Draw(rng, progress=epoch / self.epochs)
        for augmentation in self.augmentations:
            picture, label_map = augmentation(picture, label_map, draw)
        return picture, label_map
