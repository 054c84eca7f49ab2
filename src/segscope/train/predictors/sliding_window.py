"""Large pictures in overlapping tiles, blended without seams, in memory that their height does not change."""

from collections.abc import Iterator

import torch
from torch import Tensor

from segscope.config.catalogue.tta import SlidingWindowOptions
from segscope.train.predictors.base import Predictor

_SIGMA = 1 / 8
"""The Gaussian's deviation as a share of the tile's side, as nnU-Net has it."""
_FAINTEST = 1e-3
"""Least weight along a side, as a share of the centre's, so that no division is by 0."""


STRIDE = 32
"""Of the deepest features of most encoders: what they see moves only by whole cells of so many pixels."""


def tile_starts(side: int, size: int, overlap: float) -> list[int]:
    """Place tiles along a side: from its begin on in whole strides, the last one flush with its end.

    Tiles that begin between two cells of an encoder see the picture in another phase, and predict another
    thing (a trained U-Net's logits move by a quarter of their deviation); only the last one may have to.

    Args:
        side: Length of the picture's side, in pixels.
        size: Length of a tile.
        overlap: Least share of a tile that it has in common with the next, 0 … 1.

    Example:
        >>> tile_starts(1000, 512, 0.25), tile_starts(300, 512, 0.25)
        ([0, 384, 488], [0])
    """
    free = side - size
    if free <= 0:
        return [0]
    step = max(int(size * (1 - overlap)), 1)
    if step > STRIDE:
        step -= step % STRIDE
    return [*range(0, free, step), free]


class SlidingWindow:
    """Tiles of one size over a picture; overlapping probabilities are averaged by weights that sum to 1.

    A tile's weights fall from its centre to its edges, since a model sees too little around its edges.
    Pictures that fit into one tile go through whole.

    Args:
        predictor: Gives the probabilities of a batch of tiles.
        options: Size, overlap, blending, margin.
        batch_size: Tiles in one forward pass.
    """

    def __init__(
        self,
        predictor: Predictor,
        options: SlidingWindowOptions,
        *,
        batch_size: int = 4,
    ) -> None:
        self.predictor = predictor
        self.options = options
        self.batch_size = batch_size

    def __call__(self, pictures: Tensor) -> Tensor:
        """Segment a batch; see :class:`~segscope.train.predictors.base.Predictor`.

        All probabilities are held: use :meth:`bands` where label maps are what is wanted.
        """
        return torch.cat([band for _, band in self.bands(pictures)], dim=2)

    def bands(self, pictures: Tensor) -> Iterator[tuple[int, Tensor]]:
        """Segment from top to bottom; rows are given as soon as no further tile covers them.

        Args:
            pictures: (B, C, H, W).

        Yields:
            (first row, (B, K, h, W) probabilities of h rows); never more than one tile's height is held.
        """
        height, width = pictures.shape[-2:]
        size = self.options.size
        if height <= size and width <= size:
            yield 0, self.predictor(pictures)
            return
        tops = tile_starts(height, size, self.options.overlap)
        rows = min(size, height)
        waiting: Tensor | None = None
        for top, end in zip(tops, [*tops[1:], height], strict=True):
            strip = self._strip(pictures[..., top : top + rows, :])
            strip *= self._profile(top, rows, height, pictures.device)[:, None]
            if waiting is not None:
                strip[:, :, : waiting.shape[2]] += waiting
            done, waiting = strip[:, :, : end - top], strip[:, :, end - top :]
            yield top, done[:, :-1] / done[:, -1:]

    def _strip(self, strip: Tensor) -> Tensor:
        """Blend one row of tiles across: (B, K + 1, h, W), where the last channel sums the weights."""
        count, _, rows, width = strip.shape
        lefts = tile_starts(width, self.options.size, self.options.overlap)
        columns = min(self.options.size, width)
        tiles = torch.cat([strip[..., left : left + columns] for left in lefts])
        with torch.inference_mode():
            batches = torch.split(tiles, self.batch_size)
            parts = torch.cat([self.predictor(batch) for batch in batches])
        total = parts.new_zeros((count, parts.shape[1] + 1, rows, width))
        for left, tile in zip(lefts, torch.split(parts, count), strict=True):
            weights = self._profile(left, columns, width, strip.device)
            place = total[..., left : left + columns]
            place[:, :-1].addcmul_(tile, weights)
            place[:, -1].add_(weights)
        return total

    def _profile(self, start: int, length: int, side: int, device: torch.device) -> Tensor:
        """Weigh the pixels of a tile along one side; a picture's own edge has no margin."""
        place = torch.arange(length, dtype=torch.float32, device=device)
        away = (place - (length - 1) / 2) / length
        if self.options.blend == "gaussian":
            profile = torch.exp(-0.5 * (away / _SIGMA) ** 2)
        else:
            profile = 1 - 2 * away.abs()
        profile.clamp_(min=_FAINTEST)
        if start > 0:
            profile[: self.options.margin] = 0
        if start + length < side:
            profile[length - self.options.margin :] = 0
        return profile
