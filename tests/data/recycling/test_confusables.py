"""Confusable groups share everything but a faint cast; other classes share nothing."""

import itertools

import numpy as np
import pytest

from segscope.data.recycling.classes import OBJECT_CLASSES
from segscope.data.recycling.confusables import DEFAULT_PAIRS, appearances


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
            assert set(drawn[one].looks) == set(drawn[other].looks)
            assert drawn[one].length == drawn[other].length
        else:
            assert not set(drawn[one].looks) & set(drawn[other].looks)


def test_without_groups_no_two_classes_share_a_look() -> None:
    drawn = appearances((), ())
    looks = [look for name in OBJECT_CLASSES for look in drawn[name].looks]
    assert len(looks) == len(set(looks))
    assert all(appearance.cast is None for appearance in drawn.values())


def test_the_cast_tells_the_class_better_than_chance_but_far_from_surely() -> None:
    """The best rule on the cast alone, which is the only cue, is right for 60 to 75 % of a pair's objects."""
    drawn = appearances((("Metal", "Glass"),), ())
    rng = np.random.default_rng(0)
    warmth = {name: [drawn[name].colour_cast(rng)[0] for _ in range(2000)] for name in ("Metal", "Glass")}
    threshold = np.mean([np.mean(values) for values in warmth.values()])
    right = (
        np.mean(np.array(warmth["Glass"]) > threshold) + np.mean(np.array(warmth["Metal"]) < threshold)
    ) / 2
    assert 0.6 < right < 0.75
