"""What goes around every optimiser and schedule, by the key that sets it in a config."""

from segscope.config.catalogue.optimizers import LookaheadOptions
from segscope.config.catalogue.technique import Catalogue, Technique

STEPS = Catalogue(
    "step",
    (
        Technique(
            name="optimizer.lookahead",
            group="step",
            summary="Slow weights, k steps forward and one part back; validated alone where train.ema=0.",
            source="Zhang et al., NeurIPS 2019",
            target="segscope.train.optimizers.lookahead:Lookahead",
            options=LookaheadOptions,
            check="Equal to the paper's loop around every optimiser, first move included; resumes bit-equal.",
            test="tests/train/optimizers/test_lookahead.py::test_it_equals_a_slow_twin_around_any_optimiser",
        ),
        Technique(
            name="optimizer.encoder_lr_factor",
            group="step",
            summary="The pretrained encoder learns at a rate of its own.",
            source="Howard & Ruder, ULMFiT, ACL 2018",
            target="segscope.train.optimizers.groups:parameter_groups",
            check="Every parameter once, at the rate of its part; norms and biases are not decayed.",
            test="tests/train/optimizers/test_groups.py::test_encoder_and_decoder_have_their_own_rates",
        ),
        Technique(
            name="optimizer.layer_decay",
            group="step",
            summary="Each stage of the encoder learns slower than the one after it.",
            source="Clark et al., ELECTRA, ICLR 2020; Bao et al., BEiT, ICLR 2022",
            target="segscope.train.optimizers.stages:encoder_stages",
            check="A vision transformer's layers are timm's own; rates fall by the factor at each stage.",
            test="tests/train/optimizers/test_stages.py::test_a_vision_transformer_has_timms_own_layers",
        ),
        Technique(
            name="schedule.warmup",
            group="step",
            summary="The rate climbs linearly before any schedule, plateau included.",
            source="Goyal et al., 2017",
            target="segscope.train.schedules.warmup:Warmup",
            check="Before each schedule the climb has its closed form and ends at exactly the top.",
            test="tests/train/schedules/test_warmup.py::test_any_schedule_climbs_linearly_to_its_beginning",
        ),
        Technique(
            name="train.accumulate",
            group="step",
            summary="Several batches make one step, equal to that of the joined batch.",
            source="Goyal et al., 2017",
            target="segscope.train.stepper:Stepper",
            check="The weights after a window are those after the joined batch, ignored pixels included.",
            test="tests/train/test_accumulation.py::test_accumulation_equals_the_big_batch",
        ),
        Technique(
            name="train.precision",
            group="step",
            summary="bf16 or fp16; a step that fp16 skips moves no average, Lookahead or schedule.",
            source="Micikevicius et al., ICLR 2018",
            target="segscope.train.stepper:Stepper",
            check="With torch's own scaler and an infinite gradient, nothing but the scale moves.",
            test="tests/train/test_fp16_step.py::test_a_skipped_step_moves_no_weight_average_lookahead_or_schedule",
        ),
        Technique(
            name="train.clip_norm",
            group="step",
            summary="The whole gradient is shortened to a largest norm, after it was unscaled.",
            source="Pascanu et al., ICML 2013",
            target="segscope.train.stepper:Stepper",
            check="Steps have the same length whatever the loss scale.",
            test="tests/train/test_fp16_step.py::test_gradients_are_unscaled_before_they_are_clipped",
        ),
        Technique(
            name="train.ema",
            group="step",
            summary="Validates and keeps the running mean of the weights, before Lookahead's slow ones.",
            source="Polyak & Juditsky, 1992; Tarvainen & Valpola, NeurIPS 2017",
            target="segscope.train.ema:WeightAverage",
            check="The mean follows its recursion; counters are copied.",
            test="tests/train/test_ema.py::test_the_average_follows_its_recursion",
        ),
    ),
)
