"""The wrapper around every architecture: uint8 pictures of any size in, logits of that size out."""

from collections.abc import Sequence
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from segscope.train.outputs import SegmentationOutput


class Segmenter(nn.Module):
    """Normalise, pad to the encoder's stride, run the network, crop back.

    Args:
        network: Takes (B, C, H, W) normalised floats, H and W multiples of ``stride``, and gives
            (B, K, H, W) logits.
        encoder: The part of ``network`` that carries pretrained weights.
        stride: What both sides of the network's input must be a multiple of.
        smallest: Smallest side that ``network`` can take, in pixels; smaller pictures are padded to it.
        mean: Mean of each channel, in units of full scale (0 … 1).
        std: Deviation of each channel, in the same units.
    """

    def __init__(
        self,
        network: nn.Module,
        *,
        encoder: nn.Module,
        stride: int,
        smallest: int = 1,
        mean: Sequence[float],
        std: Sequence[float],
    ) -> None:
        super().__init__()
        self.network = network
        self.stride = stride
        self.smallest = smallest
        # A tuple keeps the encoder from being registered, and so saved, a second time.
        self._encoder = (encoder,)
        self.register_buffer("mean", torch.tensor(mean).view(1, -1, 1, 1) * 255)
        self.register_buffer("std", torch.tensor(std).view(1, -1, 1, 1) * 255)

    @property
    def encoder(self) -> nn.Module:
        """The part that carries pretrained weights."""
        return self._encoder[0]

    def forward(self, pictures: Tensor) -> SegmentationOutput:
        """Segment a batch.

        Args:
            pictures: (B, C, H, W) uint8 (or float in 0 … 255), any H and W from 1 up.

        Returns:
            Logits (B, K, H, W).
        """
        mean, std = cast(Tensor, self.mean), cast(Tensor, self.std)
        height, width = pictures.shape[-2:]
        normalised = (pictures.to(mean.dtype) - mean) / std
        bottom, right = self._padding(height), self._padding(width)
        if bottom or right:
            normalised = functional.pad(normalised, (0, right, 0, bottom), mode="replicate")
        normalised = normalised.contiguous(memory_format=torch.channels_last)
        logits = self.network(normalised)
        return SegmentationOutput(logits[..., :height, :width])

    def _padding(self, side: int) -> int:
        wanted = max(side, self.smallest)
        return wanted + -wanted % self.stride - side
