"""Plain vision transformers (DINOv2, DINOv3, supervised ViTs) with a light head."""

from typing import Protocol, cast

import timm
from torch import Tensor, nn
from torch.nn import functional

from segscope.config.catalogue.models import VitOptions
from segscope.train.models.network import BuiltNetwork, NetworkRequest
from segscope.train.models.vit_heads import HEADS, TAPS


class PatchEmbedding(Protocol):
    """What cuts a picture into patches."""

    patch_size: tuple[int, int]


class PlainVit(Protocol):
    """What timm's vision transformers have in common."""

    patch_embed: PatchEmbedding
    embed_dim: int
    blocks: nn.ModuleList

    def forward_intermediates(
        self, x: Tensor, *, indices: list[int], norm: bool, intermediates_only: bool
    ) -> list[Tensor]:
        """Give the (B, D, h, w) tokens after the blocks of those indices."""


class VitSegmenter(nn.Module):
    """A vision transformer whose tokens of four depths a head turns into logits.

    Args:
        encoder: Takes any size that is a multiple of its patch; positions are resized to it.
        num_classes: K.
        options: Which head, and its width.
    """

    def __init__(self, encoder: nn.Module, num_classes: int, options: VitOptions) -> None:
        super().__init__()
        self.encoder = encoder
        plain = cast(PlainVit, encoder)
        depth = len(plain.blocks)
        self.taps = [depth * (tap + 1) // TAPS - 1 for tap in range(TAPS)]
        self.head = HEADS[options.head](plain.embed_dim, options.width, num_classes)

    def forward(self, pictures: Tensor) -> Tensor:
        """Give (B, K, H, W) logits for (B, C, H, W) normalised pictures."""
        tokens = cast(PlainVit, self.encoder).forward_intermediates(
            pictures, indices=self.taps, norm=True, intermediates_only=True
        )
        logits = self.head(tokens)
        return functional.interpolate(logits, size=pictures.shape[-2:], mode="bilinear")


def build_vit(request: NetworkRequest) -> BuiltNetwork:
    """Build the network.

    Raises:
        TypeError: The encoder is no vision transformer.
        ValueError: The encoder is none with a grid of square patches.
    """
    if request.encoder.timm is None:
        raise ValueError("it takes plain vision transformers of timm, such as vit_small_patch14_dinov2")
    encoder = timm.create_model(
        request.encoder.timm,
        pretrained=request.weights is not None,
        in_chans=request.channels,
        num_classes=0,
        dynamic_img_size=True,
    )
    if not all(hasattr(encoder, name) for name in ("patch_embed", "blocks", "forward_intermediates")):
        raise ValueError("it takes plain vision transformers, and this is none")
    height, width = cast(PlainVit, encoder).patch_embed.patch_size
    if height != width:
        raise ValueError(f"its patches are {height}×{width} and not square")
    network = VitSegmenter(encoder, request.num_classes, cast(VitOptions, request.options))
    return BuiltNetwork(network, encoder, height)
