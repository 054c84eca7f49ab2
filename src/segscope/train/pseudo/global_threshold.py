"""One threshold for all classes."""

from segscope.config.catalogue.pseudo import GlobalThresholdOptions
from segscope.train.pseudo.base import Selection, Survey


class GlobalThreshold:
    """Keep the pixels whose most probable class reaches one probability (Lee, ICML workshop 2013).

    Classes that the teacher is less sure of, mostly rare ones, keep less, and less in each round.

    Args:
        options: The threshold.
    """

    def __init__(self, options: GlobalThresholdOptions) -> None:
        self.options = options

    def __call__(self, survey: Survey) -> Selection:
        """Choose; nothing is asked of the survey."""
        return Selection((self.options.threshold,) * survey.num_classes, tuple(survey.names))
