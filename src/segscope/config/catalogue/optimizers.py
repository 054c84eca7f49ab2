"""Optimisers, by name."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from segscope.config.catalogue.technique import Catalogue, Options, Technique


class LookaheadOptions(Options):
    """Options of Lookahead.

    Attributes:
        k: Steps of the optimiser from one move of the slow weights to the next.
        alpha: How far the slow weights move towards the fast ones, 0 … 1.
    """

    k: int = Field(default=5, ge=1)
    alpha: float = Field(default=0.5, gt=0, le=1)


def _from_switch(value: Any) -> Any:
    """``true`` means the defaults, ``false`` none."""
    return ({} if value else None) if isinstance(value, bool) else value


class OptimizerOptions(Options):
    """What every optimiser has.

    Attributes:
        lr: Learning rate of the decoder at the top of the schedule.
        encoder_lr_factor: The pretrained encoder learns at ``lr`` times this.
        layer_decay: Each stage of the encoder learns at this times the rate of the stage after it; 1 gives
            all stages one rate.
        weight_decay: Norms, biases and positional embeddings are never decayed.
        lookahead: ``true``, or a mapping with ``k`` and ``alpha``, puts Lookahead around the optimiser. Its
            slow weights are validated only with ``train.ema: 0``.
    """

    lr: float = Field(default=2e-3, gt=0)
    encoder_lr_factor: float = Field(default=1.0, ge=0)
    layer_decay: float = Field(default=1.0, gt=0, le=1)
    weight_decay: float = Field(default=1e-2, ge=0)
    lookahead: Annotated[LookaheadOptions | None, BeforeValidator(_from_switch)] = None


class _AdamOptions(OptimizerOptions):
    """What the Adam family has.

    Attributes:
        beta1: Decay of the gradient's mean.
        beta2: Decay of the gradient's square.
    """

    beta1: float = Field(default=0.9, ge=0, lt=1)
    beta2: float = Field(default=0.999, ge=0, lt=1)


class AdamWOptions(_AdamOptions):
    """Options of AdamW; its weight decay is decoupled from the gradient."""


class RAdamOptions(_AdamOptions):
    """Options of RAdam; its weight decay is decoupled from the gradient, as AdamW's."""


class AdamPOptions(_AdamOptions):
    """Options of AdamP; its weight decay is decoupled from the gradient.

    Attributes:
        delta: Weights whose cosine with the gradient lies below this over the root of their number count
            as scale-invariant.
        wd_ratio: Scale-invariant weights are decayed by ``weight_decay`` times this.
        nesterov: Looks one step of the momentum ahead.
    """

    delta: float = Field(default=0.1, gt=0)
    wd_ratio: float = Field(default=0.1, ge=0)
    nesterov: bool = False


class SGDOptions(OptimizerOptions):
    """Options of SGD; its weight decay is a part of the gradient (L2), as the field has it.

    Attributes:
        momentum: Decay of the running sum of gradients.
        nesterov: Looks one step of the momentum ahead; only with a momentum.
    """

    lr: float = Field(default=1e-2, gt=0)
    weight_decay: float = Field(default=1e-4, ge=0)
    momentum: float = Field(default=0.9, ge=0, lt=1)
    nesterov: bool = True


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
            check="The first step has its closed form; no decay on norms and biases.",
            test="tests/train/optimizers/test_adamw.py::test_one_step_has_the_closed_form",
        ),
        Technique(
            name="adamp",
            group="optimizer",
            summary="Adam without the part of the step that only lengthens scale-invariant weights.",
            source="Heo et al., ICLR 2021",
            target="segscope.train.optimizers.adamp:build_adamp",
            options=AdamPOptions,
            check="AdamW on vectors; before a BatchNorm the step is orthogonal to the weights.",
            test="tests/train/optimizers/test_adamp.py::test_scale_invariant_weights_step_orthogonally",
        ),
        Technique(
            name="radam",
            group="optimizer",
            summary="Adam whose first steps are rectified, so that it needs less warm-up.",
            source="Liu et al., ICLR 2020",
            target="segscope.train.optimizers.radam:build_radam",
            options=RAdamOptions,
            check="Five plain steps, then the rectified one of the paper; decay decoupled.",
            test="tests/train/optimizers/test_radam.py::test_the_first_steps_are_those_of_the_paper",
        ),
        Technique(
            name="sgd",
            group="optimizer",
            summary="Stochastic gradient descent with (Nesterov) momentum.",
            source="Sutskever et al., ICML 2013",
            target="segscope.train.optimizers.sgd:build_sgd",
            options=SGDOptions,
            check="Steps have their closed forms, plain, with momentum and with Nesterov's.",
            test="tests/train/optimizers/test_sgd.py::test_steps_have_their_closed_forms",
        ),
    ),
)
