"""Single objects cut out of their pictures, with their outlines."""

import numpy as np
from numpy.typing import NDArray

from segscope.report.scaling import Picture, Size, fit, scale_labels, scale_photo

OUTLINE = (255, 209, 0)
_SHADOW = (20, 20, 20)
_MARGIN = 0.35
_LEAST_MARGIN = 6


def object_crop(image: Picture, mask: NDArray[np.bool_], size: Size) -> Picture:
    """Cut an object out with some of what surrounds it, and draw its outline.

    Args:
        image: (H, W, 3) uint8 RGB.
        mask: (H, W) True where the object is; at least one pixel.
        size: (height, width) that the crop is fitted into, enlarged where it is smaller.

    Returns:
        (h, w, 3) uint8 RGB, at most ``size``.

    Example:
        >>> mask = np.zeros((40, 60), dtype=bool)
        >>> mask[10:20, 20:40] = True
        >>> object_crop(np.zeros((40, 60, 3), dtype=np.uint8), mask, (90, 120)).shape
        (78, 120, 3)
    """
    rows, columns = (_window(np.flatnonzero(mask.any(axis=axis)), mask.shape[1 - axis]) for axis in (1, 0))
    cut, inside = image[rows, columns], mask[rows, columns]
    scaled = fit(inside.shape, size)
    picture, shape = scale_photo(cut, scaled).copy(), scale_labels(inside.astype(np.uint8), scaled) > 0
    # Outside the object alone: a cable two pixels wide would vanish below its outline.
    line = _grown(shape, 1)
    picture[_grown(line, 1) & ~line] = _SHADOW
    picture[line & ~shape] = OUTLINE
    return picture


def _window(places: NDArray[np.intp], length: int) -> slice:
    first, end = int(places[0]), int(places[-1]) + 1
    margin = max(round(_MARGIN * (end - first)), _LEAST_MARGIN)
    return slice(max(first - margin, 0), min(end + margin, length))


def _grown(mask: NDArray[np.bool_], steps: int) -> NDArray[np.bool_]:
    for _ in range(steps):
        padded = np.pad(mask, 1)
        mask = mask | padded[2:, 1:-1] | padded[:-2, 1:-1] | padded[1:-1, 2:] | padded[1:-1, :-2]
    return mask
