"""What is drawn again and again: images, or the groups (scenes, videos) that they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from segscope.engine.image_counts import Int64
from segscope.engine.resampling import MIN_UNITS, units_of_groups

ResamplingUnit = Literal["image", "group"]


@dataclass(frozen=True, slots=True)
class ResamplingUnits:
    """The units of a bootstrap or a permutation test.

    Attributes:
        name: ``image`` or ``group``.
        of_image: (N,) the unit of each image, 0 … U-1.
        groups: How many groups the images come from, an image of unknown group being its own.
    """

    name: ResamplingUnit
    of_image: Int64
    groups: int

    @property
    def groups_left_out(self) -> bool:
        """True where images are drawn one by one, though several of them share a group."""
        return self.name == "image" and self.groups < len(self.of_image)


def choose_resampling_units(
    groups: Sequence[str | None], by: ResamplingUnit | None = None
) -> ResamplingUnits:
    """Choose groups where there are enough of them for a verdict, else images.

    Args:
        groups: The group of each image; None where unknown.
        by: What must be drawn; None chooses.

    Example:
        >>> choose_resampling_units(["a", "a", "b"]).name
        'image'
        >>> choose_resampling_units([str(i // 2) for i in range(40)]).name
        'group'
    """
    grouped = units_of_groups(groups)
    number = int(grouped.max(initial=-1)) + 1
    if by == "group" or (by is None and MIN_UNITS <= number < len(groups)):
        return ResamplingUnits("group", grouped, number)
    return ResamplingUnits("image", np.arange(len(groups)), number)
