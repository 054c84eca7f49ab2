"""Confidence as colour: dark blue where the model was unsure, yellow where it was sure."""

import numpy as np
from numpy.typing import NDArray

from segscope.report.legend import SWATCH, LegendEntry
from segscope.report.scaling import Picture

# Anchors of matplotlib's cividis, which reads the same with and without colour blindness.
_ANCHORS = ((0, 34, 78), (63, 77, 108), (124, 123, 120), (187, 173, 108), (254, 232, 56))


def colour_confidence(confidence: NDArray[np.uint8]) -> Picture:
    """Colour a confidence map.

    Args:
        confidence: (H, W) uint8, probability times 255.

    Returns:
        (H, W, 3) uint8 RGB.

    Example:
        >>> colour_confidence(np.array([[0, 255]], dtype=np.uint8)).tolist()
        [[[0, 34, 78], [254, 232, 56]]]
    """
    coloured: Picture = _table()[confidence]
    return coloured


def confidence_legend() -> tuple[LegendEntry, ...]:
    """Make legend entries for the ends and the middle of the scale."""
    levels = ((0, "confidence 0"), (128, "0.5"), (255, "1"))
    return tuple(
        LegendEntry(colour_confidence(np.full((SWATCH, SWATCH), level, dtype=np.uint8)), label)
        for level, label in levels
    )


def _table() -> Picture:
    positions = np.linspace(0, 255, len(_ANCHORS))
    channels = [np.interp(np.arange(256), positions, values) for values in zip(*_ANCHORS, strict=True)]
    return np.stack(channels, axis=1).round().astype(np.uint8)
