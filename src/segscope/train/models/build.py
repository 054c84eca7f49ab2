"""From a config's model section to a model that is ready to train."""

from typing import cast

import torch
from torch import nn

from segscope.config.catalogue.models import LightUnetOptions, SmpOptions
from segscope.config.choice import ModelChoice
from segscope.errors import ConfigError, WeightsError
from segscope.train.models.encoders import (
    EncoderName,
    hub_weights,
    load_packaged_weights,
    normalisation,
    resolve_encoder,
)
from segscope.train.models.light_unet import build_light_unet
from segscope.train.models.segmenter import Segmenter
from segscope.train.models.smp_architecture import SMALLEST_SIDES, build_smp


def build_model(choice: ModelChoice, num_classes: int, *, pretrained: bool = True) -> Segmenter:
    """Build the model of a config.

    Args:
        choice: Architecture, encoder, weights.
        num_classes: K.
        pretrained: False builds without weights, for a checkpoint that is loaded next.

    Returns:
        The model in training mode, in ``channels_last`` memory format.

    Raises:
        ConfigError: The encoder or an option is unknown.
        WeightsError: The pretrained weights cannot be had.
    """
    encoder = resolve_encoder(choice.encoder)
    weights = choice.weights if pretrained else "none"
    network, encoder_module, stride = _build_network(
        choice, encoder, hub_weights(encoder, weights), num_classes
    )
    if weights == "imagenet":
        extractor = cast(nn.Module, getattr(encoder_module, "model", encoder_module))
        load_packaged_weights(extractor, encoder)
    mean, std = normalisation(encoder, pretrained=weights == "imagenet")
    model = Segmenter(
        network,
        encoder=encoder_module,
        stride=stride,
        smallest=SMALLEST_SIDES.get(choice.name, 1),
        mean=mean,
        std=std,
    )
    return model.to(memory_format=torch.channels_last)


def _build_network(
    choice: ModelChoice, encoder: EncoderName, weights: str | bool | None, num_classes: int
) -> tuple[nn.Module, nn.Module, int]:
    try:
        if isinstance(choice.options, LightUnetOptions):
            return build_light_unet(encoder.smp, weights, num_classes, choice.options)
        options = cast(SmpOptions, choice.options)
        return build_smp(choice.name, encoder.smp, weights, num_classes, options)
    except (TypeError, ValueError, KeyError, NotImplementedError, OSError, RuntimeError) as error:
        if weights is None or not isinstance(error, OSError | RuntimeError):
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ConfigError(
                f"model {choice.name} cannot be built with encoder {choice.encoder} ({reason}): choose "
                "another encoder or another architecture."
            ) from error
        raise WeightsError(
            f"ImageNet weights of {choice.encoder} cannot be had ({type(error).__name__}): connect to the "
            "hub once, choose tf_efficientnet_lite0 … lite2 (their weights come from the package index), "
            "or start from random weights on purpose with model.weights=none."
        ) from error
