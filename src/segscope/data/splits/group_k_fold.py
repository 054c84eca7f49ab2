"""Whole groups in parts of equal size."""

import numpy as np

from segscope.config.catalogue.splits import FoldOptions
from segscope.data.splits.limits import refuse_too_many_folds
from segscope.data.splits.pictures import Folds, Pictures
from segscope.errors import UsageError


class GroupKFold:
    """Groups by size, the largest first, each into the fold that holds the fewest pictures.

    No group is ever in two folds; a picture without a group counts as one. The rule is that of
    scikit-learn's ``GroupKFold``; groups of one size take their turns by the seed.

    Example:
        >>> pictures = Pictures(np.ones((6, 2), np.int64), ("a", "a", "a", "b", "b", "c"))
        >>> GroupKFold(FoldOptions(folds=2)).assign(pictures).tolist()
        [0, 0, 0, 1, 1, 1]
    """

    def __init__(self, options: FoldOptions) -> None:
        self.options = options

    def assign(self, pictures: Pictures) -> Folds:
        """Give each picture its fold.

        Raises:
            UsageError: No picture has a group, or there are fewer groups than folds.
        """
        if not any(group is not None for group in pictures.groups):
            raise UsageError(
                "no picture has a group: say with --group REGEX what in the file name tells it, or take "
                "another --method."
            )
        units = pictures.units()
        sizes = np.bincount(units)
        refuse_too_many_folds(self.options.folds, len(sizes), "groups")
        turns = np.random.RandomState(self.options.seed).permutation(len(sizes))
        turns = turns[np.argsort(-sizes[turns], kind="stable")]
        held = np.zeros(self.options.folds, dtype=np.int64)
        folds = np.zeros(len(sizes), dtype=np.int64)
        for unit in turns:
            folds[unit] = held.argmin()
            held[folds[unit]] += sizes[unit]
        return folds[units]
