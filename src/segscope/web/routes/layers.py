"""The parts of a picture, as files: the picture itself, and label maps as index PNGs.

Like all data they are sent with ``no-store``: a browser's cache would keep a team's pictures after the
session, on machines that others use, too. The page holds what it shows next in its own memory.
"""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from segscope.store.runs import Run
from segscope.web.context import Context
from segscope.web.layers import LayerFiles, stored_png, why_no_confidence, why_no_truth, why_pruned
from segscope.web.photos import photo_answer
from segscope.web.policy import PolicyRouter, Role
from segscope.web.refusal import Refusal
from segscope.web.thumbnails import draw_thumbnail

router = PolicyRouter(prefix="/runs/{run_id}", tags=["layers"])
PNG = "image/png"


@router.get("/samples/picture", role=Role.VIEWER, response_class=Response)
def read_original(
    context: Context,
    run_id: str,
    split: str,
    sample: str,
    size: Annotated[int | None, Query(ge=16, le=4096)] = None,
) -> Response:
    """Give the picture as 8-bit RGB (JPEG, PNG or WebP), whole, or with its longer side at most ``size``."""
    run = context.run(run_id)
    content, media = photo_answer(
        context.kept, LayerFiles(run, context.kept.sample(run, split, sample)), size
    )
    return Response(content, media_type=media)


@router.get("/samples/truth", role=Role.VIEWER, response_class=Response)
def read_truth(context: Context, run_id: str, split: str, sample: str) -> Response:
    """Give the ground truth as an index PNG of class indices, 8- or 16-bit."""
    run = context.run(run_id)
    files = LayerFiles(run, context.kept.sample(run, split, sample))
    return Response(stored_png(files.truth, lambda: why_no_truth(files)), media_type=PNG)


@router.get("/validations/{index}/prediction", role=Role.VIEWER, response_class=Response)
def read_prediction(context: Context, run_id: str, index: int, sample: str) -> Response:
    """Give the prediction as an index PNG of class indices, 8- or 16-bit."""
    run = context.run(run_id)
    validation = context.kept.validation(run, index)
    files = LayerFiles(run, context.kept.sample(run, validation.key.split, sample))
    content = stored_png(files.prediction(validation), lambda: why_pruned(files, validation))
    return Response(content, media_type=PNG)


@router.get("/validations/{index}/confidence", role=Role.VIEWER, response_class=Response)
def read_confidence(context: Context, run_id: str, index: int, sample: str) -> Response:
    """Give 255 × the probability of the predicted class, as a grey 8-bit PNG."""
    run = context.run(run_id)
    validation = context.kept.validation(run, index)
    files = LayerFiles(run, context.kept.sample(run, validation.key.split, sample))
    content = stored_png(files.confidence(validation), lambda: why_no_confidence(files, validation))
    return Response(content, media_type=PNG)


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
    run = context.run(run_id)
    _check_class(run, class_index)
    validation = context.kept.validation(run, index)
    files = LayerFiles(run, context.kept.sample(run, validation.key.split, sample))
    content = context.kept.thumbnails.get(
        (run.id, index, sample, class_index, size),
        lambda: draw_thumbnail(files, validation, class_index, size, context.kept.decoding),
    )
    return Response(content, media_type="image/jpeg")


def _check_class(run: Run, class_index: int | None) -> None:
    classes = run.class_set.num_classes
    if class_index is not None and not 0 <= class_index < classes:
        raise Refusal(422, "wrong_use", f"there is no class {class_index}: the run has {classes} classes.")
