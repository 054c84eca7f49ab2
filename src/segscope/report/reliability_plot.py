"""Reliability diagrams: how often predictions of each confidence are right, one small plot a class."""

import math
from typing import TYPE_CHECKING

import numpy as np

from segscope.engine.class_set import ClassSet
from segscope.engine.image_counts import Int64
from segscope.engine.reliability import Float64, Reliability
from segscope.errors import UsageError
from segscope.report.figure import GRID, INK, PALE_INK, font_families, new_figure, render, short_names
from segscope.report.scaling import Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_CLASSES = 12
BINS = 10
_COLUMNS = 4
_OVER, _UNDER, _RIGHT = "#f09a1a", "#0072b2", "#00966e"


def reliability_diagrams(
    reliability: Reliability, class_set: ClassSet, *, title: str = "How far confidences can be trusted"
) -> Picture:
    """Draw, for each predicted class, the share that is right in each bin of confidence.

    The bar is the share that is right; the dashed diagonal is where a model lies that is as sure as it
    is right. The gap between them is orange and striped where the model is too sure, blue and dotted
    where it is not sure enough. The grey line below is the share of the class's pixels in the bin.

    Args:
        reliability: Of a validation.
        class_set: K classes.
        title: The heading.

    Returns:
        (H, W, 3) uint8 RGB. Of more than :data:`MOST_CLASSES` predicted classes, those with the largest
        calibration error.

    Raises:
        UsageError: No class is predicted anywhere.
    """
    errors = reliability.calibration_error(BINS)
    shown = np.flatnonzero(~np.isnan(errors))
    if len(shown) == 0:
        raise UsageError("there is nothing to draw: no class is predicted.")
    if len(shown) > MOST_CLASSES:
        shown = np.sort(shown[np.argsort(-errors[shown], kind="stable")[:MOST_CLASSES]])
    rows = math.ceil(len(shown) / _COLUMNS)
    figure = new_figure(2.3 * min(_COLUMNS, len(shown)) + 0.4, 2.3 * rows + 0.5)
    figure.suptitle(title, x=0.02, ha="left", fontsize=12, fontweight="bold", color=INK)
    confidence, right, pixels = reliability.curve(BINS)
    names = short_names(class_set.names[index] for index in shown)
    for place, (index, name) in enumerate(zip(shown, names, strict=True)):
        axes = figure.add_subplot(rows, min(_COLUMNS, len(shown)), place + 1)
        _draw_bins(axes, confidence[index], right[index], pixels[index])
        axes.set_title(
            f"{name}  {errors[index]:.3f}",
            fontsize=9,
            loc="left",
            color=INK,
            fontfamily=font_families([name]),
        )
        axes.tick_params(labelsize=7, colors=PALE_INK, length=2)
        axes.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
        axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    figure.supxlabel(
        "confidence; the number is the expected calibration error, grey the share of pixels", fontsize=8
    )
    figure.supylabel("share that is right", fontsize=8)
    return render(figure)


def _draw_bins(axes: "Axes", confidence: Float64, right: Float64, pixels: Int64) -> None:
    known = pixels > 0
    width = 1 / BINS
    middle = (np.flatnonzero(known) + 0.5) * width
    share, expected = right[known], confidence[known]
    axes.bar(middle, np.minimum(share, expected), width, color=_RIGHT, alpha=0.75)
    gap, bottom = np.abs(share - expected), np.minimum(share, expected)
    over = share < expected
    for chosen, colour, hatch in ((over, _OVER, "/////"), (~over, _UNDER, "....")):
        axes.bar(
            middle[chosen],
            gap[chosen],
            width,
            bottom[chosen],
            color=colour,
            hatch=hatch,
            edgecolor="white",
            lw=0,
        )
    axes.plot([0, 1], [0, 1], ls="--", lw=0.8, color=INK)
    axes.step(middle, pixels[known] / pixels.sum(), where="mid", lw=1, color=PALE_INK)
    axes.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
    axes.grid(color=GRID, lw=0.4)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)
