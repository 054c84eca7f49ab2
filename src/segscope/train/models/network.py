"""What builds the network of an architecture, and what it gives."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import nn

from segscope.config.catalogue.technique import Options
from segscope.train.models.encoders import EncoderName


@dataclass(frozen=True, slots=True)
class NetworkRequest:
    """What a network is built for.

    Attributes:
        architecture: The catalogue's name.
        encoder: The encoder, by the libraries' names.
        weights: What the libraries shall load by themselves, see
            :func:`~segscope.train.models.encoders.hub_weights`; None for random weights.
        num_classes: K.
        channels: C of the pictures.
        options: Of the architecture.
    """

    architecture: str
    encoder: EncoderName
    weights: str | bool | None
    num_classes: int
    channels: int
    options: Options


@dataclass(frozen=True, slots=True)
class BuiltNetwork:
    """A network and what its wrapper must know of it.

    Attributes:
        network: Takes (B, C, H, W) normalised floats with sides that are multiples of ``stride``; gives
            (B, K, H, W) logits, or a :class:`~segscope.train.outputs.SegmentationOutput` where it has
            auxiliary ones.
        encoder: The part of it that carries pretrained weights.
        stride: What both sides of its input must be a multiple of.
        smallest: Smallest side that it can take, in pixels.
    """

    network: nn.Module
    encoder: nn.Module
    stride: int
    smallest: int = 1


NetworkBuilder = Callable[[NetworkRequest], BuiltNetwork]
"""The target of a catalogue entry. Raises TypeError, ValueError or NotImplementedError where the encoder
does not fit, with the reason."""
