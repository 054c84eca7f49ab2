"""One validation part, the rest to train on."""

import numpy as np

from segscope.config.catalogue.splits import HoldoutOptions
from segscope.data.splits.pictures import ALWAYS_TRAIN, Folds, Pictures
from segscope.data.splits.stratified_group_k_fold import divide_groups
from segscope.errors import UsageError


class Holdout:
    """Fold 0 holds about the given share of the pictures and of every class; the rest always trains.

    Groups stay whole, so that few large groups can miss the share; the report says what it became. Neither
    part is ever empty. The parts are chosen as by
    :class:`~segscope.data.splits.stratified_group_k_fold.StratifiedGroupKFold`.

    Example:
        >>> pictures = Pictures(np.full((10, 2), 5), (None,) * 10)
        >>> folds = Holdout(HoldoutOptions(share=0.3)).assign(pictures)
        >>> (folds == 0).sum(), (folds == ALWAYS_TRAIN).sum()
        (np.int64(3), np.int64(7))
    """

    def __init__(self, options: HoldoutOptions) -> None:
        self.options = options

    def assign(self, pictures: Pictures) -> Folds:
        """Give each picture 0 (validation) or −1 (always training).

        Raises:
            UsageError: There are fewer than two groups.
        """
        if len(set(pictures.units().tolist())) < 2:
            raise UsageError(
                "all pictures are one group, which would validate or train as a whole: give a finer rule "
                "with --group REGEX, or add data."
            )
        shares = np.array([self.options.share, 1 - self.options.share])
        folds = divide_groups(pictures, shares, self.options.balance, self.options.seed)
        return np.where(folds == 0, 0, ALWAYS_TRAIN)
