"""Where annotations overlap: each rule against a label map that was written down by hand."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from segscope.data.coco import CocoDataset
from segscope.errors import DataError, UsageError

Content = dict[str, Any]
OpenContent = Callable[..., CocoDataset]


def box(left: int, top: int, right: int, bottom: int) -> list[list[int]]:
    return [[left, top, right, top, right, bottom, left, bottom]]


def scene(content: Content, *annotations: tuple[int, list[list[int]], int]) -> Content:
    """One picture of 12×8 with (category, polygon, iscrowd) in the order of the file."""
    content["annotations"] = [
        {"id": number, "image_id": 1, "category_id": category, "segmentation": polygon, "iscrowd": crowd}
        for number, (category, polygon, crowd) in enumerate(annotations, start=1)
    ]
    return content


def label_map(dataset: CocoDataset) -> list[str]:
    """Label map of the first picture, a line a row: ``.`` Background, 1 Paper, 2 Metal, x ignored."""
    rows = dataset.read_label_map(dataset.samples["train"][0])
    signs = {0: ".", 1: "1", 2: "2", 255: "x"}
    return ["".join(signs[int(value)] for value in row) for row in rows]


BIG, SMALL = box(0, 0, 8, 6), box(2, 1, 4, 3)
SMALL_ON_TOP = ["11111111....", "11221111....", "11221111....", *["11111111...."] * 3, *["." * 12] * 2]
BIG_ON_TOP = [*["11111111...."] * 6, *["." * 12] * 2]


@pytest.mark.parametrize(
    ("rule", "first", "expected"),
    [
        ("smaller-on-top", "big", SMALL_ON_TOP),
        ("smaller-on-top", "small", SMALL_ON_TOP),
        ("later-on-top", "big", SMALL_ON_TOP),
        ("later-on-top", "small", BIG_ON_TOP),
        ("earlier-on-top", "big", BIG_ON_TOP),
        ("earlier-on-top", "small", SMALL_ON_TOP),
    ],
)
def test_the_rule_decides_who_is_on_top(
    open_content: OpenContent, content: Content, rule: str, first: str, expected: list[str]
) -> None:
    pair = [(1, BIG, 0), (2, SMALL, 0)]
    dataset = open_content(scene(content, *(pair if first == "big" else pair[::-1])), overlap=rule)

    assert label_map(dataset) == expected


def test_a_higher_class_id_wins_nothing(open_content: OpenContent, content: Content) -> None:
    # The usual np.maximum merge would let Metal (2) hide the small Paper (1).
    dataset = open_content(scene(content, (2, BIG, 0), (1, SMALL, 0)))

    assert label_map(dataset)[1] == "22112222...."


def test_of_two_equal_areas_the_later_is_on_top(open_content: OpenContent, content: Content) -> None:
    dataset = open_content(scene(content, (1, box(0, 0, 4, 2), 0), (2, box(2, 0, 6, 2), 0)))

    assert label_map(dataset)[0] == "112222......"


def test_area_is_counted_in_pixels_and_not_believed(open_content: OpenContent, content: Content) -> None:
    scene(content, (1, BIG, 0), (2, SMALL, 0))
    content["annotations"][1]["area"] = 1e9

    assert label_map(open_content(content)) == SMALL_ON_TOP


def test_refuse_names_the_picture_and_the_classes(open_content: OpenContent, content: Content) -> None:
    dataset = open_content(scene(content, (1, BIG, 0), (2, SMALL, 0)), overlap="refuse")

    with pytest.raises(DataError, match=r"train\.json.*a/1\.png.*Paper and Metal overlap in 4 pixels"):
        dataset.read_label_map(dataset.samples["train"][0])


def test_refuse_lets_objects_of_one_class_and_neighbours_pass(
    open_content: OpenContent, content: Content
) -> None:
    pieces = (1, box(0, 0, 4, 2), 0), (1, box(2, 0, 6, 2), 0), (2, box(6, 0, 8, 2), 0)
    dataset = open_content(scene(content, *pieces), overlap="refuse")

    assert label_map(dataset)[0] == "11111122...."


@pytest.mark.parametrize("rule", ["smaller-on-top", "later-on-top", "earlier-on-top", "refuse"])
def test_a_crowd_lies_below_single_objects_under_every_rule(
    open_content: OpenContent, content: Content, rule: str
) -> None:
    dataset = open_content(scene(content, (2, BIG, 0), (1, SMALL, 1)), overlap=rule)

    assert label_map(dataset)[1] == "22222222...."


def test_a_crowd_is_its_class_or_ignored(open_content: OpenContent, content: Content) -> None:
    scene(content, (2, SMALL, 0), (1, BIG, 1))

    assert label_map(open_content(content, crowd="class"))[1] == "11221111...."
    assert label_map(open_content(content, crowd="ignore"))[1] == "xx22xxxx...."


def test_holes_of_an_rle_show_what_lies_below(open_content: OpenContent, content: Content) -> None:
    ring = np.zeros((8, 12), dtype=np.uint8)
    ring[1:5, 1:5] = 1
    ring[2:4, 2:4] = 0
    flat = ring.T.reshape(-1)
    edges = np.flatnonzero(np.diff(flat)) + 1
    counts = np.diff([0, *edges, flat.size]).tolist()
    scene(content, (1, box(0, 0, 6, 6), 0))
    content["annotations"].append(
        {"id": 9, "image_id": 1, "category_id": 2, "segmentation": {"size": [8, 12], "counts": counts}}
    )

    assert label_map(open_content(content))[1:5] == [
        "122221......",
        "121121......",
        "121121......",
        "122221......",
    ]


def test_rings_of_one_annotation_are_united(open_content: OpenContent, content: Content) -> None:
    dataset = open_content(scene(content, (1, box(0, 0, 4, 2) + box(2, 0, 6, 2) + box(8, 0, 9, 2), 0)))

    assert label_map(dataset)[0] == "111111..1..."


@pytest.mark.parametrize("option", ["overlap", "crowd"])
def test_a_rule_that_does_not_exist_is_answered_with_those_that_do(
    open_content: OpenContent, content: Content, option: str
) -> None:
    with pytest.raises(UsageError, match=f"{option} 'higher-class' is not one of"):
        open_content(content, **{option: "higher-class"})
