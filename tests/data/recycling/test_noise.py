"""Noise has the reach and the smoothness that its name promises."""

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from segscope.data.recycling.noise import blur, cells, crumple, facets, lattice, smoothstep, value_noise


def grid(size: int, step: float) -> tuple[np.ndarray, np.ndarray]:
    x, y = np.meshgrid(np.arange(size) * step, np.arange(size) * step)
    return x.astype(np.float32) + 3, y.astype(np.float32) + 5


@pytest.mark.parametrize("field", [lattice, facets])
def test_noise_is_continuous_and_bounded(field: object) -> None:
    assert callable(field)
    values = field(np.random.default_rng(0), *grid(200, 0.05))
    assert np.abs(values).max() <= 1
    assert values.std() > 0.2
    assert max(np.abs(np.diff(values, axis=0)).max(), np.abs(np.diff(values, axis=1)).max()) < 0.25


def test_facets_are_flat_between_their_creases() -> None:
    """Inside a triangle the second difference is zero; only the creases bend."""
    values = facets(np.random.default_rng(0), *grid(200, 0.05))
    bend = np.abs(np.diff(values, n=2, axis=1))
    assert np.median(bend) < 1e-5
    assert bend.max() > 1e-2


def test_value_noise_has_bumps_of_the_cell_size() -> None:
    """Values one tenth of a cell apart are alike, values three cells apart are not."""
    field = value_noise(np.random.default_rng(1), (400, 400), cell=20)
    near = np.corrcoef(field[:, :-2].ravel(), field[:, 2:].ravel())[0, 1]
    far = np.corrcoef(field[:, :-60].ravel(), field[:, 60:].ravel())[0, 1]
    assert near > 0.95
    assert abs(far) < 0.2


def test_cells_measure_the_distance_to_the_nearest_point() -> None:
    distance = cells(np.random.default_rng(2), *grid(200, 0.05))
    assert distance.min() < 0.1
    assert distance.max() < 1.5
    assert np.abs(np.diff(distance, axis=1)).max() <= 0.05 + 1e-4


def test_crumple_has_small_and_large_heights() -> None:
    height = crumple(np.random.default_rng(3), *grid(200, 0.005))
    assert 0.1 < height.std() < 1
    assert np.abs(height).max() < 2


def test_blur_is_gaussian() -> None:
    field = np.zeros((61, 61), dtype=np.float32)
    field[20:40, 25:] = 1
    np.testing.assert_allclose(blur(field, 3.0), gaussian_filter(field, 3.0), atol=0.04)


def test_smoothstep_rises_or_falls_between_its_ends() -> None:
    value = np.array([-1.0, 0.0, 0.5, 1.0, 2.0])
    np.testing.assert_allclose(smoothstep(0, 1, value), [0, 0, 0.5, 1, 1])
    np.testing.assert_allclose(smoothstep(1, 0, value), [1, 1, 0.5, 0, 0])
