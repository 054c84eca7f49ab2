"""Whole pictures, the stable ones first."""

import math

from segscope.config.catalogue.pseudo import StableHalfOptions
from segscope.train.pseudo.base import Selection, Survey


class StableHalf:
    """Take the pictures on which earlier epochs agree most with the last (Yang et al., ST++, CVPR 2022).

    Args:
        options: The share of the pictures, and how many checkpoints are compared.
    """

    def __init__(self, options: StableHalfOptions) -> None:
        self.options = options

    def __call__(self, survey: Survey) -> Selection:
        """Choose, after one pass with each checkpoint; all pictures are taken without one."""
        thresholds = (self.options.threshold,) * survey.num_classes
        if self.options.share == 1:
            return Selection(thresholds, tuple(survey.names))
        reliabilities = dict(survey.reliabilities(self.options.stages))
        # Of equal pictures the first by name, so that the choice does not depend on the file system.
        ranked = sorted(survey.names, key=lambda name: (-reliabilities[name], name))
        taken = set(ranked[: math.ceil(self.options.share * len(ranked))])
        chosen = tuple(name for name in survey.names if name in taken)
        return Selection(thresholds, chosen, reliabilities, self.options.stages)
