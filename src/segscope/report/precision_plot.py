"""How precise pseudo-labels are: precision by coverage, and each class where the rule stands."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from segscope.errors import UsageError
from segscope.report.figure import GRID, INK, PALE_INK, label_axis, new_figure, render, style
from segscope.report.scaling import Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_CURVE, _POINT, _KEPT = "#0072b2", "#d55e00", "#c9ced6"
_FIRST = 0.002  # of the coverage: of fewer pixels a precision jumps about


@dataclass(frozen=True, slots=True)
class KeptClass:
    """What is kept of one class.

    Attributes:
        name: The class.
        share: Kept share of its predicted pixels.
        precision: Share of the kept ones that is right, out of fold; NaN where that is not known.
    """

    name: str
    share: float
    precision: float


def precision_plot(
    coverage: NDArray[Any],
    precision: NDArray[Any],
    here: tuple[float, float],
    classes: Sequence[KeptClass],
    *,
    title: str = "Pseudo-labels",
) -> Picture:
    """Draw the precision of kept labels by their coverage, and each class where the rule stands.

    Args:
        coverage: (N,) shares of the pixels that are kept, rising.
        precision: (N,) shares of them that are right.
        here: Coverage and precision of the rule.
        classes: One a class.
        title: The heading.

    Returns:
        (H, W, 3) uint8 RGB.

    Raises:
        UsageError: There is no point to draw.
    """
    if len(coverage) == 0 or len(coverage) != len(precision):
        raise UsageError("there is no precision to draw: give as many precisions as coverages.")
    figure = new_figure(10.0, max(3.8, 1.4 + 0.26 * len(classes)))
    curve, bars = figure.subplots(1, 2, width_ratios=(1.1, 1))
    _draw_curve(curve, coverage, precision, here)
    style(curve, title=title, x="pixels kept, of those with ground truth (%)", y="of these right (%)")
    _draw_classes(bars, classes)
    style(bars, title="", x="of the class's pixels (%)", y="")
    return render(figure)


def _draw_curve(
    axes: "Axes", coverage: NDArray[Any], precision: NDArray[Any], here: tuple[float, float]
) -> None:
    shown = (coverage >= _FIRST) | (np.arange(len(coverage)) == len(coverage) - 1)
    axes.plot(100 * coverage[shown], 100 * precision[shown], color=_CURVE, lw=2, label="laxer thresholds →")
    axes.plot(
        [100 * here[0]],
        [100 * here[1]],
        "o",
        ms=9,
        color=_POINT,
        mec="white",
        label=f"this rule: {100 * here[1]:.1f} % right of {100 * here[0]:.1f} % kept",
        zorder=3,
    )
    lowest = min(float(precision[shown].min()), here[1])
    axes.set_xlim(0, 101)
    axes.set_ylim(max(100 * lowest - 4, 0), 100.8)
    axes.grid(color=GRID, lw=0.5)
    axes.set_axisbelow(True)
    _legend_below(axes)


def _draw_classes(axes: "Axes", classes: Sequence[KeptClass]) -> None:
    places = list(range(len(classes)))
    axes.barh(
        places, [100 * one.share for one in classes], 0.66, color=_KEPT, label="kept, of its prediction"
    )
    known = [place for place, one in zip(places, classes, strict=True) if not math.isnan(one.precision)]
    right = [100 * classes[place].precision for place in known]
    axes.plot(right, known, "D", ms=6, color=_CURVE, mec="white", label="right, of what is kept")
    for place, one in zip(places, classes, strict=True):
        text = "?" if math.isnan(one.precision) else f"{100 * one.precision:.0f}"
        axes.text(103, place, text, va="center", fontsize=8, color=INK)
    axes.text(103, -0.95, "right", va="center", fontsize=7.5, color=PALE_INK)
    label_axis(axes, "y", [one.name for one in classes], 9)
    axes.set_xlim(0, 110)
    axes.set_xticks(range(0, 101, 25))
    axes.set_ylim(len(classes) - 0.4, -1.4)
    axes.grid(axis="x", color=GRID, lw=0.5)
    axes.set_axisbelow(True)
    _legend_below(axes)


def _legend_below(axes: "Axes") -> None:
    """Put the legend where no curve can run through it."""
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=2, fontsize=8, frameon=False)
