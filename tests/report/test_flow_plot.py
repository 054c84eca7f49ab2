"""The flow plot: any number of classes, exact where it can be measured, and saying what it leaves out."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from segscope.analysis.confusions import Confusion
from segscope.engine.class_set import ClassSet
from segscope.errors import UsageError
from segscope.report import flow_plot as flow_plot_module
from segscope.report.figure import render
from segscope.report.flow_layout import lay_out_flows
from segscope.report.flow_plot import MOST_FLOWS, flow_plot
from segscope.report.scaling import Picture

WHOLE, BORDER = (22, 50, 92), (185, 211, 238)
FLOW = Confusion(0, 1, 1000, 0.1, 0.4, 3, border_pixels=0, whole_pixels=1000, lost_miou=0.05)


def drawn_flows(classes: int, number: int, seed: int = 0) -> list[Confusion]:
    rng = np.random.default_rng(seed)
    pairs = {(int(t), int(p)) for t, p in rng.integers(0, classes, (number * 3, 2)) if t != p}
    flows = []
    for true, predicted in sorted(pairs)[:number]:
        whole, border = (int(part) for part in rng.integers(0, 500, 2))
        flows.append(replace(FLOW, true_class=true, predicted_class=predicted, lost_miou=float(rng.random()),
                             whole_pixels=whole, border_pixels=border))  # fmt: skip
    return sorted(flows, key=lambda flow: -flow.lost_miou)


def near(picture: np.ndarray, colour: tuple[int, int, int]) -> int:
    return int((np.abs(picture.astype(int) - colour).max(axis=2) < 6).sum())


@pytest.mark.parametrize(("classes", "number"), [(2, 1), (2, 2), (12, 100), (150, 400)])
def test_any_number_of_classes_fits(classes: int, number: int) -> None:
    names = (
        "a name that is longer than any axis has room for, by far",
        *(f"종이 {i}" for i in range(1, classes)),
    )
    picture = flow_plot(drawn_flows(classes, number), ClassSet(names))
    assert picture.dtype == np.uint8
    assert max(picture.shape[:2]) < 2000
    assert (picture[:5] == 255).all()
    assert (picture[:, :5] == 255).all(), "labels are inside"


def test_ribbons_are_divided_by_what_their_pixels_are() -> None:
    class_set = ClassSet(("a", "b"))
    three_to_one = replace(FLOW, whole_pixels=750, border_pixels=250)
    picture = flow_plot([three_to_one], class_set)
    boxes = [flow_plot([replace(FLOW, whole_pixels=w, border_pixels=1000 - w)], class_set) for w in (0, 1000)]
    legend = near(boxes[0], WHOLE), near(boxes[1], BORDER)
    whole, border = near(picture, WHOLE) - legend[0], near(picture, BORDER) - legend[1]
    assert whole / border == pytest.approx(3, rel=0.1)  # of pixels, edges off


def test_thickness_goes_with_the_cost_at_both_ends_and_nothing_overlaps() -> None:
    flows = drawn_flows(9, 30)
    layout = lay_out_flows(flows)
    costliest = layout.ribbons[0]
    for ribbon in layout.ribbons:
        ratio = ribbon.flow.lost_miou / costliest.flow.lost_miou
        assert ribbon.thickness / costliest.thickness == pytest.approx(ratio)
    for edges in ([r.left for r in layout.ribbons], [r.right for r in layout.ribbons]):
        order = np.argsort(edges)
        for upper, lower in pairwise(order):
            assert edges[upper] + layout.ribbons[upper].thickness <= edges[lower] + 1e-9
            middles = [edges[i] + layout.ribbons[i].thickness / 2 for i in (upper, lower)]
            assert middles[1] - middles[0] >= 1 - 1e-9, "a line of text between figures"
    for nodes, edge, index in (
        (layout.left, "left", "true_class"),
        (layout.right, "right", "predicted_class"),
    ):
        bars = {node.class_index: node for node in nodes}
        assert len(bars) == len(nodes)
        for ribbon in layout.ribbons:
            bar = bars[getattr(ribbon.flow, index)]
            top = getattr(ribbon, edge)
            assert bar.top - 1e-9 <= top <= top + ribbon.thickness <= bar.top + bar.height + 1e-9


@pytest.mark.parametrize(
    ("number", "said"), [(3, "all flows are shown"), (60, f"{MOST_FLOWS} costliest of 60 flows")]
)
def test_it_says_what_is_left_out(number: int, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    captions: list[str] = []
    monkeypatch.setattr(Axes, "set_xlabel", lambda axes, text, **look: captions.append(text))
    flows = [replace(flow, lost_miou=0.1 + flow.lost_miou) for flow in drawn_flows(12, number)]
    flow_plot(flows, ClassSet(tuple(f"c{i}" for i in range(12))))
    assert said in captions[0]
    if number > MOST_FLOWS:
        share = sum(f.lost_miou for f in flows[:MOST_FLOWS]) / sum(f.lost_miou for f in flows)
        assert f"{share:.0%} of what all of them cost" in captions[0]


@pytest.mark.parametrize("images", [1, 12, 1_000, 1_234_567])
def test_names_never_lie_on_what_stands_beside_the_ribbons(
    images: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Figure] = []

    def keep(figure: Figure) -> Picture:
        drawn.append(figure)
        return render(figure)

    monkeypatch.setattr(flow_plot_module, "render", keep)
    flows = [replace(flow, images=images, share_of_class=0.0003) for flow in drawn_flows(6, 9)]
    names = ("Background", "일반 쓰레기", "Paper pack", "a much longer class name", "x", "Plastic bag")
    flow_plot(flows, ClassSet(names))
    (figure,) = drawn
    texts = [text for text in figure.axes[0].texts if text.get_text()]
    boxes = [text.get_window_extent() for text in texts]
    assert any("of it" in text.get_text() for text in texts)
    for place, box in enumerate(boxes):
        assert not [texts[n].get_text() for n in range(place) if box.overlaps(boxes[n])], texts[place]
        assert box.x0 >= 0
        assert box.x1 <= figure.bbox.x1


def test_a_flow_to_no_class_is_named_so_and_nothing_wrong_is_no_picture() -> None:
    written = flow_plot([replace(FLOW, predicted_class=-1)], ClassSet(("a", "b")))
    assert not np.array_equal(written, flow_plot([FLOW], ClassSet(("a", "b"))))
    with pytest.raises(UsageError, match="no pixel is wrong"):
        flow_plot([], ClassSet(("a",)))
