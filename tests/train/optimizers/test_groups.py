"""Parameter groups: each parameter once, rates by part, no decay on norms, biases and positions."""

from collections.abc import Sequence

import pytest
import torch
from torch import nn

from segscope.config.catalogue import OPTIMIZERS
from segscope.config.catalogue.optimizers import OptimizerOptions
from segscope.config.choice import ModelChoice, OptimizerChoice
from segscope.train.models.build import build_model
from segscope.train.models.segmenter import Segmenter
from segscope.train.optimizers.build import build_optimizer
from segscope.train.optimizers.groups import parameter_groups, set_rates


@pytest.fixture(scope="module")
def model() -> Segmenter:
    choice = ModelChoice.model_validate({"name": "light-unet", "encoder": "resnet18", "weights": "none"})
    return build_model(choice, 4)


def segmenter(encoder: nn.Module) -> Segmenter:
    network = nn.Sequential(encoder, nn.Conv2d(8, 2, 1))
    return Segmenter(network, encoder=encoder, stride=1, mean=(0.5,) * 3, std=(0.5,) * 3)


def names(model: nn.Module, parameters: Sequence[nn.Parameter]) -> set[str]:
    by_id = {id(parameter): name for name, parameter in model.named_parameters()}
    return {by_id[id(parameter)] for parameter in parameters}


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("layer_decay", [1.0, 0.8])
def test_every_optimiser_holds_each_parameter_once_and_decays_no_norm_and_no_bias(
    model: Segmenter, name: str, layer_decay: float
) -> None:
    choice = {
        "name": name,
        "lr": 0.01,
        "encoder_lr_factor": 0.1,
        "layer_decay": layer_decay,
        "weight_decay": 0.5,
    }
    optimizer = build_optimizer(OptimizerChoice.model_validate(choice), model)
    held = [id(p) for group in optimizer.param_groups for p in group["params"]]
    assert sorted(held) == sorted(id(p) for p in model.parameters())
    norms = {
        id(p) for m in model.modules() if isinstance(m, nn.BatchNorm2d) for p in m.parameters(recurse=False)
    }
    biases = {id(p) for name, p in model.named_parameters() if name.endswith("bias")}
    undecayed = {
        id(p) for group in optimizer.param_groups if group["weight_decay"] == 0 for p in group["params"]
    }
    assert undecayed == norms | biases
    assert {group["weight_decay"] for group in optimizer.param_groups} == {0.0, 0.5}


def test_encoder_and_decoder_have_their_own_rates(model: Segmenter) -> None:
    groups = parameter_groups(model, OptimizerOptions(lr=0.01, encoder_lr_factor=0.1))
    encoder = {id(p) for p in model.encoder.parameters()}
    for group in groups:
        (in_encoder,) = {id(p) in encoder for p in group["params"]}
        assert group["lr"] == group["base_lr"] == pytest.approx(0.001 if in_encoder else 0.01)
        assert group["part"] == ("encoder" if in_encoder else "decoder")
    assert groups[-1]["part"] == "decoder"


def test_layer_decay_lowers_the_rate_from_stage_to_stage(model: Segmenter) -> None:
    groups = parameter_groups(model, OptimizerOptions(lr=0.01, encoder_lr_factor=0.5, layer_decay=0.8))
    rates = {
        name.removeprefix("network.encoder.").partition(".")[0]: group["lr"]
        for group in groups
        if group["part"] != "decoder"
        for name in names(model, group["params"])
    }
    top = 0.005
    expected = {f"layer{4 - below}": top * 0.8**below for below in range(4)}
    expected |= {"conv1": top * 0.8**4, "bn1": top * 0.8**4}
    assert rates == pytest.approx(expected)


def test_frozen_parameters_are_left_out() -> None:
    encoder = nn.Conv2d(3, 8, 1)
    encoder.weight.requires_grad_(False)
    model = segmenter(encoder)
    held = {id(p) for g in parameter_groups(model, OptimizerOptions()) for p in g["params"]}
    assert held == {id(p) for p in model.parameters()} - {id(encoder.weight)}


class Positions(nn.Module):
    """A transformer's embedding, which says itself that it is not decayed."""

    def __init__(self) -> None:
        super().__init__()
        self.pos_embed = nn.Parameter(torch.zeros(1, 8, 1, 1))
        self.patch_embed = nn.Conv2d(3, 8, 1)

    def no_weight_decay(self) -> set[str]:
        return {"pos_embed", "a_token_that_this_size_lacks"}


def test_positional_embeddings_are_not_decayed() -> None:
    model = segmenter(nn.Sequential(Positions()))
    groups = parameter_groups(model, OptimizerOptions(weight_decay=0.1))
    undecayed = {n for g in groups if g["weight_decay"] == 0 for n in names(model, g["params"])}
    assert undecayed == {"network.0.0.pos_embed", "network.0.0.patch_embed.bias", "network.1.bias"}


def test_rates_follow_the_schedule_in_proportion(model: Segmenter) -> None:
    groups = parameter_groups(model, OptimizerOptions(lr=0.01, encoder_lr_factor=0.1))
    assert set_rates(groups, 0.5) == pytest.approx({"encoder": 0.0005, "decoder": 0.005})
    assert set_rates(groups, 1.0) == pytest.approx({"encoder": 0.001, "decoder": 0.01})
