"""One validation of a run: its diagnosis, and its pictures, the worst first."""

from typing import Annotated

from fastapi import Query

from segscope.web.context import Context
from segscope.web.policy import PolicyRouter, Role
from segscope.web.schemas.diagnosis import DiagnosisView
from segscope.web.schemas.pictures import PictureList, PictureQuery, PictureView

router = PolicyRouter(prefix="/runs/{run_id}/validations/{index}", tags=["validations"])

@router.get("/diagnosis", role=Role.VIEWER)
def read_diagnosis(context: Context, run_id: str, index: int) -> DiagnosisView:
    """Give what is known of a validation."""
    raise NotImplementedError


@router.get("/pictures", role=Role.VIEWER)
def read_pictures(
    context: Context, run_id: str, index: int, query: Annotated[PictureQuery, Query()]
) -> PictureList:
    """List the pictures of a validation: all, or those with a class, an error kind, a confusion."""
    raise NotImplementedError


@router.get("/picture", role=Role.VIEWER)
def read_picture(context: Context, run_id: str, index: int, sample: str) -> PictureView:
    """Give one picture of a validation: its classes, which layers can be shown, its epochs and pins."""
    raise NotImplementedError
