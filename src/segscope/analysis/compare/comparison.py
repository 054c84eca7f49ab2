"""What a comparison found, with its verdicts in words."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from segscope.analysis.compare.changes import ImageChange, KindChange
from segscope.analysis.compare.options import SIGNIFICANCE
from segscope.analysis.compare.pixel_changes import PixelChanges
from segscope.analysis.resampling_units import ResamplingUnit
from segscope.analysis.words import join_names
from segscope.engine.resampling import MIN_UNITS

MOST_TOLD = 6
"""Classes with a verdict that the summary tells one by one."""

Verdict = Literal["better", "worse", "cannot tell", "too few"]


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """The change of one score from side a to side b; scores and ends are 0 … 1.

    Attributes:
        name: The class, or the score's name.
        a: The score of side a; the mean of its runs, where there are several. NaN where not defined.
        b: The score of side b.
        difference: b - a.
        low: Lower end of its 95 % interval.
        high: Upper end.
        p: Two-sided p value, for a class corrected after Holm; NaN where none was computed.
        n: How many images (or groups) say something about it; for a class, those that hold it.
        unit: ``image`` or ``group``.
        deviation: Standard deviation of the score from training to training, where it is known.

    Example:
        >>> paper = ScoreChange("Paper", 0.40, 0.432, 0.032, 0.011, 0.054, p=0.004, n=80, unit="image")
        >>> print(paper)
        Paper +3.2 (1.1 … 5.4), better
    """

    name: str
    a: float
    b: float
    difference: float
    low: float
    high: float
    p: float
    n: int
    unit: ResamplingUnit
    deviation: float | None = None

    @property
    def safe(self) -> bool:
        """False where the interval rests on fewer than 20 units, and may be far too narrow."""
        return self.n >= MIN_UNITS

    @property
    def verdict(self) -> Verdict:
        """``better`` or ``worse`` only where p is below 0.05 and the interval excludes 0 as well."""
        if not self.safe:
            return "too few"
        if self.p < SIGNIFICANCE and self.low > 0:
            return "better"
        if self.p < SIGNIFICANCE and self.high < 0:
            return "worse"
        return "cannot tell"

    @property
    def verdict_words(self) -> str:
        """The verdict, with the number of units where they are too few."""
        if self.verdict == "too few":
            return f"too few {self.unit}s (n = {self.n}) to tell"
        return self.verdict

    def to_dict(self) -> dict[str, Any]:
        """Give the fields with the verdict, its words, and whether the interval is safe."""
        return asdict(self) | {"safe": self.safe, "verdict": self.verdict, "words": str(self)}

    def __str__(self) -> str:
        """Put it in words, in points of 100: ``Paper +3.2 (1.1 … 5.4), better``."""
        if math.isnan(self.difference):
            return f"{self.name} –, {self.verdict_words}"
        ends = "" if math.isnan(self.low) else f" ({points(self.low)} … {points(self.high)})"
        return f"{self.name} {points(self.difference, sign=True)}{ends}, {self.verdict_words}"


@dataclass(frozen=True, slots=True)
class ComparedSide:
    """One side of a comparison.

    Attributes:
        label: ``A`` or ``B``.
        name: The name of its run, or of its first run.
        runs: What :meth:`~segscope.analysis.compare.sources.RunValidation.summary` gives of each run.
    """

    label: str
    name: str
    runs: tuple[Mapping[str, Any], ...]

    def __str__(self) -> str:
        """Name it: ``B (wide crop, 3 runs)``."""
        several = f", {len(self.runs)} runs" if len(self.runs) > 1 else ""
        return f"{self.label} ({self.name}{several})"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Side b against side a.

    Attributes:
        a: The side that is compared with.
        b: The side that is judged.
        images: On how many images.
        units: How many units were drawn: images, or groups of them.
        overall: The change of mIoU, pooled over the split.
        others: The changes of mIoU per image, pixel accuracy and Boundary IoU; their p values stand
            alone, and the verdict on the run is that on mIoU.
        classes: The change of IoU of each class that occurs on one side at least, in their order.
        moved: The images that moved most.
        kinds: The error kinds that moved, the greatest change first.
        pixels: Pixels fixed and broken; None where the label maps are not kept.
        notes: What a reader must know to take the verdict rightly, a sentence each.
        class_names: All classes, in the order of ``pixels``.
        draws: Draws of the bootstrap.
        seed: Of all draws.
    """

    a: ComparedSide
    b: ComparedSide
    images: int
    units: int
    overall: ScoreChange
    others: tuple[ScoreChange, ...]
    classes: tuple[ScoreChange, ...]
    moved: tuple[ImageChange, ...]
    kinds: tuple[KindChange, ...]
    pixels: PixelChanges | None
    notes: tuple[str, ...]
    class_names: tuple[str, ...]
    draws: int
    seed: int

    @property
    def verdict(self) -> Verdict:
        """The verdict on mIoU."""
        return self.overall.verdict

    @property
    def summary(self) -> str:
        """The whole comparison in one or two sentences: mIoU, the classes that moved, and the rest."""
        where = f"{self.images} image{'' if self.images == 1 else 's'}"
        if self.overall.unit == "group":
            where += f" in {self.units} groups"
        told, untold = self._told()
        parts = [str(change) for change in told]
        for verdict in ("better", "worse"):
            more = sum(change.verdict == verdict for change in untold)
            if more:
                parts.append(f"{more} more {verdict}")
        few = f"too few {self.overall.unit}s to tell about"
        for verdict, words in (("cannot tell", "cannot tell about"), ("too few", few)):
            names = [change.name for change in self.classes if change.verdict == verdict]
            if names:
                parts.append(f"{words} {join_names(names)}")
        return f"{self.b} against {self.a} on {where}: {self.overall}. Classes: {'; '.join(parts)}."

    def _told(self) -> tuple[list[ScoreChange], list[ScoreChange]]:
        """Choose the classes with a verdict that are told by name, the largest first, and give the rest.

        What moved against mIoU is told before others, for that is what a mean hides.
        """
        decided = [change for change in self.classes if change.verdict in ("better", "worse")]
        rises = self.overall.difference > 0
        by_news = sorted(decided, key=lambda c: ((c.difference > 0) == rises, -abs(c.difference)))
        told = sorted(by_news[:MOST_TOLD], key=lambda change: -abs(change.difference))
        return told, by_news[MOST_TOLD:]

    def to_dict(self) -> dict[str, Any]:
        """Give plain values, ready for JSON: scores and differences 0 … 1, NaN as None."""
        pixels = None
        if self.pixels is not None:
            pixels = asdict(self.pixels) | {"classes": self.class_names}
        plain: dict[str, Any] = _plain(
            {
                "summary": self.summary,
                "verdict": self.verdict,
                "a": {"name": self.a.name, "runs": [dict(run) for run in self.a.runs]},
                "b": {"name": self.b.name, "runs": [dict(run) for run in self.b.runs]},
                "images": self.images,
                "unit": self.overall.unit,
                "units": self.units,
                "overall": self.overall.to_dict(),
                "others": [change.to_dict() for change in self.others],
                "classes": [change.to_dict() for change in self.classes],
                "moved": [asdict(change) for change in self.moved],
                "kinds": [asdict(change) for change in self.kinds],
                "pixels": pixels,
                "notes": self.notes,
                "draws": self.draws,
                "seed": self.seed,
            }
        )
        return plain


def points(share: float, *, sign: bool = False, digits: int = 1) -> str:
    """Write a score or a difference in points of 100, with a true minus sign.

    Example:
        >>> points(0.0321, sign=True), points(-0.004), points(-0.0001), points(-0.476, digits=0)
        ('+3.2', '−0.4', '0.0', '−48')
    """
    rounded = round(100 * share, digits) + 0.0  # no minus before a zero
    text = f"{rounded:+.{digits}f}" if sign and rounded else f"{rounded:.{digits}f}"
    return text.replace("-", "−")


def _plain(value: Any) -> Any:
    """Turn tuples into lists and NaN into None, as the json module wants them."""
    if isinstance(value, Mapping):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    return None if isinstance(value, float) and math.isnan(value) else value
