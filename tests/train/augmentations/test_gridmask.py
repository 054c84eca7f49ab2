"""GridMask: the closed form of what it removes, the official mask where nothing is turned, its ramp."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from segscope.config.catalogue.augmentation_options import GridMaskOptions
from segscope.train.augmentations.base import Draw
from segscope.train.augmentations.gridmask import GridMask, grid_holes
from tests.train.coded_samples import FILL, coded_context, coded_sample


def official_mask(
    height: int, width: int, unit: int, ratio: float, start: tuple[int, int]
) -> NDArray[np.bool_]:
    """What the authors' loop removes in mode 1: where neither a row nor a column is in a kept stripe."""
    kept = math.ceil(unit * ratio)
    rows, columns = np.ones(height, dtype=bool), np.ones(width, dtype=bool)
    for removed, first in ((rows, start[0]), (columns, start[1])):
        for position in range(first - unit, len(removed) + unit, unit):
            removed[max(position, 0) : max(position + kept, 0)] = False
    return rows[:, None] & columns


@pytest.mark.parametrize("ratio", [0.4, 0.6, 0.75])
def test_the_removed_share_has_its_closed_form(ratio: float) -> None:
    rng = np.random.default_rng(0)
    shares = []
    for _ in range(1200):
        unit = rng.uniform(24, 96)
        offset = (rng.uniform(0, unit), rng.uniform(0, unit))
        shares.append(grid_holes((64, 96), unit, ratio, offset, rng.uniform(0, 2 * math.pi)).mean())
    assert float(np.mean(shares)) == pytest.approx((1 - ratio) ** 2, abs=0.01)


def test_drawn_masks_remove_the_share_too() -> None:
    mask = GridMask(GridMaskOptions(probability=1, ramp=0), coded_context())
    picture, labels = coded_sample(1)
    draw = Draw(np.random.default_rng(0))
    shares = [(mask(picture, labels, draw)[0] == FILL).all(axis=-1).mean() for _ in range(1500)]
    assert float(np.mean(shares)) == pytest.approx(0.16, abs=0.01)


@pytest.mark.parametrize(
    ("unit", "ratio", "start"), [(12, 0.5, (0, 0)), (20, 0.6, (7, 13)), (8, 0.75, (3, 5))]
)
def test_an_unturned_grid_is_the_official_mask(unit: int, ratio: float, start: tuple[int, int]) -> None:
    height, width = 48, 56
    offset = (start[0] - height / 2, start[1] - width / 2)  # ours counts from the picture's centre
    assert (
        grid_holes((height, width), unit, ratio, offset, 0)
        == official_mask(height, width, unit, ratio, start)
    ).all()


def test_a_turn_by_a_right_angle_is_a_turned_mask() -> None:
    unturned = grid_holes((40, 40), 13.0, 0.5, (2.3, -4.1), 0)
    turned = grid_holes((40, 40), 13.0, 0.5, (2.3, -4.1), math.pi / 2)
    assert (turned == np.rot90(unturned, -1)).mean() > 0.995


def test_unit_place_and_angle_are_drawn_from_their_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[tuple[float, float, float, float, float]] = []

    def listen(
        size: tuple[int, int], unit: float, ratio: float, offset: tuple[float, float], angle: float
    ) -> NDArray[np.bool_]:
        assert (size, ratio) == ((48, 56), 0.7)
        drawn.append((unit, offset[0] / unit, offset[1] / unit, math.degrees(angle), 0.0))
        return np.zeros(size, dtype=np.bool_)

    monkeypatch.setattr("segscope.train.augmentations.gridmask.grid_holes", listen)
    options = {"ratio": 0.7, "min_unit": 0.25, "max_unit": 0.75, "rotate": 90, "ramp": 0, "probability": 1}
    mask = GridMask(GridMaskOptions.model_validate(options), coded_context())
    draw = Draw(np.random.default_rng(0))
    for _ in range(300):
        mask(*coded_sample(1), draw)
    # The shorter side is 48.
    for values, low, high in zip(np.array(drawn).T, (12, 0, 0, 0), (36, 1, 1, 90), strict=False):
        assert low <= values.min() < low + 0.1 * (high - low)
        assert high - 0.1 * (high - low) < values.max() <= high


@pytest.mark.parametrize(("progress", "expected"), [(0.0, 0.0), (0.25, 0.4), (0.5, 0.8), (1.0, 0.8)])
def test_the_probability_climbs_with_the_training(progress: float, expected: float) -> None:
    mask = GridMask(GridMaskOptions(ramp=0.5), coded_context())
    picture, labels = coded_sample(1)
    draw = Draw(np.random.default_rng(0), progress)
    share = np.mean([mask(picture, labels, draw)[0] is not picture for _ in range(500)])
    assert float(share) == pytest.approx(expected, abs=0.05)
