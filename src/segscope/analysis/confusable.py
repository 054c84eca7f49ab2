"""Pairs of object classes that are taken for each other by whole objects, and not by chance.

Every model confuses something. A pair is named only where its confusions are (1) a fair share of the
class, (2) by whole segments, not along borders, (3) spread over several images and groups, (4) clearly
more frequent than what the same model confuses anyway, (5) there in most resamples of the images, and
(6) both ways, or one way so much that it is not merely what becomes of a class that the model has not
learned yet.

For (4), an image *supports* t → p where a tenth of its *t* is taken for *p* away from borders. The
background rate of a pair is the largest of three: how often *t* is taken for other classes (a class
that is weak in general), how often other classes are taken for *p* (a class that the model predicts too
readily), and the rate of any pair. The number of supporting images is then tested against ``min_lift``
times that rate by the binomial tail.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from segscope.analysis.background import background_rates
from segscope.analysis.binomial import binomial_tail
from segscope.analysis.confusions import Confusion, rank_confusions
from segscope.analysis.evidence import Evidence, Float64, Mask
from segscope.analysis.exchange import Exchange, count_exchange
from segscope.analysis.options import ConfusableOptions


@dataclass(frozen=True, slots=True)
class ConfusablePair:
    """One direction of a confusable pair.

    Attributes:
        flow: The pixels of the true class that are taken for the other class.
        support: Images that support it.
        holding: Images that hold the true class.
        lift: Its rate over the background rate.
        p_value: Of the rate under ``min_lift`` times the background, before Bonferroni.
        stability: Share of bootstrap resamples in which it stays.
    """

    flow: Confusion
    support: int
    holding: int
    lift: float
    p_value: float
    stability: float


def find_confusable_pairs(
    evidence: Evidence, groups: Sequence[str | None] | None = None, options: ConfusableOptions | None = None
) -> tuple[ConfusablePair, ...]:
    """Find the pairs of object classes that are systematically taken for each other.

    Background and unknown take no part: an object taken for background is missed, not confused.

    Args:
        evidence: The validation.
        groups: The group (scene, video) of each image, where known: a pair must show in several.
        options: The bounds.

    Returns:
        One entry for each direction, the strongest lift first.
    """
    bounds = options or ConfusableOptions()
    exchange = count_exchange(evidence, groups, bounds.image_share)
    strong = np.zeros(exchange.support.shape, dtype=bool)
    for _ in range(len(strong) + 1):  # each round takes the pairs found out of the background
        rates = background_rates(exchange.support, exchange.trials, strong, bounds)
        p_values, pair_p_values = _tail_probabilities(exchange, rates, bounds)
        found = _judge(exchange, p_values, pair_p_values, bounds)
        if not (found & ~strong).any():
            break
        strong |= found
    flows = {(flow.true_class, flow.predicted_class): flow for flow in rank_confusions(evidence)}
    pairs = [
        ConfusablePair(
            flow=flows[evidence.objects[t], evidence.objects[p]],
            support=int(exchange.support[t, p]),
            holding=int(exchange.trials[t]),
            lift=float(exchange.support[t, p] / exchange.trials[t] / rates[t, p]),
            p_value=float(p_values[t, p]),
            stability=_stability(exchange, t, p, float(rates[t, p]), bounds),
        )
        for t, p in np.argwhere(found).tolist()
    ]
    stable = (pair for pair in pairs if pair.stability >= bounds.min_stability)
    return tuple(sorted(stable, key=lambda pair: -pair.lift))


def connected_groups(pairs: Iterable[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    """Join pairs that share a class: the connected components, each as ascending class indices.

    Example:
        >>> connected_groups([(3, 4), (7, 8), (5, 4)])
        ((3, 4, 5), (7, 8))
    """
    groups: list[set[int]] = []
    for pair in pairs:
        joined = set(pair)
        touching = [group for group in groups if group & joined]
        groups = [group for group in groups if not group & joined] + [joined.union(*touching)]
    return tuple(sorted(tuple(sorted(group)) for group in groups))


def _tail_probabilities(
    exchange: Exchange, rates: Float64, bounds: ConfusableOptions
) -> tuple[Float64, Float64]:
    """Test each direction, and both directions of each pair together: two (M, M) tables of p-values."""
    one_way, both_ways = np.ones((2, *rates.shape))
    for t, p in np.argwhere(exchange.support >= 2):
        support, trials = exchange.support[t, p], exchange.trials[t]
        one_way[t, p] = binomial_tail(support, trials, bounds.min_lift * rates[t, p])
        highest = bounds.min_lift * max(rates[t, p], rates[p, t])
        both_ways[t, p] = binomial_tail(
            support + exchange.support[p, t], trials + exchange.trials[p], highest
        )
    return one_way, both_ways


def _judge(exchange: Exchange, one_way: Float64, both_ways: Float64, bounds: ConfusableOptions) -> Mask:
    size = len(exchange.trials)
    bound = bounds.significance / max(2 * size * (size - 1), 1)
    supported = exchange.support >= bounds.min_images
    together = exchange.support + exchange.support.T >= bounds.min_images
    fair = (exchange.share >= bounds.min_share) & (exchange.whole >= bounds.min_whole)
    found = fair & ((supported & (one_way <= bound)) | (together & (both_ways <= bound)))
    for t, p in np.argwhere(found).tolist():
        groups = exchange.supporting_groups(t, p) + exchange.supporting_groups(p, t)
        found[t, p] = groups >= min(bounds.min_images, exchange.holding_groups(t))
    return _keep_resembling(exchange, found, bounds)


def _keep_resembling(exchange: Exchange, found: Mask, bounds: ConfusableOptions) -> Mask:
    """Tell classes that look alike from a class that is merely not learned well and falls to a stronger one.

    Classes that look alike are confused both ways. One way alone is kept where it takes much of a class
    that the model predicts otherwise, or nearly all of a class that it hardly predicts; in the latter
    case the partner may be a whole group that is confusable without the class.
    """
    back = np.where(exchange.support >= 2, 1, 2) * bounds.min_reverse_share  # one image must show more
    mutual = (exchange.share >= back).T
    learned = (exchange.recall >= bounds.min_recall)[:, None]
    kept: Mask = found & (mutual | (learned & (exchange.share >= bounds.min_one_way_share)))
    groups = connected_groups((t, p) for t, p in np.argwhere(kept).tolist())
    for t, p in np.argwhere(found & ~kept & ~learned).tolist():
        partners = [q for q in next((group for group in groups if p in group), (p,)) if q != t]
        shares = [share for share in exchange.share[t, partners] if share >= bounds.min_share]
        kept[t, p] = sum(shares) >= bounds.min_unlearned_share
    return kept


def _stability(exchange: Exchange, t: int, p: int, rate: float, bounds: ConfusableOptions) -> float:
    """Resample images, or groups; count how often the pair stays above half the floor and the lift."""
    held = exchange.truth[:, t] > 0
    enough = exchange.holding_groups(t) >= bounds.min_groups
    unit = np.unique(exchange.groups[held] if enough else np.flatnonzero(held), return_inverse=True)[1]
    pixels, supports = exchange.of_pair(t, p)
    per_unit = np.stack(
        [np.bincount(unit, values[held]) for values in (pixels, exchange.truth[:, t], supports, held)]
    )
    count = per_unit.shape[1]
    drawn = np.random.default_rng(bounds.seed).integers(count, size=(bounds.resamples, count))
    pixel, truth, support, images = per_unit[:, drawn].sum(axis=2)
    stays = (pixel >= bounds.min_share / 2 * truth) & (support > bounds.min_lift * rate * images)
    return float(stays.mean())
