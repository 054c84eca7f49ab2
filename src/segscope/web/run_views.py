"""A run with all that its page begins with."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
import yaml

from segscope.store.notebook.tables import note_runs
from segscope.store.run_overviews import RunOverview
from segscope.store.runs import Run
from segscope.store.validations import Validation
from segscope.store.workspace import Workspace
from segscope.web.kept import Samples
from segscope.web.run_briefs import brief_of, brief_of_run, classes_of, data_name
from segscope.web.schemas.runs import Event, RunView, ValidationBrief

_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def view_of(workspace: Workspace, run: Run, samples: Samples) -> RunView:
    """Give a run with its validations that no resume replaced."""
    validations = run.validations()
    best = next((v for v in validations if v.is_best and v.key.split == run.main_split), None)
    parent = None if run.parent_id is None else workspace.find_run(run.parent_id)
    return RunView(
        brief=brief_of(RunOverview(run, run.shown_status, best)),
        row=_row_of(workspace, run),
        parent=None if parent is None else brief_of_run(parent),
        classes=classes_of(run.class_set),
        ignore=run.class_set.ignore,
        config=config_text(run.config),
        environment=dict(run.environment),
        splits={split: len(rows) for split, rows in samples.splits.items()},
        data=data_name(run),
        validations=[_brief(validation, run.class_set.num_classes) for validation in validations],
        events=[Event(time=event.time, kind=event.kind, message=event.message) for event in run.events()],
    )


def config_text(config: Mapping[str, Any]) -> str:
    """Write a config as YAML."""
    return str(yaml.dump(dict(config), Dumper=_Dumper, sort_keys=False, allow_unicode=True))


def _row_of(workspace: Workspace, run: Run) -> int | None:
    """Give the number of the notebook's row that tells of a run."""
    with workspace.database.read() as connection:
        row = connection.scalar(sa.select(note_runs.c.note).where(note_runs.c.run_id == run.id))
    return None if row is None else int(row)


def _brief(validation: Validation, num_classes: int) -> ValidationBrief:
    key, scores = validation.key, validation.scores
    return ValidationBrief(
        index=validation.index,
        epoch=key.epoch,
        step=key.step,
        split=key.split,
        rule=key.rule,
        images=validation.num_images,
        miou=scores.get("miou"),
        miou_per_image=scores.get("miou_per_image"),
        boundary_iou=scores.get("boundary_iou"),
        iou=scores.get("per_class", {}).get("iou", [None] * num_classes),
        is_best=validation.is_best,
        kept=validation.kept,
        created_at=validation.created_at,
    )
