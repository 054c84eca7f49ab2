"""Label maps and confidences as PNG files: the values are class indices, the colours are for viewers.

``<sample>.png`` holds the class index of every pixel (8-bit with the class set's palette, 16-bit grey
above 255 classes), ``<sample>.confidence.png`` the probability of the predicted class times 255.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from segscope.engine.class_set import ClassSet, LabelMap
from segscope.engine.palette import index_palette
from segscope.errors import StoreError
from segscope.files.atomic import write_atomic
from segscope.files.names import safe_file_name
from segscope.files.png import encode_png

_CONFIDENCE = ".confidence"


def label_map_path(folder: Path, sample_id: str) -> Path:
    """Give the file of a sample's label map in ``folder``."""
    return folder / f"{_stem(sample_id)}.png"


def confidence_path(folder: Path, sample_id: str) -> Path:
    """Give the file of a sample's confidence in ``folder``."""
    return folder / f"{_stem(sample_id)}{_CONFIDENCE}.png"


def _stem(sample_id: str) -> str:
    name = safe_file_name(sample_id)
    if name.endswith(_CONFIDENCE):  # a sample called "a.confidence" must not meet the confidence of "a"
        return f"{name.removesuffix(_CONFIDENCE)}%2E{_CONFIDENCE[1:]}"
    return name


def write_label_map(
    path: Path, label_map: LabelMap, class_set: ClassSet, *, sync_folder: bool = False
) -> None:
    """Write a label map of class indices.

    Args:
        path: The PNG file.
        label_map: (H, W) of ``class_set.dtype``; ``class_set.ignore`` stays what it is.
        class_set: Its colours become the palette.
        sync_folder: See :func:`segscope.files.atomic.write_atomic`.

    Raises:
        StoreError: The dtype is not the class set's, or the file cannot be written.
    """
    write_atomic(path, encode_label_map(label_map, class_set, path.name), sync_folder=sync_folder)


def encode_label_map(label_map: LabelMap, class_set: ClassSet, name: str) -> bytes:
    """Give the file of a label map as bytes; see :func:`write_label_map`.

    Args:
        label_map: (H, W) of ``class_set.dtype``.
        class_set: Its colours become the palette.
        name: What messages call it.

    Raises:
        StoreError: The dtype is not the class set's.
    """
    if label_map.dtype != class_set.dtype or label_map.ndim != 2:
        raise StoreError(
            f"the label map for {name} is {label_map.dtype} of shape {label_map.shape}: "
            f"{class_set.num_classes} classes need (H, W) {class_set.dtype}."
        )
    palette = index_palette(class_set.colours) if class_set.dtype == np.uint8 else None
    return encode_png(label_map, palette)


def encode_confidence(confidence: NDArray[np.uint8], name: str) -> bytes:
    """Give the file of a confidence map as bytes.

    Args:
        confidence: (H, W) uint8, 255 × the probability of the predicted class, rounded.
        name: What messages call it.

    Raises:
        StoreError: It is not (H, W) uint8.
    """
    if confidence.dtype != np.uint8 or confidence.ndim != 2:
        raise StoreError(
            f"the confidence for {name} is {confidence.dtype} of shape {confidence.shape}: "
            "it must be (H, W) uint8, the probability times 255."
        )
    return encode_png(confidence)


def read_png(path: Path) -> NDArray[Any] | None:
    """Read what the functions above wrote, value by value; None where there is no such file.

    Raises:
        StoreError: The file is damaged or was not written by segscope.
    """
    try:
        with Image.open(path, formats=["PNG"]) as picture:
            if picture.mode not in ("P", "L", "I;16"):
                raise StoreError(
                    f"{path} is no label map of this workspace (mode {picture.mode}): remove it."
                )
            return np.array(picture)
    except FileNotFoundError:
        return None
    except (OSError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise StoreError(f"{path} is damaged ({error}): remove it and validate again.") from error
