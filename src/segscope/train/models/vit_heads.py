"""Heads on the tokens of a vision transformer."""

from collections.abc import Callable, Sequence

from timm.layers.norm import LayerNorm2d
from torch import Tensor, nn
from torch.nn import functional

TAPS = 4
"""After so many of the blocks, evenly spaced, the tokens are taken; the last is the deepest."""


class LinearHead(nn.Module):
    """One linear layer on the last tokens: what the features know by themselves (Oquab et al., 2023).

    Args:
        dim: D of the tokens.
        width: Not needed; every head takes it.
        num_classes: K.
    """

    def __init__(self, dim: int, width: int, num_classes: int) -> None:
        super().__init__()
        del width
        self.classify = nn.Sequential(nn.BatchNorm2d(dim), nn.Conv2d(dim, num_classes, kernel_size=1))

    def forward(self, tokens: Sequence[Tensor]) -> Tensor:
        """Give (B, K, h, w) logits at the grid of the patches."""
        logits: Tensor = self.classify(tokens[-1])
        return logits


class PyramidHead(nn.Module):
    """A feature pyramid made of one grid: tokens of four depths at 4, 2, 1 and ½ times its resolution.

    Early tokens, which still know places exactly, become the finest level; sums go from coarse to fine
    (after Li et al., ViTDet, ECCV 2022).

    Args:
        dim: D of the tokens.
        width: Channels of the pyramid.
        num_classes: K.
    """

    def __init__(self, dim: int, width: int, num_classes: int) -> None:
        super().__init__()
        self.levels = nn.ModuleList(
            [
                nn.Sequential(_narrow(dim, width), _double(width), _double(width)),
                nn.Sequential(_narrow(dim, width), _double(width)),
                _narrow(dim, width),
                # Rounded up, so that a grid of one patch stays one.
                nn.Sequential(_narrow(dim, width), nn.MaxPool2d(2, ceil_mode=True)),
            ]
        )
        self.smooth = nn.Sequential(
            nn.Conv2d(width, width, kernel_size=3, padding=1, bias=False), LayerNorm2d(width), nn.GELU()
        )
        self.classify = nn.Conv2d(width, num_classes, kernel_size=1)

    def forward(self, tokens: Sequence[Tensor]) -> Tensor:
        """Give (B, K, 4 h, 4 w) logits for four (B, D, h, w) grids, the deepest last."""
        features = [level(grid) for level, grid in zip(self.levels, tokens, strict=True)]
        summed = features[-1]
        for finer in reversed(features[:-1]):
            summed = finer + functional.interpolate(summed, size=finer.shape[-2:], mode="bilinear")
        logits: Tensor = self.classify(self.smooth(summed))
        return logits


HEADS: dict[str, Callable[[int, int, int], nn.Module]] = {"pyramid": PyramidHead, "linear": LinearHead}


def _narrow(dim: int, width: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(dim, width, kernel_size=1, bias=False), LayerNorm2d(width))


def _double(width: int) -> nn.Sequential:
    return nn.Sequential(
        nn.ConvTranspose2d(width, width, kernel_size=2, stride=2), LayerNorm2d(width), nn.GELU()
    )
