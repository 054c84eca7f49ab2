"""A finished division made more even: units moved, pairs of units swapped, while it helps."""

import math

import numpy as np
from numpy.typing import NDArray

from segscope.data.splits.pictures import Folds, Masses

_MOST_PARTNERS = 64
_MOST_PASSES = 20
_MOST_TRIALS = 50_000
_LEAST_GAIN = 1e-12
_MISSING = 10.0
"""What a class that a fold lacks costs; the squared deviations of all columns cost less together."""


class Refinement:
    """Moves and swaps units: first so that no fold lacks a class, then so that columns deviate less.

    The deviations are squared and added up, so that the worst columns are mended first.

    Args:
        masses: (U, C) what each unit holds of each column; a column adds up to 1.
        shows: (U, K) pictures of each unit that show each class. A class in fewer units than there are
            folds cannot be in all of them and is left out of the first aim.
        folds: (U,) the division to begin with; left unchanged.
        shares: (F,) what each fold is to hold of every column.
    """

    def __init__(
        self, masses: Masses, shows: NDArray[np.float64], folds: Folds, shares: NDArray[np.float64]
    ) -> None:
        scale = math.sqrt(masses.shape[1])
        self._masses = masses / scale
        everywhere = (shows > 0).sum(axis=0) >= len(shares)
        self._shows = (shows[:, everywhere] > 0).astype(np.int64)
        self.folds = folds.copy()
        self._excess = np.repeat(-shares[:, None] / scale, masses.shape[1], axis=1)
        np.add.at(self._excess, self.folds, self._masses)
        self._holders = np.zeros((len(shares), self._shows.shape[1]), dtype=np.int64)
        np.add.at(self._holders, self.folds, self._shows)

    def run(self, rng: np.random.RandomState, *, keep_sizes: bool = False) -> Folds:
        """Pass over the units in random order until nothing helps; at most about 50,000 trials.

        Args:
            rng: Draws the order, and the partners where there are many.
            keep_sizes: Swap only, so that every fold keeps its number of units.

        Returns:
            (U,) fold of each unit.
        """
        units = len(self.folds)
        for _ in range(min(_MOST_PASSES, max(1, _MOST_TRIALS // max(units, 1)))):
            helped = [self._improve(unit, rng, keep_sizes) for unit in rng.permutation(units)]
            if not any(helped):
                break
        return self.folds

    def _improve(self, unit: int, rng: np.random.RandomState, keep_sizes: bool) -> bool:
        """Move the unit, or swap it with another, as it helps most; say whether anything did."""
        fold = int(self.folds[unit])
        targets = np.delete(np.arange(len(self._excess)), fold)[: 0 if keep_sizes else None]
        partners = np.flatnonzero(self.folds != fold)
        if len(targets) + len(partners) == 0:
            return False
        if len(partners) > _MOST_PARTNERS:
            partners = partners[rng.randint(len(partners), size=_MOST_PARTNERS)]
        # A move is a swap with nothing.
        into = np.concatenate([targets, self.folds[partners]])
        mass = np.concatenate([np.zeros((len(targets), self._masses.shape[1])), self._masses[partners]])
        shown = np.concatenate([np.zeros((len(targets), self._shows.shape[1])), self._shows[partners]])
        gains = self._gains(fold, into, mass - self._masses[unit], shown - self._shows[unit])
        best = int(gains.argmax())
        if gains[best] <= _LEAST_GAIN:
            return False
        self._place(unit, int(into[best]))
        if best >= len(targets):
            self._place(int(partners[best - len(targets)]), fold)
        return True

    def _gains(
        self, fold: int, into: Folds, mass: NDArray[np.float64], shown: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Give what is won where ``fold`` gains a ``mass`` that the fold ``into`` loses: (trials,)."""
        change = 2 * (mass * (self._excess[fold] - self._excess[into] + mass)).sum(axis=1)
        here, there = self._holders[fold], self._holders[into]
        missing = (here == 0).sum() + (there == 0).sum(axis=1)
        still = (here + shown == 0).sum(axis=1) + (there - shown == 0).sum(axis=1)
        gains: NDArray[np.float64] = _MISSING * (missing - still) - change
        return gains

    def _place(self, unit: int, fold: int) -> None:
        for where, sign in ((self.folds[unit], -1), (fold, 1)):
            self._excess[where] += sign * self._masses[unit]
            self._holders[where] += sign * self._shows[unit]
        self.folds[unit] = fold
