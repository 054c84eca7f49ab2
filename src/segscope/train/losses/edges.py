"""Where two classes touch in a label map."""

import torch
from torch import Tensor

from segscope.train.targets import Targets


def edge_pixels(targets: Targets, ignore: int) -> Tensor:
    """Mark the pixels on both sides of every class edge.

    An edge lies between two pixels that touch side by side, both count, belong to different classes and
    come from the same source picture. So neither an ignored area nor the frame of the picture is an
    edge, nor the seam between two mixed pictures.

    Returns:
        (B, H, W) bool.

    Example:
        >>> labels = torch.tensor([[[0, 0, 1, 1, 255, 2]]])
        >>> edge_pixels(Targets(labels), ignore=255).int()
        tensor([[[0, 1, 1, 0, 0, 0]]], dtype=torch.int32)
    """
    marked = torch.zeros_like(targets.labels, dtype=torch.bool)
    for axis in (1, 2):
        here, there = _neighbours(targets.labels, axis)
        edge = (here != there) & (here != ignore) & (there != ignore)
        if targets.origins is not None:
            source_here, source_there = _neighbours(targets.origins, axis)
            edge &= source_here == source_there
        marked_here, marked_there = _neighbours(marked, axis)
        marked_here |= edge
        marked_there |= edge
    return marked


def _neighbours(values: Tensor, axis: int) -> tuple[Tensor, Tensor]:
    """Give views of all pixels but the last along an axis, and of the next pixel of each."""
    count = values.shape[axis] - 1
    return values.narrow(axis, 0, count), values.narrow(axis, 1, count)
