"""How a class did over all runs, for its page."""

from collections.abc import Iterable

from segscope.analysis.class_over_runs import follow_class
from segscope.store.run_overviews import RunOverview
from segscope.web.refusal import Refusal
from segscope.web.run_briefs import brief_of
from segscope.web.schemas.runs import ClassPoint, ClassTrend


def trend_of(overviews: Iterable[RunOverview], name: str) -> ClassTrend:
    """Follow a class over runs; its colour is that of the newest one.

    Args:
        overviews: Runs, oldest first.
        name: The class's.

    Raises:
        Refusal: No run has such a class and a validation.
    """
    results = follow_class(overviews, name)
    if not results:
        raise Refusal(404, "not_found", f"no run that was validated has a class {name!r}.")
    return ClassTrend(
        name=name,
        colour="#{:02x}{:02x}{:02x}".format(*results[-1].colour),
        points=[
            ClassPoint(
                run=brief_of(result.overview),
                iou=result.iou,
                boundary_iou=result.boundary_iou,
                precision=result.precision,
                recall=result.recall,
            )
            for result in results
        ],
    )
