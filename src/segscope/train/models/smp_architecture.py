"""Every architecture of segmentation-models-pytorch, by that library's name."""

from typing import Any

import segmentation_models_pytorch as smp
from torch import nn

from segscope.config.catalogue.models import SmpOptions

# The largest stride of any encoder of the library; padding to it is right for all of them.
STRIDE = 32

SMALLEST_SIDES = {"pan": 128}
"""Architectures that pool their deepest features further, and so need a larger picture."""


def build_smp(
    name: str,
    encoder_name: str,
    encoder_weights: str | bool | None,
    num_classes: int,
    options: SmpOptions,
) -> tuple[nn.Module, nn.Module, int]:
    """Build the network; gives (network, encoder, stride)."""
    arguments: dict[str, Any] = dict(options.arguments)
    if name == "dpt":
        # A ViT has one fixed grid unless it is told that sizes vary.
        arguments.setdefault("dynamic_img_size", True)
    network = smp.create_model(
        name,
        encoder_name=encoder_name,
        encoder_weights=encoder_weights,
        classes=num_classes,
        **arguments,
    )
    return network, network.encoder, STRIDE
