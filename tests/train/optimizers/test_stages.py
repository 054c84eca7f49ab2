"""Encoders' stages against what is known of the architectures."""

import pytest
import segmentation_models_pytorch as smp
import timm
from torch import nn

from segscope.train.optimizers.stages import encoder_stages


def stage_names(encoder: nn.Module) -> list[set[str]]:
    by_id = {id(parameter): name for name, parameter in encoder.named_parameters()}
    return [{by_id[id(parameter)] for parameter in stage} for stage in encoder_stages(encoder)]


def starting_with(encoder: nn.Module, *prefixes: str) -> set[str]:
    return {name for name, _ in encoder.named_parameters() if name.startswith(prefixes)}


@pytest.mark.parametrize("name", ["resnet18", "resnet50"])
def test_a_resnet_has_its_stem_and_four_layers(name: str) -> None:
    encoder = smp.encoders.get_encoder(name, weights=None)
    expected = [("conv1.", "bn1."), ("layer1.",), ("layer2.",), ("layer3.",), ("layer4.",)]
    assert stage_names(encoder) == [starting_with(encoder, *prefixes) for prefixes in expected]


def test_an_efficientnet_in_its_wrapper_has_its_stem_and_groups_of_blocks() -> None:
    encoder = smp.encoders.get_encoder("tu-tf_efficientnet_lite0", weights=None)
    expected = [("model.conv_stem.", "model.bn1."), *((f"model.blocks.{index}.",) for index in range(7))]
    assert stage_names(encoder) == [starting_with(encoder, *prefixes) for prefixes in expected]


def test_a_vision_transformer_has_timms_own_layers() -> None:
    encoder = timm.create_model("vit_tiny_patch16_224", num_classes=0)
    found = {name: index for index, stage in enumerate(stage_names(encoder)) for name in stage}
    rules = encoder.group_matcher(coarse=False)  # type: ignore[operator]
    matcher = timm.models.group_parameters(encoder, rules, reverse=True)
    blocks = {name: layer for name, layer in matcher.items() if not name.startswith("norm.")}
    assert {name: found[name] for name in blocks} == blocks
    # timm gives the last norm a layer of its own; here it goes with the block that it follows.
    assert {found[name] for name in starting_with(encoder, "norm.")} == {12}


@pytest.mark.parametrize("name", ["mit_b0", "densenet121", "mobilenet_v2", "vgg11_bn", "tu-hrnet_w18_small"])
def test_any_encoder_gives_every_parameter_once_in_several_stages(name: str) -> None:
    encoder = smp.encoders.get_encoder(name, weights=None)
    stages = encoder_stages(encoder)
    assert sorted(id(p) for stage in stages for p in stage) == sorted(id(p) for p in encoder.parameters())
    assert len(stages) >= 4
    assert all(any(parameter.ndim > 1 for parameter in stage) for stage in stages)
