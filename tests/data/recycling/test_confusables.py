"""Confusable groups share everything but a faint cast; other classes share nothing."""

import itertools
from collections import Counter, defaultdict

import numpy as np
import pytest

from segscope.data.recycling.blueprint import Look
from segscope.data.recycling.classes import OBJECT_CLASSES
from segscope.data.recycling.confusables import DEFAULT_PAIRS, Appearance, appearances


@pytest.mark.parametrize(
    "groups", [DEFAULT_PAIRS, (("Metal", "Glass"),), (("Plastic", "Clothing"), ("Paper", "Metal"))]
)
def test_members_of_a_group_share_looks_and_sizes_with_each_other_alone(
    groups: tuple[tuple[str, ...], ...],
) -> None:
    drawn = appearances(groups, ("Battery",))
    for one, other in itertools.combinations(OBJECT_CLASSES, 2):
        together = any({one, other} <= set(group) for group in groups)
        if together:
            assert looks(drawn[one]) == looks(drawn[other])
            assert drawn[one].length == drawn[other].length
        else:
            assert not looks(drawn[one]) & looks(drawn[other])


def test_without_groups_no_two_classes_share_a_look() -> None:
    drawn = appearances((), ())
    every = [look for name in OBJECT_CLASSES for look in looks(drawn[name])]
    assert len(every) == len(set(every))


@pytest.mark.parametrize(("group", "expected"), [(("Metal", "Glass"), 2 / 3), (DEFAULT_PAIRS[0], 1 / 2)])
def test_the_look_tells_the_class_better_than_chance_but_far_from_surely(
    group: tuple[str, ...], expected: float
) -> None:
    """The best rule on the look is right for two thirds of a pair and half of three classes."""
    drawn, rng = appearances((group,), ()), np.random.default_rng(0)
    seen: dict[Look, Counter[str]] = defaultdict(Counter)
    for name in group:
        for _ in range(1500):
            seen[drawn[name].draw(rng)][name] += 1
    right = sum(max(classes.values()) for classes in seen.values()) / (1500 * len(group))
    assert right == pytest.approx(expected, abs=0.04)
    owners = {classes.most_common(1)[0][0] for classes in seen.values()}
    assert owners == set(group)


def looks(appearance: Appearance) -> set[Look]:
    return {look for pool in appearance.looks for look in pool}
