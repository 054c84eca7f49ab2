"""Losses, by name."""

from typing import Literal

from pydantic import Field

from segscope.config.catalogue.technique import Catalogue, Options, Technique


class CrossEntropyOptions(Options):
    """Options of the cross-entropy loss.

    Attributes:
        class_weights: ``none``, or weights computed from the training split's pixel counts:
            ``sqrt-inverse`` (one over the root of the frequency), ``inverse`` or ``median-frequency``.
        label_smoothing: Share of the target spread over all classes, 0 … 1.
    """

    class_weights: Literal["none", "sqrt-inverse", "inverse", "median-frequency"] = "none"
    label_smoothing: float = Field(default=0.0, ge=0.0, lt=1.0)


class DiceOptions(Options):
    """Options of the Dice loss.

    Attributes:
        smooth: Added to numerator and denominator, in pixels.
    """

    smooth: float = Field(default=1.0, ge=0.0)


LOSSES = Catalogue(
    "loss",
    (
        Technique(
            name="cross-entropy",
            group="loss",
            summary="Mean negative log-probability of the true class; ignored pixels do not count.",
            source="standard",
            target="segscope.train.losses.cross_entropy:CrossEntropy",
            options=CrossEntropyOptions,
            aliases=("ce",),
        ),
        Technique(
            name="dice",
            group="loss",
            summary="One minus the soft Dice score, averaged over the classes that occur in the batch.",
            source="Milletari et al., V-Net, 3DV 2016",
            target="segscope.train.losses.dice:Dice",
            options=DiceOptions,
        ),
    ),
)
