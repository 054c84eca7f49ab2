"""Placement: where the objects of a picture lie, so that they overlap and yet stay recognisable.

One rule orders everything: the smaller object lies on top of the larger. Drawing follows it, and so
does the usual way of turning overlapping annotations into a label map.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from segscope.data.recycling.frame import Pose, cover
from segscope.data.recycling.noise import Rng
from segscope.data.recycling.shapes import Outline

_COARSE = 4
_TRIES = 24
_HIDDEN_AT_MOST = 0.4
_BORDER = 0.12


@dataclass
class Board:
    """What lies where, on a grid four times coarser than the picture.

    Attributes:
        size: Width and height of the picture.
    """

    size: tuple[int, int]
    _masks: list[NDArray[np.bool_]] = field(default_factory=list)
    _areas: list[int] = field(default_factory=list)
    _hidden: list[int] = field(default_factory=list)

    def place(self, rng: Rng, outline: Outline, length: float, needed: bool) -> Pose | None:
        """Find a place for an object of ``length`` pixels and keep it taken.

        A place is good where no object, the new one included, is hidden by more than two fifths.
        Where none is found, a needed object takes the best place that was tried, another gets None.
        """
        best: tuple[float, Pose, NDArray[np.bool_]] | None = None
        for _ in range(_TRIES):
            pose = self._somewhere(rng, length)
            mask = self._mask(outline, pose)
            worst = self._worst_hidden(mask)
            if best is None or worst < best[0]:
                best = (worst, pose, mask)
            if worst <= _HIDDEN_AT_MOST:
                break
        if best is None or (best[0] > _HIDDEN_AT_MOST and not needed):
            return None
        self._take(best[2])
        return best[1]

    def _somewhere(self, rng: Rng, length: float) -> Pose:
        border = np.minimum(
            np.maximum(_BORDER * np.array(self.size), 0.3 * length), 0.5 * np.array(self.size)
        )
        x, y = rng.uniform(border, np.array(self.size) - border)
        return Pose(float(x), float(y), float(rng.uniform(0, 2 * np.pi)), length)

    def _mask(self, outline: Outline, pose: Pose) -> NDArray[np.bool_]:
        small = Pose(pose.x / _COARSE, pose.y / _COARSE, pose.angle, pose.length / _COARSE)
        box = (0, 0, -(-self.size[0] // _COARSE), -(-self.size[1] // _COARSE))
        return np.asarray(cover(box, small, outline, fine=1) > 0.5, dtype=np.bool_)

    def _worst_hidden(self, mask: NDArray[np.bool_]) -> float:
        """Give the largest share of any object that would be hidden; 9 for an unclear order."""
        area, hidden_here, worst = max(int(mask.sum()), 1), 0, 0.0
        for other, other_area, hidden in zip(self._masks, self._areas, self._hidden, strict=True):
            shared = int((other & mask).sum())
            if shared and abs(other_area - area) <= 0.05 * area:
                return 9.0
            if other_area > area:
                worst = max(worst, (hidden + shared) / other_area)
            else:
                hidden_here += shared
        return max(worst, hidden_here / area)

    def _take(self, mask: NDArray[np.bool_]) -> None:
        area, hidden_here = max(int(mask.sum()), 1), 0
        for index, other in enumerate(self._masks):
            shared = int((other & mask).sum())
            if self._areas[index] > area:
                self._hidden[index] += shared
            else:
                hidden_here += shared
        self._masks.append(mask)
        self._areas.append(area)
        self._hidden.append(hidden_here)
