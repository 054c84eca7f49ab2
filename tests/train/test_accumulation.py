"""Accumulated micro-batches take the step of one big batch, ignored pixels included."""

import copy

import pytest
import torch
from lightning_fabric import Fabric
from torch import nn

from segscope.config.choice import LossTerm
from segscope.train.batches.training_set import Batch
from segscope.train.losses.base import LossContext
from segscope.train.losses.build import build_loss
from segscope.train.outputs import SegmentationOutput
from segscope.train.stepper import Stepper

CONTEXT = LossContext(num_classes=3, ignore=255, class_pixels=(50, 30, 20))


class Tiny(nn.Module):
    """Two convolutions without BatchNorm, in double precision to see equality sharply."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 3, 1)).double()

    def forward(self, pictures: torch.Tensor) -> SegmentationOutput:
        return SegmentationOutput(self.layers(pictures.double() / 255))


def micro_batches() -> list[Batch]:
    """Four pictures with very different shares of ignored pixels, the last all ignored."""
    generator = torch.Generator().manual_seed(1)
    batches = []
    for index, ignored in enumerate((0.0, 0.5, 0.97, 1.0)):
        pictures = torch.randint(0, 256, (1, 3, 16, 16), generator=generator, dtype=torch.uint8)
        target = torch.randint(0, 3, (1, 16, 16), generator=generator, dtype=torch.uint8)
        target[torch.rand(target.shape, generator=generator) < ignored] = 255
        batches.append(Batch(pictures, target, (str(index),)))
    return batches


def joined(batches: list[Batch]) -> Batch:
    return Batch(
        torch.cat([b.pictures for b in batches]),
        torch.cat([b.targets for b in batches]),
        tuple(name for b in batches for name in b.sample_ids),
    )


def step(
    model: nn.Module, window: list[Batch], term: dict[str, object]
) -> tuple[dict[str, torch.Tensor], float]:
    fabric = Fabric(accelerator="cpu", devices=1)
    learner = copy.deepcopy(model)
    optimizer = torch.optim.SGD(learner.parameters(), lr=1.0)
    wrapped, wrapped_optimizer = fabric.setup(learner, optimizer)
    stepper = Stepper(
        fabric, wrapped, wrapped_optimizer, build_loss([LossTerm.model_validate(term)], CONTEXT), 0.0
    )
    result = stepper.run(window)
    return learner.state_dict(), float(result.loss)


@pytest.mark.parametrize(
    "term",
    [
        {"name": "cross-entropy"},
        {"name": "cross-entropy", "class_weights": "inverse"},
        {"name": "cross-entropy", "label_smoothing": 0.1, "class_weights": "sqrt-inverse"},
    ],
)
def test_accumulation_equals_the_big_batch(term: dict[str, object]) -> None:
    torch.manual_seed(0)
    model = Tiny()
    batches = micro_batches()
    split, split_loss = step(model, batches, term)
    whole, whole_loss = step(model, [joined(batches)], term)
    assert split_loss == pytest.approx(whole_loss, rel=1e-5)
    for name, value in whole.items():
        # The loss itself is reduced in float32.
        assert torch.allclose(split[name], value, atol=2e-6), name
    mean_of_means, _ = step(model, batches[:1], term)
    assert not torch.allclose(mean_of_means["layers.0.weight"], whole["layers.0.weight"], atol=1e-4)


@pytest.mark.parametrize("name", ["dice", "lovasz"])
def test_a_set_loss_is_averaged_over_the_micro_batches_in_which_a_pixel_counts(name: str) -> None:
    torch.manual_seed(0)
    model = Tiny()
    first, second, _, void = micro_batches()
    _, window = step(model, [first, void, second], {"name": name})
    parts = [step(model, [batch], {"name": name})[1] for batch in (first, second)]
    assert window == pytest.approx(sum(parts) / 2, rel=1e-5)
