"""Pairs of object classes that are taken for each other by whole objects, and not by chance.

Every model confuses something. A pair is named only where its confusions are (1) a fair share of the
class, (2) by whole segments, not along borders, (3) spread over several images, (4) clearly more
frequent than what the same model confuses anyway, and (5) there in most resamples of the images.

For (4) the unit is the image (or the group): an image *supports* t → p where a tenth of its *t* is
taken for *p* away from borders. The background rate of a pair is the largest of three: how often *t*
is taken for other classes (a class that is weak in general), how often other classes are taken for *p*
(a class that the model predicts too readily), and the rate of any pair. The number of supporting
images is then tested against ``min_lift`` times that rate by the binomial tail.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from segscope.analysis.background import background_rates
from segscope.analysis.binomial import binomial_tail
from segscope.analysis.confusions import Confusion, rank_confusions
from segscope.analysis.evidence import Evidence, Float64, Mask
from segscope.analysis.options import ConfusableOptions
from segscope.engine.image_counts import Int64


@dataclass(frozen=True, slots=True)
class ConfusablePair:
    """One direction of a confusable pair.

    Attributes:
        flow: The pixels of the true class that are taken for the other class.
        support: Units (images, or groups) that support it.
        units: Units that hold the true class.
        lift: Its rate over the background rate.
        p_value: Of the rate under ``min_lift`` times the background, before Bonferroni.
        stability: Share of bootstrap resamples in which it stays.
    """

    flow: Confusion
    support: int
    units: int
    lift: float
    p_value: float
    stability: float


@dataclass(frozen=True, slots=True)
class _Exchange:
    """Pixels exchanged between object classes away from borders, by unit; M object classes."""

    share: Float64  # (M, M) of the true class's pixels
    whole: Float64  # (M, M) share of whole segments among these
    support: Int64  # (M, M) units that support the pair
    trials: Int64  # (M,) units that hold the true class
    truth: Int64  # (U, M) pixels of each class in each unit
    cells: Int64  # (C, 3) unit, true, predicted of each non-empty cell
    pixels: Int64  # (C,) pixels of each cell


def find_confusable_pairs(
    evidence: Evidence, groups: Sequence[str | None] | None = None, options: ConfusableOptions | None = None
) -> tuple[ConfusablePair, ...]:
    """Find the pairs of object classes that are systematically taken for each other.

    Background and unknown take no part: an object taken for background is missed, not confused.

    Args:
        evidence: The validation.
        groups: The group of each image, where known; images of one group count as one unit if there
            are enough groups.
        options: The bounds.

    Returns:
        One entry for each direction, the strongest lift first.
    """
    bounds = options or ConfusableOptions()
    exchange = _count_exchange(evidence, _units(evidence, groups, bounds), bounds)
    strong = np.zeros(exchange.support.shape, dtype=bool)
    for _ in range(len(strong) + 1):
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
            units=int(exchange.trials[t]),
            lift=float(exchange.support[t, p] / exchange.trials[t] / rates[t, p]),
            p_value=float(p_values[t, p]),
            stability=_stability(exchange, int(t), int(p), float(rates[t, p]), bounds),
        )
        for t, p in np.argwhere(found)
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


def _units(evidence: Evidence, groups: Sequence[str | None] | None, bounds: ConfusableOptions) -> Int64:
    """Give each image the number of its unit: its group if there are enough groups, else itself."""
    alone = np.arange(len(evidence.tables.images))
    if groups is None or None in groups:
        return alone
    names, index = np.unique(np.array(groups, dtype=str), return_inverse=True)
    return index.astype(np.int64) if len(names) >= bounds.min_groups else alone


def _count_exchange(evidence: Evidence, units: Int64, bounds: ConfusableOptions) -> _Exchange:
    objects = np.array(evidence.objects, dtype=np.int64)
    size = len(objects)
    place = np.full(evidence.tables.num_classes + 1, -1)  # last: no class
    place[objects] = np.arange(size)
    wrong = evidence.tables.wrong
    true, predicted = place[wrong[:, 0]], place[wrong[:, 1]]
    inner = (true >= 0) & (predicted >= 0) & ~evidence.at_border
    keys = np.column_stack([units[evidence.tables.wrong_image], true, predicted])[inner]
    cells, cell_of_row = np.unique(keys, axis=0, return_inverse=True)
    pixels, whole = np.zeros((2, len(cells)), dtype=np.int64)
    np.add.at(pixels, cell_of_row.reshape(-1), wrong[inner, 4])
    np.add.at(whole, cell_of_row.reshape(-1), (wrong[:, 4] * evidence.whole)[inner])
    truth = np.zeros((int(units.max(initial=-1)) + 1, size), dtype=np.int64)
    np.add.at(truth, units, evidence.truth_per_image[:, objects])
    unit, t, p = cells.T
    supports = pixels >= bounds.image_share * truth[unit, t]
    totals, wholes, support = np.zeros((3, size, size), dtype=np.int64)
    np.add.at(totals, (t, p), pixels)
    np.add.at(wholes, (t, p), whole)
    np.add.at(support, (t, p), supports)
    return _Exchange(
        share=totals / np.maximum(truth.sum(axis=0), 1)[:, None],
        whole=wholes / np.maximum(totals, 1),
        support=support,
        trials=np.count_nonzero(truth, axis=0).astype(np.int64),
        truth=truth,
        cells=cells,
        pixels=pixels,
    )


def _tail_probabilities(
    exchange: _Exchange, rates: Float64, bounds: ConfusableOptions
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


def _judge(exchange: _Exchange, one_way: Float64, both_ways: Float64, bounds: ConfusableOptions) -> Mask:
    size = len(exchange.trials)
    bound = bounds.significance / max(2 * size * (size - 1), 1)
    supported = exchange.support >= bounds.min_images
    together = exchange.support + exchange.support.T >= bounds.min_images
    fair = (exchange.share >= bounds.min_share) & (exchange.whole >= bounds.min_whole)
    return fair & ((supported & (one_way <= bound)) | (together & (both_ways <= bound)))


def _stability(exchange: _Exchange, t: int, p: int, rate: float, bounds: ConfusableOptions) -> float:
    """Resample units with replacement; count how often the pair stays above half the floor and the lift."""
    holding = np.flatnonzero(exchange.truth[:, t])
    here = (exchange.cells[:, 1] == t) & (exchange.cells[:, 2] == p)
    pixels = np.zeros(len(exchange.truth), dtype=np.int64)
    pixels[exchange.cells[here, 0]] = exchange.pixels[here]
    pixels, truth = pixels[holding], exchange.truth[holding, t]
    drawn = np.random.default_rng(bounds.seed).integers(len(holding), size=(bounds.resamples, len(holding)))
    share = pixels[drawn].sum(axis=1) / truth[drawn].sum(axis=1)
    support = (pixels >= bounds.image_share * truth)[drawn].mean(axis=1)
    stays = (share >= bounds.min_share / 2) & (support > bounds.min_lift * rate)
    return float(stays.mean())
