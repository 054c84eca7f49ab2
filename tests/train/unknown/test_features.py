"""Vectors of objects: inside the outline, of the nearest cell for small ones, from every kind of encoder."""

import numpy as np
import pytest
import torch
from torch import nn

from segscope.config.choice import ModelChoice
from segscope.errors import UsageError
from segscope.train.models.build import build_model
from segscope.train.models.segmenter import Segmenter
from segscope.train.unknown.features import EncoderFeatures, erode


class Pooling(nn.Module):
    """An encoder whose maps are means over cells: what it says of a place is known."""

    def forward(self, pictures: torch.Tensor) -> list[torch.Tensor]:
        return [pictures, *(nn.functional.avg_pool2d(pictures, cell) for cell in (8, 16))]


class Network(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder = Pooling()
        self.head = nn.Conv2d(3, 2, 1)

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        self.encoder(pictures)
        logits: torch.Tensor = self.head(pictures)
        return logits


def known_model() -> Segmenter:
    network = Network()
    return Segmenter(network, encoder=network.encoder, stride=16, mean=(0.0,) * 3, std=(1 / 255,) * 3).eval()


def test_a_vector_is_the_mean_over_the_cells_inside_the_object() -> None:
    picture = np.full((64, 64, 3), 10, np.uint8)
    picture[16:48, 16:48] = (200, 100, 50)
    numbers = np.zeros((64, 64), np.int32)
    numbers[16:48, 16:48] = 7
    ((one,), vectors) = EncoderFeatures(known_model()).of_objects(picture, numbers)
    colour = np.array([200, 100, 50]) / np.linalg.norm([200, 100, 50])
    assert (one.number, one.pixels) == (7, 1024)
    # Of the background around it nothing: both maps give the object's own colour.
    np.testing.assert_allclose(vectors[0], np.concatenate([colour, colour]), atol=1e-6)


def test_a_small_object_has_the_vector_of_its_nearest_cell() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (50, 70, 3)).astype(np.uint8)
    numbers = np.zeros((50, 70), np.int32)
    numbers[20:23, 41:44] = 1
    _, vectors = EncoderFeatures(known_model()).of_objects(picture, numbers)
    padded = np.pad(picture, ((0, 14), (0, 10), (0, 0)), mode="edge").astype(float)
    cells = [padded[16:24, 40:48].mean((0, 1)), padded[16:32, 32:48].mean((0, 1))]
    expected = np.concatenate([cell / np.linalg.norm(cell) for cell in cells])
    np.testing.assert_allclose(vectors[0], expected, rtol=1e-5)


def test_erosion_takes_the_edge_and_leaves_a_quarter() -> None:
    square = np.ones((12, 12), dtype=bool)
    assert erode(square, 2).sum() == 64
    assert erode(square, 5).sum() == 36  # one step more would leave 16 of 144
    line = np.ones((1, 9), dtype=bool)
    assert erode(line, 3).sum() == 9


@pytest.mark.parametrize(
    "choice",
    [
        {"name": "light-unet", "encoder": "resnet18"},
        {"name": "segformer", "encoder": "tf_efficientnet_lite0"},
        {"name": "hrnet-ocr", "encoder": "hrnet_w18_small", "channels": 32, "key_channels": 16},
        {"name": "vit", "encoder": "vit_tiny_patch16_224"},
    ],
    ids=lambda choice: choice["name"],
)
def test_every_kind_of_encoder_gives_vectors(choice: dict[str, object]) -> None:
    model = build_model(ModelChoice.model_validate({**choice, "weights": "none"}), 3).eval()
    numbers = np.zeros((70, 90), np.int32)
    numbers[5:40, 5:40], numbers[50:52, 60:62] = 1, 2
    picture = np.random.default_rng(0).integers(0, 256, (70, 90, 3)).astype(np.uint8)
    found, vectors = EncoderFeatures(model).of_objects(picture, numbers)
    assert [one.number for one in found] == [1, 2]
    assert vectors.shape[0] == 2
    assert np.isfinite(vectors).all()
    assert not np.allclose(vectors[0], vectors[1])
    assert not model.encoder._forward_hooks


def test_an_encoder_without_maps_is_one_sentence() -> None:
    model = known_model()
    model.encoder.forward = lambda pictures: pictures.flatten(1)
    numbers = np.ones((32, 32), np.int32)
    with pytest.raises(UsageError, match=r"gives no maps of features"):
        EncoderFeatures(model).of_objects(np.zeros((32, 32, 3), np.uint8), numbers)
