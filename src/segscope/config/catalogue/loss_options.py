"""Options of the losses."""

from typing import Literal

from pydantic import Field, model_validator

from segscope.config.catalogue.technique import Options

ClassWeightRule = Literal["none", "sqrt-inverse", "inverse", "median-frequency", "effective-number"]


class ClassWeightOptions(Options):
    """Options of every loss that is a weighted mean over pixels.

    Attributes:
        class_weights: ``none``, or weights computed from the training split's pixel counts:
            ``sqrt-inverse`` (one over the root of the frequency), ``inverse``, ``median-frequency`` or
            ``effective-number`` (Cui et al., CVPR 2019).
        effective_beta: Beta of ``effective-number``, 0 … 1; 0 takes 1 - 1/N with N the mean pixels of a
            class, so that the weights do not depend on the size of the data set.
    """

    class_weights: ClassWeightRule = "none"
    effective_beta: float = Field(default=0.0, ge=0.0, lt=1.0)

    @model_validator(mode="after")
    def _beta_is_used(self) -> "ClassWeightOptions":
        if self.effective_beta > 0 and self.class_weights != "effective-number":
            raise ValueError(
                f"effective_beta is {self.effective_beta} and class_weights is {self.class_weights}: it "
                "needs class_weights=effective-number"
            )
        return self


class CrossEntropyOptions(ClassWeightOptions):
    """Options of the cross-entropy loss.

    Attributes:
        class_weights: ``none``, or weights computed from the training split's pixel counts:
            ``sqrt-inverse`` (one over the root of the frequency), ``inverse``, ``median-frequency`` or
            ``effective-number`` (Cui et al., CVPR 2019).
        effective_beta: Beta of ``effective-number``, 0 … 1; 0 takes 1 - 1/N with N the mean pixels of a
            class, so that the weights do not depend on the size of the data set.
        label_smoothing: Share of the target spread over all classes, 0 … 1.
    """

    label_smoothing: float = Field(default=0.0, ge=0.0, lt=1.0)


class FocalOptions(ClassWeightOptions):
    """Options of the focal loss.

    Attributes:
        class_weights: As for the cross-entropy.
        effective_beta: As for the cross-entropy.
        gamma: Power of one minus the true class's probability; 0 is the cross-entropy.
    """

    gamma: float = Field(default=2.0, ge=0.0, le=10.0)


class OhemOptions(ClassWeightOptions):
    """Options of online hard example mining.

    Attributes:
        class_weights: As for the cross-entropy.
        effective_beta: As for the cross-entropy.
        threshold: Pixels whose true class has a smaller probability are kept, 0 … 1.
        min_kept: Share of the counted pixels of a batch that is kept at least, the hardest first, 0 … 1.
            A share, not a number of pixels: a number that suits large crops keeps everything of small ones.
    """

    threshold: float = Field(default=0.7, ge=0.0, le=1.0)
    min_kept: float = Field(default=0.1, gt=0.0, le=1.0)


class DiceOptions(Options):
    """Options of the Dice loss.

    Attributes:
        smooth: Added to numerator and denominator, in pixels.
    """

    smooth: float = Field(default=1.0, ge=0.0)


class JaccardOptions(Options):
    """Options of the Jaccard loss.

    Attributes:
        smooth: Added to numerator and denominator, in pixels.
    """

    smooth: float = Field(default=1.0, ge=0.0)


class TverskyOptions(Options):
    """Options of the Tversky loss.

    Attributes:
        alpha: Weight of false pixels.
        beta: Weight of missed pixels; larger than alpha, it favours recall.
        smooth: Added to numerator and denominator, in pixels; 0.5 means what 1 means for Dice.
    """

    alpha: float = Field(default=0.3, ge=0.0)
    beta: float = Field(default=0.7, ge=0.0)
    smooth: float = Field(default=0.5, ge=0.0)

    @model_validator(mode="after")
    def _something_is_wrong(self) -> "TverskyOptions":
        if self.alpha == self.beta == 0:
            raise ValueError("alpha and beta are both 0: then nothing is wrong, and the loss is always 0")
        return self


class BoundaryCrossEntropyOptions(ClassWeightOptions):
    """Options of the cross-entropy that weighs class edges more.

    Attributes:
        class_weights: As for the cross-entropy.
        effective_beta: As for the cross-entropy.
        strength: How much more a pixel on an edge weighs: its weight is 1 + strength.
        distance: How far an edge reaches, in pixels of the training picture: the deviation of the
            Gaussian, or the half width of the band. 3 suits pictures of 512 px.
        nearness: ``gauss``, or ``band`` (1 up to the distance, 0 beyond).
    """

    strength: float = Field(default=4.0, ge=0.0)
    distance: float = Field(default=3.0, gt=0.0, le=30.0)
    nearness: Literal["gauss", "band"] = "gauss"


class BoundaryWrongOptions(BoundaryCrossEntropyOptions):
    """Options of boundary × wrong pixel.

    Attributes:
        class_weights: As for the cross-entropy.
        effective_beta: As for the cross-entropy.
        strength: How much more a wholly wrong pixel on an edge weighs: its weight is 1 + strength.
        distance: How far an edge reaches, in pixels of the training picture: the deviation of the
            Gaussian, or the half width of the band. 3 suits pictures of 512 px.
        nearness: ``gauss``, or ``band`` (1 up to the distance, 0 beyond).
        wrongness: ``soft`` is one minus the true class's probability, to the power gamma; ``hard`` is 1
            where another class is predicted, else 0.
        gamma: Power of the soft wrongness; 0 weighs all pixels near an edge alike.
        spread: ``pixel``; ``class`` gives each pixel the mean weight of its class in the batch, which is
            the control for whether edges matter or only the classes that are all edge.
    """

    wrongness: Literal["soft", "hard"] = "soft"
    gamma: float = Field(default=2.0, ge=0.0, le=10.0)
    spread: Literal["pixel", "class"] = "pixel"


class BoundaryLossOptions(Options):
    """Options of the boundary loss.

    Attributes:
        reach: Distances beyond count as this many pixels; at the picture's diagonal the loss is the
            paper's, and its cost grows with it.
    """

    reach: int = Field(default=32, ge=1, le=2048)


class LabelRelaxationOptions(ClassWeightOptions):
    """Options of label relaxation.

    Attributes:
        class_weights: As for the cross-entropy.
        effective_beta: As for the cross-entropy.
        radius: Half the window, in pixels: 1 looks at 3×3 pixels.
    """

    radius: int = Field(default=1, ge=0, le=5)
