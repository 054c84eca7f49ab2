"""Holm's correction equals the closed test of all subsets, of which it is the shortcut."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from segscope.engine.resampling import holm


def closed_test(p: list[float], index: int) -> float:
    """Reject a hypothesis where Bonferroni rejects every subset that it belongs to."""
    others = [i for i in range(len(p)) if i != index]
    subsets = [[index, *more] for size in range(len(p)) for more in combinations(others, size)]
    return max(min(1.0, len(subset) * min(p[i] for i in subset)) for subset in subsets)


@given(st.lists(st.floats(0, 1), max_size=6), st.integers(0, 6))
def test_it_is_the_closed_test(p: list[float], untested: int) -> None:
    place = min(untested, len(p))
    given_p = np.array([*p[:place], np.nan, *p[place:]])
    corrected = holm(given_p)
    assert np.isnan(corrected[place])
    expected = [closed_test(p, i) for i in range(len(p))]
    np.testing.assert_allclose(np.delete(corrected, place), expected, rtol=1e-12)
