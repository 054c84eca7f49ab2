"""Samples whose colours say where each pixel is from, so that what an augmentation did can be read back."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from segscope.data.finding import Finding
from segscope.data.picture_format import PictureFormat
from segscope.data.sample import Sample
from segscope.engine.class_set import ClassSet
from segscope.train.augmentations.base import AugmentationContext

Bytes = NDArray[np.uint8]
CLASSES = ClassSet(("ground", "a", "b", "c", "d"), ignore_id=255, background=0)
IGNORE = CLASSES.ignore
FOUR_CHANNELS = PictureFormat(4, 8)
FILL = 128
STEP = 4  # grey levels a row and a column, so that places can be read to an eighth of a pixel
CODES = (10, 50, 90, 170, 210, 250)  # one a sample; none is the fill


def coded_sample(number: int, height: int = 48, width: int = 56) -> tuple[Bytes, Bytes]:
    """A picture of four channels (row, column, sample, texture), and a label map of blocks and discs."""
    rng = np.random.default_rng(number)
    rows, columns = np.mgrid[0:height, 0:width]
    texture = rng.integers(0, 256, (height, width))
    picture = np.stack([rows * STEP, columns * STEP, np.full_like(rows, CODES[number]), texture], axis=-1)
    labels = np.zeros((height, width), dtype=np.uint8)
    for _ in range(9):
        row, column, radius = rng.integers(height), rng.integers(width), rng.integers(4, 9)
        disc = (rows - row) ** 2 + (columns - column) ** 2 < radius**2
        labels[disc] = rng.choice([1, 2, 3, 4, IGNORE])
    return picture.astype(np.uint8), labels


@dataclass(frozen=True)
class CodedDataset:
    """Coded samples as a data set: two splits, and a record of what was read.

    Attributes:
        reads: (split, id) of every reading, in order.
    """

    reads: list[tuple[str, str]]
    train: int = 3
    val: int = 2
    root: Path = Path("coded")
    layout: str = "coded"
    class_set: ClassSet = CLASSES
    findings: tuple[Finding, ...] = ()
    picture_format: PictureFormat = FOUR_CHANNELS

    @cached_property
    def samples(self) -> Mapping[str, tuple[Sample, ...]]:
        numbers = {"train": range(self.train), "val": range(self.train, self.train + self.val)}
        return {
            split: tuple(Sample(str(number), split, Path(f"{number}.png"), label=number) for number in group)
            for split, group in numbers.items()
        }

    def read_image(self, sample: Sample) -> Bytes:
        self.reads.append((sample.split, sample.id))
        return coded_sample(sample.label)[0]

    def read_label_map(self, sample: Sample) -> Bytes:
        self.reads.append((sample.split, sample.id))
        return coded_sample(sample.label)[1]

    def label_source_hash(self) -> str:
        return "coded"


def coded_context(dataset: CodedDataset | None = None) -> AugmentationContext:
    dataset = dataset or CodedDataset([])
    pixels = [0] * CLASSES.num_classes
    for sample in dataset.samples["train"]:
        labels = coded_sample(sample.label)[1]
        for index in range(CLASSES.num_classes):
            pixels[index] += int((labels == index).sum())
    return AugmentationContext(CLASSES, tuple(pixels), dataset, dataset.samples["train"])


def source_of(picture: NDArray[Any]) -> NDArray[np.intp]:
    """The number of the sample that each pixel of (H, W, 4) is from; -1 where its code is of none."""
    table = np.full(256, -1)
    table[list(CODES)] = np.arange(len(CODES))
    numbers: NDArray[np.intp] = table[picture[..., 2]]
    return numbers


def unexplained(picture: Bytes, labels: Bytes, *, slack: float, reach: int) -> int:
    """Count the pixels whose colour and label do not come from one source pixel.

    Args:
        picture: (H, W, 4).
        labels: (H, W).
        slack: How far, in pixels, the place that the colour tells may lie from the pixel whose label it
            is; 0 asks for whole pixels.
        reach: How far around that place the texture may have been blended, in pixels; 0 asks for equality.
    """
    sources = source_of(picture)
    explained = np.zeros(labels.shape, dtype=bool)
    for number in range(len(CODES)):
        original, truth = coded_sample(number)
        here = sources == number
        rows, columns = (picture[..., axis][here] / STEP for axis in (0, 1))
        steps = np.linspace(-slack, slack, 5) if slack else np.zeros(1)
        fits = np.zeros(len(rows), dtype=bool)
        for down in steps:
            for right in steps:
                row, column = _at(rows + down, truth.shape[0]), _at(columns + right, truth.shape[1])
                fits |= truth[row, column] == labels[here]
        texture = original[..., 3]
        row, column = _at(rows, truth.shape[0]), _at(columns, truth.shape[1])
        low = ndimage.minimum_filter(texture, 2 * reach + 1)[row, column]
        high = ndimage.maximum_filter(texture, 2 * reach + 1)[row, column]
        value = picture[..., 3][here]
        fits &= (low <= value) & (value <= high)
        if not slack:
            fits &= (rows % 1 == 0) & (columns % 1 == 0)
        explained[here] = fits
    return int((~explained).sum())


def _at(places: NDArray[np.float64], length: int) -> NDArray[np.intp]:
    return np.clip(np.rint(places), 0, length - 1).astype(np.intp)
