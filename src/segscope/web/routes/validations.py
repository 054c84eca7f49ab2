"""One validation of a run: its diagnosis, and its pictures, the worst first."""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from segscope.web.answers import json_answer
from segscope.web.context import Context
from segscope.web.diagnosis_views import diagnosis_answer
from segscope.web.picture_lists import list_pictures
from segscope.web.picture_views import view_of
from segscope.web.policy import PolicyRouter, Role
from segscope.web.schemas.diagnosis import DiagnosisView
from segscope.web.schemas.pictures import PictureList, PictureQuery, PictureView

router = PolicyRouter(prefix="/runs/{run_id}/validations/{index}", tags=["validations"])


@router.get("/diagnosis", role=Role.VIEWER, response_model=DiagnosisView)
def read_diagnosis(context: Context, run_id: str, index: int) -> Response:
    """Give what is known of a validation."""
    run = context.run(run_id)
    return json_answer(diagnosis_answer(context.kept, run, context.kept.validation(run, index)))


@router.get("/pictures", role=Role.VIEWER, response_model=PictureList)
def read_pictures(
    context: Context, run_id: str, index: int, query: Annotated[PictureQuery, Query()]
) -> Response:
    """List the pictures of a validation: all, or those with a class, an error kind, a confusion."""
    run = context.run(run_id)
    return json_answer(list_pictures(context.kept, run, context.kept.validation(run, index), query))


@router.get("/picture", role=Role.VIEWER)
def read_picture(context: Context, run_id: str, index: int, sample: str) -> PictureView:
    """Give one picture of a validation: its classes, which layers can be shown, its epochs and pins."""
    run = context.run(run_id)
    return view_of(context.workspace, context.kept, run, context.validation(run, index), sample)
