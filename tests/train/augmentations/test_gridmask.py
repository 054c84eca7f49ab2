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


@pytest.mark.parametrize(("progress", "expected"), [(0.0, 0.0), (0.25, 0.4), (0.5, 0.8), (1.0, 0.8)])
def test_the_probability_climbs_with_the_training(progress: float, expected: float) -> None:
    mask = GridMask(GridMaskOptions(ramp=0.5), coded_context())
    picture, labels = coded_sample(1)
    draw = Draw(np.random.default_rng(0), progress)
    share = np.mean([mask(picture, labels, draw)[0] is not picture for _ in range(500)])
    assert float(share) == pytest.approx(expected, abs=0.05)
