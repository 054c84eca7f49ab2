"""Plain figures of an object, and when one of them is said to give the clusters."""

import numpy as np
import pytest

from segscope.data.instances import list_instances
from segscope.train.unknown.appearance import WORDS, agreement_alone, describe, mostly


def test_figures_are_those_of_the_objects_own_pixels() -> None:
    picture = np.full((40, 100, 3), 255, np.uint8)
    numbers = np.zeros((40, 100), np.int32)
    numbers[10:20, 60:100] = 3
    picture[10:20, 60:80], picture[10:20, 80:100] = (51, 51, 51), (153, 51, 0)
    (one,) = list_instances(numbers, np.ones((40, 100), np.uint8))
    look = describe(picture, numbers, one)
    assert look.size == pytest.approx(np.log10(0.1))
    assert look.brightness == pytest.approx((0.2 + 0.8 / 3) / 2)
    assert look.contrast == pytest.approx((0.8 / 3 - 0.2) / 2)
    assert look.colourfulness == pytest.approx(0.3)
    assert (look.row, look.column) == pytest.approx((0.375, 0.8))
    assert (look.red, look.green, look.blue) == pytest.approx((0.4, 0.2, 0.1))


def test_clusters_that_are_only_size_are_called_so() -> None:
    rng = np.random.default_rng(0)
    labels = np.repeat([0, 1], 60)
    figures = {name: rng.normal(size=120) for name in WORDS}
    figures["size"] = labels * 5.0 + rng.normal(size=120) * 0.5
    agreement = agreement_alone(figures, labels, rng)
    assert agreement["size"] > 0.9
    assert all(abs(agreement[name]) < 0.2 for name in WORDS if name != "size")
    assert "size alone gives nearly the same clusters" in mostly(agreement)
    assert mostly(agreement_alone({**figures, "size": figures["row"]}, labels, rng)) == ""
    assert set(agreement_alone(figures, np.zeros(120, dtype=np.intp), rng).values()) == {0.0}
