"""One validation of a run: its diagnosis, and its pictures, the worst first."""

from typing import Annotated, Literal

from fastapi import Query

from segscope.web.context import Context
from segscope.web.policy import PolicyRouter, Role
from segscope.web.schemas.diagnosis import DiagnosisView
from segscope.web.schemas.pictures import PictureList, PictureView

router = PolicyRouter(prefix="/runs/{run_id}/validations/{index}", tags=["validations"])

ErrorKind = Literal["boundary", "extent", "segment"]
Order = Literal["lost", "iou", "pixels", "name"]


@router.get("/diagnosis", role=Role.VIEWER)
def read_diagnosis(context: Context, run_id: str, index: int) -> DiagnosisView:
    """Give what is known of a validation."""
    raise NotImplementedError


@router.get("/pictures", role=Role.VIEWER)
def read_pictures(
    context: Context,
    run_id: str,
    index: int,
    class_index: int | None = None,
    kind: ErrorKind | None = None,
    predicted: int | None = None,
    order: Order = "lost",
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    boxes: bool = False,
) -> PictureList:
    """List the pictures of a validation.

    Without a class all pictures, by what they cost mIoU. With one, those that hold the class in ground
    truth or prediction; with an error kind, those with such errors; with ``predicted`` (−1 for no class),
    those in which the class is taken for that one. ``lost``: the costliest first; ``iou``: the lowest
    first; ``pixels``: the largest first; ``name``: by name. ``boxes`` tells where the errors are, for at most 60 pictures.
    """
    raise NotImplementedError


@router.get("/picture", role=Role.VIEWER)
def read_picture(context: Context, run_id: str, index: int, sample: str) -> PictureView:
    """Give one picture of a validation: its classes, which layers can be shown, its epochs and pins."""
    raise NotImplementedError
