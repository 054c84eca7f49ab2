"""Boxes: drawn as CutMix draws them, and pasted from one picture of a batch into another."""

import numpy as np
from torch import Tensor
from torch.nn import functional

from segscope.train.mixes.base import DeviceBatch
from segscope.train.mixes.partners import to_device

Box = tuple[int, int, int, int]
"""(top, left, bottom, right) in pixels, bottom and right exclusive."""


def draw_boxes(kept: np.ndarray, size: tuple[int, int], rng: np.random.Generator) -> list[Box]:
    """Draw a box for each picture: the root of what is not kept times each side, its centre anywhere.

    The box is clipped to the picture, so that it may come out smaller (Yun et al., ICCV 2019).

    Args:
        kept: (B,) share of the picture's area that is to stay, 0 … 1.
        size: (height, width) of the pictures.
        rng: Where the centres are drawn from.

    Returns:
        B boxes; one that has no area where ``kept`` is 1.

    Example:
        >>> box, = draw_boxes(np.array([1.0]), (8, 8), np.random.default_rng(0))
        >>> area(box)
        0
    """
    sides = np.array(size)
    lengths = (sides * np.sqrt(1 - kept)[:, None]).astype(np.int64)
    centres = np.stack([rng.integers(side, size=len(kept)) for side in size], axis=1)
    first = np.clip(centres - lengths // 2, 0, sides)
    last = np.clip(centres - lengths // 2 + lengths, 0, sides)
    return [(a, b, c, d) for a, b, c, d in np.concatenate([first, last], axis=1).tolist()]


def area(box: Box) -> int:
    """Count the pixels of a box."""
    return (box[2] - box[0]) * (box[3] - box[1])


def inside(box: Box) -> tuple[slice, slice]:
    """Give the rows and columns of a box."""
    return slice(box[0], box[2]), slice(box[1], box[3])


def paste_box(canvas: DeviceBatch, at: tuple[int, Box], batch: DeviceBatch, of: tuple[int, Box]) -> None:
    """Paint a box of one picture onto a box of another: colours, labels, weights and origins.

    Where the boxes differ in size, colours are blended bilinearly inside the source box, and all else
    comes from the nearest pixel. Boxes are known to the host, so that slices cost no wait for the device.

    Args:
        canvas: Is changed; a copy of the batch, or of what was painted on one.
        at: Number of the picture, and its box.
        batch: Where the pixels are from, unchanged.
        of: Number of the picture, and its box; no box is empty.
    """
    (here, target), (there, source) = at, of
    rows, columns = inside(target)
    size = (target[2] - target[0], target[3] - target[1])
    crop = batch.pictures[there, :, *inside(source)]
    canvas.pictures[here, :, rows, columns] = _stretch(crop, size)
    below, above = canvas.targets, batch.targets
    pairs = ((below.labels, above.labels), (below.weights, above.weights), (below.origins, above.origins))
    for values, others in pairs:
        if values is not None and others is not None:
            values[here, rows, columns] = _nearest(others[there][inside(source)], size)


def _stretch(crop: Tensor, size: tuple[int, int]) -> Tensor:
    if tuple(crop.shape[-2:]) == size:
        return crop
    blended = functional.interpolate(crop[None].float(), size=size, mode="bilinear", align_corners=False)
    return blended[0].round().to(crop.dtype)


def _nearest(crop: Tensor, size: tuple[int, int]) -> Tensor:
    if tuple(crop.shape) == size:
        return crop
    for axis, (source, target) in enumerate(zip(crop.shape, size, strict=True)):
        under_centre = ((np.arange(target) + 0.5) * (source / target)).astype(np.int64).clip(max=source - 1)
        crop = crop.index_select(axis, to_device(under_centre, crop))
    return crop
