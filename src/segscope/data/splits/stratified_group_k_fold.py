"""Whole groups in folds in which every class has its share: several classes a picture."""

import numpy as np
from numpy.typing import NDArray

from segscope.config.catalogue.splits import BalancedFoldOptions
from segscope.data.splits.greedy import assign_greedily
from segscope.data.splits.limits import refuse_too_many_folds
from segscope.data.splits.pictures import Balance, Folds, Pictures, sum_by_unit
from segscope.data.splits.refine import Refinement


class StratifiedGroupKFold:
    """Groups one by one into the fold that keeps all classes most even; then moved while it helps.

    scikit-learn's splitter of this name takes one class a picture. Here the same greedy rule works on a
    table of groups × classes: images, pixels, or (the default) both, each column in shares of its total,
    and the number of pictures as one more column. After the greedy pass groups are moved and swapped as
    long as a fold lacks a class that occurs in enough groups, or the squared deviations shrink.

    No group is ever in two folds. A picture without a group counts as one.

    Source: the greedy rule is that of scikit-learn's ``StratifiedGroupKFold``.

    Example:
        >>> pixels = np.array([[8, 2], [8, 0], [8, 0], [8, 2], [8, 0], [8, 0]])
        >>> pictures = Pictures(pixels, ("a", "a", "b", "c", "c", "d"))
        >>> folds = StratifiedGroupKFold(BalancedFoldOptions(folds=2)).assign(pictures)
        >>> bool(folds[0] == folds[1] and folds[0] != folds[3])
        True
    """

    def __init__(self, options: BalancedFoldOptions) -> None:
        self.options = options

    def assign(self, pictures: Pictures) -> Folds:
        """Give each picture its fold.

        Raises:
            UsageError: There are fewer groups than folds.
        """
        options = self.options
        grouped = any(group is not None for group in pictures.groups)
        units = int(pictures.units().max(initial=-1)) + 1
        refuse_too_many_folds(options.folds, units, "groups" if grouped else "pictures")
        shares = np.full(options.folds, 1 / options.folds)
        return divide_groups(pictures, shares, options.balance, options.seed)


def divide_groups(pictures: Pictures, shares: NDArray[np.float64], balance: Balance, seed: int) -> Folds:
    """Divide whole groups among folds of given shares.

    No fold stays empty, also where its share is smaller than every group.

    Args:
        pictures: What is divided; at least as many groups as folds.
        shares: (F,) what each fold is to hold; adds up to 1.
        balance: What is kept even.
        seed: Decides between what is equally good.

    Returns:
        (N,) fold of each picture.
    """
    units = pictures.units()
    sizes = np.bincount(units)
    masses = sum_by_unit(pictures.masses(balance), units)
    rng = np.random.RandomState(seed)
    turns = rng.permutation(len(sizes))
    # Units whose classes are most uneven come first, while all folds can still take them.
    turns = turns[np.argsort(-masses.std(axis=1)[turns], kind="stable")]
    columns = np.concatenate([masses, sizes[:, None] / sizes.sum()], axis=1)
    folds = assign_greedily(columns, sizes, turns, shares)
    # One more class, which every picture shows: a fold without it, which is an empty one, is mended first.
    shows = np.concatenate([sum_by_unit(pictures.shows, units), sizes[:, None]], axis=1)
    return Refinement(columns, shows, folds, shares).run(rng)[units]
