"""Pictures and label maps brought to the size at which they are shown."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Value = TypeVar("Value", bound=np.generic)
Picture = NDArray[np.uint8]
"""(H, W, 3) uint8 RGB."""
Size = tuple[int, int]
"""(height, width) in pixels."""


def fit(size: Size, box: Size) -> Size:
    """Scale a size, proportions kept, to the largest one inside a box.

    Example:
        >>> fit((3000, 4000), (180, 240)), fit((1, 1), (180, 240)), fit((1, 50_000), (180, 240))
        ((180, 240), (180, 180), (1, 240))
    """
    scale = min(box[0] / size[0], box[1] / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def scale_labels(label_map: NDArray[Value], size: Size) -> NDArray[Value]:
    """Scale a label map by nearest neighbour, the only rule that makes no id of its own.

    Example:
        >>> scale_labels(np.array([[3, 7]], dtype=np.uint8), (2, 4))
        array([[3, 3, 7, 7],
               [3, 3, 7, 7]], dtype=uint8)
    """
    height, width = label_map.shape
    if (height, width) == size:
        return label_map
    scaled: NDArray[Value] = label_map[_nearest(height, size[0])][:, _nearest(width, size[1])]
    return scaled


def scale_photo(picture: Picture, size: Size) -> Picture:
    """Scale a photo with a filter that neither blurs nor aliases (Lanczos)."""
    if picture.shape[:2] == size:
        return picture
    scaled = Image.fromarray(picture).resize((size[1], size[0]), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return np.asarray(scaled)


def _nearest(length: int, new_length: int) -> NDArray[np.int64]:
    # The old pixel that each new pixel's centre lies in, in whole numbers so that no rounding decides.
    return (2 * np.arange(new_length) + 1) * length // (2 * new_length)
