"""What each change of an ablation did to each class, as a picture."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from segscope.analysis.ablation.result import AblationResult, ArmResult
from segscope.analysis.compare.comparison import ScoreChange, points
from segscope.report.figure import INK, PALE_INK, label_axis, new_figure, render, style
from segscope.report.scaling import Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_OVERALL = 2  # mIoU and Boundary IoU stand before the classes
_LEAST_LIMIT = 2.0
_MOST_NUMBERED = 600
_LEAST_HEIGHT = 3.2  # inches: the label of the colour bar stands upright


def change_heatmap(result: AblationResult) -> Picture:
    """Draw the change of mIoU, Boundary IoU and each class's IoU by each change, the best change on top.

    Changes that are better or worse after the correction are framed, with their numbers in bold.

    Args:
        result: At least one change.

    Returns:
        (H, W, 3) uint8 RGB; teal for better, brown for worse, hatched where there is no score.
    """
    rows = [_cells_of(change) for change in result.ranked]
    values = 100 * np.array([[cell.difference for cell in row] for row in rows])
    names = [change.arm.name for change in result.ranked]
    many = len(result.class_names) > 60
    size = 7 if many else 9
    width = 3.2 + (0.16 if many else 0.52) * values.shape[1]
    figure = new_figure(width, max(_LEAST_HEIGHT, 2.1 + 0.34 * len(rows)))
    axes = figure.add_subplot()
    limit = _limit(values)
    image = _draw(axes, values, limit)
    if values.size <= _MOST_NUMBERED:  # more would be too small to read
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                _number(axes, row, column, cell, limit)
    label_axis(axes, "y", names, 9)
    label_axis(axes, "x", ["mIoU", "Boundary IoU", *result.class_names], size)
    axes.tick_params(length=0)
    axes.axvline(_OVERALL - 0.5, color="white", lw=5)
    style(axes, title=f"{result.name}: change of IoU by each change", x="", y="")
    ends = [-limit, 0, limit]
    bar = figure.colorbar(image, ax=axes, fraction=0.03, pad=0.02, label="points of 100")
    bar.set_ticks(ends, labels=[points(end / 100, sign=True) for end in ends])
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=8)
    sure = "framed: better or worse after Holm's correction; the rest cannot be told from chance"
    figure.supxlabel(sure, fontsize=8, color=PALE_INK)
    return render(figure)


def _cells_of(change: ArmResult) -> tuple[ScoreChange, ...]:
    return (change.overall, change.others[-1], *change.classes)


def _limit(values: NDArray[Any]) -> float:
    """Give the change of the darkest colour: rare giants would make the rest pale."""
    known = np.abs(values[np.isfinite(values)])
    return float(max(_LEAST_LIMIT, np.ceil(np.quantile(known, 0.95)))) if known.size else _LEAST_LIMIT


def _draw(axes: "Axes", values: NDArray[Any], limit: float) -> Any:
    axes.patch.set(facecolor="#f1f3f5", hatch="////", edgecolor="#adb5bd")
    return axes.imshow(
        np.ma.masked_invalid(values),
        cmap="BrBG",
        vmin=-limit,
        vmax=limit,
        aspect="auto",
        interpolation="nearest",
    )


def _number(axes: "Axes", row: int, column: int, cell: ScoreChange, limit: float) -> None:
    from matplotlib.patches import Rectangle

    if not np.isfinite(cell.difference):
        return
    sure = cell.verdict in ("better", "worse")
    dark = abs(100 * cell.difference) > 0.6 * limit
    axes.text(
        column,
        row,
        points(cell.difference, sign=True),
        ha="center",
        va="center",
        fontsize=7.5 if sure else 7,
        fontweight="bold" if sure else "normal",
        color="white" if dark else INK,
        in_layout=False,  # it lies inside, and measuring hundreds of them takes half of the drawing
    )
    if sure:
        frame = Rectangle(
            (column - 0.41, row - 0.42), 0.82, 0.84, fill=False, edgecolor="white" if dark else INK, lw=1.4
        )
        axes.add_patch(frame)
