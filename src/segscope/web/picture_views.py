"""One picture of a validation: what is counted of it, what can be shown, and its other epochs."""

import math
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from PIL import Image

from segscope.engine.count_tables import CountTables
from segscope.engine.image_counts import Int64
from segscope.store.notebook import Pins
from segscope.store.prediction_files import label_map_path
from segscope.store.runs import Run
from segscope.store.validations import Validation
from segscope.store.workspace import Workspace
from segscope.web.kept import ImageScores, Kept
from segscope.web.layers import LayerFiles, layers_of
from segscope.web.refusal import Refusal
from segscope.web.schemas.pictures import PictureClass, PictureEpoch, PictureView, Pin

_SECONDS = 0.25
_FOLLOWING = ThreadPoolExecutor(1, thread_name_prefix="segscope-epochs")


def view_of(workspace: Workspace, kept: Kept, run: Run, validation: Validation, sample: str) -> PictureView:
    """Give a picture.

    Raises:
        Refusal: The validation is not of such a picture.
        StoreError: The counts are missing or damaged.
    """
    split = validation.key.split
    files = LayerFiles(run, kept.sample(run, split, sample))
    tables = kept.evidence_of(run, validation).tables
    if sample not in tables.images:
        raise Refusal(404, "not_found", f"validation {validation.index} is not of the picture {sample!r}.")
    rows = np.flatnonzero(tables.image == tables.images.index(sample))
    size = _size(files, validation)
    return PictureView(
        run=run.id,
        validation=validation.index,
        split=split,
        sample=sample,
        group=files.row.group,
        height=size and size[0],
        width=size and size[1],
        miou=kept.image_scores(run, validation).of(sample),
        wrong=int(tables.fn[rows].sum()),
        layers=layers_of(files, validation),
        classes=[_class(tables, row) for row in rows.tolist()],
        epochs=_epochs(kept, run, validation, sample),
        pins=[
            Pin.model_validate({name: getattr(pin, name) for name in Pin.model_fields})
            for pin in Pins(workspace.database).of(run, split, sample)
        ],
    )


def _class(tables: CountTables, row: int) -> PictureClass:
    columns: dict[str, Int64] = tables.columns
    counts = {name: int(values[row]) for name, values in columns.items()}
    wrong = tables.fp[row] + tables.fn[row]
    union = counts["biou_union"]
    return PictureClass(
        index=int(tables.class_index[row]),
        tp=counts["tp"],
        false_boundary=counts["fp_boundary"],
        false_extent=counts["fp_extent"],
        false_segment=counts["fp_segment"],
        missed_boundary=counts["fn_boundary"],
        missed_extent=counts["fn_extent"],
        missed_segment=counts["fn_segment"],
        iou=counts["tp"] / int(counts["tp"] + wrong),
        boundary_iou=counts["biou_intersection"] / union if union else math.nan,
    )


def _epochs(kept: Kept, run: Run, shown: Validation, sample: str) -> list[PictureEpoch]:
    """Give the validations of the split that no resume replaced, and the one that is shown."""
    stored = {v.index: v for v in (*run.validations(shown.key.split), shown)}
    nearest_first = sorted(stored.values(), key=lambda v: abs(v.index - shown.index))
    read = read_scores(kept, run, nearest_first)
    scores = {index: scored.of(sample) for index, scored in read.items()}
    return [
        PictureEpoch(
            validation=index,
            epoch=validation.key.epoch,
            miou=scores.get(index),
            kept=label_map_path(validation.predictions_folder, sample).is_file(),
        )
        for index, validation in sorted(stored.items())
        if index not in scores or scores[index] is not None
    ]


def read_scores(
    kept: Kept, run: Run, validations: Sequence[Validation], seconds: float = _SECONDS
) -> dict[int, ImageScores]:
    """Give the scores of pictures at some validations, as many as can be read in a moment.

    The first is always read. The others follow beside the requests, and are there the next time.

    Args:
        kept: The server's.
        run: The run.
        validations: Those that matter most first.
        seconds: How long a moment is.

    Raises:
        StoreError: The counts of a validation are missing or damaged.
    """
    end = time.monotonic() + seconds
    found: dict[int, ImageScores] = {}
    for place, validation in enumerate(validations):
        if place and time.monotonic() > end and (run.id, validation.index) not in kept.scores:
            _FOLLOWING.submit(kept.image_scores, run, validation)
        else:
            found[validation.index] = kept.image_scores(run, validation)
    return found


def _size(files: LayerFiles, validation: Validation) -> tuple[int, int] | None:
    """Give (height, width) of the label maps, as far as one is kept."""
    for path in (files.truth, files.prediction(validation)):
        try:
            with Image.open(path, formats=["PNG"]) as label_map:
                return label_map.height, label_map.width
        except OSError:
            continue
    return None
