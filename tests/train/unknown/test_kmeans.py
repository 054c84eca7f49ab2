"""k-means and its measures against scikit-learn and brute force."""

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score

from segscope.train.unknown.agreement import adjusted_rand_index, best_matching, mean_silhouette
from segscope.train.unknown.kmeans import kmeans, nearest, squared_distances


def blobs(seed: int, k: int = 4, count: int = 120, spread: float = 0.6) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    labels = rng.choice(k, size=count, p=np.arange(k, 0, -1) / np.arange(k, 0, -1).sum())
    return rng.normal(size=(k, 5))[labels] * 3 + rng.normal(size=(count, 5)) * spread, labels


@pytest.mark.parametrize("seed", range(5))
def test_the_best_start_is_as_good_as_that_of_scikit_learn(seed: int) -> None:
    points, _ = blobs(seed, spread=1.5)
    ours = kmeans(points, 4, np.random.default_rng(seed), restarts=60)
    theirs = KMeans(4, n_init=60, random_state=seed).fit(points)
    assert ours.inertia <= theirs.inertia_ * (1 + 1e-3)
    assert np.array_equal(ours.labels, nearest(points, ours.centroids))
    for label in range(4):
        np.testing.assert_allclose(ours.centroids[label], points[ours.labels == label].mean(axis=0))


def test_groups_are_numbered_by_size_whatever_the_start() -> None:
    points, _ = blobs(3)
    found = [kmeans(points, 4, np.random.default_rng(seed)).labels for seed in range(6)]
    sizes = np.bincount(found[0])
    assert sizes.tolist() == sorted(sizes, reverse=True)
    assert len(set(sizes.tolist())) == 4
    for labels in found[1:]:
        assert np.array_equal(labels, found[0])


def test_points_that_are_all_the_same_do_not_stop_it() -> None:
    found = kmeans(np.ones((6, 2)), 3, np.random.default_rng(0))
    assert found.inertia == 0


def test_distances_are_those_of_the_definition() -> None:
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(7, 3)), rng.normal(size=(4, 3))
    expected = ((a[:, None] - b[None]) ** 2).sum(axis=2)
    np.testing.assert_allclose(squared_distances(a, b), expected, atol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_the_silhouette_is_that_of_scikit_learn(seed: int) -> None:
    points, labels = blobs(seed, spread=2.0)
    labels[:1] = 3
    labels[labels == 3] = 2
    labels[0] = 3  # a group of a single point
    distances = np.sqrt(squared_distances(points, points))
    np.fill_diagonal(distances, 0)
    assert mean_silhouette(distances, labels) == pytest.approx(silhouette_score(points, labels), abs=1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_the_rand_index_is_that_of_scikit_learn(seed: int) -> None:
    rng = np.random.default_rng(seed)
    a, b = rng.integers(0, 4, 60), rng.integers(0, 3, 60)
    assert adjusted_rand_index(a, b) == pytest.approx(adjusted_rand_score(a, b))
    mixed = np.where(rng.random(60) < 0.8, a, b)
    assert adjusted_rand_index(a, mixed) == pytest.approx(adjusted_rand_score(a, mixed))
    assert adjusted_rand_index(a, np.zeros(60, dtype=int)) == pytest.approx(0)


@pytest.mark.parametrize("seed", range(5))
def test_the_matching_is_the_hungarian_one(seed: int) -> None:
    overlap = np.random.default_rng(seed).integers(0, 50, (5, 5))
    columns = best_matching(overlap)
    rows, expected = linear_sum_assignment(-overlap)
    assert overlap[range(5), columns].sum() == overlap[rows, expected].sum()
    assert sorted(columns) == list(range(5))
