"""Confusable groups: classes whose objects look alike, so that a model must mix them up.

Objects of a group's classes are drawn from one shared pool of looks and sizes. Only a faint cast of
colour tells the class: each class has its own mean cast, and single objects scatter around it by
more than the means lie apart, so that the best guess is wrong for every third object of a pair. The
cast covers the whole object, so a model finds the object, and then gives all of it to the wrong
class: segment errors, not ragged edges.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from segscope.data.recycling.blueprint import Colours, Look
from segscope.data.recycling.catalogue import CRUSHED_PAPER, LOOKS
from segscope.data.recycling.classes import LENGTHS, OBJECT_CLASSES, TINY_LENGTH
from segscope.data.recycling.noise import Rng
from segscope.errors import UsageError

Groups = tuple[tuple[str, ...], ...]

DEFAULT_PAIRS: Groups = (("Paper", "Paper pack", "General trash"),)
"""What is confusable unless a call says otherwise."""

_CAST = np.array([0.05, -0.01, -0.05], dtype=np.float32)
_SCATTER = 1.1
"""Deviation of one object's cast, in distances between the means of neighbouring classes."""
_PAPER_LIKE = frozenset(DEFAULT_PAIRS[0])
_NEVER_BY_CHANCE = ("Battery", "UNKNOWN")


@dataclass(frozen=True)
class Appearance:
    """How the objects of one class are drawn.

    Attributes:
        looks: The pool from which each object's look is drawn.
        length: Shortest and longest object, in 256ths of the picture's shorter side.
        cast: The mean cast of a confusable class, in steps from its neighbours; None for the others.
    """

    looks: tuple[Look, ...]
    length: tuple[float, float]
    cast: float | None = None

    def colour_cast(self, rng: Rng) -> Colours:
        """Draw one object's cast: (3,) factors around 1."""
        if self.cast is None:
            return np.ones(3, dtype=np.float32)
        return 1 + _CAST * np.float32(self.cast + _SCATTER * rng.standard_normal())


def random_groups(seed: int, count: int = 1) -> Groups:
    """Draw pairs of classes to make confusable, never twice the same class.

    Example:
        >>> random_groups(1) == random_groups(1)
        True
    """
    names = [name for name in OBJECT_CLASSES if name not in _NEVER_BY_CHANCE]
    order = np.random.default_rng([seed, 77]).permutation(len(names))
    return tuple((names[order[2 * i]], names[order[2 * i + 1]]) for i in range(min(count, len(names) // 2)))


def appearances(confusable: Groups, tiny: tuple[str, ...]) -> dict[str, Appearance]:
    """Give the appearance of every class.

    Raises:
        UsageError: A name is no class, a group has one member, or a class is named twice.
    """
    _check(confusable, tiny)
    chosen = {name: Appearance(LOOKS[name], LENGTHS[name]) for name in OBJECT_CLASSES}
    for name in tiny:
        chosen[name] = Appearance(LOOKS[name], TINY_LENGTH)
    for group in confusable:
        pool = _pool(group)
        lengths = [LENGTHS[name] for name in group]
        length = (float(np.mean([low for low, _ in lengths])), float(np.mean([high for _, high in lengths])))
        for place, name in enumerate(group):
            chosen[name] = Appearance(pool, length, cast=place - (len(group) - 1) / 2)
    return chosen


def _pool(group: tuple[str, ...]) -> tuple[Look, ...]:
    if set(group) <= _PAPER_LIKE:
        return CRUSHED_PAPER
    return tuple(look for name in sorted(group) for look in LOOKS[name])


def _check(confusable: Groups, tiny: Iterable[str]) -> None:
    for group in confusable:
        if len(group) < 2:
            raise UsageError(f"a confusable group needs at least two classes, and {group!r} is not that.")
    seen: set[str] = set()
    for name in [*tiny, *(name for group in confusable for name in group)]:
        if name not in OBJECT_CLASSES:
            near = get_close_matches(name, OBJECT_CLASSES, 1)
            hint = f" (did you mean {near[0]!r}?)" if near else ""
            raise UsageError(
                f"{name!r} is no recycling class{hint}: choose from {', '.join(OBJECT_CLASSES)}."
            )
        if name in seen:
            raise UsageError(f"{name!r} is planted twice: a class is in one confusable group, or tiny.")
        seen.add(name)
