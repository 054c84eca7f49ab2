"""Annotations are cut to the picture and keep what lies inside it."""

import numpy as np
import pytest

from segscope.data.recycling.annotate import annotate, clip
from segscope.data.recycling.frame import Pose
from segscope.data.recycling.shapes import Outline, ellipse, rounded_box


def test_clip_keeps_the_part_of_a_rectangle_that_lies_inside() -> None:
    ring = np.array([(-5.0, 2.0), (8.0, 2.0), (8.0, 30.0), (-5.0, 30.0)])
    clipped = clip(ring, (20, 10))
    assert {tuple(point) for point in clipped.tolist()} == {(0.0, 2.0), (8.0, 2.0), (8.0, 10.0), (0.0, 10.0)}


def test_clip_gives_nothing_where_nothing_is_inside() -> None:
    assert len(clip(np.array([(-5.0, -5.0), (-1.0, -5.0), (-1.0, -1.0)]), (20, 10))) == 0


@pytest.mark.parametrize("traced", [True, False])
def test_area_is_that_of_the_shape(traced: bool) -> None:
    """A disc of diameter 60 px covers π·30² pixels, whichever form its annotation has."""
    outline = Outline((ellipse(1.0, 1.0, 200),), traced=traced)
    annotation = annotate(outline, Pose(50.0, 40.0, 0.3, 60.0), (100, 90), compressed=True)
    assert annotation is not None
    assert isinstance(annotation.segmentation, list if traced else dict)
    assert annotation.area == pytest.approx(np.pi * 30**2, rel=0.02)
    assert annotation.bbox == pytest.approx((20, 10, 60, 60), abs=1)


def test_a_hole_is_cut_out_of_the_area() -> None:
    outline = Outline((rounded_box(1.0, 1.0, 0.001),), holes=(rounded_box(0.5, 0.5, 0.001),))
    annotation = annotate(outline, Pose(32.0, 32.0, 0.0, 40.0), (64, 64), compressed=False)
    assert annotation is not None
    assert annotation.area == pytest.approx(40**2 - 20**2, rel=0.03)


def test_an_object_outside_the_picture_has_no_annotation() -> None:
    for traced in (True, False):
        outline = Outline((ellipse(1.0, 0.5),), traced=traced)
        assert annotate(outline, Pose(-90.0, 40.0, 0.0, 60.0), (100, 90), compressed=True) is None
