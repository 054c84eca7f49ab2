"""How the objects of each class fare by size and place, and how far confidences can be trusted."""

import math
from collections.abc import Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from segscope.analysis.class_diagnosis import ClassDiagnosis
from segscope.analysis.diagnosis import Diagnosis
from segscope.analysis.object_errors import SIZE_NAMES, ObjectErrors

_OBJECTS = (
    "Recall by the size of the true object (small below 32², medium below 96² pixels) and at the picture's "
    "frame, with the number of objects."
)
_CALIBRATION = "Calibration: the mean gap between confidence and accuracy."


def objects_explanation(diagnosis: Diagnosis) -> str:
    """Say what the columns of :func:`object_table` are."""
    shown = (_OBJECTS, diagnosis.sizes), (_CALIBRATION, diagnosis.calibration_error)
    return " ".join(text for text, figures in shown if figures)


def object_table(diagnosis: Diagnosis, shown: Sequence[ClassDiagnosis]) -> Table | None:
    """Make the table; None where neither objects nor confidences are known.

    Args:
        diagnosis: What is known of the validation.
        shown: The classes that get a row, in this order.
    """
    if not diagnosis.sizes and not diagnosis.calibration_error:
        return None
    cells = {(row.class_index, row.group): row for row in (*diagnosis.sizes, *diagnosis.places)}
    groups = (*SIZE_NAMES, "at the frame") if cells else ()
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    table.add_column("class", overflow="ellipsis", no_wrap=True, max_width=20)
    for name in groups:
        table.add_column(name, justify="right", no_wrap=True)
    if diagnosis.calibration_error:
        table.add_column("calibration", justify="right", no_wrap=True)
    for entry in shown:
        row = [_recall(cells.get((entry.index, group))) for group in groups]
        if diagnosis.calibration_error:
            error = diagnosis.calibration_error[entry.index]
            row.append(Text("–" if math.isnan(error) else f"{error:.3f}"))
        table.add_row(Text(entry.name, style="bold"), *row)
    return table


def _recall(errors: ObjectErrors | None) -> Text:
    if errors is None or errors.objects == 0:
        return Text("–")
    return Text.assemble(f"{errors.recall:.2f} ", (f"{errors.objects:>5}", "dim"))
