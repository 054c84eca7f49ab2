"""Runs: lists, what they were made from, curves, differences."""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from segscope.web.answers import json_answer
from segscope.web.context import Context
from segscope.web.curves import curves_of
from segscope.web.differences import difference_of
from segscope.web.policy import PolicyRouter, Role
from segscope.web.run_briefs import brief_of
from segscope.web.run_views import view_of
from segscope.web.schemas.runs import ClassTrend, Curves, RunBrief, RunDifference, RunView
from segscope.web.trends import trend_of

router = PolicyRouter(tags=["runs"])
_NONE: list[str] = []


@router.get("/runs", role=Role.VIEWER)
def read_runs(context: Context) -> list[RunBrief]:
    """Give all runs, newest first."""
    return [brief_of(overview) for overview in reversed(context.runs.overviews())]


@router.get("/runs/{run_id}", role=Role.VIEWER, response_model=RunView)
def read_run(context: Context, run_id: str) -> Response:
    """Give a run with all its validations."""
    run = context.run(run_id)
    return json_answer(view_of(context.workspace, run, context.kept.samples_of(run)))


@router.get("/runs/{run_id}/curves", role=Role.VIEWER, response_model=Curves)
def read_curves(
    context: Context,
    run_id: str,
    keys: Annotated[list[str], Query(max_length=64)] = _NONE,
    points: Annotated[int, Query(ge=2, le=5000)] = 1000,
) -> Response:
    """Give curves by name, each with at most so many points; no names give the names of all."""
    return json_answer(curves_of(context.run(run_id), keys, points))


@router.get("/runs/{run_id}/difference", role=Role.VIEWER)
def read_difference(context: Context, run_id: str, against: str) -> RunDifference:
    """Tell what a run's config changes against another run's."""
    return difference_of(context.run(run_id), context.run(against))


@router.get("/classes/trend", role=Role.VIEWER, response_model=ClassTrend)
def read_class_trend(context: Context, name: str) -> Response:
    """Tell how a class did over all runs that have it."""
    return json_answer(trend_of(context.runs.overviews(), name))
