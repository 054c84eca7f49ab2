"""The default model: a U-Net whose decoder stops at half the resolution.

The last decoder block of a U-Net works at full resolution and costs about a quarter of a training
step on a CPU while it adds little; here the logits are made at stride 2 and enlarged.
"""

from typing import cast

import segmentation_models_pytorch as smp
from torch import Tensor, nn
from torch.nn import functional

from segscope.config.catalogue.models import LightUnetOptions
from segscope.train.models.network import BuiltNetwork, NetworkRequest

STRIDE = 32
# smp builds five blocks; the fifth is dropped, so its width does not matter.
_DROPPED_CHANNELS = 16


class LightUnet(nn.Module):
    """Encoder, four U-Net decoder blocks, a 3×3 head, and a bilinear step to full size.

    Args:
        request: Encoder, classes and channels.
        options: Channels of the decoder blocks.
    """

    def __init__(self, request: NetworkRequest, options: LightUnetOptions) -> None:
        super().__init__()
        unet = smp.Unet(
            request.encoder.smp,
            encoder_weights=request.weights,
            in_channels=request.channels,
            decoder_channels=(*options.decoder_channels, _DROPPED_CHANNELS),
        )
        self.encoder = unet.encoder
        self.decoder = unet.decoder
        self.decoder.blocks = self.decoder.blocks[:-1]
        self.head = nn.Conv2d(options.decoder_channels[-1], request.num_classes, kernel_size=3, padding=1)

    def forward(self, pictures: Tensor) -> Tensor:
        """Give (B, K, H, W) logits for (B, C, H, W) normalised pictures; H and W multiples of 32."""
        features = self.decoder(self.encoder(pictures))
        return functional.interpolate(self.head(features), scale_factor=2.0, mode="bilinear")


def build_light_unet(request: NetworkRequest) -> BuiltNetwork:
    """Build the network."""
    network = LightUnet(request, cast(LightUnetOptions, request.options))
    return BuiltNetwork(network, cast(nn.Module, network.encoder), STRIDE)
