"""Label maps as colours: alone, over the picture, and as a map of the errors.

Colouring is one table look-up. Ignored pixels are hatched grey, in greys that no class has; they never
get a class colour.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from segscope.engine.class_set import ClassSet, LabelMap
from segscope.engine.palette import Colour
from segscope.errors import LabelMapError, UsageError
from segscope.report.hatch import falling_stripes, rising_stripes
from segscope.report.scaling import Picture, Size, fit, scale_labels, scale_photo

RIGHT_COLOUR = (246, 247, 248)
"""Colour of right pixels in an error map without a picture."""
NO_CLASS_COLOUR = (92, 92, 92)
"""Colour of a prediction that is no class, in an error map."""
_IGNORE_GREY, _IGNORE_STRIPE = 214, 160
_FADED_LEVELS = 72


def check_label_map(label_map: NDArray[Any], class_set: ClassSet, what: str = "the label map") -> LabelMap:
    """Check that a label map is (H, W) and holds classes and ignored pixels alone.

    Args:
        label_map: Any integer array.
        class_set: Its classes.
        what: What to call it in a message.

    Returns:
        The same map in ``class_set.dtype``.

    Raises:
        LabelMapError: Wrong shape or dtype, or an id that is neither a class index nor ``ignore``.
    """
    if label_map.ndim != 2 or label_map.size == 0 or label_map.dtype.kind not in "iu":
        raise LabelMapError(
            f"{what} has shape {label_map.shape} and dtype {label_map.dtype}: "
            "give an (H, W) array of integer class indices."
        )
    foreign = (label_map != class_set.ignore) & ((label_map < 0) | (label_map >= class_set.num_classes))
    if foreign.any():
        raise LabelMapError(
            f"{what} holds the value {label_map[foreign][0]}, which is no class index of the "
            f"{class_set.num_classes} classes and not the ignore value {class_set.ignore}."
        )
    return label_map.astype(class_set.dtype, copy=False)


def colour_table(class_set: ClassSet) -> Picture:
    """Give the colour of every label value: (ignore + 1, 3) uint8, the last row grey."""
    table = np.zeros((class_set.ignore + 1, 3), dtype=np.uint8)
    table[: class_set.num_classes] = class_set.colours
    table[class_set.ignore] = ignore_greys(class_set)[0]
    return table


def ignore_greys(class_set: ClassSet) -> tuple[Colour, Colour]:
    """Choose the ground and the stripe of ignored pixels: two different greys that no class has."""
    ground = _free_grey(_IGNORE_GREY, class_set.colours)
    return ground, _free_grey(_IGNORE_STRIPE, (*class_set.colours, ground))


def _free_grey(wanted: int, taken: Sequence[Colour]) -> Colour:
    nearest_first = (level for step in range(256) for level in (wanted - step, wanted + step))
    greys = ((level, level, level) for level in nearest_first if 0 <= level <= 255)
    return next((grey for grey in greys if grey not in taken), (wanted, wanted, wanted))


def colourise(label_map: NDArray[Any], class_set: ClassSet) -> Picture:
    """Paint each class in its colour, ignored pixels hatched grey.

    Args:
        label_map: (H, W) integers, class indices and ``class_set.ignore``.
        class_set: The classes and their colours.

    Returns:
        (H, W, 3) uint8 RGB.

    Raises:
        LabelMapError: A wrong shape, or an id outside the class set.

    Example:
        >>> classes = ClassSet(("road", "car"), colours=((128, 64, 128), (0, 0, 142)))
        >>> colourise(np.array([[0, 1]], dtype=np.uint8), classes).tolist()
        [[[128, 64, 128], [0, 0, 142]]]
    """
    labels = check_label_map(label_map, class_set)
    painted = np.take(colour_table(class_set), labels, axis=0)
    ignored = labels == class_set.ignore
    if ignored.any():
        painted[ignored & falling_stripes(*labels.shape)] = ignore_greys(class_set)[1]
    return painted


def overlay(
    image: Picture,
    label_map: NDArray[Any],
    class_set: ClassSet,
    opacity: float = 0.5,
    *,
    box: Size | None = None,
) -> Picture:
    """Lay the colours of a label map over its picture.

    Pixels of the class set's background class, where it names one, stay as they are.

    Args:
        image: (H, W, 3) uint8 RGB.
        label_map: (H, W) integers, class indices and ``class_set.ignore``.
        class_set: The classes and their colours.
        opacity: 0 shows the picture alone, 1 the colours alone.
        box: (height, width) to fit the result into; None keeps the picture's size. Scaling happens
            before the colours are laid on, so that borders and hatching stay crisp.

    Returns:
        (H, W, 3) uint8 RGB.

    Raises:
        LabelMapError: A wrong shape, or an id outside the class set.
        UsageError: The opacity is outside 0 … 1.

    Example:
        >>> grey = np.full((1, 1, 3), 100, dtype=np.uint8)
        >>> classes = ClassSet(("road",), colours=((200, 0, 100),))
        >>> overlay(grey, np.zeros((1, 1), dtype=np.uint8), classes, opacity=0.5).tolist()
        [[[150, 50, 100]]]
    """
    labels: NDArray[Any] = check_label_map(label_map, class_set)
    check_same_size(image, labels, "the label map")
    if box is not None:
        size = fit(labels.shape, box)
        image, labels = scale_photo(image, size), scale_labels(labels, size)
    blended = blend(image, colourise(labels, class_set), opacity)
    if class_set.background is not None:
        untouched = labels == class_set.background
        blended[untouched] = image[untouched]
    return blended


def error_map(
    ground_truth: NDArray[Any],
    prediction: NDArray[Any],
    class_set: ClassSet,
    *,
    image: Picture | None = None,
) -> Picture:
    """Show the wrong pixels: striped in the predicted class's colour and the true class's colour.

    Right pixels are pale, ignored ones hatched grey; a prediction that is no class is dark grey.

    Args:
        ground_truth: (H, W) class indices and ``class_set.ignore``.
        prediction: (H, W) class indices and ``class_set.ignore`` for "no class".
        class_set: The classes and their colours.
        image: The (H, W, 3) uint8 picture, shown faintly behind right pixels; None leaves them plain.

    Returns:
        (H, W, 3) uint8 RGB.

    Raises:
        LabelMapError: Wrong or differing shapes, or an id outside the class set.
    """
    truth = check_label_map(ground_truth, class_set, "the ground truth")
    predicted = check_label_map(prediction, class_set, "the prediction")
    if truth.shape != predicted.shape:
        raise LabelMapError(
            f"the ground truth is {truth.shape[0]} × {truth.shape[1]} and the prediction "
            f"{predicted.shape[0]} × {predicted.shape[1]}: give both at the same size."
        )
    painted = faded(image) if image is not None else np.full((*truth.shape, 3), RIGHT_COLOUR, np.uint8)
    height, width = truth.shape
    ignored, wrong = truth == class_set.ignore, truth != predicted
    shown = np.where(rising_stripes(height, width), truth, predicted)[wrong]
    colours = np.take(colour_table(class_set), shown, axis=0)
    colours[shown == class_set.ignore] = NO_CLASS_COLOUR
    painted[wrong] = colours
    if ignored.any():
        ground, stripe = ignore_greys(class_set)
        painted[ignored] = ground
        painted[ignored & falling_stripes(height, width)] = stripe
    return painted


def blend(under: Picture, over: Picture, opacity: float) -> Picture:
    """Mix two pictures, exact at opacity 0 and 1, rounded to the nearest value."""
    if not 0.0 <= opacity <= 1.0:
        raise UsageError(f"the opacity is {opacity}: give a number from 0 to 1.")
    if opacity == 1.0:
        return over
    weight = np.uint16(round(opacity * 256))
    mixed = under * (np.uint16(256) - weight) + over * weight + np.uint16(128)
    return (mixed >> 8).astype(np.uint8)


def faded(image: Picture) -> Picture:
    """Turn a picture into a pale grey one that colours stand out from; a fresh (H, W, 3) array."""
    return _grey_levels(image, 250 - _FADED_LEVELS, 250)


def dimmed(image: Picture) -> Picture:
    """Turn a picture into a light grey one, still easy to recognise; a fresh (H, W, 3) array.

    Its greys are lighter than the states of class panels, so that these stand out without colour, too.
    """
    return _grey_levels(image, 140, 245)


def hatch_ignored(picture: Picture, ignored: NDArray[np.bool_]) -> None:
    """Draw thin stripes over ignored pixels of a dimmed picture, in place: darker than what is below."""
    stripes = ignored & falling_stripes(*ignored.shape)
    picture[stripes] -= picture[stripes] // 4


def check_same_size(image: Picture, label_map: NDArray[Any], what: str) -> None:
    """Check that a picture is (H, W, 3) uint8 and a label map has its size.

    Raises:
        LabelMapError: It is not so.
    """
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
        raise LabelMapError(
            f"the picture has shape {image.shape} and dtype {image.dtype}: give (H, W, 3) uint8."
        )
    if image.shape[:2] != label_map.shape[:2]:
        raise LabelMapError(
            f"{what} has shape {label_map.shape[:2]} and its picture {image.shape[:2]}: "
            "give both at the same size."
        )


def _grey_levels(image: Picture, darkest: int, lightest: int) -> Picture:
    levels = [darkest + value * (lightest - darkest) // 255 for value in range(256)]
    return np.array(Image.fromarray(image).convert("L").point(levels).convert("RGB"))
