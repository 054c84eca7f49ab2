"""Units into folds one by one, each where it keeps the shares of all columns most even."""

import numpy as np
from numpy.typing import NDArray

from segscope.data.splits.pictures import Folds, Masses


def assign_greedily(
    masses: Masses, sizes: NDArray[np.int64], order: NDArray[np.int64], shares: NDArray[np.float64]
) -> Folds:
    """Give each unit to the fold in which the columns then deviate least from the folds' shares.

    With equal shares and the columns of one class each, this is the rule of scikit-learn's
    ``StratifiedGroupKFold``: the mean over columns of the standard deviation over folds.

    Args:
        masses: (U, C) what each unit holds of each column; a column adds up to 1.
        sizes: (U,) pictures of each unit; of folds that are equally good the emptiest is taken.
        order: (U,) the units in the order of their turn.
        shares: (F,) what each fold is to hold of every column; adds up to 1.

    Returns:
        (U,) fold of each unit.
    """
    folds = np.zeros(len(masses), dtype=np.int64)
    excess = np.zeros((len(shares), masses.shape[1]))
    filled = np.zeros(len(shares))
    for unit in order:
        mass = masses[unit]
        # What every fold holds above its share of all that is placed, were the unit in none of them.
        without = excess - shares[:, None] * mass
        squares = (without**2).sum(axis=0) + 2 * mass * without + mass**2
        costs = np.sqrt(np.maximum(squares, 0.0)).sum(axis=1)
        equal = np.flatnonzero(np.isclose(costs, costs.min()))
        fold = equal[np.argmin(filled[equal])]
        folds[unit] = fold
        excess = without
        excess[fold] += mass
        filled[fold] += sizes[unit] / shares[fold]
    return folds
