"""What the wrapper around every architecture gives its network, and takes back."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from segscope.train.models.segmenter import Segmenter

MEAN, STD = (0.2, 0.5, 0.7), (0.1, 0.2, 0.4)


class Seen(nn.Module):
    """A network that keeps what it was given, and gives it back as its logits."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures = torch.zeros(0)

    def forward(self, pictures: Tensor) -> Tensor:
        self.pictures = pictures
        return pictures


@pytest.mark.parametrize(
    ("size", "padded"), [((32, 64), (32, 64)), ((33, 50), (64, 64)), ((5, 97), (64, 128)), ((1, 1), (64, 64))]
)
def test_pictures_are_normalised_and_continued_by_their_last_row_and_column(
    size: tuple[int, int], padded: tuple[int, int]
) -> None:
    """Zeros would be a grey frame, which a network learns as part of the scene."""
    smallest = 1 if size == padded else 40
    network = Seen()
    model = Segmenter(network, encoder=network, stride=32, smallest=smallest, mean=MEAN, std=STD)
    pictures = np.random.default_rng(0).integers(0, 256, (2, 3, *size), dtype=np.uint8)

    logits = model(torch.from_numpy(pictures)).logits.numpy()

    below, beside = padded[0] - size[0], padded[1] - size[1]
    continued = np.pad(pictures / 255, ((0, 0), (0, 0), (0, below), (0, beside)), mode="edge")
    expected = (continued - np.reshape(MEAN, (3, 1, 1))) / np.reshape(STD, (3, 1, 1))
    assert network.pictures.shape == expected.shape
    assert np.allclose(network.pictures.numpy(), expected, atol=1e-5)
    assert np.allclose(logits, expected[..., : size[0], : size[1]], atol=1e-5)
