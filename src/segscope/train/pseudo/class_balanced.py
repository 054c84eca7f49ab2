"""A threshold for each class."""

from segscope.config.catalogue.pseudo import ClassBalancedOptions
from segscope.train.pseudo.base import Selection, Survey


class ClassBalanced:
    """Keep the same share of each class's predicted pixels (Zou et al., CBST, ECCV 2018).

    A class's threshold is the confidence at rank share × pixels among the pixels predicted as that class.

    Args:
        options: The share, and how many pixels are looked at.
    """

    def __init__(self, options: ClassBalancedOptions) -> None:
        self.options = options

    def __call__(self, survey: Survey) -> Selection:
        """Choose, after one pass over the pictures."""
        counts = survey.confidences(self.options.every)
        thresholds = tuple(counts.threshold(index, self.options.share) for index in range(survey.num_classes))
        return Selection(thresholds, tuple(survey.names))
