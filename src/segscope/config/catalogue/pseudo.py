"""How a model's own predictions are chosen as labels, by name."""

from pydantic import Field

from segscope.config.catalogue.technique import Catalogue, Options, Technique


class PseudoOptions(Options):
    """Base of the options of all methods."""

    def of_round(self, number: int) -> "PseudoOptions":
        """Give the options of a later round of self-training.

        Args:
            number: The round, from 1.
        """
        del number
        return self


class GlobalThresholdOptions(PseudoOptions):
    """Options of one threshold for all classes.

    Attributes:
        threshold: Least probability of the predicted class for a pixel to be kept, 0 … 1.
    """

    threshold: float = Field(default=0.95, ge=0, le=1)


class ClassBalancedOptions(PseudoOptions):
    """Options of thresholds that keep the same share of each class.

    Attributes:
        share: Share of each class's predicted pixels that is kept in the first round.
        step: What every further round adds to it.
        most: The greatest share of later rounds.
        every: Each how-manieth pixel is looked at for the thresholds.
    """

    share: float = Field(default=0.2, gt=0, le=1)
    step: float = Field(default=0.05, ge=0, le=1)
    most: float = Field(default=0.5, gt=0, le=1)
    every: int = Field(default=4, ge=1)

    def of_round(self, number: int) -> "ClassBalancedOptions":
        """Give the options of a later round of self-training.

        Example:
            >>> [ClassBalancedOptions().of_round(number).share for number in (1, 2, 9)]
            [0.2, 0.25, 0.5]
        """
        grown = round(self.share + self.step * (number - 1), 9)
        return self.model_copy(update={"share": max(min(grown, self.most), self.share)})


class StableHalfOptions(PseudoOptions):
    """Options of whole pictures on which earlier epochs agree with the last.

    Attributes:
        share: Share of the pictures that is taken in the first round, the most stable ones; later rounds
            take all.
        stages: How many checkpoints of each teacher are compared, spread evenly over its training; the last
            one is the teacher itself. The teachers kept them with ``train.keep_epochs``.
        threshold: Least probability of the predicted class for a pixel to be kept; 0 keeps all, as the
            paper does.
    """

    share: float = Field(default=0.5, gt=0, le=1)
    stages: int = Field(default=3, ge=2)
    threshold: float = Field(default=0.0, ge=0, le=1)

    def of_round(self, number: int) -> "StableHalfOptions":
        """Give the options of a later round of self-training.

        Example:
            >>> [StableHalfOptions().of_round(number).share for number in (1, 2)]
            [0.5, 1.0]
        """
        return self if number == 1 else self.model_copy(update={"share": 1.0})


PSEUDO = Catalogue(
    "pseudo",
    (
        Technique(
            name="global",
            group="pseudo",
            summary="Pixels whose predicted class has at least one probability, the same for all classes.",
            source="Lee, ICML workshop 2013; Yang et al. (UniMatch), CVPR 2023",
            target="segscope.train.pseudo.global_threshold:GlobalThreshold",
            options=GlobalThresholdOptions,
            aliases=("global-threshold", "fixed"),
            check="A perfect teacher's labels are the ground truth wherever they are kept.",
            test="tests/train/pseudo/test_methods.py::test_a_perfect_teacher_gives_the_ground_truth",
        ),
        Technique(
            name="cbst",
            group="pseudo",
            summary="A threshold for each class, so that the same share of every class is kept.",
            source="Zou et al. (CBST), ECCV 2018",
            target="segscope.train.pseudo.class_balanced:ClassBalanced",
            options=ClassBalancedOptions,
            aliases=("class-balanced",),
            check="Of each class the share p is kept, all at p = 1; a shift of one class moves its threshold "
            "alone.",
            test="tests/train/pseudo/test_methods.py::test_the_share_of_each_class_is_kept",
        ),
        Technique(
            name="stable-half",
            group="pseudo",
            summary="Whole pictures, those first on which earlier epochs agree with the last one.",
            source="Yang et al. (ST++), CVPR 2022",
            target="segscope.train.pseudo.stable_half:StableHalf",
            options=StableHalfOptions,
            aliases=("st++", "stable"),
            check="Pictures are ranked by the mean IoU of earlier epochs with the last, the stable first.",
            test="tests/train/pseudo/test_methods.py::test_the_stable_half_is_where_epochs_agree",
        ),
    ),
)
