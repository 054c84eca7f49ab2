"""Every architecture of segmentation-models-pytorch, by that library's name."""

from typing import Any, cast

import segmentation_models_pytorch as smp

from segscope.config.catalogue.models import SmpOptions
from segscope.train.models.network import BuiltNetwork, NetworkRequest

# The largest stride of any encoder of the library; padding to it is right for all of them.
STRIDE = 32

SMALLEST_SIDES = {"pan": 128}
"""Architectures that pool their deepest features further, and so need a larger picture."""

DPT_PATCH = 16
"""The decoder of DPT doubles from a sixteenth of the size on; other patches do not come out even."""


def build_smp(request: NetworkRequest) -> BuiltNetwork:
    """Build the network.

    Raises:
        ValueError: The architecture cannot take the encoder.
    """
    options = cast(SmpOptions, request.options)
    network = smp.create_model(
        request.architecture,
        encoder_name=request.encoder.smp,
        encoder_weights=request.weights,
        in_channels=request.channels,
        classes=request.num_classes,
        **{**_free_sizes(request), **options.arguments},
    )
    if request.architecture == "dpt" and network.encoder.output_stride != DPT_PATCH:
        raise ValueError(f"it takes vision transformers with patches of {DPT_PATCH} pixels")
    smallest = SMALLEST_SIDES.get(request.architecture, 1)
    return BuiltNetwork(network, network.encoder, STRIDE, smallest)


def _free_sizes(request: NetworkRequest) -> dict[str, Any]:
    """Tell encoders with one fixed grid that sizes vary."""
    if request.architecture == "dpt":
        return {"dynamic_img_size": True}
    if (request.encoder.timm or "").startswith("swin"):
        return {"strict_img_size": False}
    return {}
