"""k-means, as much of it as some hundred objects need."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Labels = NDArray[np.intp]


@dataclass(frozen=True)
class Clustering:
    """Points in groups.

    Attributes:
        centroids: (K, D), those of the larger groups first.
        labels: (N,) the group of each point.
        inertia: Sum of the squared distances to the centroids.
    """

    centroids: Points
    labels: Labels
    inertia: float


def kmeans(points: Points, k: int, rng: np.random.Generator, *, restarts: int = 8) -> Clustering:
    """Group points by Lloyd's algorithm from k-means++ starts; the best start counts.

    After Arthur & Vassilvitskii, SODA 2007. The groups are numbered by size, so that the numbering does
    not follow from the start.

    Args:
        points: (N, D), N at least k.
        k: Groups.
        rng: Draws the starts.
        restarts: Starts.

    Example:
        >>> found = kmeans(np.array([[0.0], [0.1], [5.0], [0.2]]), 2, np.random.default_rng(0))
        >>> found.labels.tolist(), found.centroids.round(1).tolist()
        ([0, 0, 1, 0], [[0.1], [5.0]])
    """
    attempts = [_lloyd(points, _plus_plus(points, k, rng)) for _ in range(restarts)]
    centroids, labels, inertia = min(attempts, key=lambda attempt: attempt[2])
    order = np.argsort(-np.bincount(labels, minlength=k), kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(k)
    return Clustering(centroids[order], place[labels], inertia)


def nearest(points: Points, centroids: Points) -> Labels:
    """Give the nearest centroid of each point: (N,)."""
    found: Labels = squared_distances(points, centroids).argmin(axis=1)
    return found


def squared_distances(a: Points, b: Points) -> Points:
    """Give the squared distances between the rows of two arrays: (N, M)."""
    squares: Points = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1)[None] - 2 * a @ b.T
    return np.maximum(squares, 0.0, out=squares)


def _plus_plus(points: Points, k: int, rng: np.random.Generator) -> Points:
    """Draw starts far from each other: each by its squared distance to those drawn before."""
    chosen = [int(rng.integers(len(points)))]
    for _ in range(k - 1):
        shares = squared_distances(points, points[chosen]).min(axis=1)
        total = shares.sum()
        even = np.full(len(points), 1 / len(points))
        chosen.append(int(rng.choice(len(points), p=shares / total if total > 0 else even)))
    return points[chosen]


def _lloyd(points: Points, centroids: Points, iterations: int = 100) -> tuple[Points, Labels, float]:
    labels = nearest(points, centroids)
    for _ in range(iterations):
        centroids = _means(points, labels, centroids)
        moved = nearest(points, centroids)
        if np.array_equal(moved, labels):
            break
        labels = moved
    return (
        centroids,
        labels,
        float(squared_distances(points, centroids)[np.arange(len(points)), labels].sum()),
    )


def _means(points: Points, labels: Labels, before: Points) -> Points:
    """Give the mean of each group; an empty one keeps its centroid."""
    sums = np.zeros_like(before)
    np.add.at(sums, labels, points)
    counts = np.bincount(labels, minlength=len(before))
    return np.where(counts[:, None] > 0, sums / np.maximum(counts, 1)[:, None], before)
