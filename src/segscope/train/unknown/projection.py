"""Feature vectors of several models brought into one small space."""

import numpy as np

from segscope.train.unknown.kmeans import Labels, Points

DIMENSIONS = 16


def project(vectors: Points, sources: Labels, *, fitted: Labels, dimensions: int = DIMENSIONS) -> Points:
    """Scale vectors to one length, take each model's own mean off, and keep the main directions.

    Models of different folds do not agree on what "the mean object" is; without the centring, clusters
    would be folds.

    Args:
        vectors: (N, D).
        sources: (N,) which model each is from.
        fitted: Positions of the vectors that means and directions are taken from.
        dimensions: How many directions are kept at most.

    Returns:
        (N, d) the principal components.

    Example:
        >>> vectors = np.array([[2.0, 0.0], [0.0, 3.0], [5.0, 0.0], [0.0, 1.0]])
        >>> points = project(vectors, np.zeros(4, dtype=int), fitted=np.arange(4), dimensions=1)
        >>> np.sign(points[:, 0]).tolist() in ([1, -1, 1, -1], [-1, 1, -1, 1])
        True
    """
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    units = vectors / np.maximum(lengths, 1e-12)
    centred = units.copy()
    for source in np.unique(sources):
        own = np.intersect1d(np.flatnonzero(sources == source), fitted)
        if len(own):
            centred[sources == source] -= units[own].mean(axis=0)
    _, _, directions = np.linalg.svd(centred[fitted], full_matrices=False)
    points: Points = centred @ directions[:dimensions].T
    return points
