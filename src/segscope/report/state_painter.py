"""Paints the states of one class over a picture."""

import numpy as np
from numpy.typing import NDArray

from segscope.report.class_states import FALSE, MISSED, NOTHING, TRUE, States
from segscope.report.hatch import Mask, dots, rising_stripes
from segscope.report.overlay import blend, dimmed
from segscope.report.scaling import Picture

# (ground, mark) colours of each state; hues of Okabe and Ito's colour-blind safe set. The grounds also
# differ in lightness, so that areas too thin for their texture are still told apart in grey.
STATE_COLOURS = {
    TRUE: ((0, 150, 110), (0, 150, 110)),
    FALSE: ((255, 190, 70), (190, 80, 0)),
    MISSED: ((120, 0, 90), (255, 170, 225)),
}
_OPACITY = 0.86
_OPAQUE = 255


class StatePainter:
    """Paints class states over one picture; what all classes share is made once.

    Args:
        base: (H, W, 3) uint8 picture that shows where a class is not.
        opacity: How strongly states cover it; at 1 every pixel holds a colour of ``STATE_COLOURS``.
    """

    def __init__(self, base: Picture, opacity: float = _OPACITY) -> None:
        height, width = base.shape[:2]
        painted = np.empty((TRUE + 1, height, width, 4), dtype=np.uint8)
        painted[..., 3] = _OPAQUE
        painted[NOTHING, ..., :3] = base
        for state in (TRUE, FALSE, MISSED):
            painted[state, ..., :3] = blend(base, _texture(state, height, width), opacity)
        # Four channels make a pixel one 32-bit word, and choosing between pictures one look-up a pixel.
        self._painted: NDArray[np.uint32] = painted.view(np.uint32).reshape(TRUE + 1, -1)
        self._shape = (height, width)

    def paint(self, states: States) -> Picture:
        """Paint (H, W) states of one class; gives (H, W, 3) uint8 RGB, a view that skips the fourth byte."""
        flat = states.ravel()
        pane = self._painted[NOTHING].copy()
        touched = np.flatnonzero(flat)
        pane[touched] = self._painted[flat[touched], touched]
        picture: Picture = pane.view(np.uint8).reshape(*self._shape, 4)[..., :3]
        return picture


def state_swatch(state: int, size: int) -> Picture:
    """Paint a (size, size, 3) sample of a state as it looks over mid grey."""
    grey = dimmed(np.full((size, size, 3), 128, dtype=np.uint8))
    return StatePainter(grey).paint(np.full((size, size), state, dtype=np.uint8))


def _texture(state: int, height: int, width: int) -> Picture:
    ground, mark = STATE_COLOURS[state]
    texture = np.empty((height, width, 3), dtype=np.uint8)
    texture[:] = ground
    texture[_marks(state, height, width)] = mark
    return texture


def _marks(state: int, height: int, width: int) -> Mask:
    return rising_stripes(height, width) if state == FALSE else dots(height, width)
