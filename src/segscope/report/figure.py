"""matplotlib figures without its global state: made one by one, rendered by Agg to pixels.

matplotlib is imported when the first plot is made, because it takes longer than drawing a panel.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from segscope.report.fonts import drawable, font_files_for
from segscope.report.scaling import Picture
from segscope.report.text import PLAIN, shorten

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DPI = 110
INK = "#212529"
PALE_INK = "#69717a"
GRID = "#dee2e6"
_PADDING = 0.12  # inches around the plot
_LABEL_PIXELS = 190  # the longest class name beside an axis


def new_figure(width: float, height: float) -> "Figure":
    """Make an empty figure, in inches, that keeps its labels inside."""
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    layout = ConstrainedLayoutEngine(w_pad=_PADDING, h_pad=_PADDING)
    return Figure(figsize=(width, height), dpi=DPI, layout=layout, facecolor="white")


def load_drawing() -> None:
    """Import what figures need, for callers that have a thread to spare while something else is computed."""
    import matplotlib.backends.backend_agg
    import matplotlib.figure
    import matplotlib.layout_engine  # noqa: F401 - wanted in sys.modules


def render(figure: "Figure") -> Picture:
    """Render a figure to (H, W, 3) uint8 RGB."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas: Any = FigureCanvasAgg(figure)  # Any: its methods carry no types
    canvas.draw()
    return np.array(canvas.buffer_rgba())[..., :3].copy()


def font_families(texts: Iterable[str]) -> list[str]:
    """Name the font families that some texts need, for matplotlib's ``fontfamily``."""
    return [_register(path) for path in font_files_for(" ".join(texts))]


def short_names(names: Iterable[str]) -> list[str]:
    """Shorten class names to what fits beside an axis."""
    return [shorten(name, _LABEL_PIXELS, PLAIN) for name in names]


def label_axis(axes: "Axes", which: str, names: Sequence[str], size: float) -> None:
    """Write a name at each whole number of an axis.

    Args:
        axes: The axes.
        which: ``x`` (written upright) or ``y``.
        names: One a position, from 0.
        size: Font size in points.
    """
    axis = axes.xaxis if which == "x" else axes.yaxis
    rotation = 90 if which == "x" else 0
    axis.set_ticks(range(len(names)))
    axis.set_ticklabels(
        short_names(names), fontsize=size, fontfamily=font_families(names), color=INK, rotation=rotation
    )
    axis.set_tick_params(length=0)


def style(axes: "Axes", *, title: str, x: str, y: str) -> None:
    """Set title and axis labels and take the frame away."""
    axes.set_title(
        drawable(title),
        loc="left",
        fontsize=12,
        fontweight="bold",
        color=INK,
        fontfamily=font_families([title]),
    )
    axes.set_xlabel(x, fontsize=9, color=PALE_INK)
    axes.set_ylabel(y, fontsize=9, color=PALE_INK)
    axes.tick_params(labelsize=8, colors=INK)
    for spine in axes.spines.values():
        spine.set_visible(False)


@lru_cache(maxsize=32)
def _register(path: Path) -> str:
    from matplotlib.font_manager import FontProperties, fontManager

    name = FontProperties(fname=path).get_name()
    if name not in fontManager.get_font_names():
        fontManager.addfont(path)
    return name
