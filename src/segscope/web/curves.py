"""Curves for the screen: thinned to what it can show, without a peak that gets lost."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from segscope.store.runs import Run
from segscope.web.schemas.runs import Curve, Curves


def curves_of(run: Run, keys: Sequence[str], points: int) -> Curves:
    """Give curves by name, each with at most so many points; unknown names are left out."""
    known = run.scalar_keys()
    return Curves(keys=list(known), curves=[_curve(run, key, points) for key in keys if key in known])


def _curve(run: Run, key: str, points: int) -> Curve:
    stored = run.scalars(key)
    steps = np.array([step for step, _ in stored], dtype=np.int64)
    values = np.array([value for _, value in stored], dtype=np.float64)
    kept = thinned(values, points)
    return Curve(key=key, steps=steps[kept].tolist(), values=values[kept].tolist())


def thinned(values: NDArray[np.float64], points: int) -> NDArray[np.intp]:
    """Choose which points of a curve to draw: the lowest and the highest of each stretch, and both ends.

    Args:
        values: (N,) values; NaN where there is none, which is kept where a whole stretch is NaN.
        points: How many at most, 2 or more.

    Returns:
        Ascending places in ``values``.

    Example:
        >>> curve = np.zeros(100)
        >>> curve[40], curve[70] = 5, -3
        >>> thinned(curve, 6).tolist()
        [0, 1, 40, 50, 70, 99]
    """
    count = len(values)
    if count <= points:
        return np.arange(count)
    if points < 4:
        return np.array([0, count - 1])
    bounds = np.linspace(1, count - 1, (points - 2) // 2 + 1).astype(np.intp)
    chosen = {0, count - 1}
    for start, end in pairwise(bounds):
        part = values[start:end]
        if np.isnan(part).all():
            chosen.add(int(start))
            continue
        chosen |= {int(start + np.nanargmin(part)), int(start + np.nanargmax(part))}
    return np.array(sorted(chosen))
