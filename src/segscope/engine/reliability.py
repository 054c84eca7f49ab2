"""How often predictions of each class and confidence are right: reliability and calibration error.

Expected calibration error: Naeini et al., *Obtaining Well Calibrated Probabilities Using Bayesian
Binning* (AAAI 2015); Guo et al., *On Calibration of Modern Neural Networks* (ICML 2017).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segscope.engine.count_rule import CountRule
from segscope.engine.counting import check_status, make_request, make_source
from segscope.engine.image_counts import Int64
from segscope.engine.label_map_check import IntegerMap, check_confidence, check_pair
from segscope.engine.native_library import (
    WIDEST,
    ReliabilityResult,
    SurePair,
    load_library,
    thread_scratch,
)

LEVELS = 256
BINS = 15
Float64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Reliability:
    """Pixels by predicted class and confidence; adds up over images.

    Attributes:
        pixels: (K, 256) int64 predicted pixels by class and by 255 × confidence, rounded.
        right: (K, 256) int64, those of them that are right.
    """

    pixels: Int64
    right: Int64

    def __add__(self, other: "Reliability") -> "Reliability":
        """Join the pixels of two images."""
        return Reliability(self.pixels + other.pixels, self.right + other.right)

    def curve(self, bins: int = BINS) -> tuple[Float64, Float64, Int64]:
        """Sort the pixels into bins of equal width.

        Returns:
            (K, bins) mean confidence and (K, bins) share that is right, NaN where a bin is empty; and
            (K, bins) pixels.
        """
        level = np.arange(LEVELS)
        bin_of = np.minimum(level * bins // (LEVELS - 1), bins - 1)
        member = (bin_of[:, None] == np.arange(bins)).astype(np.int64)
        pixels, right = self.pixels @ member, self.right @ member
        confidence = (self.pixels * level) @ member
        return _share(confidence / (LEVELS - 1), pixels), _share(right, pixels), pixels

    def calibration_error(self, bins: int = BINS) -> Float64:
        """Give (K,) the expected calibration error, 0 … 1; NaN for a class that is never predicted."""
        confidence, accuracy, pixels = self.curve(bins)
        gap = np.nansum(np.abs(confidence - accuracy) * pixels, axis=1)
        return _share(gap, pixels.sum(axis=1))


def count_reliability(
    ground_truth: IntegerMap,
    prediction: IntegerMap,
    confidence: NDArray[np.uint8],
    *,
    num_classes: int,
    ignore: int | None = None,
    level: int = WIDEST,
) -> Reliability:
    """Count how often the predictions of one image are right, by class and confidence.

    Args:
        ground_truth: (H, W) uint8, uint16 or int32 class ids 0 … num_classes - 1, and ``ignore``.
        prediction: (H, W) likewise; pixels whose prediction is no class are left out.
        confidence: (H, W) uint8, 255 × the probability of the predicted class; any strides.
        num_classes: K, 1 … 65534.
        ignore: Id of pixels that are not counted; None = no such id.
        level: The widest instructions that may be used, an index of ``INSTRUCTIONS``; for tests and
            measurements.

    Raises:
        LabelMapError: Shapes or dtypes do not fit, or ids are out of range.

    Example:
        >>> truth = np.array([[0, 0, 1, 1]], dtype=np.uint8)
        >>> guess = np.array([[0, 0, 0, 1]], dtype=np.uint8)
        >>> sure = np.full((1, 4), 255, dtype=np.uint8)
        >>> count_reliability(truth, guess, sure, num_classes=2).calibration_error().round(3)
        array([0.333, 0.   ])
    """
    rule = CountRule(num_classes, ignore)
    check_pair(ground_truth, prediction)
    check_confidence(confidence, ground_truth)
    pixels, right = np.zeros((2, num_classes, LEVELS), dtype=np.int64)
    request = SurePair(make_request(ground_truth, prediction, rule), make_source(confidence))
    result = ReliabilityResult(pixels.ctypes.data, right.ctypes.data)
    status = load_library().segscope_reliability(request, thread_scratch().pointer, result, level)
    check_status(status, ground_truth, prediction, rule)
    return Reliability(pixels, right)


def _share(part: NDArray[np.number], whole: Int64) -> Float64:
    share: Float64 = np.full(whole.shape, np.nan)
    np.divide(part, whole, out=share, where=whole > 0)
    return share
