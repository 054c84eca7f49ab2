"""What is drawn again and again: images, or the groups (scenes, videos) that they belong to."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segscope.analysis.compare.sides import MatchedSides
from segscope.analysis.resampling_units import ResamplingUnit, choose_resampling_units
from segscope.errors import UsageError


@dataclass(frozen=True)
class Units:
    """The units of a comparison.

    Attributes:
        name: ``image`` or ``group``.
        of_image: (N,) the unit of each image, 0 … U-1.
        notes: What a reader must know, a sentence each.
    """

    name: ResamplingUnit
    of_image: NDArray[np.int64]
    notes: tuple[str, ...] = ()

    def folds(self, sides: MatchedSides) -> NDArray[np.int64]:
        """(U,) the fold of each unit; of a group that several folds share, the first one."""
        _, first_image = np.unique(self.of_image, return_index=True)
        folds: NDArray[np.int64] = sides.fold_of_image[first_image]
        return folds


def choose_units(sides: MatchedSides, by: ResamplingUnit | None) -> Units:
    """Choose groups where there are enough of them for a verdict, else images.

    Args:
        sides: Both sides.
        by: What the user asked for; None = as above.

    Raises:
        UsageError: Groups are asked for, and none are known.
    """
    if by == "group" and all(group is None for group in sides.groups):
        raise UsageError(
            f"run {sides.first.run.id} knows no groups of its samples: compare by image, or name the group "
            "rule (`group:` in the class file, for imports too; data.group=REGEX of a training) and make the "
            "run again."
        )
    chosen = choose_resampling_units(sides.groups, by)
    if not chosen.groups_left_out:
        return Units(chosen.name, chosen.of_image)
    note = (
        f"The images come from {chosen.groups} group{'' if chosen.groups == 1 else 's'}, and were drawn as "
        "if each stood for itself: the verdict holds for these scenes, and says little about others."
    )
    return Units(chosen.name, chosen.of_image, (note,))
