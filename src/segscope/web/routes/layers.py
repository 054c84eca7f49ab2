"""The parts of a picture, as files: the picture itself, and label maps as index PNGs."""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from segscope.web.context import Context
from segscope.web.policy import PolicyRouter, Role

router = PolicyRouter(prefix="/runs/{run_id}", tags=["layers"])


@router.get("/samples/picture", role=Role.VIEWER, response_class=Response)
def read_original(
    context: Context,
    run_id: str,
    split: str,
    sample: str,
    size: Annotated[int | None, Query(ge=16, le=4096)] = None,
) -> Response:
    """Give the picture as 8-bit RGB (JPEG, PNG or WebP), whole, or with its longer side at most ``size``."""
    raise NotImplementedError


@router.get("/samples/truth", role=Role.VIEWER, response_class=Response)
def read_truth(context: Context, run_id: str, split: str, sample: str) -> Response:
    """Give the ground truth as an index PNG of class indices, 8- or 16-bit."""
    raise NotImplementedError


@router.get("/validations/{index}/prediction", role=Role.VIEWER, response_class=Response)
def read_prediction(context: Context, run_id: str, index: int, sample: str) -> Response:
    """Give the prediction as an index PNG of class indices, 8- or 16-bit."""
    raise NotImplementedError


@router.get("/validations/{index}/confidence", role=Role.VIEWER, response_class=Response)
def read_confidence(context: Context, run_id: str, index: int, sample: str) -> Response:
    """Give 255 × the probability of the predicted class, as a grey 8-bit PNG."""
    raise NotImplementedError


@router.get("/validations/{index}/thumbnail", role=Role.VIEWER, response_class=Response)
def read_thumbnail(
    context: Context,
    run_id: str,
    index: int,
    sample: str,
    class_index: int | None = None,
    size: Annotated[int, Query(ge=32, le=512)] = 192,
) -> Response:
    """Give a small picture with its errors drawn over it: all of them, or those of one class."""
    raise NotImplementedError
