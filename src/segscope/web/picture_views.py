"""One picture of a validation: what is counted of it, what can be shown, and its other epochs."""

import math

import numpy as np
from PIL import Image

from segscope.engine.count_tables import CountTables
from segscope.engine.image_counts import Int64
from segscope.store.notebook import Pins
from segscope.store.prediction_files import label_map_path
from segscope.store.runs import Run
from segscope.store.validations import Validation
from segscope.store.workspace import Workspace
from segscope.web.kept import Kept
from segscope.web.layers import LayerFiles, layers_of
from segscope.web.refusal import Refusal
from segscope.web.schemas.pictures import PictureClass, PictureEpoch, PictureView, Pin


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
    scores = {index: kept.image_scores(run, v).of(sample) for index, v in sorted(stored.items())}
    return [
        PictureEpoch(
            validation=index,
            epoch=stored[index].key.epoch,
            miou=miou,
            kept=label_map_path(stored[index].predictions_folder, sample).is_file(),
        )
        for index, miou in scores.items()
        if miou is not None
    ]


def _size(files: LayerFiles, validation: Validation) -> tuple[int, int] | None:
    """Give (height, width) of the label maps, as far as one is kept."""
    for path in (files.truth, files.prediction(validation)):
        try:
            with Image.open(path, formats=["PNG"]) as label_map:
                return label_map.height, label_map.width
        except OSError:
            continue
    return None
