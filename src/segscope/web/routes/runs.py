"""Runs: lists, what they were made from, curves, differences."""

from typing import Annotated

from fastapi import Query

from segscope.web.context import Context
from segscope.web.policy import PolicyRouter, Role
from segscope.web.schemas.runs import ClassTrend, Curves, RunBrief, RunDifference, RunView

router = PolicyRouter(tags=["runs"])
_NONE: list[str] = []


@router.get("/runs", role=Role.VIEWER)
def read_runs(context: Context) -> list[RunBrief]:
    """Give all runs, newest first."""
    raise NotImplementedError


@router.get("/runs/{run_id}", role=Role.VIEWER)
def read_run(context: Context, run_id: str) -> RunView:
    """Give a run with all its validations."""
    raise NotImplementedError


@router.get("/runs/{run_id}/curves", role=Role.VIEWER)
def read_curves(
    context: Context,
    run_id: str,
    keys: Annotated[list[str], Query(max_length=64)] = _NONE,
    points: Annotated[int, Query(ge=2, le=5000)] = 1000,
) -> Curves:
    """Give curves by name, each with at most so many points; no names give the names of all."""
    raise NotImplementedError


@router.get("/runs/{run_id}/difference", role=Role.VIEWER)
def read_difference(context: Context, run_id: str, against: str) -> RunDifference:
    """Tell what a run's config changes against another run's."""
    raise NotImplementedError


@router.get("/classes/trend", role=Role.VIEWER)
def read_class_trend(context: Context, name: str) -> ClassTrend:
    """Tell how a class did over all runs that have it."""
    raise NotImplementedError
