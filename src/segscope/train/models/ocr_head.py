"""Object-contextual representations: each pixel is judged with the classes that the picture shows.

A coarse map gathers one vector a class from the whole picture; every pixel then takes up those vectors
by how much it resembles them (Yuan, Chen & Wang, ECCV 2020).
"""

import math
from typing import NamedTuple

import torch
from torch import Tensor, nn


class OcrLogits(NamedTuple):
    """What the head gives, both (B, K, H, W) at the size of the features."""

    logits: Tensor
    coarse: Tensor


def class_regions(features: Tensor, coarse: Tensor) -> Tensor:
    """Gather one vector a class: the mean of the features by the class's share of each pixel.

    Args:
        features: (B, C, H, W) float.
        coarse: (B, K, H, W) float logits; their softmax goes over the pixels of a class, not over classes.

    Returns:
        (B, C, K) float.

    Example:
        >>> features = torch.tensor([[[[2.0, 4.0]]]])
        >>> class_regions(features, torch.zeros(1, 1, 1, 2)).item()
        3.0
    """
    shares = coarse.flatten(2).softmax(dim=2)
    return torch.einsum("bkn,bcn->bck", shares.to(features.dtype), features.flatten(2))


class RegionAttention(nn.Module):
    """Let each pixel take up the vectors of the classes by their likeness.

    Args:
        channels: C of the features.
        key_channels: Width in which pixels and classes are compared.
    """

    def __init__(self, channels: int, key_channels: int) -> None:
        super().__init__()
        self.query = nn.Sequential(_step(channels, key_channels), _step(key_channels, key_channels))
        self.key = nn.Sequential(_step(channels, key_channels), _step(key_channels, key_channels))
        self.value = _step(channels, key_channels)
        self.up = _step(key_channels, channels)
        self.scale = 1 / math.sqrt(key_channels)

    def forward(self, features: Tensor, regions: Tensor) -> Tensor:
        """Give the context of each pixel.

        Args:
            features: (B, C, H, W).
            regions: (B, C, K), one vector a class.

        Returns:
            (B, C, H, W).
        """
        classes = regions.unsqueeze(-1)
        query = self.query(features).flatten(2)
        key, value = self.key(classes).flatten(2), self.value(classes).flatten(2)
        likeness = torch.einsum("bdn,bdk->bnk", query, key) * self.scale
        context = torch.einsum("bnk,bdk->bdn", likeness.softmax(dim=2).to(value.dtype), value)
        lifted: Tensor = self.up(context.reshape(*context.shape[:2], *features.shape[-2:]))
        return lifted


class OcrHead(nn.Module):
    """Coarse map, class regions, attention, and the final map.

    Args:
        in_channels: Of the encoder's joined features.
        channels: Width of the pixels' and the classes' vectors.
        key_channels: Width in which they are compared.
        num_classes: K.
        dropout: Share of the joined channels that are dropped in training.
    """

    def __init__(
        self, in_channels: int, channels: int, key_channels: int, num_classes: int, dropout: float
    ) -> None:
        super().__init__()
        self.coarse = nn.Sequential(
            _step(in_channels, in_channels), nn.Conv2d(in_channels, num_classes, kernel_size=1)
        )
        self.pixels = _step(in_channels, channels, size=3)
        self.attention = RegionAttention(channels, key_channels)
        self.fuse = nn.Sequential(_step(2 * channels, channels), nn.Dropout2d(dropout))
        self.classify = nn.Conv2d(channels, num_classes, kernel_size=1)

    def forward(self, features: Tensor) -> OcrLogits:
        """Give both maps for (B, in_channels, H, W) features."""
        coarse = self.coarse(features)
        pixels = self.pixels(features)
        context = self.attention(pixels, class_regions(pixels, coarse))
        joined = self.fuse(torch.cat([context, pixels], dim=1))
        return OcrLogits(self.classify(joined), coarse)


def _step(in_channels: int, out_channels: int, size: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(in_channels, out_channels, size, padding=size // 2, bias=False),
        nn.BatchNorm2d(out_channels),
        nn.ReLU(inplace=True),
    )
