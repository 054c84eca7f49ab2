"""The diagnosis of a validation as it goes over the wire: classes by their indices."""

from segscope.analysis.class_diagnosis import ClassDiagnosis, KindShares
from segscope.analysis.diagnosis import Diagnosis
from segscope.analysis.evidence import Evidence
from segscope.analysis.finding import DiagnosisFinding
from segscope.analysis.object_errors import ObjectErrors
from segscope.analysis.stored_diagnosis import diagnose_validation
from segscope.store.runs import Run
from segscope.store.validations import Validation
from segscope.web.answers import to_json
from segscope.web.kept import Kept
from segscope.web.schemas import diagnosis as wire


def diagnosis_answer(kept: Kept, run: Run, validation: Validation) -> bytes:
    """Give the diagnosis as JSON, from what is kept where it was computed before.

    Raises:
        StoreError: A file of the validation is missing or damaged.
    """

    def compute() -> bytes:
        evidence = kept.evidence_of(run, validation)
        diagnosis = diagnose_validation(run, validation, evidence.tables)
        return to_json(view_of(run, validation, evidence, diagnosis))

    return kept.answers.get(("diagnosis", run.id, validation.index), compute)


def view_of(run: Run, validation: Validation, evidence: Evidence, diagnosis: Diagnosis) -> wire.DiagnosisView:
    """Give a diagnosis."""
    confusion, unpredicted = evidence.tables.confusion()
    scores, overall = diagnosis.scores, diagnosis.intervals.overall["miou"]
    names = run.class_set.names
    return wire.DiagnosisView(
        run=run.id,
        validation=validation.index,
        images=diagnosis.images,
        unit=diagnosis.intervals.unit,
        miou=scores.miou,
        miou_low=overall.low,
        miou_high=overall.high,
        miou_per_image=scores.miou_per_image,
        pixel_accuracy=scores.pixel_accuracy,
        boundary_iou=scores.mean_boundary_iou,
        classes=[_class(entry, diagnosis) for entry in diagnosis.classes],
        confusion=confusion.tolist(),
        unpredicted=unpredicted.tolist(),
        flows=[
            wire.Flow(
                true_class=flow.true_class,
                predicted_class=flow.predicted_class,
                pixels=flow.pixels,
                share_of_class=flow.share_of_class,
                share_of_lost_iou=flow.share_of_lost_iou,
                images=flow.images,
                lost_miou=flow.lost_miou,
                words=flow.describe(names),
            )
            for flow in diagnosis.confusions
        ],
        gains=[
            wire.Gain(repair=gain.repair, classes=list(gain.classes), pixels=gain.pixels, gain=gain.gain)
            for gain in diagnosis.gains
        ],
        findings=[_finding(finding, run) for finding in diagnosis.findings],
        suspects=[
            wire.Suspect(
                image=suspect.image,
                label=suspect.labelled_class,
                predicted=suspect.predicted_class,
                pixels=suspect.pixels,
                confidence=suspect.doubt,
                box=suspect.box,
            )
            for suspect in diagnosis.label_suspects
        ],
        sizes=[_objects(group) for group in diagnosis.sizes],
        places=[_objects(group) for group in diagnosis.places],
    )


def _class(entry: ClassDiagnosis, diagnosis: Diagnosis) -> wire.ClassResult:
    calibration = diagnosis.calibration_error
    return wire.ClassResult(
        index=entry.index,
        name=entry.name,
        iou=entry.iou,
        low=entry.interval.low,
        high=entry.interval.high,
        interval_safe=entry.interval.safe,
        units=entry.interval.units,
        precision=entry.precision,
        recall=entry.recall,
        boundary_iou=entry.boundary_iou,
        false=_shares(entry.false),
        missed=_shares(entry.missed),
        images=entry.images,
        pixels=entry.pixels,
        predicted_pixels=entry.predicted_pixels,
        objects=entry.objects,
        lost_miou=entry.lost_miou,
        calibration_error=calibration[entry.index] if calibration else None,
    )


def _shares(shares: KindShares) -> wire.Shares:
    return wire.Shares(boundary=shares.boundary, extent=shares.extent, segment=shares.segment)


def _finding(finding: DiagnosisFinding, run: Run) -> wire.Finding:
    return wire.Finding(
        kind=str(finding.code),
        message=finding.message,
        remedy=finding.remedy,
        classes=[run.class_set.index(name) for name in finding.classes],
        images=list(finding.images),
    )


def _objects(group: ObjectErrors) -> wire.ObjectBin:
    return wire.ObjectBin(
        index=group.class_index,
        bin=group.group,
        objects=group.objects,
        missed=group.missed,
        predicted=group.predicted,
        invented=group.invented,
        recall=group.recall,
        precision=group.precision,
    )
