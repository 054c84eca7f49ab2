"""Whether the rows of a time are better than their parents: the test that ``segscope compare`` makes."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from segscope.analysis.compare import (
    CompareOptions,
    Comparison,
    RunValidation,
    choose_validation,
    compare_validations,
)
from segscope.analysis.notebook import Experiment
from segscope.errors import SegscopeError
from segscope.store.workspace import Workspace

IMAGES_LOOKED_AT = 24
"""Images that moved most of each comparison, from which the pictures worth talking about are taken."""
_TRIES = 3


@dataclass(frozen=True)
class RowVerdict:
    """What a row's runs are against those of its parent.

    Attributes:
        row: The row's number.
        parent: Its parent's.
        comparison: What was found; None where it was refused.
        refused: Why there is no comparison, in one sentence; empty where there is one.
        before: The parent's validations that were compared.
        after: The row's.
    """

    row: int
    parent: int
    comparison: Comparison | None
    refused: str = ""
    before: tuple[RunValidation, ...] = field(default=(), repr=False)
    after: tuple[RunValidation, ...] = field(default=(), repr=False)


def judge_row(workspace: Workspace, row: Experiment, parent: Experiment) -> RowVerdict:
    """Compare a row's runs with its parent's, best validations on the same images.

    Args:
        workspace: The team's.
        row: Judged.
        parent: Compared with.
    """
    try:
        before, after = (scored_validations(workspace, side) for side in (parent, row))
        options = CompareOptions(images=IMAGES_LOOKED_AT, pixels=False)
        comparison = compare_validations(before, after, options=options)
    except SegscopeError as error:  # unlike runs, missing files: the page tells why, and goes on
        return RowVerdict(row.note.number, parent.note.number, None, str(error))
    return RowVerdict(row.note.number, parent.note.number, comparison, "", tuple(before), tuple(after))


def scored_validations(workspace: Workspace, row: Experiment) -> list[RunValidation]:
    """Give the best validation of each of a row's runs that has a score, oldest run first."""
    scored = (result.id for result in row.results if not math.isnan(result.miou))
    found = (workspace.find_run(run_id) for run_id in scored)
    return [choose_validation(run) for run in found if run is not None]  # one may have been deleted just now


def judge_rows(
    workspace: Workspace, rows: Sequence[Experiment], by_number: Mapping[int, Experiment], most: int
) -> tuple[tuple[RowVerdict, ...], int]:
    """Compare rows with their parents, and tell how many were left out.

    Of many, those whose mIoU moved most are compared: a comparison takes its time, a refusal next to none.

    Args:
        workspace: The team's.
        rows: Those to be judged; those without a parent, or without scores on both sides, cannot be.
        by_number: All rows.
        most: How many comparisons are made.
    """
    possible = [
        (row, by_number[row.parent])
        for row in rows
        if row.parent is not None and row.parent in by_number and not math.isnan(row.difference)
    ]
    found: list[RowVerdict] = []
    for row, parent in sorted(possible, key=lambda pair: (-abs(pair[0].difference), pair[0].note.number)):
        if sum(verdict.comparison is not None for verdict in found) == most or len(found) == _TRIES * most:
            break
        found.append(judge_row(workspace, row, parent))
    return tuple(sorted(found, key=lambda verdict: verdict.row)), len(possible) - len(found)
