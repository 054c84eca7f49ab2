"""Where ground truth and predictions lie, and how they are read."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PredictionSources:
    """What the user gives; paths may be given as texts.

    Attributes:
        ground_truth: A folder of index, palette or colour masks, or a COCO JSON.
        predictions: A folder of masks with the ground truth's file names up to the ending.
        classes: The class file; may be left out for COCO alone, whose categories are then the classes.
        images: The folder of the pictures, for panels.
        confidence: A folder of 8-bit grey files, 255 × the probability of the predicted class.
        ignore: The file id of pixels that no score counts; goes before the class file's.
        allow_unpaired: Leave out files that only one side has, instead of refusing them.

    Example:
        >>> PredictionSources("gt", "pred", "classes.txt").ground_truth.name
        'gt'
    """

    ground_truth: Path
    predictions: Path
    classes: Path | None = None
    images: Path | None = None
    confidence: Path | None = None
    ignore: int | None = None
    allow_unpaired: bool = False

    def __post_init__(self) -> None:
        for name in ("ground_truth", "predictions", "classes", "images", "confidence"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, Path(getattr(self, name)))
