"""Iterative stratification: sizes and the rarest class even to one picture, shares far evener than chance."""

from typing import Literal

import numpy as np
import pytest

from segscope.config.catalogue.splits import BalancedFoldOptions, FoldOptions
from segscope.data.splits import Pictures, measure_balance
from segscope.data.splits.k_fold import KFold
from segscope.data.splits.pictures import Balance
from segscope.data.splits.stratified_k_fold import StratifiedKFold
from tests.data.splits.drawn_pictures import draw_pictures


def divide(pictures: Pictures, balance: Balance, seed: int = 0, folds: int = 5) -> np.ndarray:
    return StratifiedKFold(BalancedFoldOptions(folds=folds, seed=seed, balance=balance)).assign(pictures)


@pytest.mark.parametrize("seed", range(4))
def test_the_rarest_class_is_even_to_one_picture(seed: int) -> None:
    pictures = draw_pictures(seed, groups=40)
    rarest = pictures.shows.sum(axis=0).argmin()

    folds = divide(pictures, "images", seed)

    balance = measure_balance(pictures, folds)
    assert np.ptp(balance.images[:, rarest]) <= 1
    assert np.ptp(balance.sizes) <= 1


@pytest.mark.parametrize("what", ["images", "pixels"])
def test_what_is_balanced_deviates_less_than_a_quarter_of_chance(what: Literal["images", "pixels"]) -> None:
    pictures = draw_pictures(2, groups=60)
    chance = measure_balance(pictures, KFold(FoldOptions()).assign(pictures))

    ours = measure_balance(pictures, divide(pictures, what))

    assert ours.worst(what).mean() < chance.worst(what).mean() / 4
    assert np.ptp(ours.sizes) <= 1


def test_both_is_far_evener_than_chance_in_images_and_in_pixels() -> None:
    pictures = draw_pictures(2, groups=60)
    chance = measure_balance(pictures, KFold(FoldOptions()).assign(pictures))

    ours = measure_balance(pictures, divide(pictures, "both"))

    assert ours.worst("images").mean() < chance.worst("images").mean() / 2
    assert ours.worst("pixels").mean() < chance.worst("pixels").mean() / 2


def test_pictures_without_any_class_are_dealt_out_and_a_seed_is_one_split() -> None:
    pictures = Pictures(np.array([[5, 0]] * 3 + [[0, 0]] * 8), (None,) * 11)

    folds = divide(pictures, "both", folds=3)

    assert sorted(folds[:3].tolist()) == [0, 1, 2]
    assert sorted(np.bincount(folds).tolist()) == [3, 4, 4]
    assert folds.tolist() == divide(pictures, "both", folds=3).tolist()
    assert any(folds.tolist() != divide(pictures, "both", seed, 3).tolist() for seed in range(1, 5))
