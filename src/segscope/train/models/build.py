"""From a config's model section to a model that is ready to train."""

from typing import cast

import torch
from torch import nn

from segscope.config.choice import ModelChoice
from segscope.data.channel_statistics import ChannelStatistics
from segscope.data.picture_format import RGB8, PictureFormat
from segscope.errors import ConfigError, WeightsError
from segscope.train.models.encoders import (
    hub_weights,
    load_packaged_weights,
    normalisation,
    resolve_encoder,
)
from segscope.train.models.network import BuiltNetwork, NetworkBuilder, NetworkRequest
from segscope.train.models.normalisation import fit_normalisation
from segscope.train.models.segmenter import Segmenter
from segscope.train.resolve import resolve_target
from segscope.train.unknown.subclasses import Subclasses


def build_model(
    choice: ModelChoice,
    num_classes: int,
    pictures: PictureFormat = RGB8,
    statistics: ChannelStatistics | None = None,
    *,
    pretrained: bool = True,
    subclasses: Subclasses | None = None,
) -> Segmenter:
    """Build the model of a config.

    Args:
        choice: Architecture, encoder, weights.
        num_classes: K.
        pictures: Channels and bits of the pictures; pretrained stems are adapted to the channels.
        statistics: Of the training pictures, for the normalisation of other than 8-bit RGB.
        pretrained: False builds without weights, for a checkpoint that is loaded next (it brings the
            normalisation, too).
        subclasses: Which outputs are parts of one class; None for an output a class.

    Returns:
        The model in training mode, in ``channels_last`` memory format.

    Raises:
        ConfigError: The encoder or an option is unknown, or the encoder does not fit the architecture.
        WeightsError: The pretrained weights cannot be had.
    """
    encoder = resolve_encoder(choice.encoder)
    weights = choice.weights if pretrained else "none"
    request = NetworkRequest(
        architecture=choice.name,
        encoder=encoder,
        weights=hub_weights(encoder, weights),
        num_classes=num_classes if subclasses is None else subclasses.num_outputs,
        channels=pictures.channels,
        options=choice.options,
    )
    built = _build_network(choice, request)
    if weights == "imagenet":
        extractor = cast(nn.Module, getattr(built.encoder, "model", built.encoder))
        load_packaged_weights(extractor, encoder, pictures.channels)
    figures = normalisation(encoder, pretrained=weights == "imagenet")
    mean, std = fit_normalisation(figures, pictures, statistics)
    model = Segmenter(
        built.network,
        encoder=built.encoder,
        stride=built.stride,
        smallest=built.smallest,
        mean=mean,
        std=std,
        picture_format=pictures,
        subclasses=subclasses,
    )
    return model.to(memory_format=torch.channels_last)


def _build_network(choice: ModelChoice, request: NetworkRequest) -> BuiltNetwork:
    build: NetworkBuilder = resolve_target(choice.technique)
    try:
        return build(request)
    except (TypeError, ValueError, KeyError, NotImplementedError, OSError, RuntimeError) as error:
        if request.weights is None or not isinstance(error, OSError | RuntimeError):
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ConfigError(
                f"model {choice.name} cannot be built with encoder {choice.encoder} ({reason}): choose "
                "another encoder or another architecture."
            ) from error
        raise WeightsError(
            f"Pretrained weights of {choice.encoder} cannot be had ({type(error).__name__}): connect to the "
            "hub once, choose tf_efficientnet_lite0 … lite2 (their weights come from the package index), "
            "or start from random weights on purpose with model.weights=none."
        ) from error
