"""What is told of one set of pseudo-labels: its record, its table, its picture."""

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from segscope.engine.class_set import ClassSet
from segscope.files.atomic import write_atomic
from segscope.report.precision_plot import KeptClass, precision_plot
from segscope.report.show import save_png
from segscope.train.checkpoint import checkpoint_hash
from segscope.train.ensembles.source import ModelSource
from segscope.train.pseudo.base import Selection
from segscope.train.pseudo.manifest import ClassRecord, OutOfFold, PictureRecord, PseudoSet, TeacherRecord
from segscope.train.pseudo.parts import TeacherPart
from segscope.train.pseudo.precision import PrecisionTally
from segscope.train.pseudo.rule import Rule
from segscope.train.pseudo.write import LabelWriter

TABLE_NAME = "classes.csv"
PICTURE_NAME = "precision-coverage.png"


@dataclass(frozen=True)
class MadeLabels:
    """What was chosen, measured and written for one validation part.

    Attributes:
        selection: What the method chose.
        rule: By which pixels were kept.
        tally: The rule on the validation part.
        writer: What was written.
        validation: Hashes of the validation pictures.
        hashes: Name → hash of the unlabelled picture.
        left_out: Name → reason.
    """

    selection: Selection
    rule: Rule
    tally: PrecisionTally
    writer: LabelWriter
    validation: tuple[str, ...]
    hashes: Mapping[str, str]
    left_out: Mapping[str, str]

    @property
    def class_set(self) -> ClassSet:
        """The classes."""
        return self.writer.class_set


def describe_set(part: TeacherPart, source: ModelSource, made: MadeLabels) -> PseudoSet:
    """Make the record of one set."""
    return PseudoSet(
        name=part.name,
        fold=part.fold,
        split_sha256=part.split_sha256,
        class_names=made.class_set.names,
        teachers=_teachers(part, source),
        validation=made.validation,
        least_reliability=made.selection.least_reliability,
        pictures=_pictures(made),
        left_out=dict(made.left_out),
        classes=_classes(made),
        coverage=float(made.writer.kept.sum() / max(made.writer.pixels, 1)),
        out_of_fold=OutOfFold(
            pictures=made.tally.pictures,
            pixels=made.tally.pixels,
            coverage=_number(made.tally.coverage(made.rule.dropped)),
            precision=_number(made.tally.precision(made.rule.dropped)),
        ),
    )


def write_report(folder: Path, record: PseudoSet, made: MadeLabels) -> None:
    """Write the table of the classes and, where there is ground truth, the curve.

    Raises:
        StoreError: They cannot be written.
    """
    text = io.StringIO()
    columns = ("name", "threshold", "predicted", "kept", "kept_share", "precision", "measured", "dropped")
    table = csv.DictWriter(text, columns, lineterminator="\n")
    table.writeheader()
    table.writerows(one.model_dump() for one in record.classes)
    write_atomic(folder / TABLE_NAME, text.getvalue().encode())
    curve = made.tally.curve(made.rule)
    if record.out_of_fold.precision is None or len(curve.coverage) == 0:
        return
    kept = [
        KeptClass(one.name, one.kept_share or 0.0, math.nan if one.precision is None else one.precision)
        for one in record.classes
    ]
    here = (record.out_of_fold.coverage or 0.0, record.out_of_fold.precision)
    picture = precision_plot(
        curve.coverage, curve.precision, here, kept, title=f"Pseudo-labels, {record.name}"
    )
    save_png(picture, folder / PICTURE_NAME)


def _teachers(part: TeacherPart, source: ModelSource) -> tuple[TeacherRecord, ...]:
    members = [source.members[index] for index in part.members]
    return tuple(
        TeacherRecord(
            run=member.run.id,
            name=member.run.name,
            checkpoint=member.checkpoint,
            weight=member.weight,
            sha256=checkpoint_hash(member.run.checkpoints_folder / f"{member.checkpoint}.ckpt"),
        )
        for member in members
    )


def _pictures(made: MadeLabels) -> tuple[PictureRecord, ...]:
    return tuple(
        PictureRecord(
            name=one.sample.id,
            path=str(one.sample.image_path.absolute()),
            sha256=made.hashes[one.sample.id],
            label_sha256=one.sha256,
            kept=round(one.kept, 6),
            reliability=made.selection.reliabilities.get(one.sample.id),
        )
        for one in made.writer.written
    )


def _classes(made: MadeLabels) -> tuple[ClassRecord, ...]:
    precision = made.tally.class_precision()
    measured = made.tally.kept_right + made.tally.kept_wrong
    found = []
    for index, name in enumerate(made.class_set.names):
        predicted, kept = int(made.writer.predicted[index]), int(made.writer.kept[index])
        found.append(
            ClassRecord(
                name=name,
                threshold=made.rule.thresholds[index],
                predicted=predicted,
                kept=kept,
                kept_share=round(int(made.writer.kept_as_predicted[index]) / predicted, 6)
                if predicted
                else None,
                precision=_number(float(precision[index])),
                measured=int(measured[index]),
                dropped=index in made.rule.dropped,
            )
        )
    return tuple(found)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 6)
