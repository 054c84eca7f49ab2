"""All findings of a validation: confusable classes first looked for, then single classes, then ranked."""

from collections.abc import Sequence

import numpy as np

from segscope.analysis.class_figures import ClassFigures
from segscope.analysis.class_findings import ClassQuestions
from segscope.analysis.confusable import ConfusablePair, connected_groups, find_confusable_pairs
from segscope.analysis.evidence import Evidence, Mask
from segscope.analysis.finding import REMEDIES, DiagnosisFinding, FindingCode
from segscope.analysis.options import DiagnosisOptions
from segscope.analysis.words import of_images, percent
from segscope.analysis.worst import worst_of_rows

SHOWN_DIRECTIONS = 4


def find_all(
    evidence: Evidence, groups: Sequence[str | None] | None = None, options: DiagnosisOptions | None = None
) -> tuple[DiagnosisFinding, ...]:
    """Find what the model gets wrong systematically, the costliest first.

    Args:
        evidence: The validation.
        groups: The group (scene, video) of each image, where known.
        options: The bounds.
    """
    bounds = options or DiagnosisOptions()
    pairs = find_confusable_pairs(evidence, groups, bounds.confusable)
    figures = ClassFigures(evidence, _rows_of(evidence, pairs))
    findings = [
        *_confusable_findings(evidence, pairs, bounds.worst),
        *ClassQuestions(figures, bounds.classes, bounds.worst).ask_all(),
    ]
    return tuple(sorted(findings, key=lambda finding: -finding.lost_miou))


def _rows_of(evidence: Evidence, pairs: Sequence[ConfusablePair]) -> Mask:
    wrong = evidence.tables.wrong
    rows = np.zeros(len(wrong), dtype=bool)
    for pair in pairs:
        rows |= (wrong[:, 0] == pair.flow.true_class) & (wrong[:, 1] == pair.flow.predicted_class)
    return rows


def _confusable_findings(
    evidence: Evidence, pairs: Sequence[ConfusablePair], worst: int
) -> list[DiagnosisFinding]:
    findings = []
    for group in connected_groups((pair.flow.true_class, pair.flow.predicted_class) for pair in pairs):
        members = [pair for pair in pairs if pair.flow.true_class in group]
        members.sort(key=lambda pair: -pair.flow.lost_miou)
        rows = _rows_of(evidence, members)
        cost = evidence.lost_miou_per_pixel[rows] * evidence.tables.wrong[rows, 4]
        findings.append(
            DiagnosisFinding(
                code=FindingCode.CONFUSABLE,
                classes=tuple(evidence.name(index) for index in group),
                message=_describe(evidence, members),
                images=tuple(image.image for image in worst_of_rows(evidence, rows, worst)),
                remedy=REMEDIES[FindingCode.CONFUSABLE],
                lost_miou=float(cost.sum()),
                pairs=tuple(members),
            )
        )
    return findings


def _describe(evidence: Evidence, members: Sequence[ConfusablePair]) -> str:
    directions = [_describe_direction(evidence, pair) for pair in members[:SHOWN_DIRECTIONS]]
    more = len(members) - SHOWN_DIRECTIONS
    if more > 0:
        directions.append(f"and {more} more direction{'' if more == 1 else 's'}")
    inner = sum(pair.flow.pixels for pair in members)
    borders = sum(pair.flow.border_pixels for pair in members) / inner
    return (
        f"{'; '.join(directions)}. Whole objects, not borders ({percent(borders)} of it lies along borders)."
    )


def _describe_direction(evidence: Evidence, pair: ConfusablePair) -> str:
    true, predicted = evidence.name(pair.flow.true_class), evidence.name(pair.flow.predicted_class)
    return (
        f"{true} → {predicted}: {percent(pair.flow.share_of_class)} of {true}'s pixels, "
        f"{percent(pair.flow.share_of_lost_iou)} of its lost IoU, "
        f"{of_images(pair.flow.images, pair.holding)} (clearly in {pair.support})"
    )
