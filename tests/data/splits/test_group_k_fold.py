"""Whole groups in folds of equal size: scikit-learn's rule, with ties by the seed."""

import numpy as np
import pytest
from sklearn import model_selection

from segscope.config.catalogue.splits import FoldOptions
from segscope.data.splits import Pictures
from segscope.data.splits.group_k_fold import GroupKFold
from segscope.errors import UsageError
from tests.data.splits.drawn_pictures import torn_groups


def pictures_of_sizes(sizes: list[int]) -> Pictures:
    names = [f"g{index:02}" for index, size in enumerate(sizes) for _ in range(size)]
    order = np.random.default_rng(0).permutation(len(names))
    return Pictures(np.ones((len(names), 1), np.int64), tuple(names[index] for index in order))


@pytest.mark.parametrize("folds", [2, 4])
def test_the_folds_are_those_of_scikit_learn(folds: int) -> None:
    pictures = pictures_of_sizes([3, 17, 8, 1, 40, 5, 11, 9, 2])

    ours = GroupKFold(FoldOptions(folds=folds, seed=3)).assign(pictures)

    theirs = model_selection.GroupKFold(folds).split(pictures.pixels, groups=list(pictures.groups))
    for fold, (_, held_out) in enumerate(theirs):
        assert np.flatnonzero(ours == fold).tolist() == held_out.tolist()


def test_groups_of_one_size_are_whole_and_dealt_by_the_seed() -> None:
    pictures = pictures_of_sizes([4] * 10)

    by_seed = [GroupKFold(FoldOptions(folds=5, seed=seed)).assign(pictures) for seed in (0, 0, 1)]

    for folds in by_seed:
        assert np.bincount(folds).tolist() == [8] * 5
        assert torn_groups(pictures, folds) == 0
    assert by_seed[0].tolist() == by_seed[1].tolist()
    assert by_seed[0].tolist() != by_seed[2].tolist()


def test_without_groups_it_says_how_to_name_them() -> None:
    with pytest.raises(UsageError, match="--group REGEX"):
        GroupKFold(FoldOptions()).assign(Pictures(np.ones((9, 1), np.int64), (None,) * 9))
    with pytest.raises(UsageError, match="5 folds of 3 groups"):
        GroupKFold(FoldOptions()).assign(pictures_of_sizes([5, 5, 5]))
