"""What the recorder keeps, and how it works."""

from dataclasses import dataclass
from typing import Literal

from segscope.errors import UsageError


@dataclass(frozen=True, slots=True)
class RecordOptions:
    """How validations are recorded.

    Attributes:
        monitor: The score that decides which validation is the best; higher is better.
        fixed_samples: How many samples are kept and pictured at every validation, the same each time.
        worst_samples: How many of the worst samples over all classes are kept and pictured.
        worst_per_class: How many of each class's worst samples are kept and pictured.
        seed: Chooses the fixed samples.
        duplicates: A sample that is added twice is refused, or left out the second time; distributed
            samplers pad their last batch with samples that were there before.
        workers: Threads that count and write; 0 takes one for each CPU, at most 4.
        waiting: How many samples may wait for a thread before ``add`` waits.
        confidence: Whether confidences are kept.
        pictures: Whether panels are drawn.
        class_panels: How many classes get a panel of their own: with more classes, those with the lowest IoU.
        row_height: How high the rows of panels are, in pixels; at 256 the panels of twelve classes take about
            10 MB. Class panels are kept for the best and the last validation.

    Raises:
        UsageError: A number is out of its range.
    """

    monitor: str = "miou"
    fixed_samples: int = 8
    worst_samples: int = 3
    worst_per_class: int = 2
    seed: int = 0
    duplicates: Literal["refuse", "ignore"] = "refuse"
    workers: int = 0
    waiting: int = 32
    confidence: bool = True
    pictures: bool = True
    class_panels: int = 24
    row_height: int = 256

    def __post_init__(self) -> None:
        for name in ("fixed_samples", "worst_samples", "worst_per_class", "workers", "class_panels"):
            if getattr(self, name) < 0:
                raise UsageError(f"{name} is {getattr(self, name)}: give 0 or more.")
        for name in ("waiting", "row_height"):
            if getattr(self, name) < 1:
                raise UsageError(f"{name} is {getattr(self, name)}: give 1 or more.")
