"""One validation part."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segscope.config.catalogue.splits import HoldoutOptions
from segscope.data.splits import ALWAYS_TRAIN, Pictures, measure_balance
from segscope.data.splits.holdout import Holdout
from segscope.errors import UsageError
from tests.data.splits.drawn_pictures import draw_pictures, torn_groups


@pytest.mark.parametrize("share", [0.1, 0.25])
def test_the_part_has_its_share_of_pictures_and_of_every_class(share: float) -> None:
    pictures = draw_pictures(4)

    found = Holdout(HoldoutOptions(share=share)).assign(pictures)

    assert set(found.tolist()) == {0, ALWAYS_TRAIN}
    assert torn_groups(pictures, found) == 0
    part = found == 0
    assert part.mean() == pytest.approx(share, rel=0.1)
    of_class = pictures.shows[part].sum(axis=0) / pictures.shows.sum(axis=0)
    assert of_class == pytest.approx(share, rel=0.5)
    assert np.all(of_class < 1)
    assert found.tolist() == Holdout(HoldoutOptions(share=share)).assign(pictures).tolist()


def test_deviations_are_against_what_the_part_really_holds() -> None:
    pictures = Pictures(np.array([[1, 4], [1, 0], [1, 0], [1, 4]]), (None,) * 4)

    balance = measure_balance(pictures, np.array([0, ALWAYS_TRAIN, ALWAYS_TRAIN, ALWAYS_TRAIN]))

    assert balance.shares.tolist() == [0.25]
    assert balance.deviations("images").tolist() == [[0.0, 1.0]]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), share=st.sampled_from([0.02, 0.2, 0.5, 0.95]))
def test_neither_part_is_empty_however_few_and_large_the_groups(seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(rng.integers(2, 8)), 5)
    # Each group shows a class of its own, so that no class asks for a picture in both parts.
    pixels = np.eye(8, dtype=np.int64)[groups] * rng.integers(1, 90, (len(groups), 1))
    pictures = Pictures(pixels, tuple(f"g{group}" for group in groups.tolist()))

    found = Holdout(HoldoutOptions(share=share)).assign(pictures)

    assert set(found.tolist()) == {0, ALWAYS_TRAIN}
    assert torn_groups(pictures, found) == 0


def test_one_group_cannot_be_divided() -> None:
    with pytest.raises(UsageError, match="all pictures are one group"):
        Holdout(HoldoutOptions()).assign(Pictures(np.ones((5, 1), np.int64), ("a",) * 5))
