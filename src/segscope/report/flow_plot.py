"""Confusions as flows: ribbons from the true class to the class that was predicted in its place.

A ribbon is as thick as what the confusion costs, and divided by what its pixels are: whole objects,
parts of objects, and borders, from dark to light, so that it reads in grey and to the colour-blind.
Places are laid out by :mod:`segscope.report.flow_layout`.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from segscope.analysis.confusions import Confusion
from segscope.analysis.words import fine_percent, percent
from segscope.engine.class_set import ClassSet
from segscope.errors import UsageError
from segscope.report.figure import INK, PALE_INK, font_families, new_figure, render, short_names, style
from segscope.report.flow_layout import FlowLayout, Ribbon, lay_out_flows
from segscope.report.scaling import Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import PathPatch

MOST_FLOWS = 18
"""More ribbons cannot be followed by eye."""
LEAST_SHARE = 0.03
"""Flows that cost less than this share of the costliest one would be hair lines."""
_SHADES = (("whole objects", "#16325c"), ("parts of objects", "#4a86c5"), ("along borders", "#b9d3ee"))
_LEFT, _RIGHT = 0.0, 1.0  # where ribbons begin and end
_BAR = 0.012
_GAP = 0.025
_SMALL = 7.5  # points of the text beside a ribbon
_POINTS_BETWEEN = 8.0
_INCHES_A_UNIT = 0.27  # a unit of the layout is the height of a line of text


def flow_plot(
    flows: Sequence[Confusion], class_set: ClassSet, *, title: str = "What is taken for what"
) -> Picture:
    """Draw the costliest flows of a validation.

    Args:
        flows: All flows, the costliest first, as
            :func:`~segscope.analysis.confusions.rank_confusions` gives them.
        class_set: The classes.
        title: The heading.

    Returns:
        (H, W, 3) uint8 RGB. It shows the costliest flows alone (:data:`MOST_FLOWS`, :data:`LEAST_SHARE`),
        and says how many of how many.

    Raises:
        UsageError: There is no flow: no pixel is wrong.

    Example:
        >>> flow = Confusion(0, 1, 410, 0.041, 0.31, 12, border_pixels=100, whole_pixels=250, lost_miou=0.02)
        >>> flow_plot([flow], ClassSet(("Paper", "General trash"))).shape[2]
        3
    """
    if not flows:
        raise UsageError("there is nothing to draw: no pixel is wrong.")
    shown = [flow for flow in flows[:MOST_FLOWS] if flow.lost_miou >= LEAST_SHARE * flows[0].lost_miou]
    layout = lay_out_flows(shown)
    figure = new_figure(10.0, 1.7 + _INCHES_A_UNIT * layout.height)
    axes = figure.add_subplot()
    for ribbon in layout.ribbons:
        _draw_ribbon(axes, ribbon)
    _name_classes(axes, layout, class_set)
    style(axes, title=title, x=_caption(shown, flows), y="")
    axes.set(xlim=(-0.62, 1.36), ylim=(layout.height, -1.2), xticks=[], yticks=[])
    figure.legend(handles=_legend(), loc="outside lower center", ncols=3, fontsize=8, frameon=False)
    return render(figure)


def _caption(shown: Sequence[Confusion], flows: Sequence[Confusion]) -> str:
    thick = "thickness: mIoU that the confusion costs"
    if len(shown) == len(flows):
        return f"{thick}; all flows are shown"
    part = sum(flow.lost_miou for flow in shown) / sum(flow.lost_miou for flow in flows)
    return (
        f"{thick}; the {len(shown)} costliest of {len(flows)} flows, {percent(part)} of what all of them cost"
    )


def _draw_ribbon(axes: "Axes", ribbon: Ribbon) -> None:
    flow = ribbon.flow
    inner = flow.pixels - flow.border_pixels - flow.whole_pixels
    left, right = ribbon.left, ribbon.right
    for (_, colour), pixels in zip(_SHADES, (flow.whole_pixels, inner, flow.border_pixels), strict=True):
        thickness = ribbon.thickness * pixels / flow.pixels
        if thickness:
            axes.add_patch(_band(left, right, thickness, colour))
        left, right = left + thickness, right + thickness
    middle = ribbon.left + ribbon.thickness / 2
    words: dict[str, Any] = {"va": "center", "fontsize": _SMALL, "color": PALE_INK, "in_layout": False}
    axes.text(_LEFT - _GAP, middle, _share(flow), ha="right", **words)
    end = ribbon.right + ribbon.thickness / 2
    axes.text(_RIGHT + _GAP, end, _cost(flow), ha="left", **words)


def _share(flow: Confusion) -> str:
    images = f"{flow.images:,} image{'' if flow.images == 1 else 's'}"
    return f"{fine_percent(flow.share_of_class)} of it, {images}"


def _cost(flow: Confusion) -> str:
    return f"−{flow.lost_miou:.3f}"


def _band(left: float, right: float, thickness: float, colour: str) -> "PathPatch":
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    middle = (_LEFT + _RIGHT) / 2
    there = [(_LEFT, left), (middle, left), (middle, right), (_RIGHT, right)]
    back = [(x, y + thickness) for x, y in reversed(there)]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    corners = np.array([*there, *back, there[0]])
    return PathPatch(Path(corners, codes), facecolor=colour, edgecolor="white", lw=0.4)


def _name_classes(axes: "Axes", layout: FlowLayout, class_set: ClassSet) -> None:
    from matplotlib.patches import Rectangle

    shares = _widest([_share(ribbon.flow) for ribbon in layout.ribbons])
    costs = _widest([_cost(ribbon.flow) for ribbon in layout.ribbons])
    sides = (
        (layout.left, _LEFT - _BAR, _LEFT - _GAP, -shares, "right", "true"),
        (layout.right, _RIGHT, _RIGHT + _GAP, costs, "left", "predicted"),
    )
    for nodes, bar, edge, points, side, heading in sides:
        beside: dict[str, Any] = {"xytext": (points, 0), "textcoords": "offset points"}
        beside |= {"ha": side, "va": "center"}
        names = ["no class" if node.class_index < 0 else class_set.names[node.class_index] for node in nodes]
        families = font_families(names)
        for node, name in zip(nodes, short_names(names), strict=True):
            axes.add_patch(Rectangle((bar, node.top), _BAR, node.height, facecolor=INK))
            middle = (edge, node.top + node.height / 2)
            axes.annotate(name, middle, fontsize=9, color=INK, fontfamily=families, **beside)
        axes.annotate(heading, (edge, -0.6), fontsize=8, color=PALE_INK, **beside)


def _widest(texts: Sequence[str]) -> float:
    """Give the points that the widest of some small texts takes, and the room beside it."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path  # measures by the font's metrics, without drawing outlines

    look = FontProperties(size=_SMALL)
    sizes = (text_to_path.get_text_width_height_descent(text, look, ismath=False) for text in texts)
    return max(width for width, _, _ in sizes) + _POINTS_BETWEEN


def _legend() -> list["PathPatch"]:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    return [
        PathPatch(Path(np.zeros((1, 2))), facecolor=colour, edgecolor="none", label=name)
        for name, colour in _SHADES
    ]
