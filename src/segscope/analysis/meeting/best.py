"""The best row of a time: the one whose pictures are worth a look."""

import math
from collections.abc import Sequence

from segscope.analysis.compare import RunValidation
from segscope.analysis.meeting.verdicts import scored_validations
from segscope.analysis.notebook import Experiment
from segscope.errors import StoreError
from segscope.store.workspace import Workspace

_MOST_LOOKED_AT = 30
_LEAST_SHARE = 0.5


def best_row(workspace: Workspace, rows: Sequence[Experiment]) -> tuple[Experiment, RunValidation] | None:
    """Choose the row of the highest mIoU, and the best validation of its runs.

    A score on a handful of pictures is easily the highest, so a row counts where it was validated on at
    least half as many pictures as the one with most.

    Args:
        workspace: The team's.
        rows: Of the time.

    Returns:
        None where no row has a score with its files.
    """
    scored = sorted((row for row in rows if not math.isnan(row.miou)), key=lambda row: -row.miou)
    found = [(row, at) for row in scored[:_MOST_LOOKED_AT] if (at := _best_of(workspace, row)) is not None]
    most = max((at.validation.num_images for _, at in found), default=0)
    return next((one for one in found if one[1].validation.num_images >= _LEAST_SHARE * most), None)


def _best_of(workspace: Workspace, row: Experiment) -> RunValidation | None:
    try:
        found = scored_validations(workspace, row)
    except StoreError:  # a run was deleted in this moment
        return None
    return max(found, key=lambda at: float(at.validation.scores.get("miou") or 0.0), default=None)
