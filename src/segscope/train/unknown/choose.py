"""How many groups there are: clearer than chance, stable, large enough, and found in every fold."""

from dataclasses import dataclass

import numpy as np

from segscope.train.unknown.agreement import adjusted_rand_index, mean_silhouette
from segscope.train.unknown.kmeans import Clustering, Labels, Points, kmeans, nearest, squared_distances

_SAMPLED = 1500
_DEVIATIONS = 3.0
"""How far above the mean of sets without groups a silhouette must lie, in their standard deviations."""


@dataclass(frozen=True, slots=True)
class ChoiceRule:
    """When a number of groups is accepted.

    Attributes:
        most: The largest number that is tried.
        smallest: Fewest objects of a group.
        stability: Least mean agreement (adjusted Rand index) with groupings of resampled objects.
        draws: How many resamplings, and how many sets without groups the silhouette is compared with.
        parts: This many groups, whatever is measured; None chooses.
    """

    most: int = 6
    smallest: int = 20
    stability: float = 0.6
    draws: int = 20
    parts: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One number of groups, and what speaks against it.

    Attributes:
        k: Groups.
        silhouette: Mean silhouette.
        chance: What the silhouette must be above: three standard deviations over the mean of sets of as
            many points without groups.
        stability: Mean agreement with groupings of resampled objects.
        smallest: Objects of the smallest group.
        objection: Why it is not accepted, in words; empty where it is.
    """

    k: int
    silhouette: float
    chance: float
    stability: float
    smallest: int
    objection: str


@dataclass(frozen=True)
class GroupChoice:
    """The groups that were found.

    Attributes:
        clustering: The groups; one where nothing is to be split.
        candidates: What was measured for 2, 3 … groups.
    """

    clustering: Clustering
    candidates: tuple[Candidate, ...]

    @property
    def k(self) -> int:
        """How many groups."""
        return len(self.clustering.centroids)


def choose_groups(points: Points, sources: Labels, rule: ChoiceRule, rng: np.random.Generator) -> GroupChoice:
    """Group points by k-means, with the accepted number of groups that has the highest silhouette.

    A number is accepted where its silhouette is clearly higher than those of normally distributed points
    of the same spread (after SigClust: Liu et al., JASA 2008), where groupings of resampled points agree
    with it, where no group is too small, and where each group holds points of every source. Where none is
    accepted, all points are one group.

    Args:
        points: (N, D).
        sources: (N,) the fold of each point.
        rule: When a number is accepted.
        rng: Everything random is drawn from it.
    """
    whole = Clustering(points.mean(axis=0, keepdims=True), np.zeros(len(points), dtype=np.intp), 0.0)
    tried: list[tuple[Candidate, Clustering]] = []
    numbers = range(2, min(rule.most, len(points) - 1) + 1)
    for k in numbers if rule.parts is None else [rule.parts] if 1 < rule.parts < len(points) else []:
        clustering = kmeans(points, k, rng)
        tried.append((_judge(points, sources, clustering, rule, rng), clustering))
    accepted = [
        (candidate.silhouette, clustering)
        for candidate, clustering in tried
        if not candidate.objection or rule.parts is not None
    ]
    best = max(accepted, key=lambda entry: entry[0], default=(0.0, whole))[1]
    return GroupChoice(best, tuple(candidate for candidate, _ in tried))


def _judge(
    points: Points, sources: Labels, clustering: Clustering, rule: ChoiceRule, rng: np.random.Generator
) -> Candidate:
    k, labels = len(clustering.centroids), clustering.labels
    silhouette = _silhouette(points, labels, rng)
    by_chance = [_silhouette_of_none(points, k, rng) for _ in range(rule.draws)]
    chance = float(np.mean(by_chance) + _DEVIATIONS * np.std(by_chance, ddof=1))
    stability = float(np.mean([_resampled_agreement(points, clustering, rng) for _ in range(rule.draws)]))
    smallest = int(np.bincount(labels, minlength=k).min())
    present = np.zeros((k, int(sources.max()) + 1), dtype=bool)
    present[labels, sources] = True
    objections = {
        f"a cluster of {smallest} objects is smaller than {rule.smallest}": smallest < rule.smallest,
        "no clearer than chance": silhouette <= chance,
        "resampled objects give other clusters": stability < rule.stability,
        "a cluster is missing in a fold": not present[:, np.unique(sources)].all(),
    }
    words = "; ".join(text for text, holds in objections.items() if holds)
    return Candidate(k, silhouette, chance, stability, smallest, words)


def _silhouette(points: Points, labels: Labels, rng: np.random.Generator) -> float:
    """Give the mean silhouette, of some of the points where they are many."""
    if len(points) > _SAMPLED:
        chosen = rng.choice(len(points), _SAMPLED, replace=False)
        points, labels = points[chosen], labels[chosen]
    if len(np.unique(labels)) < 2:
        return -1.0
    _, labels = np.unique(labels, return_inverse=True)
    return mean_silhouette(np.sqrt(squared_distances(points, points)), labels)


def _silhouette_of_none(points: Points, k: int, rng: np.random.Generator) -> float:
    """Group points that are drawn from one normal distribution of the same spread along each axis."""
    count = min(len(points), _SAMPLED)
    drawn = rng.normal(size=(count, points.shape[1])) * points.std(axis=0)
    return _silhouette(drawn, kmeans(drawn, k, rng, restarts=3).labels, rng)


def _resampled_agreement(points: Points, clustering: Clustering, rng: np.random.Generator) -> float:
    chosen = rng.integers(len(points), size=len(points))
    other = kmeans(points[chosen], len(clustering.centroids), rng, restarts=3)
    return adjusted_rand_index(nearest(points, other.centroids), clustering.labels)
