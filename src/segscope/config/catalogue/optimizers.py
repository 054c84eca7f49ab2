"""Optimisers, by name."""

from pydantic import Field

from segscope.config.catalogue.technique import Catalogue, Options, Technique


class AdamWOptions(Options):
    """Options of AdamW.

    Attributes:
        lr: Learning rate of the decoder at the top of the schedule.
        encoder_lr_factor: The pretrained encoder learns at ``lr`` times this.
        weight_decay: Decoupled decay; norms and biases are never decayed.
        beta1: Decay of the gradient's mean.
        beta2: Decay of the gradient's square.
    """

    lr: float = Field(default=2e-3, gt=0)
    encoder_lr_factor: float = Field(default=1.0, ge=0)
    weight_decay: float = Field(default=1e-2, ge=0)
    beta1: float = Field(default=0.9, ge=0, lt=1)
    beta2: float = Field(default=0.999, ge=0, lt=1)


OPTIMIZERS = Catalogue(
    "optimizer",
    (
        Technique(
            name="adamw",
            group="optimizer",
            summary="Adam with decoupled weight decay.",
            source="Loshchilov & Hutter, ICLR 2019",
            target="segscope.train.optimizers.adamw:build_adamw",
            options=AdamWOptions,
        ),
    ),
)
