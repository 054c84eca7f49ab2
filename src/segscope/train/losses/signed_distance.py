"""Signed distances to the border of each class's region."""

import torch
from torch import Tensor

from segscope.train.losses.distance import squared_distances


def signed_distances(labels: Tensor, num_classes: int, reach: int) -> Tensor:
    """Give phi: outside a class's region the distance to it, inside 1 minus the distance to the others.

    So phi is 1 on the first pixel outside and 0 on the last inside. Ignored pixels belong to no region:
    where a region ends at an ignored area or at the frame of the picture, it has no border there. A class
    that does not occur in a picture has phi 0 there, and so has a class that covers the picture alone.

    Args:
        labels: (B, H, W) int64; values outside 0 … K-1 are ignored.
        num_classes: K.
        reach: Larger distances count as this many pixels.

    Returns:
        (B, K, H, W) float32, 1 - reach … reach.

    Example:
        >>> signed_distances(torch.tensor([[[0, 0, 0, 1]]]), num_classes=2, reach=9)[0, :, 0]
        tensor([[-2., -1.,  0.,  1.],
                [ 3.,  2.,  1.,  0.]])
    """
    regions = [labels == index for index in range(num_classes)]
    # One class at a time: the maps of one class fit into a CPU's cache, those of all would not.
    squares = torch.stack([squared_distances(region, reach) for region in regions], dim=1)
    own = torch.stack(regions, dim=1)
    # A pixel's nearest pixel of another class is the nearest of all other regions' pixels.
    to_others = squares.masked_fill(own, (reach + 1) ** 2).amin(dim=1, keepdim=True)
    inside = 1 - _roots(to_others, reach)
    present = own.flatten(2).any(dim=2)[:, :, None, None]
    several = present.sum(dim=1, keepdim=True) > 1
    return torch.where(own, inside, _roots(squares, reach)) * (present & several)


def _roots(squares: Tensor, reach: int) -> Tensor:
    return squares.float().clamp(max=reach**2).sqrt()
