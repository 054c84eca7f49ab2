"""How even the folds of a split are, as a picture."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from segscope.engine.class_set import ClassSet
from segscope.errors import UsageError
from segscope.report.figure import label_axis, new_figure, render, style
from segscope.report.scaling import Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.image import AxesImage

_LEAST_HEIGHT = 3.4  # inches: the label of the colour bar stands upright
_LEAST_LIMIT = 0.1
_MOST_LIMIT = 1.0
_MOST_NUMBERED = 400


def deviation_heatmap(
    images: NDArray[Any], pixels: NDArray[Any], class_set: ClassSet, *, title: str = "How even the folds are"
) -> Picture:
    """Draw how far each class's share in each fold is from what it should be: in images, and in pixels.

    Args:
        images: (F, K) relative deviations, 0 for exactly right, −1 for none; NaN, which is hatched, for a
            class that never occurs.
        pixels: (F, K) likewise.
        class_set: K classes.
        title: The heading.

    Returns:
        (H, W, 3) uint8 RGB; orange for too much, purple for too little.

    Raises:
        UsageError: The shapes do not fit.
    """
    classes = class_set.num_classes
    if images.shape != pixels.shape or images.ndim != 2 or images.size == 0 or images.shape[1] != classes:
        raise UsageError(
            f"deviations have shapes {images.shape} and {pixels.shape}: give (folds, {classes})."
        )
    folds = len(images)
    size = 9 if classes <= 60 else 7
    height = max(_LEAST_HEIGHT, 1.6 + (0.26 if classes <= 60 else 0.16) * classes)
    figure = new_figure(2.9 + 2 * max(1.2, 0.46 * folds), height)
    limit = _limit(images, pixels)
    panels = figure.subplots(1, 2, sharey=True)
    for axes, values, name in zip(panels, (images, pixels), ("pictures", "pixels"), strict=True):
        image = _cells(axes, values.T, limit)
        style(axes, title=title if axes is panels[0] else "", x=f"fold: {name}", y="")
        axes.set_xticks(range(folds), [str(fold) for fold in range(folds)], fontsize=8)
        axes.tick_params(length=0)
    label_axis(panels[0], "y", class_set.names, size)
    bar = figure.colorbar(image, ax=panels, fraction=0.03, pad=0.02, label="% from the share it should have")
    bar.set_ticks([-limit, 0, limit], labels=[f"{-100 * limit:.0f}", "0", f"{100 * limit:+.0f}"])
    bar.outline.set_visible(False)
    return render(figure)


def _limit(*values: NDArray[Any]) -> float:
    finite = np.concatenate([np.abs(one[np.isfinite(one)]) for one in values])
    return float(np.clip(np.ceil(10 * finite.max(initial=0.0)) / 10, _LEAST_LIMIT, _MOST_LIMIT))


def _cells(axes: "Axes", values: NDArray[Any], limit: float) -> "AxesImage":
    axes.patch.set(facecolor="#f1f3f5", hatch="////", edgecolor="#adb5bd")
    image = axes.imshow(
        np.ma.masked_invalid(values),
        cmap="PuOr_r",
        vmin=-limit,
        vmax=limit,
        aspect="auto",
        interpolation="nearest",
    )
    if values.size <= _MOST_NUMBERED:  # more would be too small to read, and take seconds
        for (row, column), value in np.ndenumerate(values):
            if np.isfinite(value):
                colour = "white" if abs(value) > 0.7 * limit else "black"
                text = f"{100 * value:+.0f}" if round(100 * value) else "0"
                axes.text(column, row, text, ha="center", va="center", fontsize=7, color=colour)
    return image
