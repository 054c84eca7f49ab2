"""What two folds share, so that one is validated on what it was trained on."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from segscope.data.check.duplicates import find_twins
from segscope.data.check.sample_facts import SampleFacts
from segscope.data.splits.pictures import Folds
from segscope.data.splits.quality import parts_of


@dataclass(frozen=True, slots=True)
class TwinPictures:
    """Two pictures of different folds that show the same.

    Attributes:
        first: Name of one file.
        second: Name of the other.
        identical: Whether the files are equal byte by byte.
    """

    first: str
    second: str
    identical: bool


@dataclass(frozen=True, slots=True)
class Leaks:
    """What stands in more than one fold.

    Attributes:
        groups: How many groups there are; 0 where none are known, so that nothing can be said of them.
        torn: The groups in more than one fold, with the folds of each (−1: always trains).
        twins: Pictures of two folds that show the same; a picture is named once for each earlier fold.
    """

    groups: int
    torn: tuple[tuple[str, tuple[int, ...]], ...]
    twins: tuple[TwinPictures, ...]

    @property
    def any(self) -> bool:
        """Whether anything leaks."""
        return bool(self.torn or self.twins)

    def to_dict(self) -> dict[str, Any]:
        """Give plain values."""
        return {
            "groups": self.groups,
            "torn_groups": {group: list(folds) for group, folds in self.torn},
            "same_pictures": [
                {"first": one.first, "second": one.second, "identical": one.identical} for one in self.twins
            ],
        }


def find_leaks(facts: Sequence[SampleFacts], folds: Folds) -> Leaks:
    """Look for groups and pictures that more than one fold holds.

    Args:
        facts: What is known of each picture.
        folds: (N,) the fold of each.
    """
    holders: dict[str, set[int]] = defaultdict(set)
    for one, fold in zip(facts, folds.tolist(), strict=True):
        if one.sample.group is not None:
            holders[one.sample.group].add(fold)
    torn = tuple((group, tuple(sorted(where))) for group, where in holders.items() if len(where) > 1)
    twins = find_twins([[facts[index] for index in part] for part in parts_of(folds)])
    return Leaks(
        groups=len(holders),
        torn=torn,
        twins=tuple(TwinPictures(_name(pair.first), _name(pair.second), pair.identical) for pair in twins),
    )


def _name(facts: SampleFacts) -> str:
    return f"{facts.sample.split}/{facts.sample.id}"
