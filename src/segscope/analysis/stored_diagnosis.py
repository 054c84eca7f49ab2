"""The diagnosis of a validation as the store keeps it: counts, groups, objects, confidences, label maps."""

from segscope.analysis.diagnosis import Diagnosis, diagnose
from segscope.analysis.near_duplicates import NearDuplicates
from segscope.engine.class_set import LabelMap
from segscope.engine.count_tables import CountTables
from segscope.store.runs import Run
from segscope.store.validations import Validation


def diagnose_validation(run: Run, validation: Validation, tables: CountTables | None = None) -> Diagnosis:
    """Diagnose a validation from everything that its run keeps of it.

    Args:
        run: The run.
        validation: One of its validations.
        tables: Its counts, where they were read already.

    Raises:
        StoreError: A file is missing or damaged.
    """
    counts = run.load_tables(validation) if tables is None else tables
    samples = {row.id: row for row in run.samples(validation.key.split)}
    return diagnose(
        counts,
        run.class_set,
        groups=[samples[image].group if image in samples else None for image in counts.images],
        objects=run.object_parts(validation),
        reliability=run.load_reliability(validation),
        duplicates=NearDuplicates(
            counts,
            lambda image: _kept_maps(run, validation, image),
            ignore=run.class_set.ignore,
            hashes={name: row.image_hash for name, row in samples.items()},
        ),
    )


def _kept_maps(run: Run, validation: Validation, image: str) -> tuple[LabelMap, LabelMap] | None:
    """Give ground truth and prediction of a sample, or None where one of them is not kept."""
    truth = run.labels.get(validation.key.split, image)
    prediction = None if truth is None else run.prediction(validation, image)
    return None if truth is None or prediction is None else (truth, prediction)
