"""The same picture in two splits: the very same file, or a copy that was saved again."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from segscope.data.check.sample_facts import SampleFacts

MIN_CONTRAST = 8.0
"""Standard deviation, in grey levels, below which a thumbnail is too flat to tell pictures apart."""
MAX_DIFFERENCE = 2.0
"""Root mean square difference, in grey levels, up to which two thumbnails show one picture."""
_MOST_PAIRS = 2_000_000_000
_CHUNK = 2048


@dataclass(frozen=True, slots=True)
class Twins:
    """A sample, and the one of an earlier split that shows the same picture.

    Attributes:
        first: The sample of the earlier split; the nearest where several show the picture.
        second: The sample of the later split.
        identical: The files are equal byte by byte.
        others: How many more samples of the earlier split show the picture.
    """

    first: SampleFacts
    second: SampleFacts
    identical: bool
    others: int = 0


def find_twins(splits: Sequence[Sequence[SampleFacts]]) -> tuple[Twins, ...]:
    """Find pictures that two splits share.

    Copies that were saved again are found by thumbnails of 16 × 16 averages: re-encoding and resizing
    change those by less than a grey level or two, another picture changes them by many.

    A fixed camera makes every picture like every other one. So each picture of the later split is given
    once, with its nearest partner and the count of the others: there are never more twins than pictures.

    Args:
        splits: The facts of each split.

    Returns:
        Identical files first, then near copies of those pictures that have no identical one. Near copies
        are not looked for between two splits of more than 2·10⁹ pairs.
    """
    identical: list[Twins] = []
    near: list[Twins] = []
    for left, right in combinations(splits, 2):
        same = _same_digest(left, right)
        known = {id(twins.second) for twins in same}
        identical += same
        near += _near_copies(left, [facts for facts in right if id(facts) not in known])
    return (*identical, *near)


def _same_digest(left: Sequence[SampleFacts], right: Sequence[SampleFacts]) -> list[Twins]:
    by_digest: dict[bytes, list[SampleFacts]] = defaultdict(list)
    for facts in left:
        if facts.digest:
            by_digest[facts.digest].append(facts)
    return [
        Twins(same[0], facts, identical=True, others=len(same) - 1)
        for facts in right
        if (same := by_digest.get(facts.digest))
    ]


def _near_copies(left: Sequence[SampleFacts], right: Sequence[SampleFacts]) -> list[Twins]:
    left, left_vectors = _contrasted(left)
    right, right_vectors = _contrasted(right)
    if not left or not right or len(left) * len(right) > _MOST_PAIRS:
        return []
    limit = MAX_DIFFERENCE**2 * left_vectors.shape[1]
    right_norms = np.einsum("ij,ij->i", right_vectors, right_vectors)
    columns = np.arange(len(right))
    partner, least = np.zeros(len(right), np.int64), np.full(len(right), np.inf)
    partners = np.zeros(len(right), np.int64)
    for start in range(0, len(left), _CHUNK):
        chunk = left_vectors[start : start + _CHUNK]
        norms = np.einsum("ij,ij->i", chunk, chunk)
        squared = norms[:, None] + right_norms - 2.0 * (chunk @ right_vectors.T)
        partners += np.count_nonzero(squared <= limit, axis=0)
        closest = squared.argmin(axis=0)
        nearer = squared[closest, columns] < least
        partner[nearer] = start + closest[nearer]
        least[nearer] = squared[closest, columns][nearer]
    return [
        Twins(left[int(partner[i])], right[int(i)], identical=False, others=int(partners[i]) - 1)
        for i in np.flatnonzero(partners)
    ]


def _contrasted(facts: Sequence[SampleFacts]) -> tuple[list[SampleFacts], NDArray[np.float32]]:
    """Keep pictures with enough contrast; their thumbnails as rows, around grey for precision."""
    kept, rows = [], []
    for one in facts:
        if one.thumbnail is not None and one.thumbnail.std() >= MIN_CONTRAST:
            kept.append(one)
            rows.append(one.thumbnail.ravel().astype(np.float32) - 128.0)
    return kept, np.stack(rows) if rows else np.zeros((0, 1), np.float32)
