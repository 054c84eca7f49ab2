"""Bins of confidences against plain sorting."""

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from segscope.train.pseudo.confidences import BINS, ConfidenceCounts, bin_floor, bins_of

PROBABILITIES = st.floats(0, 1, width=32)


@given(PROBABILITIES, PROBABILITIES)
def test_bins_keep_the_order(first: float, second: float) -> None:
    one, other = bins_of(torch.tensor([first, second])).tolist()
    assert 0 <= one < BINS
    assert (one - other) * (first - second) >= 0


@given(PROBABILITIES)
def test_the_floor_of_a_bin_lies_below_all_that_it_holds_and_close(value: float) -> None:
    index = int(bins_of(torch.tensor([value]))[0])
    floor = bin_floor(index)
    assert np.float32(floor) <= np.float32(value)
    assert int(bins_of(torch.tensor([floor]))[0]) == index
    near = min(value, 1 - value)
    assert value - floor <= max(near / 400, 2.0**-23)


def test_thresholds_are_those_of_sorting() -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, 60_000)
    # Classes of very different certainty: many values lie within 0.001 of 1.
    confidence = np.array([rng.beta(a, 1, 60_000) for a in (2, 20, 2000)])[labels, np.arange(60_000)]
    counts = ConfidenceCounts(4)
    counts.add(torch.from_numpy(labels), torch.from_numpy(confidence.astype(np.float32)))
    for index in range(3):
        own = np.sort(confidence[labels == index].astype(np.float32))[::-1]
        for share in (0.01, 0.2, 0.5, 0.9, 1.0):
            threshold = np.float32(counts.threshold(index, share))
            wanted = own[int(np.ceil(share * len(own))) - 1]
            assert threshold <= wanted
            assert (own >= threshold).mean() - share < 0.02
    assert counts.threshold(3, 0.2) == 1.0  # never predicted
    assert counts.predicted.tolist() == np.bincount(labels, minlength=4).tolist()
