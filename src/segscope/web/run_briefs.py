"""Runs as lists show them, and their classes."""

from pathlib import PureWindowsPath

from segscope.engine.class_set import ClassSet
from segscope.store.run_overviews import RunOverview
from segscope.store.runs import Run
from segscope.web.schemas.common import Class
from segscope.web.schemas.runs import RunBrief


def brief_of(overview: RunOverview) -> RunBrief:
    """Give a run in a list."""
    run, best = overview.run, overview.best
    return RunBrief(
        id=run.id,
        name=run.name,
        kind=run.kind,
        user=run.user,
        created_at=run.created_at,
        status=overview.status,
        seed=run.seed,
        split=run.main_split,
        best=None if best is None else best.index,
        miou=None if best is None else best.scores.get("miou"),
        images=None if best is None else best.num_images,
    )


def brief_of_run(run: Run) -> RunBrief:
    """Give a single run as in a list."""
    best = run.best_validation(run.main_split)
    return brief_of(RunOverview(run, run.shown_status, best))


def classes_of(class_set: ClassSet) -> list[Class]:
    """Give the classes in the order of their values in label maps."""
    roles = {class_set.background: "background", class_set.unknown: "unknown"}
    return [
        Class(index=index, name=name, colour="#{:02x}{:02x}{:02x}".format(*colour), role=roles.get(index))
        for index, (name, colour) in enumerate(zip(class_set.names, class_set.colours, strict=True))
    ]


def data_name(run: Run) -> str:
    """Name the data set's folder or file, without where it lies.

    A run of a team's database may come from another system, so both kinds of paths are understood.
    """
    return PureWindowsPath(run.data_root).name
