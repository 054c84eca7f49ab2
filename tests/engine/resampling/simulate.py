"""A population of images whose counts behave like those of real validations, and samples of it.

Counts per image and class are over-dispersed and heavy-tailed: a class occurs in a part of the images
only, its area is log-normal, whole objects are missed, some images are hard for every model, and two
models that see the same image err alike. A sample is drawn from a finite population with replacement, so
that the true score of the population is known exactly.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segscope.engine.count_tables import TABLE_COLUMNS, CountTables
from segscope.engine.resampling import UnitSums

Float64 = NDArray[np.float64]
Int64 = NDArray[np.int64]

PRESENCE = (0.98, 0.9, 0.75, 0.6, 0.5, 0.4, 0.35, 0.3)
"""In which share of the images each class occurs."""
AREA = (40_000, 15_000, 6_000, 3_000, 4_000, 1_500, 800, 2_000)
"""Median pixels of each class where it occurs."""
SKILL = (3.5, 2.5, 2.0, 1.2, 1.5, 0.8, 0.2, 1.0)
"""Log-odds of recall of each class in an image of average difficulty."""
MISSED = (0, 0, 0.01, 0.02, 0.02, 0.04, 0.05, 0.05)
"""How often nothing of the class is found in an image that holds it."""
CLASSES = len(PRESENCE)


@dataclass(frozen=True)
class Population:
    """Counts of two models on every image of a population.

    Attributes:
        tp: (M, N, K) true positives by model; with several trainings, M is twice their number.
        fp: (M, N, K) false positives.
        truth: (N, K) pixels of each class.
        group: (N,) the group of each image.
    """

    tp: Int64
    fp: Int64
    truth: Int64
    group: Int64

    def tables(self, model: int, images: Int64) -> CountTables:
        """Give the counts of a sample of images; the error kinds do not matter here."""
        tp, fp = self.tp[model, images], self.fp[model, images]
        fn = self.truth[images] - tp
        image, class_index = np.nonzero(tp + fp + fn)
        columns = {name: np.zeros(len(image), dtype=np.int64) for name in TABLE_COLUMNS}
        columns["tp"] = tp[image, class_index]
        columns["fp_extent"] = fp[image, class_index]
        columns["fn_extent"] = fn[image, class_index]
        # bands of a width that grows with the square root of the area, as borders do
        columns["biou_intersection"] = np.sqrt(columns["tp"]).astype(np.int64) * 6
        columns["biou_union"] = np.sqrt((tp + fp + fn)[image, class_index]).astype(np.int64) * 6
        return CountTables(
            images=tuple(f"image_{i:04d}" for i in range(len(images))),
            num_classes=tp.shape[1],
            image=image,
            class_index=class_index,
            columns=columns,
            wrong_image=np.zeros(0, dtype=np.int64),
            wrong=np.zeros((0, 5), dtype=np.int64),
        )

    def sums(self, model: int) -> UnitSums:
        """Give the sums of every image of the population."""
        return UnitSums.from_tables(self.tables(model, np.arange(len(self.group))))

    def true_scores(self, model: int) -> Float64:
        """Give the scores of the whole population."""
        sums = self.sums(model)
        return sums.scores(sums.values.sum(axis=0))


@dataclass(frozen=True)
class Models:
    """How the two models differ.

    Attributes:
        runs: Trainings of each; those of the first model come first.
        seed_noise: Deviation of a class's log-odds from training to training.
        gain: Log-odds of recall by which the second model is better, for all classes or for each.
        alike: Share of an image's luck that both models have in common, 0 … 1.
        spread: Deviation of that luck, in log-odds.
        second_spread: The same for the second model alone; None = ``spread``.
        group_size: Images of one group, which share much of their luck; 1 = no groups.
    """

    runs: int = 1
    seed_noise: float = 0.0
    gain: float | tuple[float, ...] = 0.0
    alike: float = 0.7
    spread: float = 0.8
    second_spread: float | None = None
    group_size: int = 1


def draw_population(seed: int, models: Models, images: int = 4000) -> Population:
    """Draw every image of a population."""
    rng = np.random.default_rng([7, seed])
    group = np.arange(images) // models.group_size
    groups = int(group[-1]) + 1
    scene = rng.normal(size=(groups, CLASSES))[group] if models.group_size > 1 else 0.0
    hard = rng.normal(size=(images, 1)) * 0.5
    present = rng.random((images, CLASSES)) < np.array(PRESENCE)
    area = np.exp(np.log(AREA) + 0.5 * rng.normal(size=(images, CLASSES)) + 0.3 * scene)
    truth = np.where(present, np.minimum(area, 150_000), 0).astype(np.int64)
    shared = rng.normal(size=(images, CLASSES)) + scene
    tp, fp = (np.zeros((2 * models.runs, images, CLASSES), dtype=np.int64) for _ in range(2))
    for run in range(2 * models.runs):
        second = run >= models.runs
        own = rng.normal(size=(images, CLASSES))
        luck = np.sqrt(models.alike) * shared + np.sqrt(1 - models.alike) * own + hard
        spread = models.spread if not second or models.second_spread is None else models.second_spread
        skill = (
            np.array(SKILL) + second * np.array(models.gain) + models.seed_noise * rng.normal(size=CLASSES)
        )
        odds = skill - spread * luck
        recall = 1 / (1 + np.exp(-odds)) * (rng.random((images, CLASSES)) > np.array(MISSED))
        tp[run] = rng.binomial(truth, recall)
        false = np.exp(np.log(AREA) - 0.7 * odds - 1.5 + 0.5 * rng.normal(size=(images, CLASSES)))
        seen = present | (rng.random((images, CLASSES)) < 0.05)
        fp[run] = np.where(seen, np.minimum(false, 60_000), 0).astype(np.int64)
    return Population(tp, fp, truth, group)
