"""Precision and coverage on planted teachers, against plain counting."""

import numpy as np
import pytest
import torch

from segscope.train.pseudo.precision import PrecisionTally
from segscope.train.pseudo.rule import Rule
from tests.train.pseudo.planted import CLASSES, planted, planted_truth

RULE = Rule((0.8, 0.75, 0.7, 0.7))


def calibrated(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Plant labels that are right as often as they are sure: truth, label, confidence."""
    rng = np.random.default_rng((seed, 1))
    label = planted_truth(seed, size=96)
    confidence = 0.5 + 0.5 * rng.random(label.shape)
    other = (label + rng.integers(1, CLASSES, label.shape)) % CLASSES
    truth = np.where(rng.random(label.shape) < confidence, label, other)
    return truth, label, confidence


def tally_of(seeds: range, rule: Rule = RULE) -> PrecisionTally:
    tally = PrecisionTally(CLASSES)
    for seed in seeds:
        truth, label, confidence = calibrated(seed)
        tally.add(rule(planted(truth, confidence, label)), torch.from_numpy(truth))
    return tally


def test_precision_and_coverage_are_those_of_counting() -> None:
    tally = tally_of(range(3))
    right = np.zeros(CLASSES)
    kept = np.zeros(CLASSES)
    pixels = 0
    for seed in range(3):
        truth, label, confidence = calibrated(seed)
        keep = confidence.astype(np.float32) >= np.array(RULE.thresholds, np.float32)[label]
        kept += np.bincount(label[keep], minlength=CLASSES)
        right += np.bincount(label[keep & (label == truth)], minlength=CLASSES)
        pixels += truth.size
    assert tally.class_precision() == pytest.approx(right / kept)
    assert tally.precision() == pytest.approx(right.sum() / kept.sum())
    assert tally.coverage() == pytest.approx(kept.sum() / pixels)
    assert tally.precision(dropped=(3,)) == pytest.approx(right[:3].sum() / kept[:3].sum())
    # A calibrated teacher is right as often as its kept confidences say: uniform above the threshold.
    assert tally.class_precision()[0] == pytest.approx(0.9, abs=0.02)


def test_precision_falls_as_coverage_rises() -> None:
    rule = Rule((0.8,) * CLASSES)
    curve = tally_of(range(8), rule).curve(rule)
    assert curve.coverage[-1] == pytest.approx(1.0)
    assert (np.diff(curve.coverage) > 0).all()
    places = np.searchsorted(curve.coverage, np.linspace(0.05, 1, 20) - 1e-9)
    assert (np.diff(curve.precision[places]) < 0).all()
    # Uniform in 0.5 … 1 and calibrated: the surest share c is right in 1 - c / 4 of the cases.
    assert curve.precision[places] == pytest.approx(1 - np.linspace(0.05, 1, 20) / 4, abs=0.012)


def test_the_curve_goes_through_the_rule() -> None:
    tally = tally_of(range(3))
    curve = tally.curve(RULE)
    place = int(np.searchsorted(curve.coverage, tally.coverage()))
    assert curve.coverage[place] == pytest.approx(tally.coverage(), abs=0.01)
    assert curve.precision[place] == pytest.approx(tally.precision(), abs=0.005)


def test_ignored_pixels_and_left_out_pictures() -> None:
    truth, label, confidence = calibrated(0)
    truth[:48] = 255
    tally = PrecisionTally(CLASSES)
    tally.add(RULE(planted(truth, confidence, label)), torch.from_numpy(truth))
    assert tally.pixels == 48 * 96
    before = tally.coverage()
    tally.leave_out(torch.from_numpy(truth))
    assert tally.pixels == 2 * 48 * 96
    assert tally.coverage() == pytest.approx(before / 2)
    empty = PrecisionTally(CLASSES)
    assert np.isnan([empty.coverage(), empty.precision()]).all()
    assert len(empty.curve(RULE).coverage) == 0
