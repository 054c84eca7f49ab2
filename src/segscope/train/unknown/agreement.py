"""How clear groups are, and how far two groupings of the same objects agree."""

from itertools import permutations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segscope.train.unknown.kmeans import Labels, Points


def mean_silhouette(distances: Points, labels: Labels) -> float:
    """Give the mean silhouette of a grouping (Rousseeuw, 1987).

    A point's silhouette is (b - a) / max(a, b) with a its mean distance to the others of its own group and
    b that to the nearest other group; 0 for a point alone in its group.

    Args:
        distances: (N, N) between the points.
        labels: (N,) groups 0 … K-1, K at least 2, none of them empty.

    Returns:
        -1 … 1; higher is clearer.

    Example:
        >>> places = np.array([0.0, 1.0, 10.0, 11.0])
        >>> mean_silhouette(np.abs(places[:, None] - places), np.array([0, 0, 1, 1]))
        0.899...
    """
    groups = np.eye(labels.max() + 1)[labels]
    sizes = groups.sum(axis=0)
    sums = distances @ groups
    rows = np.arange(len(labels))
    own_size = sizes[labels]
    own = sums[rows, labels] / np.maximum(own_size - 1, 1)
    means = sums / sizes
    means[rows, labels] = np.inf
    other = means.min(axis=1)
    larger = np.maximum(own, other)
    width = np.divide(other - own, larger, out=np.zeros_like(own), where=larger > 0)
    return float(np.where(own_size > 1, width, 0.0).mean())


def adjusted_rand_index(a: Labels, b: Labels) -> float:
    """Give the agreement of two groupings beyond chance (Hubert & Arabie, 1985).

    Numbering does not count: 1 is equality, 0 what chance gives.

    Args:
        a: (N,) groups of one.
        b: (N,) groups of the other.

    Example:
        >>> adjusted_rand_index(np.array([0, 0, 1, 1]), np.array([5, 5, 2, 2]))
        1.0
    """
    _, left = np.unique(a, return_inverse=True)
    _, right = np.unique(b, return_inverse=True)
    table = np.zeros((left.max() + 1, right.max() + 1))
    np.add.at(table, (left, right), 1)
    together = _pairs(table).sum()
    by_left, by_right = _pairs(table.sum(axis=1)).sum(), _pairs(table.sum(axis=0)).sum()
    expected = by_left * by_right / max(float(_pairs(np.array(float(len(a))))), 1.0)
    most = (by_left + by_right) / 2
    return 1.0 if most == expected else float((together - expected) / (most - expected))


def best_matching(overlap: NDArray[Any]) -> tuple[int, ...]:
    """Match the rows of a table to its columns so that the matched sum is the largest.

    Clusterings number their groups as they like; this finds which one is which. All matchings are tried:
    there are 40,320 of eight.

    Args:
        overlap: (K, K) objects that two groupings share.

    Returns:
        The column of each row.

    Example:
        >>> best_matching(np.array([[1, 9], [8, 7]]))
        (1, 0)
    """
    rows = range(len(overlap))
    return max(permutations(rows), key=lambda columns: sum(overlap[i, j] for i, j in enumerate(columns)))


def _pairs(counts: Points) -> Points:
    return counts * (counts - 1) / 2
