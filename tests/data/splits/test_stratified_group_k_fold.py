"""Whole groups and even classes: the measured ranking of splitters, and what must hold on any data."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn import model_selection

from segscope.config.catalogue.splits import BalancedFoldOptions
from segscope.data.splits import Pictures, measure_balance
from segscope.data.splits.greedy import assign_greedily
from segscope.data.splits.pictures import Balance, sum_by_unit
from segscope.data.splits.stratified_group_k_fold import StratifiedGroupKFold
from segscope.data.splits.stratified_k_fold import StratifiedKFold
from segscope.errors import UsageError
from tests.data.splits.drawn_pictures import draw_pictures, torn_groups

FOLDS = 5
Folds = NDArray[np.int64]


def ours(pictures: Pictures, balance: Balance, seed: int = 0) -> Folds:
    return StratifiedGroupKFold(BalancedFoldOptions(folds=FOLDS, seed=seed, balance=balance)).assign(pictures)


def random_groups(pictures: Pictures, seed: int) -> Folds:
    units = pictures.units()
    return np.random.default_rng(seed).permutation(units.max() + 1)[units] % FOLDS


def scikit_learn_on_the_rarest_class(pictures: Pictures) -> Folds:
    """Do what is usually done: one class a picture, the rarest that it shows."""
    frequency = np.where(pictures.shows, pictures.shows.sum(axis=0), len(pictures) + 1)
    splitter = model_selection.StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    folds = np.zeros(len(pictures), np.int64)
    parts = splitter.split(pictures.pixels, frequency.argmin(axis=1), groups=list(pictures.groups))
    for fold, (_, held_out) in enumerate(parts):
        folds[held_out] = fold
    return folds


def deviation(pictures: Pictures, folds: Folds) -> NDArray[np.float64]:
    """Mean over classes of the largest deviation in any fold: of images, and of pixels."""
    balance = measure_balance(pictures, folds)
    return np.array([balance.worst("images").mean(), balance.worst("pixels").mean()])


def test_the_ranking_of_splitters_is_the_measured_one() -> None:
    scenes = [draw_pictures(seed) for seed in range(3)]
    splitters = {
        "random groups": [random_groups(one, 0) for one in scenes],
        "one class a picture": [scikit_learn_on_the_rarest_class(one) for one in scenes],
        "images": [ours(one, "images") for one in scenes],
        "pixels": [ours(one, "pixels") for one in scenes],
        "both": [ours(one, "both") for one in scenes],
    }
    no_groups = StratifiedKFold(BalancedFoldOptions(balance="images")).assign(scenes[0])

    images, pixels = {}, {}
    for name, found in splitters.items():
        assert all(torn_groups(one, folds) == 0 for one, folds in zip(scenes, found, strict=True)), name
        images[name], pixels[name] = np.mean(
            [deviation(*pair) for pair in zip(scenes, found, strict=True)], 0
        )
    assert images["images"] < images["both"] < images["one class a picture"] < images["random groups"]
    assert pixels["pixels"] < pixels["both"] < pixels["one class a picture"] < pixels["random groups"]
    assert images["images"] < images["random groups"] / 5
    assert images["both"] < images["random groups"] / 3
    assert pixels["both"] < pixels["random groups"] / 2
    assert pixels["images"] > 2 * pixels["pixels"]  # what is balanced must be said
    assert torn_groups(scenes[0], no_groups) > 140  # why splitting by picture leaks


@pytest.mark.parametrize("seed", range(3))
def test_the_greedy_rule_is_that_of_scikit_learn_for_one_class_a_picture(seed: int) -> None:
    rng = np.random.default_rng(seed)
    groups = rng.integers(0, 40, 500)
    classes = np.where(rng.random(500) < 0.5, groups % 4, rng.integers(0, 4, 500))
    pictures = Pictures(np.eye(4, dtype=np.int64)[classes], tuple(map(str, groups.tolist())))
    # scikit-learn numbers groups in sorted order
    _, units = np.unique(groups, return_inverse=True)
    counts = sum_by_unit(pictures.shows, units)
    order = np.argsort(-counts.std(axis=1), kind="stable")

    found = assign_greedily(counts / counts.sum(axis=0), np.bincount(units), order, np.full(FOLDS, 1 / FOLDS))

    theirs = model_selection.StratifiedGroupKFold(FOLDS).split(groups, classes, groups)
    for fold, (_, held_out) in enumerate(theirs):
        assert np.flatnonzero(found[units] == fold).tolist() == held_out.tolist()


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), folds=st.integers(2, 6), grouped=st.booleans())
def test_no_group_is_torn_and_no_class_is_missing_where_it_can_be_everywhere(
    seed: int, folds: int, grouped: bool
) -> None:
    rng = np.random.default_rng(seed)
    units = int(rng.integers(folds, 5 * folds))
    groups = np.concatenate([np.arange(units), rng.integers(0, units, 30)])
    # Exactly one class a group and each class in as many groups as there are folds, where that is enough.
    class_of_group = np.arange(units) // folds
    pixels = np.eye(5, dtype=np.int64)[class_of_group[groups]] * rng.integers(1, 500, (len(groups), 1))
    pictures = Pictures(pixels, tuple(f"g{group}" if grouped else None for group in groups.tolist()))

    found = StratifiedGroupKFold(BalancedFoldOptions(folds=folds, seed=seed)).assign(pictures)

    assert torn_groups(pictures, found) == 0
    assert set(found.tolist()) == set(range(folds))
    balance = measure_balance(pictures, found)
    holders = np.array([len(set(groups[pixels[:, index] > 0])) for index in range(5)])
    assert not [index for _, index in balance.missing if holders[index] >= folds]


def few_groups(seed: int) -> tuple[int, Pictures, NDArray[np.bool_]]:
    """Draw folds, pictures of few groups and of rare, uneven classes, and what groups show."""
    rng = np.random.default_rng(seed)
    folds = int(rng.integers(2, 4))
    groups = np.repeat(np.arange(rng.integers(folds + 1, 9)), 3)
    shows = rng.random((len(groups), 6)) < 0.25 * rng.random(6)
    shows[:, 0] = True
    pixels = shows * np.rint(rng.lognormal(5, 2, shows.shape)).astype(np.int64).clip(1)
    held = np.array([shows[groups == group].any(axis=0) for group in range(groups.max() + 1)])
    return folds, Pictures(pixels, tuple(map(str, groups.tolist()))), held


def test_no_fold_lacks_a_class_where_any_division_of_the_groups_gives_all_classes_to_all_folds() -> None:
    impossible = 0
    for seed in range(300):
        folds, pictures, held = few_groups(seed)
        wanted = held[:, held.sum(axis=0) >= folds]
        found = StratifiedGroupKFold(BalancedFoldOptions(folds=folds)).assign(pictures)
        if not all_in_all(wanted, found[::3], folds):  # three pictures a group
            every = itertools.product(range(folds), repeat=len(held))
            assert not any(all_in_all(wanted, np.array(division), folds) for division in every), seed
            impossible += 1
    assert impossible < 60


def all_in_all(shown: NDArray[np.bool_], division: Folds, folds: int) -> bool:
    return all(shown[division == fold].any(axis=0).all() for fold in range(folds))


def test_a_seed_is_one_split() -> None:
    pictures = draw_pictures(1, groups=60)

    assert ours(pictures, "both").tolist() == ours(pictures, "both").tolist()
    assert ours(pictures, "both").tolist() != ours(pictures, "both", seed=1).tolist()


def test_too_few_groups_are_refused_by_what_they_are() -> None:
    pixels = np.ones((6, 2), np.int64)
    with pytest.raises(UsageError, match="5 folds of 2 groups"):
        ours(Pictures(pixels, ("a",) * 3 + ("b",) * 3), "both")
    with pytest.raises(UsageError, match="5 folds of 4 pictures"):
        ours(Pictures(pixels[:4], (None,) * 4), "both")
