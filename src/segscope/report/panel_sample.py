"""One picture of a panel with what is known of it, at its own size and at the size it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median_low
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.engine.class_set import ClassSet, LabelMap
from segscope.errors import LabelMapError, UsageError
from segscope.report.options import PanelOptions
from segscope.report.overlay import check_label_map, check_same_size
from segscope.report.scaling import Picture, Size, fit, scale_labels, scale_photo

MOST_SAMPLES = 200
_WIDEST_ASPECT = 3  # a picture wider than three times the row height is drawn lower than its row


@dataclass(frozen=True, slots=True, eq=False)
class PanelSample:
    """One picture, its label maps, and its words.

    Attributes:
        id: The sample's id, shown above its row.
        image: (H, W, 3) uint8 RGB.
        ground_truth: (H, W) class indices and ``class_set.ignore``.
        prediction: The same; ``class_set.ignore`` is "no class". None where nothing was predicted.
        confidence: (H, W) uint8, the probability of the predicted class times 255, or None.
        caption: More about the sample, or nothing.
    """

    id: str
    image: Picture
    ground_truth: NDArray[Any]
    prediction: NDArray[Any] | None = None
    confidence: NDArray[np.uint8] | None = None
    caption: str = ""

    @property
    def size(self) -> Size:
        """(height, width) in pixels."""
        return self.image.shape[0], self.image.shape[1]

    def checked(self, class_set: ClassSet) -> "PanelSample":
        """Give the same sample with its label maps in ``class_set.dtype``.

        Raises:
            LabelMapError: Shapes differ, or a label map holds what is no class.
        """

        def check(label_map: NDArray[Any], what: str) -> LabelMap:
            called = f"the {what} of sample {self.id!r}"
            check_same_size(self.image, label_map, called)
            return check_label_map(label_map, class_set, called)

        if self.confidence is not None:
            check_same_size(self.image, self.confidence, f"the confidence of sample {self.id!r}")
            if self.confidence.dtype != np.uint8:
                raise LabelMapError(
                    f"the confidence of sample {self.id!r} has dtype {self.confidence.dtype}: "
                    "give uint8, the probability times 255."
                )
        return replace(
            self,
            ground_truth=check(self.ground_truth, "ground truth"),
            prediction=None if self.prediction is None else check(self.prediction, "prediction"),
        )

    def scaled(self, row_height: int) -> "PanelSample":
        """Bring everything to a row's height: the photo by Lanczos, the rest by nearest neighbour."""
        size = fit(self.size, (row_height, _WIDEST_ASPECT * row_height))
        return replace(
            self,
            image=scale_photo(self.image, size),
            ground_truth=scale_labels(self.ground_truth, size),
            prediction=None if self.prediction is None else scale_labels(self.prediction, size),
            confidence=None if self.confidence is None else scale_labels(self.confidence, size),
        )


def check_samples(samples: Sequence[PanelSample], class_set: ClassSet) -> list[PanelSample]:
    """Check all samples of a panel.

    Raises:
        UsageError: There are none, or too many for one picture, or only some have a prediction.
        LabelMapError: A sample's shapes differ, or a label map holds what is no class.
    """
    if not 1 <= len(samples) <= MOST_SAMPLES:
        raise UsageError(f"a panel of {len(samples)} samples: give 1 to {MOST_SAMPLES}.")
    without = [sample.id for sample in samples if sample.prediction is None]
    if 0 < len(without) < len(samples):
        raise UsageError(f"sample {without[0]!r} has no prediction and others have: give it to all or none.")
    return [sample.checked(class_set) for sample in samples]


def choose_row_height(
    samples: Sequence[PanelSample], columns: int, options: PanelOptions, limits: tuple[int, int]
) -> int:
    """Choose the height that all rows of a panel share.

    Args:
        samples: The panel's samples.
        columns: How many pictures of the same size stand in a row.
        options: ``row_height`` and ``max_pixels`` are looked at.
        limits: The least and the greatest height where no row height is given.
    """
    own = median_low([sample.size[0] for sample in samples])
    height = options.row_height or min(max(own, limits[0]), limits[1])
    sizes = [fit(sample.size, (height, _WIDEST_ASPECT * height)) for sample in samples]
    pixels = columns * sum(h * w for h, w in sizes)
    if pixels > options.max_pixels:
        height = max(1, int(height * (options.max_pixels / pixels) ** 0.5))
    return height
