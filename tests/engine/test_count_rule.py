"""The rule: what it refuses, how it names itself, and widths in pixels."""

from typing import Any

import pytest

from segscope.engine import CountRule
from segscope.errors import UsageError


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("num_classes", 0, "num_classes is 0"),
        ("num_classes", 65535, "give 1 … 65534"),
        ("boundary_width", -0.1, "boundary_width is -0.1"),
        ("iou_width", 1.5, "iou_width is 1.5"),
        ("iou_width", float("nan"), "iou_width is nan"),
        ("frame", "closed", "frame is 'closed': give 'boundary' or 'open'"),
    ],
)
def test_what_is_out_of_range_is_refused(field: str, value: Any, message: str) -> None:
    options = {"num_classes": 3, field: value}
    with pytest.raises(UsageError, match=message):
        CountRule(**options)


def test_rules_that_count_otherwise_have_other_names() -> None:
    rules = [
        CountRule(3),
        CountRule(3, frame="open"),
        CountRule(3, boundary_width=0.02),
        CountRule(3, iou_width=0.01),
    ]
    assert len({rule.name for rule in rules}) == len(rules)


@pytest.mark.parametrize(
    ("shape", "disc", "square"),
    [
        ((1, 1), 0, 1),
        ((30, 40), 0, 1),  # 0.5 goes to the even 0
        ((90, 120), 2, 3),  # 1.5 goes to the even 2
        ((360, 480), 6, 12),
        ((1024, 2048), 23, 46),
    ],
)
def test_widths_are_shares_of_the_diagonal_with_halves_to_even(
    shape: tuple[int, int], disc: int, square: int
) -> None:
    assert CountRule(3).disc_radius(shape) == disc
    assert CountRule(3).square_radius(shape) == square
