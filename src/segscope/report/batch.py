"""Batches of a data loader as pictures: training or validation, arrays or tensors of any library."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from segscope.engine.class_set import ClassSet
from segscope.errors import LabelMapError, UsageError
from segscope.report.class_panels import class_panel
from segscope.report.options import PanelOptions
from segscope.report.panel import panel
from segscope.report.panel_sample import PanelSample
from segscope.report.scaling import Picture
from segscope.report.show import show

_SLACK = 1e-3  # pictures that were resampled overshoot 0 … 1 by rounding


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How a batch is read and drawn.

    Attributes:
        mean: Per channel, what the loader took from values of 0 … 1; with ``std``, or neither.
        std: Per channel, what it divided by.
        ignore_index: The value of ignored pixels in the batch; None where it is ``class_set.ignore``.
        limit: Draw at most so many pictures, from the first.
        panel: Title, row height and the like.
    """

    mean: Sequence[float] | None = None
    std: Sequence[float] | None = None
    ignore_index: int | None = None
    limit: int = 8
    panel: PanelOptions = field(default_factory=PanelOptions)


_DEFAULTS = BatchOptions()


def show_batch(
    images: Any,
    ground_truth: Any,
    prediction: Any = None,
    *,
    class_set: ClassSet,
    class_index: int | None = None,
    titles: Sequence[str] | None = None,
    options: BatchOptions = _DEFAULTS,
) -> Image.Image | None:
    """Show a batch of a loader; in a notebook it is displayed, elsewhere given as a Pillow image.

    See :func:`batch_panel`, which takes the same arguments and gives the pixels.

    Example:
        >>> images = np.zeros((2, 3, 40, 60), dtype=np.float32)
        >>> masks = np.zeros((2, 40, 60), dtype=np.int64)
        >>> show_batch(images, masks, class_set=ClassSet(("road", "car"))).mode
        'RGB'
    """
    picture = batch_panel(
        images,
        ground_truth,
        prediction,
        class_set=class_set,
        class_index=class_index,
        titles=titles,
        options=options,
    )
    return show(picture)


def batch_panel(
    images: Any,
    ground_truth: Any,
    prediction: Any = None,
    *,
    class_set: ClassSet,
    class_index: int | None = None,
    titles: Sequence[str] | None = None,
    options: BatchOptions = _DEFAULTS,
) -> Picture:
    """Draw a batch of a loader: numpy arrays, or tensors that become them.

    Args:
        images: (B, 3, H, W), (B, H, W, 3) or, in grey, (B, H, W); uint8, or float from 0 to 1, or
            float that was normalised with ``options.mean`` and ``options.std``.
        ground_truth: (B, H, W) or (B, 1, H, W) class indices.
        prediction: The same, or None for image and ground truth alone.
        class_set: The classes.
        class_index: None draws all classes in one picture, a number the panel of that class.
        titles: One name a picture; None numbers them.
        options: Normalisation, ignored value, how many pictures, and how they are drawn.

    Returns:
        (H, W, 3) uint8 RGB.

    Raises:
        UsageError: Shapes, dtypes or values that are none of the above.
        LabelMapError: A label map holds what is no class.
    """
    pictures = batch_pictures(images, options)
    shown = len(pictures)
    truths = _label_maps(ground_truth, shown, class_set, options)
    predictions = None if prediction is None else _label_maps(prediction, shown, class_set, options)
    names = [f"#{number}" for number in range(shown)] if titles is None else list(titles)
    if len(names) < shown:
        raise UsageError(f"{len(names)} titles for {shown} pictures: give one a picture.")
    samples = [
        PanelSample(names[i], pictures[i], truths[i], None if predictions is None else predictions[i])
        for i in range(shown)
    ]
    if class_index is not None:
        return class_panel(samples, class_index, class_set, options=options.panel)
    return panel(samples, class_set, options=options.panel)


def batch_pictures(images: Any, options: BatchOptions = _DEFAULTS) -> list[Picture]:
    """Turn a batch of images of a loader into (H, W, 3) uint8 pictures.

    Args:
        images: As in :func:`batch_panel`.
        options: ``mean``, ``std`` and ``limit`` are looked at.

    Raises:
        UsageError: Shapes, dtypes or values that are no pictures.

    Example:
        >>> normalised = np.zeros((1, 3, 1, 1))
        >>> options = BatchOptions(mean=(0.2, 0.4, 0.6), std=(1.0, 1.0, 1.0))
        >>> batch_pictures(normalised, options)[0].tolist()
        [[[51, 102, 153]]]
    """
    if options.limit < 1:
        raise UsageError(f"the limit is {options.limit}: show 1 or more pictures.")
    array = _channels_last(_to_array(images))[: options.limit]
    if array.dtype != np.uint8:
        array = _eight_bits(array, options)
    return [np.ascontiguousarray(picture) for picture in array]


def _to_array(values: Any) -> NDArray[Any]:
    # Tensors on a device, with a gradient or in bfloat16 refuse __array__; their own methods bring
    # them here without this module knowing their library.
    if hasattr(values, "detach"):
        values = values.detach().cpu()
    if str(getattr(values, "dtype", "")) == "torch.bfloat16":
        values = values.float()
    return np.asarray(
        values if hasattr(values, "__array__") or not hasattr(values, "numpy") else values.numpy()
    )


def _channels_last(array: NDArray[Any]) -> NDArray[Any]:
    if array.ndim == 3:
        array = np.repeat(array[..., None], 3, axis=3)
    elif array.ndim == 4 and array.shape[1] in (1, 3) and array.shape[3] != 3:
        array = np.moveaxis(array, 1, 3)
    if array.ndim != 4 or array.size == 0 or array.shape[3] not in (1, 3):
        raise UsageError(f"images have shape {array.shape}: give (B, 3, H, W), (B, H, W, 3) or (B, H, W).")
    return np.repeat(array, 3, axis=3) if array.shape[3] == 1 else array


def _eight_bits(array: NDArray[Any], options: BatchOptions) -> Picture:
    if array.dtype.kind != "f":
        raise UsageError(f"images have dtype {array.dtype}: give uint8, or float from 0 to 1.")
    if (options.mean is None) != (options.std is None):
        raise UsageError("one of mean and std is given without the other: give both.")
    values = array.astype(np.float32)
    if options.mean is not None and options.std is not None:
        values = values * np.asarray(options.std, np.float32) + np.asarray(options.mean, np.float32)
    low, high = float(values.min()), float(values.max())
    if options.mean is None and not (low >= -_SLACK and high <= 1 + _SLACK):
        raise UsageError(
            f"images hold values from {low:.3g} to {high:.3g}: give 0 to 1, uint8, or the mean and std "
            "that they were normalised with."
        )
    scaled: Picture = (values.clip(0, 1) * 255).round().astype(np.uint8)
    return scaled


def _label_maps(
    values: Any, count: int, class_set: ClassSet, options: BatchOptions
) -> NDArray[np.integer[Any]]:
    array = _to_array(values)
    if array.ndim == 4 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim != 3 or array.dtype.kind not in "iu" or len(array) < count:
        raise LabelMapError(
            f"label maps of shape {array.shape} and dtype {array.dtype}: give (B, H, W) integer class "
            "indices, from scores of shape (B, K, H, W) by argmax(1)."
        )
    array = array[:count]
    if options.ignore_index is not None:
        array = np.where(array == options.ignore_index, class_set.ignore, array.astype(np.int64))
    return array
