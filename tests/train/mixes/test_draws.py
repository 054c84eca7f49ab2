"""The draws of the steps: their own for each step, micro-batch and rank, and a teacher at rest."""

from types import SimpleNamespace

import pytest
import torch
from lightning_fabric import Fabric
from torch import nn

from segscope.config.choice import MixChoice
from segscope.errors import ConfigError
from segscope.train.mixes.build import build_mixes
from segscope.train.mixes.draws import MixDraws
from segscope.train.models.segmenter import Segmenter
from tests.train.mixes.batches import CONTEXT


def segmenter() -> Segmenter:
    network = nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.BatchNorm2d(4), nn.Dropout(0.5))
    return Segmenter(network, encoder=network[0], stride=1, mean=(0.5,) * 3, std=(0.5,) * 3)


def draws(model: Segmenter | None = None, rank: int = 0, seed: int = 0) -> MixDraws:
    fabric = Fabric(accelerator="cpu", devices=1)
    placed = SimpleNamespace(global_rank=rank, autocast=fabric.autocast)
    return MixDraws(placed, lambda: model or segmenter(), seed, steps=40)  # type: ignore[arg-type]


def test_draws_depend_on_seed_step_micro_batch_and_rank_alone() -> None:
    def number(rank: int, step: int, micro_batch: int, seed: int = 0) -> float:
        return float(draws(rank=rank, seed=seed).of_step(step)(micro_batch).rng.random())

    places = [(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 1)]
    assert len({number(*place) for place in places}) == len(places)
    assert number(1, 2, 3) == number(1, 2, 3)
    assert number(0, 0, 0, seed=1) != number(0, 0, 0)
    assert draws().of_step(10)(0).progress == pytest.approx(0.25)


@pytest.mark.parametrize("training", [True, False])
def test_the_teacher_moves_nothing(training: bool) -> None:
    model = segmenter().train(training)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    pictures = torch.randint(0, 256, (2, 3, 8, 8), dtype=torch.uint8)
    teacher = draws(model).of_step(0)(0).teacher
    first, again = teacher(pictures), teacher(pictures)
    assert torch.equal(first, again), "dropout is off"
    assert not first.requires_grad
    assert model.training is training
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())


def test_a_batch_of_one_picture_cannot_be_mixed() -> None:
    choice = MixChoice.model_validate("cutmix")
    with pytest.raises(ConfigError, match="cutmix joins the pictures of a batch, and train"):
        build_mixes([choice], CONTEXT, batch_size=1)
    assert build_mixes([], CONTEXT, batch_size=1) == ()
