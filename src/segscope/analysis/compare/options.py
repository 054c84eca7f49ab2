"""How two sides are compared."""

from dataclasses import dataclass

from segscope.analysis.resampling_units import ResamplingUnit
from segscope.errors import UsageError

FEWEST_DRAWS = 200
SIGNIFICANCE = 0.05


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """How two sides are compared.

    Attributes:
        draws: Draws of the bootstrap and of the permutation test (of the latter at least 40 a class, so
            that Holm's correction leaves room for a finding).
        seed: Of all draws; the same comparison with one seed gives the same figures.
        by: What is drawn. None draws groups where there are enough of them for a verdict, else images.
        images: How many of the images that moved most are listed.
        pixels: Whether the kept label maps are read to count the pixels fixed and broken.

    Raises:
        UsageError: A field is out of its range.
    """

    draws: int = 10_000
    seed: int = 0
    by: ResamplingUnit | None = None
    images: int = 10
    pixels: bool = True

    def __post_init__(self) -> None:
        if self.draws < FEWEST_DRAWS:
            raise UsageError(f"{self.draws} draws are too few for an interval: give {FEWEST_DRAWS} or more.")
        if self.by not in (None, "image", "group"):
            raise UsageError(f"by is {self.by!r}: give 'image' or 'group'.")
        if self.seed < 0 or self.images < 0:
            raise UsageError("seed and images are 0 or more.")
