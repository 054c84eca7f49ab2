"""One validation part."""

import numpy as np
import pytest

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


def test_one_group_cannot_be_divided() -> None:
    with pytest.raises(UsageError, match="2 folds of 1 groups"):
        Holdout(HoldoutOptions()).assign(Pictures(np.ones((5, 1), np.int64), ("a",) * 5))
