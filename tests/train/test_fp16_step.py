"""The order of an fp16 step, and that a skipped one moves nothing: torch's real scaler, on the CPU."""

from dataclasses import dataclass

import pytest
import torch
from lightning_fabric import Fabric
from lightning_fabric.plugins import MixedPrecision
from torch import nn

from segscope.config.choice import LossTerm, OptimizerChoice, ScheduleChoice
from segscope.train.batches.training_set import Batch
from segscope.train.ema import WeightAverage
from segscope.train.losses.base import LossContext
from segscope.train.losses.build import build_loss
from segscope.train.models.segmenter import Segmenter
from segscope.train.optimizers.build import build_optimizer
from segscope.train.optimizers.lookahead import Lookahead
from segscope.train.schedules.build import build_schedule
from segscope.train.state import Progress, TrainingState
from segscope.train.stepper import Stepper, StepResult

CONTEXT = LossContext(num_classes=3, ignore=255, class_pixels=(50, 30, 20))


@dataclass
class Trained:
    """A tiny training on one parameterised step."""

    state: TrainingState
    stepper: Stepper

    def step(self, batch: Batch) -> StepResult:
        result = self.stepper.run([batch])
        self.state.step_done(applied=result.applied)
        return result

    def weights(self) -> torch.Tensor:
        return nn.utils.parameters_to_vector(self.state.model.parameters()).detach().clone()


def tiny_model() -> Segmenter:
    torch.manual_seed(0)
    encoder = nn.Conv2d(3, 8, 3, padding=1)
    network = nn.Sequential(encoder, nn.ReLU(), nn.Conv2d(8, 3, 1))
    return Segmenter(network, encoder=encoder, stride=1, mean=(0.5,) * 3, std=(0.25,) * 3)


def start(
    *, scale: float | None, clip_norm: float = 0.0, lookahead: bool = False, bf16: bool = False
) -> Trained:
    """Begin a training; with a scale in fp16, else in 32 bits or in bf16."""
    plugin = MixedPrecision("bf16-mixed", "cpu") if bf16 else None
    if scale is not None:
        plugin = MixedPrecision("16-mixed", "cpu", torch.amp.GradScaler("cpu", scale))
    fabric = Fabric(accelerator="cpu", devices=1, plugins=plugin)
    model = tiny_model()
    choice = {"name": "sgd", "lr": 0.1, "momentum": 0, "weight_decay": 0, "lookahead": lookahead}
    optimizer = build_optimizer(OptimizerChoice.model_validate(choice), model)
    wrapped, wrapped_optimizer = fabric.setup(model, optimizer)
    state = TrainingState(
        model=model,
        average=WeightAverage(model, 0.9),
        optimizer=wrapped_optimizer,
        schedule=build_schedule(ScheduleChoice.model_validate({"name": "cosine", "warmup": 0}), 10),
        progress=Progress(),
        class_pixels=CONTEXT.class_pixels,
        scaler=getattr(fabric.strategy.precision, "scaler", None),
    )
    loss = build_loss([LossTerm.model_validate("cross-entropy")], CONTEXT)
    return Trained(state, Stepper(fabric, wrapped, wrapped_optimizer, loss, clip_norm))


def overflow(parameter: torch.Tensor) -> None:
    assert parameter.grad is not None
    parameter.grad.fill_(float("inf"))


@pytest.fixture
def batch() -> Batch:
    generator = torch.Generator().manual_seed(1)
    pictures = torch.randint(0, 256, (2, 3, 8, 8), generator=generator, dtype=torch.uint8)
    targets = torch.randint(0, 3, (2, 8, 8), generator=generator, dtype=torch.uint8)
    return Batch(pictures, targets, ("a", "b"))


@pytest.mark.parametrize("clip_norm", [0.0, 0.05])
def test_gradients_are_unscaled_before_they_are_clipped(batch: Batch, clip_norm: float) -> None:
    exact = start(scale=None, clip_norm=clip_norm)
    before = exact.weights()
    expected = exact.step(batch)
    step = exact.weights() - before
    assert float(step.norm()) == pytest.approx(0.1 * (clip_norm or float(expected.gradient_norm)), rel=1e-4)
    for scale in (2.0, 4096.0):
        trained = start(scale=scale, clip_norm=clip_norm)
        result = trained.step(batch)
        # Clipped before it was unscaled, the step would be shorter by the scale.
        assert result.applied
        assert float(result.gradient_norm) == pytest.approx(float(expected.gradient_norm), rel=0.01)
        assert torch.allclose(trained.weights() - before, step, atol=0.02 * float(step.abs().max()))


def test_bf16_clips_without_a_scaler_and_keeps_weights_and_gradients_in_32_bits(batch: Batch) -> None:
    exact, trained = (start(scale=None, clip_norm=0.05, bf16=bf16) for bf16 in (False, True))
    before, expected = trained.weights(), exact.step(batch)
    dtypes = set()
    hooks = [
        parameter.register_post_accumulate_grad_hook(lambda p: dtypes.add((p.dtype, p.grad.dtype)))  # type: ignore[no-untyped-call]
        for parameter in trained.state.model.parameters()
    ]
    result = trained.step(batch)
    assert len(hooks) == 4
    assert trained.state.scaler is None
    assert result.applied
    assert dtypes == {(torch.float32, torch.float32)}
    assert float(result.gradient_norm) == pytest.approx(float(expected.gradient_norm), rel=0.05)
    assert float(result.gradient_norm) != float(expected.gradient_norm), "it did compute in 16 bits"
    assert float((trained.weights() - before).norm()) == pytest.approx(0.1 * 0.05, rel=1e-4)


def test_a_skipped_step_moves_no_weight_average_lookahead_or_schedule(batch: Batch) -> None:
    trained = start(scale=1024.0, clip_norm=1.0, lookahead=True)
    trained.step(batch)
    optimizer, state = trained.state.optimizer.optimizer, trained.state
    assert isinstance(optimizer, Lookahead)
    assert state.average is not None
    before = trained.weights()
    average = {name: value.clone() for name, value in state.average.model.state_dict().items()}

    parameter = next(state.model.parameters())
    hook = parameter.register_post_accumulate_grad_hook(overflow)  # type: ignore[no-untyped-call]
    result = trained.step(batch)
    hook.remove()

    assert not result.applied
    assert state.scaler is not None
    assert state.scaler.get_scale() == 512.0
    assert torch.equal(trained.weights(), before)
    assert all(torch.equal(value, average[name]) for name, value in state.average.model.state_dict().items())
    assert state.average.updates == optimizer.fast_steps == 1
    assert state.progress == Progress(step=2, updates=1, skipped_in_a_row=1)

    assert trained.step(batch).applied
    assert state.progress == Progress(step=3, updates=2, skipped_in_a_row=0)
    assert state.average.updates == optimizer.fast_steps == 2
    assert not torch.equal(trained.weights(), before)


def test_a_checkpoint_keeps_the_place_in_lookaheads_cycle_and_the_scale(batch: Batch) -> None:
    trained = start(scale=256.0, lookahead=True)
    for _ in range(3):
        trained.step(batch)
    checkpoint = trained.state.to_checkpoint()
    resumed = start(scale=8.0, lookahead=True)
    resumed.state.load_checkpoint(checkpoint)
    for _ in range(4):
        trained.step(batch)
        resumed.step(batch)
    assert torch.equal(trained.weights(), resumed.weights())
    assert resumed.state.progress == trained.state.progress == Progress(step=7, updates=7)
    assert resumed.state.scaler is not None
    assert resumed.state.scaler.get_scale() == 256.0
