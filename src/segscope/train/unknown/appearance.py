"""Plain figures of each object, and whether one of them gives the clusters, too: size, or light."""

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from segscope.data.instances import Instance
from segscope.data.picture_view import rgb_view
from segscope.data.sample import Picture
from segscope.train.unknown.agreement import adjusted_rand_index
from segscope.train.unknown.kmeans import Labels, kmeans

WORDS = {
    "size": "size",
    "brightness": "brightness",
    "contrast": "contrast",
    "colourfulness": "colourfulness",
    "row": "height in the picture",
    "column": "place from left to right",
}
TELLING = 0.5
"""Agreement from which on a plain figure is said to give the clusters, too."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """Plain figures of one object.

    Attributes:
        size: Logarithm (base 10) of its share of the picture.
        brightness: Mean grey level, 0 … 1.
        contrast: Standard deviation of the grey level.
        colourfulness: Mean of the largest minus the smallest channel, 0 … 1.
        row: Height of its middle, 0 (top) … 1.
        column: Place of its middle, 0 (left) … 1.
        red: Mean level of the channel, 0 … 1; so ``green`` and ``blue``.
        green: See ``red``.
        blue: See ``red``.
    """

    size: float
    brightness: float
    contrast: float
    colourfulness: float
    row: float
    column: float
    red: float
    green: float
    blue: float


def describe(picture: Picture, numbers: NDArray[np.int32], one: Instance) -> Appearance:
    """Measure one object.

    Args:
        picture: (H, W, C).
        numbers: (H, W) object numbers.
        one: The object.
    """
    top, left, bottom, right = one.box
    mask = numbers[top:bottom, left:right] == one.number
    colours = rgb_view(picture[top:bottom, left:right])[mask].astype(np.float64) / 255
    rows, columns = np.nonzero(mask)
    grey = colours.mean(axis=1)
    red, green, blue = colours.mean(axis=0)
    return Appearance(
        size=float(np.log10(len(rows) / numbers.size)),
        brightness=float(grey.mean()),
        contrast=float(grey.std()),
        colourfulness=float((colours.max(axis=1) - colours.min(axis=1)).mean()),
        row=float((rows.mean() + top + 0.5) / numbers.shape[0]),
        column=float((columns.mean() + left + 0.5) / numbers.shape[1]),
        red=float(red),
        green=float(green),
        blue=float(blue),
    )


def table(appearances: list[Appearance]) -> dict[str, NDArray[np.float64]]:
    """Turn objects' figures into one array a figure."""
    rows = [asdict(one) for one in appearances]
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def agreement_alone(
    figures: dict[str, NDArray[np.float64]], labels: Labels, rng: np.random.Generator
) -> dict[str, float]:
    """Group the objects by each plain figure alone, into as many groups, and compare with the clusters.

    Args:
        figures: (N,) values of each.
        labels: (N,) the clusters, 0 … K-1.
        rng: Draws the starts of k-means.

    Returns:
        The adjusted Rand index for each of :data:`WORDS`: 1 where that figure gives the very clusters, 0
        where it gives no more than chance; 0 for one cluster.

    Example:
        >>> values = np.array([1.0, 1.1, 3.0, 3.2])
        >>> same = np.array([0, 0, 1, 1])
        >>> agreement_alone(dict.fromkeys(WORDS, values), same, np.random.default_rng(0))["size"]
        1.0
    """
    k = int(labels.max()) + 1
    if k == 1:
        return dict.fromkeys(WORDS, 0.0)
    groups = {name: kmeans(figures[name][:, None], k, rng).labels for name in WORDS}
    return {name: adjusted_rand_index(alone, labels) for name, alone in groups.items()}


def mostly(agreement: dict[str, float]) -> str:
    """Say in one sentence whether a plain figure gives the clusters, too; empty where none does.

    Example:
        >>> mostly({"size": 0.81, "brightness": 0.1})
        'Look whether they are kinds: size alone gives nearly the same clusters (agreement 0.81).'
    """
    found = [name for name, value in agreement.items() if value >= TELLING]
    if not found:
        return ""
    strongest = max(found, key=lambda name: agreement[name])
    others = [WORDS[name] for name in found if name != strongest]
    also = f", and so does {' or '.join(others)}" if others else ""
    return (
        f"Look whether they are kinds: {WORDS[strongest]} alone gives nearly the same clusters "
        f"(agreement {agreement[strongest]:.2f}){also}."
    )
