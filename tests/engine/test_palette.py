"""Default colours: as many as asked, and distinct."""

import pytest

from segscope.engine.palette import default_palette


@pytest.mark.parametrize("num_classes", [1, 12, 13, 150])
def test_colours_are_distinct_and_stay_when_classes_are_added(num_classes: int) -> None:
    colours = default_palette(num_classes)
    assert len(set(colours)) == len(colours) == num_classes
    assert all(0 <= channel <= 255 for colour in colours for channel in colour)
    assert default_palette(num_classes + 5)[:num_classes] == colours
