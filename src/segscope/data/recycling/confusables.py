"""Confusable groups: classes whose objects look alike, so that a model must mix them up.

The classes of a group lend each other their looks: an object is drawn as an object of its own class
would be, or, half as likely each, as one of another member's. A model learns the look well, finds
the object, and gives all of it to the class that the look belongs to: segment errors on whole
objects, which no model can avoid, for one object in three of a pair and one in two of three classes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from segscope.data.recycling.blueprint import Look
from segscope.data.recycling.catalogue import CRUSHED_PAPER, LOOKS
from segscope.data.recycling.classes import LENGTHS, OBJECT_CLASSES, TINY_LENGTH
from segscope.data.recycling.noise import Rng
from segscope.errors import UsageError

Groups = tuple[tuple[str, ...], ...]

DEFAULT_PAIRS: Groups = (("Paper", "Paper pack", "General trash"),)
"""What is confusable unless a call says otherwise."""

_LENT = 0.5
"""How often a look is lent to another member, relative to how often it is used at home."""

_NEVER_BY_CHANCE = ("Battery", "UNKNOWN")


@dataclass(frozen=True)
class Appearance:
    """How the objects of one class are drawn.

    Attributes:
        looks: The looks of one class each; an object's look comes from one of them.
        shares: How often each of these is used; they sum to 1.
        length: Shortest and longest object, in 256ths of the picture's shorter side.
    """

    looks: tuple[tuple[Look, ...], ...]
    shares: tuple[float, ...]
    length: tuple[float, float]

    def draw(self, rng: Rng) -> Look:
        """Draw one object's look."""
        pool = self.looks[rng.choice(len(self.looks), p=self.shares)]
        return pool[rng.integers(len(pool))]


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
    chosen = {name: Appearance((LOOKS[name],), (1.0,), LENGTHS[name]) for name in OBJECT_CLASSES}
    for name in tiny:
        chosen[name] = Appearance((LOOKS[name],), (1.0,), TINY_LENGTH)
    for group in confusable:
        chosen.update(_alike(group))
    return chosen


def _alike(group: tuple[str, ...]) -> dict[str, Appearance]:
    """Let the members of a group share their sizes and lend each other their looks."""
    own = CRUSHED_PAPER if set(group) <= CRUSHED_PAPER.keys() else LOOKS
    lengths = np.mean([LENGTHS[name] for name in group], axis=0)
    total = 1 + _LENT * (len(group) - 1)
    return {
        name: Appearance(
            looks=tuple(own[member] for member in group),
            shares=tuple((1.0 if member == name else _LENT) / total for member in group),
            length=(float(lengths[0]), float(lengths[1])),
        )
        for name in group
    }


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
