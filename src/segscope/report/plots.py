"""Plots of a validation: error bars, IoU over validations, confusions; with 2 classes or with 150.

All give pixels; :func:`segscope.report.show.save_png` writes them. Colours are those of the class
panels (Okabe and Ito) and matplotlib's cividis, both safe for readers with colour blindness.
"""

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from segscope.engine.class_set import ClassSet
from segscope.engine.image_counts import ERROR_KINDS
from segscope.errors import UsageError
from segscope.report.error_rows import ErrorRow
from segscope.report.figure import GRID, INK, label_axis, new_figure, render, style
from segscope.report.scaling import Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.image import AxesImage
    from matplotlib.patches import PathPatch

_TRUE = "#00966e"
_MISSED = ("#e29bcd", "#b0409a", "#6d0052")
_FALSE = ("#ffd591", "#f09a1a", "#b85c00")
_BAR_HEIGHT = 0.76
_MOST_NUMBERED = 24  # cells of more columns or rows are too small for a number
_ABSENT = "////"


def error_bars(
    rows: Sequence[ErrorRow], *, title: str = "What each class gets wrong", worst_first: bool = True
) -> Picture:
    """Draw a stacked bar a class: what its union consists of, so that the green part is its IoU.

    Missed pixels (dotted) and false pixels (striped) are apart, each by kind: boundary, extent, segment.

    Args:
        rows: One a class; see :func:`segscope.report.error_rows.error_rows`. Classes in neither ground
            truth nor prediction are left out.
        title: The heading.
        worst_first: Sort by IoU, the lowest on top; False keeps the order given.

    Returns:
        (H, W, 3) uint8 RGB.

    Raises:
        UsageError: No class occurs.
    """
    shown = [row for row in rows if row.union]
    if not shown:
        raise UsageError("there is nothing to draw: no class occurs in ground truth or prediction.")
    if worst_first:
        shown.sort(key=lambda row: row.iou)
    figure = new_figure(9.0, 1.5 + 0.26 * len(shown))
    axes = figure.add_subplot()
    bars = _stack(axes, shown)
    label_axis(axes, "y", [row.name for row in shown], 9)
    style(axes, title=title, x="share of the class's union (%)", y="")
    for position, row in enumerate(shown):
        axes.text(101, position, f"{100 * row.iou:.1f}", va="center", fontsize=8, color=INK)
    axes.text(101, -0.85, "IoU, %", va="center", fontsize=8, color=INK, fontweight="bold")
    axes.set_xlim(0, 107)
    axes.set_xticks(range(0, 101, 20))
    axes.set_ylim(len(shown) - 0.5, -0.5)
    figure.legend(handles=_in_two_lines(bars), loc="outside lower center", ncols=4, fontsize=8, frameon=False)
    return render(figure)


def iou_heatmap(
    values: NDArray[Any],
    class_set: ClassSet,
    *,
    validations: Sequence[str] | None = None,
    title: str = "IoU of each class at every validation",
) -> Picture:
    """Draw how the IoU of each class went over the validations.

    Args:
        values: (validations, K) IoU from 0 to 1; NaN, which is hatched, for a class in neither.
        class_set: K classes.
        validations: The epoch of each; None numbers them from 1.
        title: The heading.

    Returns:
        (H, W, 3) uint8 RGB.

    Raises:
        UsageError: The shape does not fit the classes or the names.
    """
    if values.ndim != 2 or values.size == 0 or values.shape[1] != class_set.num_classes:
        raise UsageError(f"values have shape {values.shape}: give (validations, {class_set.num_classes}).")
    count = len(values)
    names = [str(number + 1) for number in range(count)] if validations is None else list(validations)
    if len(names) != count:
        raise UsageError(f"{len(names)} epochs for {count} validations: give one for each.")
    height = 1.3 + (0.24 if class_set.num_classes <= 60 else 0.16) * class_set.num_classes
    figure = new_figure(min(22.0, max(6.0, 3.0 + 0.42 * count)), height)
    axes = figure.add_subplot()
    image = _cells(axes, values.T, power=1.0)
    label_axis(axes, "y", class_set.names, 9 if class_set.num_classes <= 60 else 7)
    style(axes, title=title, x="validation" if validations is None else "epoch", y="")
    step = math.ceil(count / 40)
    axes.set_xticks(range(0, count, step), names[::step], fontsize=8, rotation=0 if count <= 20 else 90)
    if count <= _MOST_NUMBERED:
        _number_cells(axes, values.T, "{:.2f}", size=7)
    figure.colorbar(image, ax=axes, fraction=0.03, pad=0.02, label="IoU").outline.set_visible(False)
    return render(figure)


def confusion_matrix(
    matrix: NDArray[Any], class_set: ClassSet, *, title: str = "What each class is taken for"
) -> Picture:
    """Draw a confusion matrix, each row as shares of the true class's pixels.

    The colour scale follows the square root of the share, so that confusions of a few percent show.

    Args:
        matrix: (K, K) pixels by true class (rows) and predicted class (columns).
        class_set: K classes.
        title: The heading.

    Returns:
        (H, W, 3) uint8 RGB; rows of classes without a true pixel are hatched.

    Raises:
        UsageError: The matrix is not (K, K).
    """
    classes = class_set.num_classes
    if matrix.shape != (classes, classes):
        raise UsageError(f"the confusion matrix has shape {matrix.shape}: give ({classes}, {classes}).")
    pixels = matrix.sum(axis=1, keepdims=True)
    shares = np.divide(matrix, pixels, out=np.full(matrix.shape, np.nan), where=pixels > 0)
    side = max(3.2, (0.42 if classes <= _MOST_NUMBERED else 0.13) * classes)
    size = 9 if classes <= _MOST_NUMBERED else 6
    figure = new_figure(side + 2.8, side + 2.0)
    axes = figure.add_subplot()
    image = _cells(axes, shares, power=0.5)
    axes.set_aspect("equal")
    label_axis(axes, "y", class_set.names, size)
    label_axis(axes, "x", class_set.names, size)
    style(axes, title=title, x="predicted class", y="true class")
    axes.tick_params(labelsize=size)
    if classes <= _MOST_NUMBERED:
        _number_cells(axes, 100 * shares, "{:.0f}", size=7)
    bar = figure.colorbar(image, ax=axes, fraction=0.03, pad=0.02, label="% of the true class's pixels")
    bar.set_ticks([0, 0.01, 0.05, 0.1, 0.25, 0.5, 1], labels=["0", "1", "5", "10", "25", "50", "100"])
    bar.outline.set_visible(False)
    return render(figure)


def _stack(axes: "Axes", rows: Sequence[ErrorRow]) -> list["PathPatch"]:
    union = np.array([row.union for row in rows])
    left = np.zeros(len(rows))
    bars = []
    for pixels, colour, label, hatch in _series(rows):
        right = left + 100 * np.array(pixels) / union
        bars.append(_bars(left, right, facecolor=colour, label=label, hatch=hatch))
        axes.add_patch(bars[-1])
        left = right
    axes.set_axisbelow(True)
    axes.grid(axis="x", color=GRID, lw=0.6)
    return bars


def _series(rows: Sequence[ErrorRow]) -> Iterator[tuple[list[int], str, str, str]]:
    yield [row.true for row in rows], _TRUE, "true", ""
    for kind, name in enumerate(ERROR_KINDS):
        yield [row.missed[kind] for row in rows], _MISSED[kind], f"missed, {name}", "...."
    for kind, name in enumerate(ERROR_KINDS):
        yield [row.false[kind] for row in rows], _FALSE[kind], f"false, {name}", "/////"


def _bars(left: NDArray[Any], right: NDArray[Any], **look: Any) -> "PathPatch":
    # One path for the bars of all classes: hatching costs milliseconds a path.
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    middle = np.arange(len(left))
    low, high = middle - _BAR_HEIGHT / 2, middle + _BAR_HEIGHT / 2
    corners = np.stack([[left, low], [right, low], [right, high], [left, high]]).transpose(2, 0, 1)
    return PathPatch(Path.make_compound_path_from_polys(corners), edgecolor="white", lw=0.4, **look)


def _in_two_lines(bars: Sequence["PathPatch"]) -> list["PathPatch"]:
    """Order the seven entries, which fill columns, so that missed stands above false."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    true, missed, false = bars[0], bars[1:4], bars[4:]
    blank = PathPatch(Path(np.zeros((1, 2))), facecolor="none", edgecolor="none", label=" ")
    return [true, blank, *(bar for pair in zip(missed, false, strict=True) for bar in pair)]


def _cells(axes: "Axes", values: NDArray[Any], power: float) -> "AxesImage":
    from matplotlib.colors import PowerNorm

    axes.patch.set(facecolor="#f1f3f5", hatch=_ABSENT, edgecolor="#adb5bd")
    return axes.imshow(
        np.ma.masked_invalid(values),
        cmap="cividis",
        norm=PowerNorm(power, 0.0, 1.0),
        aspect="auto",
        interpolation="nearest",
    )


def _number_cells(axes: "Axes", values: NDArray[Any], form: str, size: float) -> None:
    image = axes.images[0]
    colours = image.to_rgba(np.ma.asarray(image.get_array()))
    for (row, column), value in np.ndenumerate(values):
        text = "" if np.isnan(value) else form.format(value)
        if text in ("", "0"):
            continue
        red, green, blue = colours[row, column, :3]
        bright = 0.3 * red + 0.59 * green + 0.11 * blue > 0.45
        axes.text(
            column,
            row,
            text,
            ha="center",
            va="center",
            fontsize=size,
            color="black" if bright else "white",
            in_layout=False,  # it lies inside, and measuring hundreds of them takes half of the drawing
        )
