"""What is said of intervals: what was drawn, what is unsafe, and what limits them."""

import numpy as np
import pytest

from segscope.analysis.intervals import diagnosis_intervals
from segscope.cli.interval_text import interval_explanation
from segscope.engine.count_tables import CountTables
from tests.engine.resampling.simulate import Models, draw_population


def sample(images: int) -> CountTables:
    return draw_population(11, Models(), images=images).tables(0, np.arange(images))


@pytest.mark.parametrize(
    ("images", "group", "said", "unsaid"),
    [
        (60, None, ["of such images", "(60 images)"], ["come from"]),
        (60, 2, ["of such groups", "(30 groups)"], ["come from"]),
        (60, 10, ["of such images", "The images come from 6 groups, too few to be drawn whole"], []),
        (12, None, ["(12 images)", "?: from fewer than 20 images, unsafe"], ["come from"]),
    ],
)
def test_the_unit_its_number_and_its_limits_are_named(
    images: int, group: int | None, said: list[str], unsaid: list[str]
) -> None:
    groups = None if group is None else [str(i // group) for i in range(images)]
    text = interval_explanation(diagnosis_intervals(sample(images), groups))
    assert all(part in text for part in said), text
    assert not any(part in text for part in unsaid), text
