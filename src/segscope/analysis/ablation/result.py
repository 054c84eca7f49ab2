"""What an ablation found: a row a change, with its verdict, its cost, and what it could have seen."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from segscope.analysis.ablation.counts import Arm
from segscope.analysis.compare.comparison import ScoreChange, points
from segscope.analysis.resampling_units import ResamplingUnit
from segscope.analysis.words import join_names


@dataclass(frozen=True)
class ArmResult:
    """One change against the baseline.

    Attributes:
        arm: The change, with its runs.
        overall: The change of mIoU; its p value corrected over all changes of the ablation.
        others: Those of mIoU per image, pixel accuracy and Boundary IoU.
        classes: The change of each class's IoU, K of them; p corrected over changes × classes.
        detectable: The smallest change of mIoU, 0 … 1, that would have been called with a probability of
            80 %, after the correction for all changes; NaN where it cannot be told.
        detectable_alone: The same, had this change been the only one.
        step_ratio: Time of a step against the baseline's; None where one of them is not known.
        memory_ratio: Most memory against the baseline's.
    """

    arm: Arm
    overall: ScoreChange
    others: tuple[ScoreChange, ...]
    classes: tuple[ScoreChange, ...]
    detectable: float
    detectable_alone: float
    step_ratio: float | None
    memory_ratio: float | None

    @property
    def verdict_words(self) -> str:
        """The verdict on mIoU; where it is open, with what could have been seen."""
        if self.overall.verdict != "cannot tell" or math.isnan(self.detectable):
            return self.overall.verdict_words
        return f"cannot tell (from {points(self.detectable)} on it would)"

    @property
    def summary(self) -> str:
        """The change in one or two sentences, ready for a note."""
        text = f"{self.arm.name}: {self.overall}."
        if self.overall.verdict == "cannot tell" and not math.isnan(self.detectable):
            text += f" A change of {points(self.detectable)} would have been called four times in five."
        decided = [change for change in self.classes if change.verdict in ("better", "worse")]
        decided.sort(key=lambda change: -abs(change.difference))
        if decided:
            text += f" Classes: {'; '.join(map(str, decided))}."
        if self.step_ratio is not None:
            text += f" A step takes {self.step_ratio:.2f} times as long."
        return text


@dataclass(frozen=True)
class AblationResult:
    """All changes against one baseline.

    Attributes:
        name: What the ablation is called.
        baseline: The arm without a change.
        baseline_scores: Its scores by name, mean over its runs, 0 … 1; NaN where not defined.
        changes: In the order they were asked for.
        class_names: The K classes.
        images: On how many images.
        unit: What was drawn: ``image`` or ``group``.
        units: How many of them.
        folds: 1 without folds.
        validation: Which validation of each run was taken.
        rule: The counting rule.
        notes: What a reader must know, a sentence each.
        draws: Draws of the bootstrap.
        seed: Of all draws.
    """

    name: str
    baseline: Arm
    baseline_scores: Mapping[str, float]
    changes: tuple[ArmResult, ...]
    class_names: tuple[str, ...]
    images: int
    unit: ResamplingUnit
    units: int
    folds: int
    validation: str
    rule: str
    notes: tuple[str, ...]
    draws: int
    seed: int

    @property
    def ranked(self) -> tuple[ArmResult, ...]:
        """The changes, the greatest gain of mIoU first."""
        return tuple(sorted(self.changes, key=lambda change: -_or(change.overall.difference, -math.inf)))

    @property
    def detectable(self) -> float:
        """Median over the changes of what this budget could have seen; NaN where it cannot be told."""
        known = [change.detectable for change in self.changes if not math.isnan(change.detectable)]
        return median(known) if known else math.nan

    @property
    def deviation(self) -> float | None:
        """Standard deviation of mIoU from training to training, median over the comparisons."""
        known = [change.overall.deviation for change in self.changes if change.overall.deviation is not None]
        return median(known) if known else None

    @property
    def summary(self) -> str:
        """The ablation in two or three sentences."""
        miou = self.baseline_scores["miou"]
        runs = len(self.baseline.runs)
        text = (
            f"{self.name}: {len(self.changes)} change{'' if len(self.changes) == 1 else 's'} against a "
            f"baseline of mIoU {points(miou)}, {runs} run{'' if runs == 1 else 's'} each, on {self.images} "
            "images."
        )
        for verdict in ("better", "worse"):
            names = [change.arm.name for change in self.ranked if change.overall.verdict == verdict]
            if names:
                text += f" {verdict.capitalize()}: {join_names(names)}."
        if all(change.overall.verdict not in ("better", "worse") for change in self.changes):
            text += " No change of mIoU is sure."
        if not math.isnan(self.detectable):
            text += f" Changes from {points(self.detectable)} on are called four times in five."
        return text

    def to_dict(self) -> dict[str, Any]:
        """Give plain values: scores and differences 0 … 1."""
        return {
            "name": self.name,
            "summary": self.summary,
            "baseline": {"runs": [asdict(run) for run in self.baseline.runs], **_cost(self.baseline)}
            | {"scores": dict(self.baseline_scores)},
            "changes": [_change_dict(change) for change in self.changes],
            "classes": list(self.class_names),
            "images": self.images,
            "unit": self.unit,
            "units": self.units,
            "folds": self.folds,
            "validation": self.validation,
            "rule": self.rule,
            "deviation": self.deviation,
            "detectable": self.detectable,
            "notes": list(self.notes),
            "draws": self.draws,
            "seed": self.seed,
        }


def _change_dict(change: ArmResult) -> dict[str, Any]:
    return {
        "name": change.arm.name,
        "change": list(change.arm.change),
        "summary": change.summary,
        "verdict": change.overall.verdict,
        "overall": change.overall.to_dict(),
        "others": [other.to_dict() for other in change.others],
        "classes": [one.to_dict() for one in change.classes],
        "detectable": change.detectable,
        "detectable_alone": change.detectable_alone,
        "step_ratio": change.step_ratio,
        "memory_ratio": change.memory_ratio,
        "runs": [asdict(run) for run in change.arm.runs],
        **_cost(change.arm),
    }


def _cost(arm: Arm) -> dict[str, Any]:
    return {"step_seconds": arm.step_seconds, "memory_bytes": arm.memory_bytes}


def _or(value: float, otherwise: float) -> float:
    return otherwise if math.isnan(value) else value
