"""Reliability diagrams: how often predictions of each confidence are right, one small plot a class."""

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from segscope.engine.class_set import ClassSet
from segscope.engine.image_counts import Int64
from segscope.engine.reliability import BINS, Float64, Reliability
from segscope.errors import UsageError
from segscope.report.figure import GRID, INK, PALE_INK, font_families, new_figure, render, short_names
from segscope.report.scaling import Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_CLASSES = 12
RARE = 0.01
"""Share of a class's pixels below which a bin is drawn pale: it hardly weighs in the calibration error."""
_COLUMNS = 4
_NARROWEST = 6.4  # inches, for the heading and the legend
_RIGHT, _PALE = "#00966e", 0.3
_OVER, _UNDER = ("#f09a1a", "/////", "too sure"), ("#0072b2", "....", "not sure enough")


def reliability_diagrams(
    reliability: Reliability, class_set: ClassSet, *, title: str = "How far confidences can be trusted"
) -> Picture:
    """Draw, for each predicted class, the share that is right in each bin of confidence.

    The dashed diagonal is where a model lies that is as sure as it is right. Green bars end at the share
    that is right, and an orange, striped gap above them leads to the confidence of a model that is too
    sure; where it is not sure enough, green ends at the confidence, and a blue, dotted gap leads to the
    share that is right. Bins and calibration errors are those of
    :meth:`~segscope.engine.reliability.Reliability.calibration_error`, as the diagnosis tells them.

    Args:
        reliability: Of a validation.
        class_set: K classes.
        title: The heading.

    Returns:
        (H, W, 3) uint8 RGB. Of more than :data:`MOST_CLASSES` predicted classes, those with the largest
        calibration error, which the picture says.

    Raises:
        UsageError: No class is predicted anywhere.
    """
    errors = reliability.calibration_error()
    shown = predicted = np.flatnonzero(~np.isnan(errors))
    if len(shown) == 0:
        raise UsageError("there is nothing to draw: no class is predicted.")
    if len(shown) > MOST_CLASSES:
        shown = np.sort(shown[np.argsort(-errors[shown], kind="stable")[:MOST_CLASSES]])
    rows = math.ceil(len(shown) / _COLUMNS)
    figure = new_figure(max(_NARROWEST, 2.3 * min(_COLUMNS, len(shown)) + 0.4), 2.3 * rows + 1.0)
    figure.suptitle(title, x=0.02, ha="left", fontsize=12, fontweight="bold", color=INK)
    confidence, right, pixels = reliability.curve()
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
    caption = "confidence; the numbers are expected calibration errors"
    if len(shown) < len(predicted):
        caption += f", and these {len(shown)} of {len(predicted)} classes have the largest"
    legend = {"title": caption, "title_fontsize": 8, "fontsize": 7.5, "ncols": 3, "frameon": False}
    figure.legend(handles=_legend(), loc="outside lower center", **legend)
    figure.supylabel("share that is right", fontsize=8)
    return render(figure)


def _draw_bins(axes: "Axes", confidence: Float64, right: Float64, pixels: Int64) -> None:
    held = pixels / pixels.sum()
    rare = held < RARE
    for chosen, alpha in ((~rare, 1.0), (rare & (pixels > 0), _PALE)):
        _draw_bars(axes, np.flatnonzero(chosen), confidence, right, alpha)
    axes.plot([0, 1], [0, 1], ls="--", lw=0.8, color=INK)
    axes.stairs(held, np.linspace(0, 1, BINS + 1), lw=1, color=INK)
    axes.set(xlim=(0, 1), ylim=(0, 1.02), aspect="equal")
    axes.grid(color=GRID, lw=0.4)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _draw_bars(axes: "Axes", bins: Int64, confidence: Float64, right: Float64, alpha: float) -> None:
    width, share, sure = 1 / BINS, right[bins], confidence[bins]
    middle, lower = (bins + 0.5) * width, np.minimum(share, sure)
    axes.bar(middle, lower, width, color=_RIGHT, alpha=alpha, lw=0)
    over = share < sure
    for chosen, (colour, hatch, _) in ((over, _OVER), (~over, _UNDER)):
        gap = np.abs(share - sure)[chosen]
        look: dict[str, Any] = {
            "color": colour,
            "hatch": hatch,
            "edgecolor": "white",
            "lw": 0,
            "alpha": alpha,
        }
        axes.bar(middle[chosen], gap, width, bottom=lower[chosen], **look)


def _legend() -> list[Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    gaps = [
        Patch(facecolor=c, hatch=hatch, edgecolor="white", label=name) for c, hatch, name in (_OVER, _UNDER)
    ]
    return [
        Patch(facecolor=_RIGHT, label="right, as often as it is sure"),
        *gaps,
        Line2D([], [], color=INK, ls="--", lw=0.8, label="where sure and right agree"),
        Line2D([], [], color=INK, lw=1, label="share of the class's pixels"),
        Patch(facecolor=_RIGHT, alpha=_PALE, label=f"pale: under {RARE:.0%} of them"),
    ]
