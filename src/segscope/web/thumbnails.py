"""Small pictures with their errors: what a grid of thousands of pictures shows."""

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from segscope.engine.byte_budget import ByteBudget
from segscope.engine.class_set import LabelMap
from segscope.engine.palette import Colour
from segscope.report.class_states import FALSE, MISSED, TRUE
from segscope.report.overlay import dimmed
from segscope.report.scaling import fit
from segscope.report.state_painter import STATE_COLOURS
from segscope.store.runs import Run
from segscope.store.validations import Validation
from segscope.web.layers import LayerFiles, is_there, why_no_truth, why_pruned
from segscope.web.photos import Photo, read_photo
from segscope.web.refusal import Refusal

WRONG_COLOUR = (214, 40, 40)
"""Of wrong pixels where no class is asked for."""
_OPACITY, _RIGHT_OPACITY = 0.85, 0.45
_LEAST_SHARE = 0.12
"""Share of a small pixel's area from which an error colours it: a whole one would hide small objects."""
_QUALITY = 82
Mask = NDArray[np.bool_]


def draw_thumbnail(
    files: LayerFiles, validation: Validation, class_index: int | None, size: int, budget: ByteBudget
) -> bytes:
    """Draw a small picture with its errors over it.

    Where the picture is gone its place is grey, and where the prediction is not kept, nothing is drawn over
    the picture.

    Args:
        files: The picture's.
        validation: Whose errors.
        class_index: Draw what is right, false and missed of this class; None draws all that is wrong.
        size: Pixels of the longer side, at most.
        budget: Bounds what is decoded at once.

    Returns:
        A JPEG.

    Raises:
        Refusal: Neither the picture nor its label maps are there.
    """
    maps = _read_maps(files, validation)
    photo = _read_small(files, budget, size)
    if photo is None and maps is None:
        raise Refusal(404, "not_kept", _why_nothing(files, validation))
    if photo is None:
        assert maps is not None
        photo = np.full((*fit(maps[0].shape, (size, size)), 3), 235, dtype=np.uint8)
    if maps is None:
        return _encode(photo)
    shown = dimmed(photo)
    for mask, colour, opacity in _painted(maps, class_index, files.run):
        _paint(shown, mask, np.array(colour), opacity)
    return _encode(shown)


def _read_maps(files: LayerFiles, validation: Validation) -> tuple[LabelMap, LabelMap] | None:
    truth = files.run.labels.get(files.row.split, files.row.id)
    prediction = None if truth is None else files.run.prediction(validation, files.row.id)
    return (
        None
        if truth is None or prediction is None or truth.shape != prediction.shape
        else (truth, prediction)
    )


def _read_small(files: LayerFiles, budget: ByteBudget, size: int) -> Photo | None:
    try:
        return read_photo(files, budget, (size, size))
    except Refusal:
        return None  # the label maps are shown all the same


def _painted(
    maps: tuple[LabelMap, LabelMap], class_index: int | None, run: Run
) -> list[tuple[Mask, Colour, float]]:
    """Give what is painted, from below to above, and how strongly."""
    truth, prediction = maps
    counted = truth != run.class_set.ignore
    if class_index is None:
        return [((truth != prediction) & counted, WRONG_COLOUR, _OPACITY)]
    is_true, is_predicted = truth == class_index, (prediction == class_index) & counted
    return [
        (is_true & is_predicted, STATE_COLOURS[TRUE][0], _RIGHT_OPACITY),
        (is_predicted & ~is_true, STATE_COLOURS[FALSE][0], _OPACITY),
        (is_true & ~is_predicted, STATE_COLOURS[MISSED][0], _OPACITY),
    ]


def _paint(picture: Photo, mask: Mask, colour: NDArray[Any], opacity: float) -> None:
    """Colour the small pixels of which a fair share is in the mask, in place."""
    height, width = picture.shape[:2]
    grey = Image.fromarray(mask.view(np.uint8) * np.uint8(255))
    share: NDArray[Any] = np.asarray(grey.resize((width, height), Image.Resampling.BOX))
    chosen = share >= 255 * _LEAST_SHARE
    picture[chosen] = (picture[chosen] * (1 - opacity) + colour * opacity).astype(np.uint8)


def _encode(picture: Photo) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "JPEG", quality=_QUALITY)
    return stream.getvalue()


def _why_nothing(files: LayerFiles, validation: Validation) -> str:
    if not is_there(files.truth):
        return why_no_truth(files)
    return why_pruned(files, validation)
