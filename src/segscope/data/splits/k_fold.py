"""Equal parts, drawn at random."""

import numpy as np

from segscope.config.catalogue.splits import FoldOptions
from segscope.data.splits.limits import refuse_too_many_folds
from segscope.data.splits.pictures import Folds, Pictures


class KFold:
    """Pictures shuffled and cut into k runs whose lengths differ by at most one.

    Neither classes nor groups are looked at. The division is that of scikit-learn's
    ``KFold(k, shuffle=True, random_state=seed)``.

    Example:
        >>> pictures = Pictures(np.ones((5, 2), np.int64), (None,) * 5)
        >>> KFold(FoldOptions(folds=2)).assign(pictures).tolist()
        [0, 0, 0, 1, 1]
    """

    def __init__(self, options: FoldOptions) -> None:
        self.options = options

    def assign(self, pictures: Pictures) -> Folds:
        """Give each picture its fold.

        Raises:
            UsageError: There are fewer pictures than folds.
        """
        refuse_too_many_folds(self.options.folds, len(pictures), "pictures")
        # RandomState, because numpy keeps its streams the same for ever: a seed means one split.
        order = np.arange(len(pictures))
        np.random.RandomState(self.options.seed).shuffle(order)
        folds = np.empty(len(pictures), dtype=np.int64)
        for fold, part in enumerate(np.array_split(order, self.options.folds)):
            folds[part] = fold
        return folds
