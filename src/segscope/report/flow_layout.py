"""Where the ribbons of a flow plot begin and end: no figure beside them lies on another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from segscope.analysis.confusions import Confusion

THICKEST = 2.6
"""Thickness of the costliest flow, in lines of text."""
_SLOT = 1.0  # what each flow gets at least, so that its figures can be read
_GAP = 0.5  # between classes


@dataclass(frozen=True, slots=True)
class Node:
    """One class on one side.

    Attributes:
        class_index: The class; -1 for "no class".
        top: Where its bar begins, in lines of text from the top.
        height: How long it is.
    """

    class_index: int
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Ribbon:
    """One flow.

    Attributes:
        flow: What it shows.
        left: The upper edge where it begins.
        right: The upper edge where it ends.
        thickness: From the upper edge to the lower one, the same at both ends.
    """

    flow: Confusion
    left: float
    right: float
    thickness: float


@dataclass(frozen=True, slots=True)
class FlowLayout:
    """Bars of both sides, and the ribbons between them."""

    left: tuple[Node, ...]
    right: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]

    @property
    def height(self) -> float:
        """Lines of text from the top to the end of the lower side."""
        return max(node.top + node.height for node in (*self.left, *self.right))


def lay_out_flows(flows: Sequence[Confusion]) -> FlowLayout:
    """Put the costliest class on top of the left side, and each class of the right side near its sources.

    Args:
        flows: At least one, of a cost above 0.

    Example:
        >>> flow = Confusion(0, 1, 9, 0.1, 0.3, 2, border_pixels=0, whole_pixels=9, lost_miou=0.02)
        >>> layout = lay_out_flows([flow])
        >>> [node.class_index for node in (*layout.left, *layout.right)], layout.ribbons[0].thickness
        ([0, 1], 2.6)
    """
    thickness = [THICKEST * flow.lost_miou / max(f.lost_miou for f in flows) for flow in flows]
    cost: dict[int, float] = {}
    for flow in flows:
        cost[flow.true_class] = cost.get(flow.true_class, 0.0) + flow.lost_miou
    rank = {index: place for place, index in enumerate(sorted(cost, key=lambda i: (-cost[i], i)))}
    by_source = sorted(range(len(flows)), key=lambda i: (rank[flows[i].true_class], i))
    left_nodes, left = _stack([flows[i].true_class for i in by_source], by_source, thickness)
    sources = _middles(flows, left)
    by_target = sorted(
        range(len(flows)),
        key=lambda i: (sources[flows[i].predicted_class], flows[i].predicted_class, left[i]),
    )
    right_nodes, right = _stack([flows[i].predicted_class for i in by_target], by_target, thickness)
    left_nodes, left = _sorted_inside(flows, left_nodes, right, thickness)
    ribbons = tuple(Ribbon(flow, left[i], right[i], thickness[i]) for i, flow in enumerate(flows))
    lower = max(left_nodes[-1].top + left_nodes[-1].height, right_nodes[-1].top + right_nodes[-1].height)
    return _centred(FlowLayout(left_nodes, right_nodes, ribbons), lower)


def _stack(
    classes: Sequence[int], order: Sequence[int], thickness: Sequence[float]
) -> tuple[tuple[Node, ...], dict[int, float]]:
    """Stack flows, those of one class behind each other; gives the bars, and each flow's upper edge."""
    nodes: list[Node] = []
    edges: dict[int, float] = {}
    place = 0.0
    for class_index, flow in zip(classes, order, strict=True):
        slot = max(_SLOT, thickness[flow])
        if nodes and nodes[-1].class_index == class_index:
            nodes[-1] = Node(class_index, nodes[-1].top, nodes[-1].height + slot)
        else:
            place += _GAP if nodes else 0.0
            nodes.append(Node(class_index, place, slot))
        edges[flow] = place + (slot - thickness[flow]) / 2
        place += slot
    return tuple(nodes), edges


def _middles(flows: Sequence[Confusion], left: Mapping[int, float]) -> dict[int, float]:
    """Give where the flows into each class come from, in the mean by cost."""
    sums: dict[int, tuple[float, float]] = {}
    for i, flow in enumerate(flows):
        total, cost = sums.get(flow.predicted_class, (0.0, 0.0))
        sums[flow.predicted_class] = (total + flow.lost_miou * left[i], cost + flow.lost_miou)
    return {index: total / cost for index, (total, cost) in sums.items()}


def _sorted_inside(
    flows: Sequence[Confusion],
    nodes: Sequence[Node],
    right: Mapping[int, float],
    thickness: Sequence[float],
) -> tuple[tuple[Node, ...], dict[int, float]]:
    """Let the flows of each class leave in the order that they arrive in, so that they do not cross."""
    place = {node.class_index: i for i, node in enumerate(nodes)}
    order = sorted(range(len(flows)), key=lambda i: (place[flows[i].true_class], right[i]))
    return _stack([flows[i].true_class for i in order], order, thickness)


def _centred(layout: FlowLayout, height: float) -> FlowLayout:
    """Move the shorter side to the middle of the longer one."""
    left, right = ((height - side[-1].top - side[-1].height) / 2 for side in (layout.left, layout.right))
    return FlowLayout(
        tuple(Node(node.class_index, node.top + left, node.height) for node in layout.left),
        tuple(Node(node.class_index, node.top + right, node.height) for node in layout.right),
        tuple(Ribbon(r.flow, r.left + left, r.right + right, r.thickness) for r in layout.ribbons),
    )
