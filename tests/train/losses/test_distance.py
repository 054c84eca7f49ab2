"""The distance transform and the edges against scipy's and a loop's."""

import numpy as np
import pytest
import torch
from scipy.ndimage import distance_transform_edt

from segscope.train.losses.distance import squared_distances
from segscope.train.losses.edges import edge_pixels
from segscope.train.losses.nearness import edge_nearness
from segscope.train.targets import Targets
from tests.train.losses.drawn_batch import drawn_batch


@pytest.mark.parametrize("reach", [1, 2, 3, 8, 12, 127, 128, 300])
@pytest.mark.parametrize("shape", [(37, 53), (1, 40), (40, 1), (64, 64)])
def test_distances_equal_scipys_up_to_the_reach(reach: int, shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(reach)
    seeds = rng.random((3, *shape)) < [[[0.3]], [[0.02]], [[0.0]]]
    seeds[1].flat[rng.integers(seeds[1].size)] = True
    result = squared_distances(torch.from_numpy(seeds), reach).numpy()
    for mask, squares in zip(seeds[:2], result[:2], strict=True):
        expected = np.rint(distance_transform_edt(~mask) ** 2)
        assert np.array_equal(squares, np.where(expected > reach**2, (reach + 1) ** 2, expected))
    assert bool((result[2] == (reach + 1) ** 2).all()), "a map without seeds"


def edges_by_a_loop(labels: torch.Tensor, origins: torch.Tensor) -> torch.Tensor:
    marked = torch.zeros_like(labels, dtype=torch.bool)
    height, width = labels.shape[1:]
    for b, y, x in torch.nonzero(labels != 255).tolist():
        for v, u in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
            if 0 <= v < height and 0 <= u < width and labels[b, v, u] != 255:
                differs = labels[b, v, u] != labels[b, y, x]
                marked[b, y, x] |= bool(differs & (origins[b, v, u] == origins[b, y, x]))
    return marked


def test_edges_equal_an_obvious_loops() -> None:
    _, labels = drawn_batch()
    origins = torch.zeros_like(labels, dtype=torch.uint8)
    origins[:, 4:, :5] = 1
    assert torch.equal(edge_pixels(Targets(labels, origins=origins), 255), edges_by_a_loop(labels, origins))
    whole = torch.zeros_like(origins)
    assert torch.equal(edge_pixels(Targets(labels), 255), edges_by_a_loop(labels, whole))


def test_void_frame_and_seams_are_no_edges() -> None:
    void = torch.zeros(1, 8, 8, dtype=torch.long)
    void[:, 2:5, 2:5] = 255
    assert not edge_pixels(Targets(void), 255).any()
    parted = torch.zeros(1, 8, 8, dtype=torch.long)
    parted[:, :3], parted[:, 3:5], parted[:, 5:] = 0, 255, 1
    assert not edge_pixels(Targets(parted), 255).any(), "void between two classes hides where the edge is"
    mixed = torch.zeros(1, 8, 8, dtype=torch.long)
    mixed[:, :, 4:] = 1
    seam = (mixed == 1).to(torch.uint8)
    assert not edge_pixels(Targets(mixed, origins=seam), 255).any()
    assert edge_pixels(Targets(mixed), 255)[0, 0].tolist() == [False] * 3 + [True] * 2 + [False] * 3


@pytest.mark.parametrize("distance", [0.7, 1.5, 3.0])
def test_nearness_has_its_closed_form(distance: float) -> None:
    labels = torch.zeros(1, 1, 40, dtype=torch.long)
    labels[..., 10:] = 1
    steps = torch.cat([torch.arange(9, -1, -1), torch.arange(30)]).double()
    gauss = edge_nearness(Targets(labels), 255, distance)[0, 0].double()
    expected = torch.exp(-(steps**2) / (2 * distance**2))
    assert float((gauss - expected).abs().max()) < 4e-4, "what is cut off is below exp(-8)"
    band = edge_nearness(Targets(labels), 255, distance, "band")[0, 0]
    assert torch.equal(band, (steps <= distance).float())


def test_a_picture_without_an_edge_has_no_nearness() -> None:
    assert not edge_nearness(Targets(torch.ones(2, 5, 5, dtype=torch.long)), 255, 3.0).any()
