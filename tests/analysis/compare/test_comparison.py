"""The words of a verdict."""

import math

import pytest

from segscope.analysis.compare import ScoreChange
from segscope.analysis.compare.comparison import points

NAN = math.nan


def change(name: str, difference: float, low: float, high: float, p: float, n: int = 50) -> ScoreChange:
    return ScoreChange(name, 0.5, 0.5 + difference, difference, low, high, p, n, "image")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (change("Paper", 0.032, 0.011, 0.054, 0.004), "Paper +3.2 (1.1 … 5.4), better"),
        (change("Glass", -0.004, -0.02, 0.013, 0.6), "Glass −0.4 (−2.0 … 1.3), cannot tell"),
        (change("Metal", -0.05, -0.08, -0.02, 0.001), "Metal −5.0 (−8.0 … −2.0), worse"),
        (change("Paper", 0.03, 0.01, 0.05, 0.06), "Paper +3.0 (1.0 … 5.0), cannot tell"),
        (change("Paper", 0.03, -0.01, 0.07, 0.01), "Paper +3.0 (−1.0 … 7.0), cannot tell"),
        (
            change("Paper", 0.3, 0.2, 0.4, NAN, 12),
            "Paper +30.0 (20.0 … 40.0), too few images (n = 12) to tell",
        ),
        (change("Paper", NAN, NAN, NAN, NAN, 0), "Paper –, too few images (n = 0) to tell"),
    ],
)
def test_a_change_in_words(given: ScoreChange, words: str) -> None:
    assert str(given) == words


def test_points_never_show_a_minus_zero() -> None:
    assert points(-0.0004, sign=True) == "0.0"
