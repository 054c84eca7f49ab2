"""The wrapper around every architecture: pictures of any size in, logits of that size out."""

from collections.abc import Sequence
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from segscope.data.picture_format import RGB8, PictureFormat
from segscope.train.outputs import SegmentationOutput
from segscope.train.unknown.subclasses import Subclasses


class Segmenter(nn.Module):
    """Normalise, pad to the encoder's stride, run the network, crop back.

    Args:
        network: Takes (B, C, H, W) normalised floats, H and W multiples of ``stride``, and gives
            (B, K, H, W) logits, or a :class:`SegmentationOutput` of them.
        encoder: The part of ``network`` that carries pretrained weights.
        stride: What both sides of the network's input must be a multiple of.
        smallest: Smallest side that ``network`` can take, in pixels; smaller pictures are padded to it.
        mean: Mean of each channel, in units of full scale (0 … 1).
        std: Deviation of each channel, in the same units.
        picture_format: Channels and bits of the pictures that it takes.
        subclasses: Which outputs are parts of one class, and merged in evaluation mode; None for no such.
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
        picture_format: PictureFormat = RGB8,
        subclasses: Subclasses | None = None,
    ) -> None:
        super().__init__()
        self.network = network
        self.stride = stride
        self.smallest = smallest
        self.picture_format = picture_format
        self.subclasses = subclasses
        # A tuple keeps the encoder from being registered, and so saved, a second time.
        self._encoder = (encoder,)
        scale = picture_format.full_scale
        self.register_buffer("mean", torch.tensor(mean).view(1, -1, 1, 1) * scale)
        self.register_buffer("std", torch.tensor(std).view(1, -1, 1, 1) * scale)

    @property
    def encoder(self) -> nn.Module:
        """The part that carries pretrained weights."""
        return self._encoder[0]

    def forward(self, pictures: Tensor) -> SegmentationOutput:
        """Segment a batch.

        Args:
            pictures: (B, C, H, W) levels as stored, 0 … 255 or 0 … 65535, of any number type (uint8,
                int32, float); any H and W from 1 up.

        Returns:
            Logits (B, K, H, W) of the data set's classes. In training mode those of the outputs, where
            sub-classes are trained, and the auxiliary ones where the architecture has them.
        """
        found = self.outputs(pictures)
        if self.subclasses is not None and not self.training:
            found.logits = self.subclasses.merge_logits(found.logits)
        return found

    def outputs(self, pictures: Tensor) -> SegmentationOutput:
        """Segment a batch into the outputs as they are trained, whatever the mode; see :meth:`forward`."""
        mean, std = cast(Tensor, self.mean), cast(Tensor, self.std)
        height, width = pictures.shape[-2:]
        normalised = (pictures.to(mean.dtype) - mean) / std
        bottom, right = self._padding(height), self._padding(width)
        if bottom or right:
            normalised = functional.pad(normalised, (0, right, 0, bottom), mode="replicate")
        normalised = normalised.contiguous(memory_format=torch.channels_last)
        found: Tensor | SegmentationOutput = self.network(normalised)
        if isinstance(found, Tensor):
            found = SegmentationOutput(found)
        if found.auxiliary is not None:
            found.auxiliary = found.auxiliary[..., :height, :width]
        found.logits = found.logits[..., :height, :width]
        return found

    def _padding(self, side: int) -> int:
        wanted = max(side, self.smallest)
        return wanted + -wanted % self.stride - side
