"""Which runs of the two sides belong together: same images, in one order, fold by fold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segscope.analysis.compare.comparable import refuse_unlike
from segscope.analysis.compare.label_maps import refuse_other_label_maps, same_source
from segscope.analysis.compare.sources import RunValidation, in_order, stacked
from segscope.engine.count_tables import CountTables
from segscope.errors import NotComparableError, UsageError


@dataclass(frozen=True)
class MatchedSides:
    """Both sides, ready to be resampled.

    Attributes:
        first: The first run of side a, which stands for what all have in common.
        a: The tables of side a's runs, all with the same images in the same order; with folds, each is
            put together from one run a fold.
        b: Those of side b's.
        folds: The runs of both sides that were validated on the same images; one fold where all were.
        fold_of_image: (N,) 0 … F-1.
        groups: (N,) the group of each image, or None.
        notes: What a reader must know, a sentence each.
    """

    first: RunValidation
    a: tuple[CountTables, ...]
    b: tuple[CountTables, ...]
    folds: tuple["Fold", ...]
    fold_of_image: NDArray[np.int64]
    groups: tuple[str | None, ...]
    notes: tuple[str, ...]

    @property
    def num_folds(self) -> int:
        """F; 1 where all runs were validated on the same images."""
        return int(self.fold_of_image.max(initial=0)) + 1


@dataclass(frozen=True)
class Fold:
    """Validations of both sides on the same images.

    Attributes:
        a: Those of side a.
        b: Those of side b.
    """

    a: tuple[RunValidation, ...]
    b: tuple[RunValidation, ...]

    @property
    def images(self) -> tuple[str, ...]:
        """The images, in the order of side a's first run."""
        return self.a[0].tables.images


def match_sides(a: Sequence[RunValidation], b: Sequence[RunValidation]) -> MatchedSides:
    """Check that the validations may be compared, and bring their images into one order.

    Raises:
        UsageError: A run is named twice or stands on both sides, or the folds of a side are not complete.
        NotComparableError: The validations are unlike.
    """
    _refuse_repeated(a, b)
    folds = _folds(a, b)
    for fold in folds:
        for other in (*fold.a[1:], *fold.b):
            refuse_unlike(fold.a[0], other)
        refuse_unlike(a[0], fold.a[0], same_samples=False)
    sources = _compare_sources(folds)
    _refuse_shared_images(folds)
    images = [fold.images for fold in folds]
    return MatchedSides(
        first=a[0],
        a=_composites([fold.a for fold in folds], images),
        b=_composites([fold.b for fold in folds], images),
        folds=tuple(folds),
        fold_of_image=np.repeat(np.arange(len(folds)), [len(part) for part in images]),
        groups=tuple(group for fold in folds for group in _groups(fold)),
        notes=(*_repeats(a), *_repeats(b), *sources),
    )


def _refuse_repeated(a: Sequence[RunValidation], b: Sequence[RunValidation]) -> None:
    if not a or not b:
        raise UsageError("a comparison needs at least one run on each side.")
    sides = [[member.run.id for member in side] for side in (a, b)]
    for ids in sides:
        repeated = next((run for run in ids if ids.count(run) > 1), None)
        if repeated is not None:
            raise UsageError(f"run {repeated} is named twice on one side: name every run once.")
    shared = sorted(set(sides[0]) & set(sides[1]))
    if shared and sorted(sides[0]) != sorted(sides[1]):
        raise UsageError(f"run {shared[0]} stands on both sides: leave it out on one.")


def _folds(a: Sequence[RunValidation], b: Sequence[RunValidation]) -> list[Fold]:
    """Group the runs by the samples they were validated on; one fold where these are the same."""
    by_samples = [_by_samples(side) for side in (a, b)]
    if len(by_samples[0]) == 1 and len(by_samples[1]) == 1:
        return [Fold(tuple(a), tuple(b))]  # if the samples differ, the check says how
    for side, other in (by_samples, by_samples[::-1]):
        alone = next((members[0] for key, members in side.items() if key not in other), None)
        if alone is not None:
            raise NotComparableError(
                f"{alone.title} was validated on samples that no run of the other side was validated on "
                f"(split {alone.validation.key.split!r}, hash {alone.validation.key.split_hash[:12]}): "
                f"{_remedy(*a, *b)}."
            )
    for label, side in zip("AB", by_samples, strict=True):
        numbers = sorted({len(members) for members in side.values()})
        if len(numbers) > 1:
            raise UsageError(
                f"side {label} has {numbers[0]} runs of one fold and {numbers[-1]} of another: name as many "
                "of each."
            )
    return [Fold(members, by_samples[1][key]) for key, members in by_samples[0].items()]


def _remedy(*members: RunValidation) -> str:
    if any(member.run.kind == "evaluation" for member in members):
        return (
            "an evaluation is of all folds together, so evaluate the folds of the other side together, too "
            "(`segscope evaluate RUN...`), and name that"
        )
    return "name runs of the same folds on both sides"


def _by_samples(side: Sequence[RunValidation]) -> dict[str, tuple[RunValidation, ...]]:
    found: dict[str, tuple[RunValidation, ...]] = {}
    for member in side:
        key = member.validation.key.split_hash
        found[key] = (*found.get(key, ()), member)
    return found


def _refuse_shared_images(folds: Sequence[Fold]) -> None:
    seen: set[str] = set()
    for fold in folds:
        shared = sorted(seen.intersection(fold.images))
        if shared:
            raise NotComparableError(
                f"the runs of a side cannot be compared: they were validated on different samples, yet "
                f"{shared[0]!r} is in more than one of them, so they are no folds."
            )
        seen.update(fold.images)


def _composites(
    folds: Sequence[Sequence[RunValidation]], images: Sequence[Sequence[str]]
) -> tuple[CountTables, ...]:
    return tuple(
        stacked([in_order(member.tables, order) for member, order in zip(members, images, strict=True)])
        for members in zip(*folds, strict=True)
    )


def _groups(fold: Fold) -> tuple[str | None, ...]:
    """Give each image's group as the first run knows it, else as the first one that knows any does."""
    for member in (*fold.a, *fold.b):
        groups = member.groups()
        if any(group is not None for group in groups.values()):
            return tuple(groups.get(image) for image in fold.images)
    return (None,) * len(fold.images)


def _repeats(side: Sequence[RunValidation]) -> tuple[str, ...]:
    """Tell of trainings that repeat each other, whose scatter is not that of seeds."""
    for index, member in enumerate(side):
        run = member.run
        for other in (earlier.run for earlier in side[:index]):
            same_data = run.split_hash == other.split_hash
            if run.kind == "train" and same_data and (run.config, run.seed) == (other.config, other.seed):
                return (
                    f"Runs {other.id} and {run.id} have the same config and seed, so they may tell nothing "
                    "of the noise between seeds.",
                )
    return ()


def _compare_sources(folds: Sequence[Fold]) -> tuple[str, ...]:
    """Compare label maps of different sources pixel by pixel, and tell that they are the same.

    Raises:
        NotComparableError: They are not.
    """
    compared = images = 0
    for fold in folds:
        known = [fold.a[0]]
        for other in (*fold.a[1:], *fold.b):
            if not any(same_source(member, other) for member in known):
                compared += refuse_other_label_maps(fold.a[0], other)
                images += len(fold.images)
                known.append(other)
    if not images:
        return ()
    rest = ""
    if compared < images:
        rest = (
            f"; of {images - compared} images a label map is no longer kept, and the pixels of each class "
            "were compared"
        )
    return (
        "The runs read their ground truth from different sources; it was compared pixel by pixel, and is the "
        f"same{rest}.",
    )
