"""Tiles: equal to the whole picture, everywhere covered, without seams, in flat memory."""

from itertools import pairwise
from typing import Literal

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from segscope.config.catalogue.tta import SlidingWindowOptions
from segscope.train.predictors.sliding_window import SlidingWindow, tile_starts
from tests.train.predictors.tiny_predictors import Convolutions, noise, pointwise

Blend = Literal["gaussian", "linear"]
SIZES = [(70, 90), (32, 150), (131, 32), (20, 100), (33, 33), (30, 31)]


@pytest.mark.parametrize("blend", ["gaussian", "linear"])
@pytest.mark.parametrize("size", SIZES)
def test_tiles_give_what_the_whole_picture_gives(size: tuple[int, int], blend: Blend) -> None:
    torch.manual_seed(0)
    network = Convolutions(3).eval()
    options = SlidingWindowOptions(size=32, overlap=0.3, margin=3, blend=blend)
    pictures = noise(2, 3, *size)
    with torch.inference_mode():
        whole = network(pictures)
        tiles = SlidingWindow(network, options, batch_size=3)(pictures)
        without = SlidingWindow(network, options.model_copy(update={"margin": 0}))(pictures)
    assert torch.allclose(tiles, whole, atol=1e-6)
    if max(size) > 32:
        # The zeros that a convolution pads with are seen where a tile ends inside the picture.
        assert not torch.allclose(without, whole, atol=1e-4)


@pytest.mark.parametrize("size", [(160, 352), (96, 224), (288, 96)])
def test_tiles_begin_at_whole_strides_so_that_an_encoder_sees_the_same_cells(size: tuple[int, int]) -> None:
    def by_cells(pictures: Tensor) -> Tensor:
        means = torch.nn.functional.avg_pool2d(pictures.float(), 32)
        return pointwise(torch.nn.functional.interpolate(means, scale_factor=32, mode="nearest"))

    pictures = noise(1, 3, *size)
    tiles = SlidingWindow(by_cells, SlidingWindowOptions(size=96, overlap=0.25))(pictures)
    assert torch.allclose(tiles, by_cells(pictures), atol=1e-6)


@pytest.mark.parametrize("blend", ["gaussian", "linear"])
def test_weights_sum_to_1_for_a_model_that_sees_single_pixels(blend: Blend) -> None:
    pictures = noise(1, 3, 85, 130)
    result = SlidingWindow(pointwise, SlidingWindowOptions(size=32, overlap=0.5, blend=blend))(pictures)
    assert torch.allclose(result, pointwise(pictures), atol=1e-6)


def test_the_blend_has_no_seam_where_tiles_disagree() -> None:
    """Every tile says another constant: the result moves from one to the next in small steps."""
    numbers = iter(range(1, 100))

    def another_each_time(tiles: Tensor) -> Tensor:
        levels = torch.tensor([next(numbers) / 10 for _ in tiles])
        one = levels[:, None, None, None].expand(-1, 1, *tiles.shape[-2:])
        return torch.cat([one, 1 - one], dim=1)

    result = SlidingWindow(another_each_time, SlidingWindowOptions(size=64, overlap=0.5))(
        noise(1, 3, 64, 256)
    )
    steps = result[0, 0].diff(dim=1).abs()
    assert float(result.max() - result.min()) > 0.3
    assert float(steps.max()) < 0.02


@given(side=st.integers(1, 700), size=st.integers(32, 200), overlap=st.sampled_from([0, 0.1, 0.25, 0.5, 0.9]))
def test_tiles_cover_a_side_with_the_overlap_asked_for(side: int, size: int, overlap: float) -> None:
    starts = tile_starts(side, size, overlap)
    assert starts[0] == 0
    assert starts[-1] == max(side - size, 0)
    assert all(0 < b - a <= max(int(size * (1 - overlap)), 1) for a, b in pairwise(starts))


def test_memory_does_not_grow_with_the_height() -> None:
    held: list[int] = []

    def few_rows(tiles: Tensor) -> Tensor:
        held.append(tiles.shape[0] * tiles.shape[-2] * tiles.shape[-1])
        return pointwise(tiles)

    window = SlidingWindow(few_rows, SlidingWindowOptions(size=32, overlap=0.25))
    tops, rows = [], []
    for top, band in window.bands(noise(1, 3, 500, 40)):
        tops.append(top)
        rows.append(band.shape[2])
    assert sum(rows) == 500
    assert max(rows) <= 32
    assert tops == [sum(rows[:index]) for index in range(len(rows))]
    assert max(held) <= 2 * 32 * 32


def test_a_margin_that_leaves_gaps_is_refused() -> None:
    with pytest.raises(ValueError, match="needs an overlap of"):
        SlidingWindowOptions(size=64, overlap=0.1, margin=4)
