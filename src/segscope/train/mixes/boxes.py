"""Boxes as CutMix draws them."""

import numpy as np
import torch
from torch import Tensor

from segscope.train.mixes.base import DeviceBatch
from segscope.train.mixes.overlay import to_device


def draw_boxes(kept: np.ndarray, size: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Draw a box for each picture: the root of what is not kept times each side, its centre anywhere.

    The box is clipped to the picture, so that it may come out smaller (Yun et al., ICCV 2019).

    Args:
        kept: (B,) share of the picture's area that is to stay, 0 … 1.
        size: (height, width) of the pictures.
        rng: Where the centres are drawn from.

    Returns:
        (B, 4) int64 top, left, bottom, right; bottom and right exclusive. No area where ``kept`` is 1.

    Example:
        >>> top, left, bottom, right = draw_boxes(np.array([1.0]), (8, 8), np.random.default_rng(0))[0]
        >>> int((bottom - top) * (right - left))
        0
    """
    sides = np.array(size)
    lengths = (sides * np.sqrt(1 - kept)[:, None]).astype(np.int64)
    centres = np.stack([rng.integers(side, size=len(kept)) for side in size], axis=1)
    first = np.clip(centres - lengths // 2, 0, sides)
    last = np.clip(centres - lengths // 2 + lengths, 0, sides)
    return np.concatenate([first, last], axis=1)


def box_mask(boxes: np.ndarray, batch: DeviceBatch) -> Tensor:
    """Give (B, H, W) bool, True inside the boxes, on the batch's device."""
    height, width = batch.targets.labels.shape[1:]
    top, left, bottom, right = to_device(boxes, batch)[..., None].unbind(1)
    rows = torch.arange(height, device=top.device)
    columns = torch.arange(width, device=top.device)
    in_rows = (rows >= top) & (rows < bottom)
    in_columns = (columns >= left) & (columns < right)
    return in_rows[:, :, None] & in_columns[:, None, :]
