"""How near a pixel is to the nearest class edge."""

import math
from typing import Literal

import torch
from torch import Tensor

from segscope.train.losses.distance import squared_distances
from segscope.train.losses.edges import edge_pixels
from segscope.train.targets import Targets

TAIL = 4
"""The Gaussian is cut off after this many deviations, where it is below 0.0004."""


def edge_nearness(
    targets: Targets, ignore: int, distance: float, shape: Literal["gauss", "band"] = "gauss"
) -> Tensor:
    """Give 1 at the pixels of a class edge, falling to 0 away from it.

    With d the Euclidean distance to the nearest pixel that touches a class edge (see
    :func:`~segscope.train.losses.edges.edge_pixels`), it is exp(-d² / 2 distance²) for ``gauss``, cut off
    after four deviations, and 1 where d is at most the distance for ``band``.

    Args:
        targets: Labels (B, H, W), and the sources of their pixels.
        ignore: Value of ignored pixels.
        distance: Deviation of the Gaussian or half width of the band, in pixels.
        shape: ``gauss`` or ``band``.

    Returns:
        (B, H, W) float32, 0 … 1; 0 in a picture without an edge.

    Example:
        >>> targets = Targets(torch.tensor([[[0, 1, 1, 1]]]))
        >>> edge_nearness(targets, ignore=255, distance=1.0)
        tensor([[[1.0000, 1.0000, 0.6065, 0.1353]]])
    """
    reach = math.ceil(distance if shape == "band" else TAIL * distance)
    squares = squared_distances(edge_pixels(targets, ignore), reach)
    if shape == "band":
        return (squares <= distance**2).float()
    return torch.exp(squares / (-2 * distance**2)) * (squares <= reach**2)
