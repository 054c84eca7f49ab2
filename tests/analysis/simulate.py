"""Simulated validations with known plants: label maps with objects, and predictions that err as told.

Objects are blobs of random form in pictures of 128 × 128. A prediction starts from the objects, not
from a model: each object is kept, missed, swapped for another class, found in part or shifted at its
border, by rates that a :class:`ModelErrors` record holds. What is planted is known exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from segscope.engine import count
from segscope.engine.class_set import ClassSet
from segscope.engine.count_tables import CountTables

NAMES = (
    "Background",
    "UNKNOWN",
    "General trash",
    "Paper",
    "Paper pack",
    "Metal",
    "Glass",
    "Plastic",
    "Styrofoam",
    "Plastic bag",
    "Battery",
    "Clothing",
)
CLASSES = ClassSet(NAMES, ids=tuple(range(12)), background=0, unknown=1)
SIDE = 128
Pair = tuple[int, int]
LabelMap = NDArray[np.uint8]


@dataclass(frozen=True)
class Scenes:
    """What is in the pictures.

    Attributes:
        images: How many.
        objects: Fewest and most objects in one.
        frequency: Relative frequency of each class as an object; default is mildly uneven.
        radius: Fewest and most pixels of an object's radius; ``small`` classes have a fifth of it.
        small: Classes of tiny objects.
    """

    images: int = 40
    objects: tuple[int, int] = (3, 7)
    frequency: Mapping[int, float] = field(default_factory=dict)
    radius: tuple[float, float] = (10.0, 22.0)
    small: tuple[int, ...] = ()


@dataclass(frozen=True)
class ModelErrors:
    """How often the simulated model errs, and how.

    Attributes:
        swaps: (true, predicted) → rate of whole objects.
        random_swap: Rate of whole objects taken for any other class.
        affinity: Spread of the random swaps over pairs, as the deviation of a log-normal: 0 is even; at 1
            some pairs look alike by nature.
        sink: Of the random swaps, the share that goes to one class that is predicted too readily.
        sink_class: That class.
        partial_swap: Of all swaps, the share that takes a part of the object only.
        miss: Rate of whole objects taken for background.
        misses: The same for single classes.
        invent: Rate of images with an object that is not there.
        invents: Rate of images with an invented object of a certain class.
        wobble: Pixels by which a border is off.
        wobbles: The same for single classes.
        part: Rate of objects of which a side is missing.
    """

    swaps: Mapping[Pair, float] = field(default_factory=dict)
    random_swap: float = 0.05
    affinity: float = 0.0
    sink: float = 0.0
    sink_class: int = 7
    partial_swap: float = 0.3
    miss: float = 0.08
    misses: Mapping[int, float] = field(default_factory=dict)
    invent: float = 0.1
    invents: Mapping[int, float] = field(default_factory=dict)
    wobble: float = 0.8
    wobbles: Mapping[int, float] = field(default_factory=dict)
    part: float = 0.1


def simulate(
    seed: int, scenes: Scenes | None = None, errors: ModelErrors | None = None, classes: ClassSet = CLASSES
) -> CountTables:
    """Draw a validation and count it."""
    maps = draw_maps(seed, scenes or Scenes(), errors or ModelErrors(), classes)
    counts = [count(truth, prediction, num_classes=classes.num_classes) for truth, prediction in maps]
    return CountTables.from_counts([f"image_{i:03d}" for i in range(len(counts))], counts)


def draw_maps(
    seed: int, scenes: Scenes, errors: ModelErrors, classes: ClassSet = CLASSES
) -> list[tuple[LabelMap, LabelMap]]:
    """Draw (ground truth, prediction) of each image."""
    rng = np.random.default_rng(seed)
    kinds = np.arange(2, classes.num_classes)
    weights = np.array([scenes.frequency.get(int(k), 1.0) for k in kinds]) * rng.uniform(0.5, 1.5, len(kinds))
    alike = np.exp(errors.affinity * rng.normal(size=(len(kinds), len(kinds))))
    swaps = np.triu(alike, 1) + np.triu(alike, 1).T
    model = _Model(errors, kinds, weights / weights.sum(), swaps / swaps.sum(axis=1, keepdims=True))
    return [_draw_image(rng, scenes, model) for _ in range(scenes.images)]


@dataclass(frozen=True)
class _Model:
    errors: ModelErrors
    kinds: NDArray[np.int64]
    weights: NDArray[np.float64]  # how frequent each kind is
    swaps: NDArray[np.float64]  # for each kind, how a random swap is spread over the others

    def predict(self, rng: np.random.Generator, kind: int) -> int:
        """Draw the class that an object of ``kind`` is predicted as."""
        for (true, predicted), rate in self.errors.swaps.items():
            if true == kind and rng.random() < rate:
                return predicted
        if rng.random() < self.errors.misses.get(kind, self.errors.miss):
            return 0
        if rng.random() >= self.errors.random_swap:
            return kind
        if rng.random() < self.errors.sink:
            return self.errors.sink_class
        return int(rng.choice(self.kinds, p=self.swaps[kind - self.kinds[0]]))


def _draw_image(rng: np.random.Generator, scenes: Scenes, model: _Model) -> tuple[LabelMap, LabelMap]:
    errors = model.errors
    truth, prediction = np.zeros((2, SIDE, SIDE), dtype=np.uint8)
    number = rng.integers(*scenes.objects, endpoint=True)
    for kind in rng.choice(model.kinds, size=number, p=model.weights).tolist():
        distance = _blob(rng, scenes, kind)
        truth[distance < 0] = kind
        _predict_object(rng, prediction, distance, kind, model)
    if rng.random() < errors.invent:
        invented = int(rng.choice(model.kinds, p=model.weights))
        prediction[(_blob(rng, scenes, invented) < 0) & (truth == 0)] = invented
    for kind, rate in errors.invents.items():
        if rng.random() < rate:
            prediction[(_blob(rng, scenes, kind) < 0) & (truth == 0)] = kind
    return truth, prediction


def _blob(rng: np.random.Generator, scenes: Scenes, kind: int) -> NDArray[np.float64]:
    """Give the signed distance, in pixels, to a wavy ellipse: below zero inside."""
    radius = rng.uniform(*scenes.radius) * (0.2 if kind in scenes.small else 1.0)
    y, x = np.mgrid[:SIDE, :SIDE] - rng.uniform(10, SIDE - 10, size=2)[:, None, None]
    angle, stretch = rng.uniform(0, np.pi), rng.uniform(0.6, 1.0)
    u, v = x * np.cos(angle) + y * np.sin(angle), (y * np.cos(angle) - x * np.sin(angle)) / stretch
    waves = 1 + 0.15 * np.sin(rng.integers(2, 5) * np.arctan2(v, u) + rng.uniform(0, 6))
    distance: NDArray[np.float64] = np.hypot(u, v) - radius * waves
    return distance


def _predict_object(
    rng: np.random.Generator, prediction: LabelMap, distance: NDArray[np.float64], kind: int, model: _Model
) -> None:
    errors = model.errors
    wobble = errors.wobbles.get(kind, errors.wobble)
    y, x = np.mgrid[:SIDE, :SIDE]
    ripple = sum(np.sin(axis / rng.uniform(3, 9) + rng.uniform(0, 6)) for axis in (x, y))
    inside = distance + wobble * ripple + rng.normal(0, wobble / 2) < 0
    side = (x * rng.normal() + y * rng.normal()) > rng.normal(0, SIDE)
    drawn = model.predict(rng, kind)
    if drawn not in (kind, 0) and rng.random() < errors.partial_swap:
        prediction[inside] = kind
        prediction[inside & side] = drawn
    elif drawn == kind and rng.random() < errors.part:
        prediction[inside & ~side] = kind
    else:
        prediction[inside] = drawn


def both_ways(pairs: Sequence[Pair], rate: float) -> dict[Pair, float]:
    """Make swaps in both directions."""
    return {pair: rate for a, b in pairs for pair in ((a, b), (b, a))}


MODELS: Mapping[str, ModelErrors] = {
    "good": ModelErrors(random_swap=0.03, miss=0.05, wobble=0.5, part=0.05),
    "fair": ModelErrors(random_swap=0.08, miss=0.12),
    "weak": ModelErrors(random_swap=0.25, miss=0.25, wobble=1.2, part=0.25),
    "sink": ModelErrors(random_swap=0.30, sink=0.6, miss=0.15),
    "uneven": ModelErrors(random_swap=0.15, affinity=0.8, miss=0.15, wobble=1.0, part=0.2),
}
"""Models without a planted pair, from good to weak; ``sink`` predicts one class too readily, and
``uneven`` confuses some pairs more than others by nature."""

PLANTS = ("none", "pair", "none", "one way", "three", "none", "two pairs", "none")


@dataclass(frozen=True)
class Case:
    """A random validation of the study: scenes, a model, and what was planted in it."""

    model: str
    scenes: Scenes
    errors: ModelErrors

    @property
    def planted(self) -> set[frozenset[int]]:
        """The planted pairs, without their direction."""
        return {frozenset(pair) for pair in self.errors.swaps}


def random_case(seed: int) -> Case:
    """Draw a case; the models take turns, and so do the kinds of plants."""
    rng = np.random.default_rng([1, seed])
    model = list(MODELS)[seed % len(MODELS)]
    scenes = Scenes(
        images=int(rng.choice([20, 40, 80], p=[0.3, 0.5, 0.2])),
        frequency={kind: float(rng.uniform(0.3, 1.5)) for kind in range(2, 12)},
        small=(10,) if rng.random() < 0.5 else (),
    )
    swaps = _plant(rng, PLANTS[seed // len(MODELS) % len(PLANTS)])
    soft = rng.permutation(np.arange(2, 10))[:2].tolist() if rng.random() < 0.4 else []
    missed = rng.permutation(np.arange(2, 12))[:1].tolist() if rng.random() < 0.4 else []
    errors = replace(
        MODELS[model], swaps=swaps, wobbles=dict.fromkeys(soft, 2.2), misses=dict.fromkeys(missed, 0.45)
    )
    return Case(model, scenes, errors)


def _plant(rng: np.random.Generator, plant: str) -> dict[Pair, float]:
    a, b, c, d = rng.permutation(np.arange(2, 12))[:4].tolist()
    first, second = rng.uniform(0.3, 0.6, size=2).tolist()
    if plant == "three":
        return both_ways([(a, b), (b, c), (a, c)], first / 2 + 0.1)
    return {
        "none": {},
        "pair": both_ways([(a, b)], first),
        "one way": {(a, b): first},
        "two pairs": both_ways([(a, b)], first) | both_ways([(c, d)], second),
    }[plant]
