"""The recipe of a recycling data set: its options, checked, and what they say of each picture."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from segscope.data.recycling.classes import FREQUENCY, OBJECT_CLASSES
from segscope.data.recycling.confusables import Appearance, Groups, appearances
from segscope.data.recycling.noise import Rng
from segscope.data.recycling.picture import Picture, Wanted, draw_picture
from segscope.data.recycling.scene import Scene
from segscope.errors import UsageError

SPLITS = ("train", "val", "test")
PICTURES_PER_BATCH = 4
_NEEDED_PER_PICTURE = 3
_SMALLEST = 32

_PICTURE, _SCENE, _ORDER, _LABELS = range(4)


@dataclass(frozen=True)
class Recipe:
    """What to write.

    Attributes:
        images: How many pictures each split has, by its name.
        size: Width and height of every picture in pixels.
        seed: What everything is drawn from.
        confusable: Groups of classes that share their looks.
        tiny: Classes whose objects are a few pixels across.
        label_noise: Share of each split's objects that are annotated as another class.
        leak: Whether the first batch of ``val`` is shared with ``train``.

    Raises:
        UsageError: A number is out of range, or a name is no class.
    """

    images: dict[str, int]
    size: tuple[int, int]
    seed: int
    confusable: Groups
    tiny: tuple[str, ...]
    label_noise: float
    leak: bool

    def __post_init__(self) -> None:
        if min(self.size) < _SMALLEST:
            raise UsageError(f"size {self.size} is too small: give at least {_SMALLEST} pixels a side.")
        if not 0 <= self.label_noise < 0.5:
            raise UsageError(
                f"label_noise {self.label_noise} is out of range: give a share from 0 to below 0.5."
            )
        if self.seed < 0 or min(self.images.values()) < 0:
            raise UsageError("seed and numbers of pictures cannot be negative: give 0 or more.")
        _ = self.looks

    @cached_property
    def looks(self) -> dict[str, Appearance]:
        """How each class is drawn."""
        return appearances(self.confusable, self.tiny)

    def generator(self, purpose: int, split: str, *numbers: int) -> Rng:
        """Give the generator of one thing; it depends on nothing but the seed and that thing."""
        return np.random.default_rng([self.seed, purpose, SPLITS.index(split), *numbers])

    def batches(self, split: str) -> int:
        """How many batches a split has."""
        return -(-self.images[split] // PICTURES_PER_BATCH)

    def batch_name(self, split: str, index: int) -> str:
        """Name the batch, which is the folder, of picture ``index``."""
        batch = index // PICTURES_PER_BATCH
        if self._leaks(split, batch):
            return "batch_01"
        before = sum(self.batches(name) for name in SPLITS[: SPLITS.index(split)])
        return f"batch_{before + batch + 1:02d}"

    def file_name(self, split: str, index: int) -> str:
        """Name picture ``index`` of a split below the data set's folder."""
        before = sum(self.images[name] for name in SPLITS[: SPLITS.index(split)])
        return f"{self.batch_name(split, index)}/{before + index + 1:04d}.jpg"

    def scene(self, split: str, index: int) -> Scene:
        """Draw the scene in which picture ``index`` of a split was taken."""
        batch = index // PICTURES_PER_BATCH
        source = "train" if self._leaks(split, batch) else split
        return Scene.draw(self.generator(_SCENE, source, batch), turn=batch + self.seed)

    def picture(self, split: str, index: int) -> Picture:
        """Draw picture ``index`` of a split."""
        rng = self.generator(_PICTURE, split, index)
        return draw_picture(
            rng, self.scene(split, index), self._wanted(rng, split, index), self.looks, self.size
        )

    def label_generator(self, split: str, *numbers: int) -> Rng:
        """Give the generator of what a split's file says beyond the pictures: order and wrong labels."""
        return self.generator(_LABELS, split, *numbers)

    def _leaks(self, split: str, batch: int) -> bool:
        return self.leak and split == "val" and batch == 0 and self.images["train"] > 0

    def _wanted(self, rng: Rng, split: str, index: int) -> tuple[Wanted, ...]:
        """Choose the objects of a picture: three classes by turns, so that none is rare, and some more."""
        order = self.generator(_ORDER, split).permutation(OBJECT_CLASSES)
        turns = range(index * _NEEDED_PER_PICTURE, (index + 1) * _NEEDED_PER_PICTURE)
        wanted = [Wanted(str(order[turn % len(order)]), needed=True) for turn in turns]
        share = np.array([FREQUENCY[name] for name in OBJECT_CLASSES])
        more = rng.choice(OBJECT_CLASSES, size=rng.integers(0, 4), p=share / share.sum())
        wanted += [Wanted(str(name), needed=False) for name in more]
        company = [want for want in wanted if want.class_name in self.tiny for _ in range(rng.integers(1, 3))]
        return (*wanted, *(Wanted(want.class_name, needed=False) for want in company))
