"""Gains against brute force: repair the label maps themselves, and score them anew."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segscope.analysis.evidence import Evidence
from segscope.analysis.gains import Gain, rank_gains
from segscope.engine.image_counts import ERROR_KINDS
from tests.analysis.drawn_validation import CLASSES, IGNORE, NUM_CLASSES, Pairs, counted, drawn_pairs
from tests.engine.drawn_maps import Ints
from tests.engine.slow_twin import class_kinds, disc_offsets


def class_ious(pairs: Pairs) -> list[float]:
    """IoU of each class over all pixels, from the label maps."""
    truth = np.concatenate([t.ravel() for t, _ in pairs])
    guess = np.concatenate([g.ravel() for _, g in pairs])[truth != IGNORE]
    truth = truth[truth != IGNORE]
    ious = []
    for index in range(NUM_CLASSES):
        union = np.count_nonzero((truth == index) | (guess == index))
        both = np.count_nonzero((truth == index) & (guess == index))
        ious.append(both / union if union else math.nan)
    return ious


def repaired(truth: Ints, guess: Ints, gain: Gain) -> Ints:
    """Set the pixels that the repair names to their true class."""
    scored = truth != IGNORE
    if gain.repair == "pair":
        a, b = gain.classes
        swapped = ((truth == a) & (guess == b)) | ((truth == b) & (guess == a))
        return np.where(swapped, truth, guess)
    disc = disc_offsets(round(0.01 * math.hypot(*truth.shape)))
    kind = ERROR_KINDS.index(gain.repair)
    missed, false = class_kinds(truth == gain.classes[0], guess == gain.classes[0], disc)
    return np.where(scored & ((missed == kind) | (false == kind)), truth, guess)


@given(st.integers(0, 10_000))
@settings(max_examples=12, deadline=None)
def test_every_gain_equals_scoring_the_repaired_label_maps(seed: int) -> None:
    pairs = drawn_pairs(seed)
    before = class_ious(pairs)
    gains = rank_gains(Evidence(counted(pairs), CLASSES))
    assert gains
    for gain in gains:
        fixed = [(truth, repaired(truth, guess, gain)) for truth, guess in pairs]
        after = class_ious(fixed)
        changed = sum(np.count_nonzero(a != b) for (_, a), (_, b) in zip(pairs, fixed, strict=True))
        assert gain.pixels == changed
        assert gain.gain == pytest.approx(np.nanmean(after) - np.nanmean(before), abs=1e-12)
        expected = [after[c] - before[c] for c in gain.classes]
        assert gain.class_gains == pytest.approx(expected, abs=1e-12, nan_ok=True)


def test_repairs_cover_every_kind_of_every_class_and_every_confused_pair() -> None:
    pairs = drawn_pairs(3)
    gains = rank_gains(Evidence(counted(pairs), CLASSES))
    confused = {
        (min(t, g), max(t, g))
        for truth, guess in pairs
        for t, g in zip(truth.ravel().tolist(), guess.ravel().tolist(), strict=True)
        if t != g and IGNORE not in (t, g)
    }
    assert {gain.classes for gain in gains if gain.repair == "pair"} == confused
    assert len({(gain.repair, gain.classes) for gain in gains}) == len(gains)
    assert [gain.gain for gain in gains] == sorted((gain.gain for gain in gains), reverse=True)
    assert rank_gains(Evidence(counted(pairs), CLASSES), limit=3) == gains[:3]


def test_a_class_whose_last_false_pixel_is_repaired_no_longer_counts() -> None:
    truth = np.zeros((8, 8), dtype=np.int64)
    guess = truth.copy()
    guess[2:4, 2:4] = 1
    gain = next(g for g in rank_gains(Evidence(counted([(truth, guess)]), CLASSES)) if g.repair == "pair")
    assert gain.gain == pytest.approx(1 - np.mean([60 / 64, 0]))
    assert math.isnan(gain.class_gains[1])


def test_a_perfect_prediction_has_nothing_to_repair() -> None:
    truth, _ = drawn_pairs(1)[0]
    assert rank_gains(Evidence(counted([(truth, truth)]), CLASSES)) == ()
