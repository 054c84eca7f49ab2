"""Random folds are scikit-learn's."""

import numpy as np
import pytest
from sklearn import model_selection

from segscope.config.catalogue.splits import FoldOptions
from segscope.data.splits import Pictures
from segscope.data.splits.k_fold import KFold
from segscope.errors import UsageError


@pytest.mark.parametrize(("count", "folds", "seed"), [(20, 5, 0), (23, 5, 7), (7, 7, 1), (101, 3, 12345)])
def test_the_folds_are_those_of_scikit_learn(count: int, folds: int, seed: int) -> None:
    pictures = Pictures(np.ones((count, 2), np.int64), (None,) * count)

    ours = KFold(FoldOptions(folds=folds, seed=seed)).assign(pictures)

    theirs = model_selection.KFold(folds, shuffle=True, random_state=seed).split(np.zeros(count))
    for fold, (_, held_out) in enumerate(theirs):
        assert np.flatnonzero(ours == fold).tolist() == held_out.tolist()


def test_more_folds_than_pictures_are_refused() -> None:
    with pytest.raises(UsageError, match="5 folds of 4 pictures: lower --folds"):
        KFold(FoldOptions(folds=5)).assign(Pictures(np.ones((4, 1), np.int64), (None,) * 4))
