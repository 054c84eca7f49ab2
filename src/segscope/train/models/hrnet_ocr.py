"""HRNetV2 with an OCR head: four resolutions side by side to the end, joined at a quarter of the size."""

from typing import cast

import timm
import torch
from timm.models import FeatureInfo
from torch import Tensor, nn
from torch.nn import functional

from segscope.config.catalogue.models import HrnetOcrOptions
from segscope.train.models.network import BuiltNetwork, NetworkRequest
from segscope.train.models.ocr_head import OcrHead
from segscope.train.outputs import SegmentationOutput

STRIDE = 32


class HrnetOcr(nn.Module):
    """HRNet's four branches, brought to the finest and joined, and the OCR head on them.

    Args:
        encoder: Gives the four branches, the finest at stride 4.
        channels: Of the joined branches.
        num_classes: K.
        options: Widths of the head, and the weight of the coarse map's loss.
    """

    def __init__(self, encoder: nn.Module, channels: int, num_classes: int, options: HrnetOcrOptions) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = OcrHead(channels, options.channels, options.key_channels, num_classes, options.dropout)
        self.auxiliary_weight = options.auxiliary_weight

    def forward(self, pictures: Tensor) -> SegmentationOutput:
        """Give logits for (B, C, H, W) normalised pictures, with the coarse map's in training."""
        branches: list[Tensor] = self.encoder(pictures)
        finest = branches[0].shape[-2:]
        features = torch.cat([branches[0], *(_resize(branch, finest) for branch in branches[1:])], dim=1)
        found = self.head(features)
        size = pictures.shape[-2:]
        if not self.training or self.auxiliary_weight == 0:
            return SegmentationOutput(_resize(found.logits, size))
        return SegmentationOutput(
            _resize(found.logits, size), _resize(found.coarse, size), self.auxiliary_weight
        )


def build_hrnet_ocr(request: NetworkRequest) -> BuiltNetwork:
    """Build the network.

    Raises:
        ValueError: The encoder is no HRNet.
    """
    name = request.encoder.timm or ""
    if not name.startswith("hrnet"):
        raise ValueError("it takes hrnet_w18 … hrnet_w64")
    encoder = timm.create_model(
        name,
        pretrained=request.weights is not None,
        in_chans=request.channels,
        features_only=True,
        # The branches themselves, as in HRNetV2, and not what the classifier makes of them.
        feature_location="",
        out_indices=(1, 2, 3, 4),
    )
    channels = sum(cast(FeatureInfo, encoder.feature_info).channels())
    network = HrnetOcr(encoder, channels, request.num_classes, cast(HrnetOcrOptions, request.options))
    return BuiltNetwork(network, encoder, STRIDE)


def _resize(maps: Tensor, size: torch.Size) -> Tensor:
    return functional.interpolate(maps, size=size, mode="bilinear")
