"""What the diagnosis says about single classes: absent, small, soft-edged, missed, invented."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from segscope.analysis.binomial import binomial_tail
from segscope.analysis.class_figures import ClassFigures
from segscope.analysis.evidence import BOUNDARY, Mask
from segscope.analysis.finding import REMEDIES, DiagnosisFinding, FindingCode
from segscope.analysis.options import ClassFindingOptions
from segscope.analysis.words import join_names, of_images, percent
from segscope.analysis.worst import worst_of_rows

MOST_NAMED_ALONE = 3
"""Never predicted classes up to which each is a finding of its own."""


@dataclass(frozen=True)
class ClassQuestions:
    """The questions to single classes; each gives a finding or None.

    Attributes:
        figures: The figures of all classes.
        bounds: When a class is named.
        worst: How many images a finding lists.
    """

    figures: ClassFigures
    bounds: ClassFindingOptions
    worst: int

    def ask_all(self) -> Iterator[DiagnosisFinding]:
        """Ask every question to every class; one cause gives one finding.

        A class that is absent, never predicted or small is not said to be missed or soft-edged as well.
        """
        evidence = self.figures.evidence
        absent = np.flatnonzero(evidence.truth == 0).tolist()
        unheard = np.flatnonzero((evidence.truth > 0) & (evidence.tp + evidence.fp == 0)).tolist()
        yield from self.absent(absent)
        yield from self.not_learned(unheard, FindingCode.NEVER_PREDICTED)
        passed_over = {*absent, evidence.class_set.background}
        asked = [index for index in range(len(evidence.truth)) if index not in passed_over]
        unexplained = []
        for index in asked:
            causes = [self.small_class(index)]
            if index not in unheard:
                causes += [] if any(causes) else [self.soft_edge(index), self.missed(index)]
                unexplained += [] if any(causes) else [index]
                causes.append(self.invented(index))
            yield from (finding for finding in causes if finding is not None)
        recall = self.figures.unexplained_recall
        hardly = [index for index in unexplained if recall[index] < self.bounds.hardly_found]
        yield from self.not_learned(hardly, FindingCode.HARDLY_FOUND)
        everywhere = self.missed_everywhere([c for c in evidence.objects if c not in (*absent, *unheard)])
        if everywhere is not None:
            yield everywhere

    def absent(self, classes: Sequence[int]) -> Iterator[DiagnosisFinding]:
        """Name the classes without ground truth in this split: together, or alone where predicted."""
        evidence = self.figures.evidence
        for index in (index for index in classes if evidence.fp[index]):
            message = (
                f"{evidence.name(index)} does not occur in this split, yet {evidence.fp[index]} px are "
                "predicted as it, so that it counts with IoU 0."
            )
            yield self._finding(FindingCode.ABSENT, (index,), message, self._all_rows(index))
        quiet = tuple(index for index in classes if not evidence.fp[index])
        if quiet:
            message = (
                f"{join_names([evidence.name(index) for index in quiet])} "
                f"{'does' if len(quiet) == 1 else 'do'} not occur in this split: no score counts "
                f"{'it' if len(quiet) == 1 else 'them'}."
            )
            nothing = np.zeros(len(evidence.tables.wrong), dtype=bool)
            yield self._finding(FindingCode.ABSENT, quiet, message, nothing)

    def not_learned(self, classes: Sequence[int], code: FindingCode) -> Iterator[DiagnosisFinding]:
        """Name classes that occur and are never predicted, or hardly found: one by one, or many together."""
        figures, evidence = self.figures, self.figures.evidence
        together = [classes] if len(classes) > MOST_NAMED_ALONE else [[index] for index in classes]
        for group in filter(None, together):
            rows = np.isin(evidence.tables.wrong[:, 0], group)
            images = np.count_nonzero(evidence.truth_per_image[:, group].sum(axis=1))
            names = join_names([evidence.name(index) for index in group], most=12)
            verb, owner = ("is", "its") if len(group) == 1 else ("are", "their")
            found, pixels = int(evidence.tp[group].sum()), int(evidence.truth[group].sum())
            seen = f"hardly found ({percent(found / pixels)} of the pixels)" if found else "never predicted"
            message = (
                f"{names} {verb} {seen}: {owner} {pixels} px in {images} image{'' if images == 1 else 's'} "
                f"are mostly taken for {figures.taken_for(rows)}."
            )
            yield self._finding(
                code, tuple(group), message, rows | np.isin(evidence.tables.wrong[:, 1], group)
            )

    def small_class(self, index: int) -> DiagnosisFinding | None:
        """Ask whether the class covers a tiny part of its pictures and does worse than the others."""
        figures, bounds = self.figures, self.bounds
        others = figures.others(index)
        if index not in figures.evidence.objects or not others:
            return None
        share, iou = float(figures.typical_share[index]), float(figures.evidence.scores.iou[index])
        usual_iou = float(np.median(figures.evidence.scores.iou[others]))
        rare = figures.holding(index) < bounds.min_images
        if rare or not self._is_small(index) or iou > usual_iou - bounds.small_deficit:
            return None
        message = (
            f"{figures.evidence.name(index)} is small ({percent(share)} of a picture that holds it, in the "
            f"median) and does badly: IoU {iou:.2f} against {usual_iou:.2f} in the median of the others; "
            f"{percent(figures.missed_share[index])} of its pixels are missed by whole objects, and "
            f"{percent(figures.border_share[index])} of its lost IoU lies along borders."
        )
        return self._finding(FindingCode.SMALL_CLASS, (index,), message, self._all_rows(index))

    def soft_edge(self, index: int) -> DiagnosisFinding | None:
        """Ask whether the class's objects are found, and lose what they lose along their borders."""
        figures, bounds = self.figures, self.bounds
        others = figures.others(index)
        recall = float(figures.evidence.scores.recall[index])
        found = index in figures.evidence.objects and recall >= bounds.soft_min_recall
        if not (others and found) or self._is_small(index):  # a tiny object is all border
            return None
        looseness, usual = float(figures.looseness[index]), float(np.median(figures.looseness[others]))
        lost = int(figures.border_errors[index]) / int(figures.evidence.union[index])
        loose = looseness > bounds.soft_ratio * usual and figures.holding(index) >= bounds.min_images
        if not (loose and figures.border_share[index] >= bounds.soft_share and lost >= bounds.soft_min_lost):
            return None
        times = f"{looseness / usual:.1f} times as much per border pixel as" if usual > 0 else "unlike"
        at_borders, missed = percent(figures.border_share[index]), percent(figures.missed_share[index])
        message = (
            f"{figures.evidence.name(index)} has loose edges: {at_borders} of its lost IoU is along borders, "
            f"{times} the median of the others; {missed} of its pixels are missed by whole objects."
        )
        wrong = figures.evidence.tables.wrong
        rows = ((wrong[:, 0] == index) & (wrong[:, 2] == BOUNDARY)) | (
            (wrong[:, 1] == index) & (wrong[:, 3] == BOUNDARY)
        )
        return self._finding(FindingCode.SOFT_EDGE, (index,), message, rows)

    def missed(self, index: int) -> DiagnosisFinding | None:
        """Ask whether whole objects of the class are missed, and more often than of the others."""
        figures, bounds = self.figures, self.bounds
        others = figures.others(index)
        usual = float(np.median(figures.nothing_share[others])) if others else 0.0
        images, holding = figures.missed_images(index), figures.holding(index)
        share = float(figures.nothing_share[index])
        chance = binomial_tail(images, holding, figures.usual_missing(index))
        enough = share >= bounds.missed_share and images >= bounds.min_images
        apart = share >= bounds.missed_ratio * usual and chance <= bounds.significance / (len(others) + 1)
        if not (enough and apart):
            return None
        rows = figures.missed_rows(index)
        message = (
            f"{figures.evidence.name(index)}: {percent(share)} of its pixels are whole objects that are "
            f"missed ({percent(usual)} in the median of the others), {of_images(images, holding)}; "
            f"taken for {figures.taken_for(rows)}."
        )
        return self._finding(FindingCode.MISSED, (index,), message, rows)

    def missed_everywhere(self, present: Sequence[int]) -> DiagnosisFinding | None:
        """Ask whether the model misses whole objects of most classes, which is no matter of one class."""
        figures = self.figures
        shares = figures.nothing_share
        if len(present) < self.bounds.min_images or np.median(shares[present]) < self.bounds.missed_share:
            return None
        weak = sorted((c for c in present if shares[c] >= self.bounds.missed_share), key=lambda c: -shares[c])
        named = join_names([f"{figures.evidence.name(c)} ({percent(shares[c])})" for c in weak], most=4)
        rows = np.logical_or.reduce([figures.missed_rows(c) for c in weak])
        usual = percent(float(np.median(shares[present])))
        message = (
            f"The model misses whole objects of most classes ({usual} of a class's pixels in the median): "
            f"{named}."
        )
        return self._finding(FindingCode.MISSED, tuple(weak), message, rows)

    def invented(self, index: int) -> DiagnosisFinding | None:
        """Ask whether whole objects of the class are predicted where there is none."""
        figures, evidence = self.figures, self.figures.evidence
        rows = figures.invented_rows(index)
        pixels, images = figures.count_pixels(rows), figures.count_images(rows)
        lost = pixels / int(evidence.union[index])
        if lost < self.bounds.invented_share or images < self.bounds.min_images:
            return None
        share = pixels / int(evidence.tp[index] + evidence.fp[index])
        message = (
            f"{evidence.name(index)}: {percent(share)} of what is predicted as it are whole objects that "
            f"are not there, {of_images(images, len(evidence.tables.images))}; they cost it {lost:.2f} IoU."
        )
        return self._finding(FindingCode.INVENTED, (index,), message, rows)

    def _is_small(self, index: int) -> bool:
        figures, bounds = self.figures, self.bounds
        usual = float(np.median(figures.typical_share[figures.others(index)]))
        return bool(figures.typical_share[index] <= min(bounds.small_share, bounds.small_ratio * usual))

    def _all_rows(self, index: int) -> Mask:
        wrong = self.figures.evidence.tables.wrong
        rows: Mask = (wrong[:, 0] == index) | (wrong[:, 1] == index)
        return rows

    def _finding(
        self, code: FindingCode, classes: tuple[int, ...], message: str, rows: Mask
    ) -> DiagnosisFinding:
        evidence = self.figures.evidence
        cost = evidence.lost_miou_per_pixel[rows] * evidence.tables.wrong[rows, 4]
        return DiagnosisFinding(
            code=code,
            classes=tuple(evidence.name(index) for index in classes),
            message=message,
            images=tuple(worst.image for worst in worst_of_rows(evidence, rows, self.worst)),
            remedy=REMEDIES[code],
            lost_miou=float(cost.sum()),
        )
