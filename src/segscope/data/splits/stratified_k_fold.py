"""Iterative stratification: the rarest class first, each picture where its classes are lacking most."""

import numpy as np

from segscope.config.catalogue.splits import BalancedFoldOptions
from segscope.data.splits.limits import refuse_too_many_folds
from segscope.data.splits.pictures import Balance, Folds, Masses, Pictures
from segscope.data.splits.refine import Refinement


class StratifiedKFold:
    """Folds in which every class has its share, picture by picture; groups are not looked at.

    Again and again the class that the fewest remaining pictures show is taken, and each of those
    pictures goes to the fold that lacks this class most. Ties go to the fold that lacks most pictures,
    then by chance. Folds differ by at most one picture. With ``balance="images"`` a class is counted in
    pictures, as in the paper. With ``pixels`` it is counted in pixels, with ``both`` in the mean of both
    shares; the pictures with most of it are then placed first, and in the end pairs of pictures are
    swapped as long as the deviations shrink.

    Source: Sechidis et al., On the Stratification of Multi-Label Data, ECML 2011.

    Example:
        >>> pixels = np.array([[9, 1], [9, 0], [9, 0], [9, 1]])
        >>> folds = StratifiedKFold(BalancedFoldOptions(folds=2)).assign(Pictures(pixels, (None,) * 4))
        >>> bool(folds[0] != folds[3])
        True
    """

    def __init__(self, options: BalancedFoldOptions) -> None:
        self.options = options

    def assign(self, pictures: Pictures) -> Folds:
        """Give each picture its fold.

        Raises:
            UsageError: There are fewer pictures than folds.
        """
        refuse_too_many_folds(self.options.folds, len(pictures), "pictures")
        folds = _Iteration(pictures, self.options).run()
        if self.options.balance == "images":
            return folds
        shares = np.full(self.options.folds, 1 / self.options.folds)
        masses, shows = pictures.masses(self.options.balance), pictures.shows.astype(np.float64)
        rng = np.random.RandomState(self.options.seed)
        return Refinement(masses, shows, folds, shares).run(rng, keep_sizes=True)


class _Iteration:
    """What is placed so far, and what each fold still lacks."""

    def __init__(self, pictures: Pictures, options: BalancedFoldOptions) -> None:
        self._shows = pictures.shows
        self._masses = _class_masses(pictures, options.balance)
        self._rng = np.random.RandomState(options.seed)
        self._lacking = np.repeat(self._masses.sum(axis=0)[None] / options.folds, options.folds, axis=0)
        self._room = np.full(options.folds, len(pictures) // options.folds)
        self._spare = len(pictures) % options.folds
        self._open = np.ones(options.folds, dtype=bool)
        self._folds = np.full(len(pictures), -1, dtype=np.int64)

    def run(self) -> Folds:
        turns = self._rng.permutation(len(self._folds))
        remaining = self._shows.sum(axis=0)
        while remaining.any():
            rarest = int(np.where(remaining > 0, remaining, len(turns) + 1).argmin())
            holders = turns[self._shows[turns, rarest] & (self._folds[turns] < 0)]
            for picture in holders[np.argsort(-self._masses[holders, rarest], kind="stable")]:
                self._place(picture, self._lacking[:, rarest])
            remaining = remaining - self._shows[holders].sum(axis=0)
        for picture in turns[self._folds[turns] < 0]:  # those that show no class at all
            self._place(picture, np.zeros(len(self._room)))
        return self._folds

    def _place(self, picture: int, lacking: Masses) -> None:
        wanting = np.where(self._open, lacking, -np.inf)
        best = np.flatnonzero(np.isclose(wanting, wanting.max(), rtol=0, atol=1e-12))
        best = best[self._room[best] == self._room[best].max()]
        fold = int(best[self._rng.randint(len(best))])
        self._folds[picture] = fold
        self._lacking[fold] -= self._masses[picture]
        self._room[fold] -= 1
        if self._room[fold] < 0:
            self._spare -= 1
        # The first folds to fill up take the pictures that do not divide evenly.
        self._open = self._room > (-1 if self._spare else 0)


def _class_masses(pictures: Pictures, balance: Balance) -> Masses:
    """Give (N, K) what each picture holds of each class, in shares of the class."""
    images, pixels = _shares(pictures.shows.astype(np.float64)), _shares(pictures.pixels.astype(np.float64))
    by_balance = {"images": images, "pixels": pixels, "both": (images + pixels) / 2}
    return by_balance[balance]


def _shares(counts: Masses) -> Masses:
    shares: Masses = counts / np.maximum(counts.sum(axis=0), 1)
    return shares
