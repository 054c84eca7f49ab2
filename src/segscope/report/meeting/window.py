"""The part of a picture that is shown around a spot."""

from segscope.analysis.label_suspects import Box
from segscope.report.scaling import Size

_MARGIN = 0.5
_LEAST_SHARE = 0.3
_LEAST_PIXELS = 64
_WIDEST_ASPECT = 4 / 3
_NEARLY_ALL = 0.6


def window_around(box: Box, size: Size) -> Box:
    """Choose the window around a spot: with half of it on each side, and not much longer than wide.

    Args:
        box: (top, left, end row, end column) of the spot.
        size: (height, width) of the picture.

    Returns:
        (top, left, end row, end column); the whole picture where the window would be most of it.

    Example:
        >>> window_around((100, 100, 120, 140), (480, 640))
        (38, 48, 182, 192)
        >>> window_around((0, 0, 200, 300), (240, 320))
        (0, 0, 240, 320)
    """
    least = max(_LEAST_PIXELS, _LEAST_SHARE * min(size))
    spans = [max((1 + 2 * _MARGIN) * (box[2 + axis] - box[axis]), least) for axis in (0, 1)]
    spans = [max(spans[0], spans[1] / _WIDEST_ASPECT), max(spans[1], spans[0] / _WIDEST_ASPECT)]
    if spans[0] * spans[1] >= _NEARLY_ALL * size[0] * size[1]:
        return 0, 0, size[0], size[1]
    (top, bottom), (left, right) = (_place(box, axis, spans[axis], size[axis]) for axis in (0, 1))
    return top, left, bottom, right


def _place(box: Box, axis: int, span: float, length: int) -> tuple[int, int]:
    """Put a stretch around the middle of the spot, inside the picture."""
    wide = min(round(span), length)
    start = round((box[axis] + box[2 + axis]) / 2 - wide / 2)
    start = min(max(start, 0), length - wide)
    return start, start + wide
