"""How one class did over all runs that have it, each by its best validation."""

from collections.abc import Iterable
from dataclasses import dataclass

from segscope.store.run_overviews import RunOverview


@dataclass(frozen=True, slots=True)
class ClassResult:
    """A class in the best validation of one run; a score that is not defined is None.

    Attributes:
        overview: The run.
        colour: The class's colour there, 8-bit RGB.
        iou: Intersection over union, 0 … 1.
        boundary_iou: Boundary IoU.
        precision: Share of what is predicted as the class that is the class.
        recall: Share of the class's pixels that are found.
    """

    overview: RunOverview
    colour: tuple[int, int, int]
    iou: float | None
    boundary_iou: float | None
    precision: float | None
    recall: float | None


def follow_class(overviews: Iterable[RunOverview], name: str) -> tuple[ClassResult, ...]:
    """Follow a class by its name.

    Args:
        overviews: Runs, oldest first.
        name: The class's.

    Returns:
        One result for each run that has a class of that name and a best validation, in the runs' order.
    """
    return tuple(
        _result(overview, overview.run.class_set.names.index(name))
        for overview in overviews
        if overview.best is not None and name in overview.run.class_set.names
    )


def _result(overview: RunOverview, index: int) -> ClassResult:
    assert overview.best is not None
    scores = overview.best.scores.get("per_class", {})
    values = (
        scores[key][index] if key in scores else None
        for key in ("iou", "boundary_iou", "precision", "recall")
    )
    return ClassResult(overview, overview.run.class_set.colours[index], *values)
