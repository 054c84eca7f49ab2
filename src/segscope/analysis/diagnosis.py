"""The diagnosis of one validation: made from its two tables and the class set, nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np

from segscope.analysis.class_diagnosis import ClassDiagnosis, diagnose_class
from segscope.analysis.confusions import Confusion, rank_confusions
from segscope.analysis.evidence import Evidence
from segscope.analysis.finding import DiagnosisFinding
from segscope.analysis.findings import find_all
from segscope.analysis.gains import Gain, rank_gains
from segscope.analysis.intervals import DiagnosisIntervals, diagnosis_intervals
from segscope.analysis.label_suspects import LabelSuspect
from segscope.analysis.near_duplicates import NearDuplicates
from segscope.analysis.object_errors import ObjectErrors
from segscope.analysis.object_evidence import gather_objects
from segscope.analysis.options import DiagnosisOptions
from segscope.analysis.suspicion import confusion_inside
from segscope.analysis.worst import WorstImage, worst_images, worst_of_pair
from segscope.engine.class_set import ClassSet
from segscope.engine.count_tables import CountTables
from segscope.engine.image_counts import ERROR_KINDS
from segscope.engine.object_tables import ObjectTables
from segscope.engine.reliability import Reliability
from segscope.engine.scores import Scores


@dataclass(frozen=True, slots=True)
class PairImages:
    """The images in which two classes are taken for each other the most.

    Attributes:
        classes: The two class indices, ascending.
        images: Worst first, both directions together.
    """

    classes: tuple[int, int]
    images: tuple[WorstImage, ...]


@dataclass(frozen=True)
class Diagnosis:
    """What is known of one validation.

    Attributes:
        images: How many images were validated.
        scores: The scores of the whole split.
        intervals: Their 95 % intervals, and how these were made; :attr:`ClassDiagnosis.interval` has
            that of a class's IoU, :attr:`DiagnosisIntervals.by_score` those of all scores by class.
        classes: One entry a class, in the order of the class set.
        confusions: Flows from true to predicted class, the costliest first.
        gains: What each repair would add to mIoU, the greatest first.
        worst_images: The images that cost the most mIoU; :attr:`ClassDiagnosis.worst` has them by class.
        worst_by_kind: The images that cost the most mIoU by ``boundary``, ``extent`` and ``segment`` errors.
        worst_of_pairs: The same for the costliest confused pairs.
        findings: What is systematically wrong, in words, the costliest first.
        sizes: What became of the objects of each class by their size; empty where objects are not known.
        places: The same by whether they touch the picture's frame.
        calibration_error: (K,) expected calibration error of each predicted class; NaN for one that is
            never predicted, empty where confidences are not known.
        label_suspects: Places where a confident model contradicts the label of a whole object, the
            likeliest wrong first; empty where objects or confidences are not known.
    """

    images: int
    scores: Scores
    intervals: DiagnosisIntervals
    classes: tuple[ClassDiagnosis, ...]
    confusions: tuple[Confusion, ...]
    gains: tuple[Gain, ...]
    worst_images: tuple[WorstImage, ...]
    worst_by_kind: Mapping[str, tuple[WorstImage, ...]]
    worst_of_pairs: tuple[PairImages, ...]
    findings: tuple[DiagnosisFinding, ...]
    sizes: tuple[ObjectErrors, ...] = ()
    places: tuple[ObjectErrors, ...] = ()
    calibration_error: tuple[float, ...] = ()
    label_suspects: tuple[LabelSuspect, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give plain values, ready for JSON: classes by name, NaN as None."""
        names = [entry.name for entry in self.classes]
        return {
            "images": self.images,
            "miou": _plain(self.scores.miou),
            "miou_per_image": _plain(self.scores.miou_per_image),
            "scores": self.scores.to_dict(),
            "intervals": self.intervals.to_dict(),
            "classes": [self._class_dict(entry) for entry in self.classes],
            "confusions": [_plain(flow) | {"words": flow.describe(names)} for flow in self.confusions],
            "gains": [_plain(gain) for gain in self.gains],
            "worst_images": _plain(self.worst_images),
            "worst_by_kind": _plain(self.worst_by_kind),
            "worst_of_pairs": _plain(self.worst_of_pairs),
            "findings": _plain(self.findings),
            "sizes": _plain(self.sizes),
            "places": _plain(self.places),
            "calibration_error": _plain(self.calibration_error),
            "label_suspects": _plain(self.label_suspects),
            "class_names": names,
        }

    def _class_dict(self, entry: ClassDiagnosis) -> dict[str, Any]:
        plain: dict[str, Any] = _plain(entry)
        return plain | {
            "lost": _plain(entry.lost),
            "interval": self.intervals.plain(entry.interval),
            "intervals": self.intervals.plain_of_class(entry.index),
        }


def diagnose(
    tables: CountTables,
    class_set: ClassSet,
    *,
    scores: Scores | None = None,
    groups: Sequence[str | None] | None = None,
    objects: Iterable[ObjectTables] | None = None,
    reliability: Reliability | None = None,
    duplicates: NearDuplicates | None = None,
    options: DiagnosisOptions | None = None,
) -> Diagnosis:
    """Find out what a validation says about each class.

    Args:
        tables: Counts and wrong pixels of the validation.
        class_set: The classes that were counted.
        scores: Its scores, where they are known already (with the name of their rule).
        groups: The group (scene, video) of each image, in the order of ``tables.images``; with enough
            of them they, and not the images, are the units that a systematic confusion must show in, and
            that intervals are drawn over.
        objects: The objects of the validation in parts, where they were listed; gone through once.
        reliability: How reliable its confidences are, where they were counted.
        duplicates: Tells which images show the same picture, which lists of images then name once.
        options: Bounds and lengths.

    Raises:
        ValueError: The tables were counted with another number of classes, or the lengths differ.

    Example:
        >>> from segscope.engine import count
        >>> truth = np.zeros((60, 80), dtype=np.uint8)
        >>> truth[20:40, 20:40] = 1
        >>> tables = CountTables.from_counts(["a"], [count(truth, np.zeros_like(truth), num_classes=2)])
        >>> diagnosis = diagnose(tables, ClassSet(("floor", "paper"), background=0))
        >>> print(diagnosis.findings[0].message)
        paper is never predicted: its 400 px in 1 image are mostly taken for floor (100%).
        >>> round(diagnosis.scores.miou, 3), round(diagnosis.gains[0].gain, 3)
        (0.458, 0.542)
    """
    _check_lengths(tables, class_set, groups)
    bounds = options or DiagnosisOptions()
    evidence = Evidence(tables, class_set, duplicates)
    intervals = diagnosis_intervals(tables, groups)
    scores = evidence.scores if scores is None else scores
    confusions = rank_confusions(evidence)
    found = None
    if objects is not None:
        found = gather_objects(
            objects,
            background=class_set.background,
            suspects=bounds.suspects,
            confusion=confusion_inside(evidence),
        )
    known_objects = [None] * class_set.num_classes if found is None else found.truth_counts
    return Diagnosis(
        images=len(tables.images),
        scores=scores,
        intervals=intervals,
        classes=tuple(
            diagnose_class(
                evidence, scores, index, confusions, known_objects[index], intervals.iou[index], bounds.worst
            )
            for index in range(class_set.num_classes)
        ),
        confusions=confusions[: bounds.confusions],
        gains=rank_gains(evidence, bounds.gains),
        worst_images=worst_images(evidence, bounds.worst),
        worst_by_kind={kind: worst_images(evidence, bounds.worst, kind) for kind in ERROR_KINDS},
        worst_of_pairs=_worst_of_pairs(evidence, confusions, bounds),
        findings=find_all(evidence, groups, bounds),
        sizes=() if found is None else found.sizes,
        places=() if found is None else found.places,
        calibration_error=() if reliability is None else tuple(reliability.calibration_error().tolist()),
        label_suspects=() if found is None else found.suspects,
    )


def _check_lengths(
    tables: CountTables,
    class_set: ClassSet,
    groups: Sequence[str | None] | None,
) -> None:
    if tables.num_classes != class_set.num_classes:
        raise ValueError(
            f"the tables count {tables.num_classes} classes, the class set {class_set.num_classes}"
        )
    if groups is not None and len(groups) != len(tables.images):
        raise ValueError(f"{len(groups)} groups for {len(tables.images)} images")


def _worst_of_pairs(
    evidence: Evidence, confusions: Sequence[Confusion], bounds: DiagnosisOptions
) -> tuple[PairImages, ...]:
    ranked = (sorted((flow.true_class, flow.predicted_class)) for flow in confusions)
    pairs = list(dict.fromkeys((a, b) for a, b in ranked if a >= 0))[: bounds.pairs]
    return tuple(PairImages((a, b), worst_of_pair(evidence, a, b, bounds.worst)) for a, b in pairs)


def _plain(value: Any) -> Any:
    """Turn records, tuples and floats into what the json module writes; NaN becomes None."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    return None if isinstance(value, float) and np.isnan(value) else value
