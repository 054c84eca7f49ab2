"""The large study: 400 simulated validations of five models, half of them without a planted pair.

A planted pair is *clear* where a class that is swapped lies in at least twelve images and has really
lost a fifth of its pixels to the other (chance may draw fewer swaps than were planted), and the other is
not the class that this model predicts too readily anyhow: nothing could tell such a plant from the habit.
Figures are printed with ``-s``; the bounds asserted are those the product claims.
"""

from collections import Counter

import numpy as np
import pytest

from segscope.analysis.confusable import find_confusable_pairs
from segscope.analysis.confusions import rank_confusions
from segscope.analysis.evidence import Evidence
from segscope.analysis.finding import FindingCode
from segscope.analysis.findings import find_all
from tests.analysis.simulate import CLASSES, NAMES, Case, random_case, simulate

VALIDATIONS = 400
CLEAR_IMAGES = 12
CLEAR_SHARE = 0.2


@pytest.mark.slow
def test_what_is_planted_is_found_and_what_is_not_is_not() -> None:
    tally: Counter[str] = Counter()
    for seed in range(VALIDATIONS):
        case = random_case(seed)
        evidence = Evidence(simulate(seed, case.scenes, case.errors), CLASSES)
        tally_pairs(tally, case, evidence)
        tally_classes(tally, case, evidence)
    print({name: tally[name] for name in sorted(tally)})
    assert tally["none planted, none named"] >= 0.95 * tally["none planted"]
    assert tally["clear pairs named"] >= 0.95 * tally["clear pairs"]
    assert tally["pairs named that are planted"] >= 0.95 * tally["pairs named"]
    assert tally["soft classes named that are planted"] >= 0.9 * tally["soft classes named"]
    assert tally["small classes named that are planted"] == tally["small classes named"]


def tally_pairs(tally: Counter[str], case: Case, evidence: Evidence) -> None:
    found = find_confusable_pairs(evidence)
    named = {frozenset((pair.flow.true_class, pair.flow.predicted_class)) for pair in found}
    held = np.count_nonzero(evidence.truth_per_image, axis=0)
    swapped = {(f.true_class, f.predicted_class): f.share_of_class for f in rank_confusions(evidence)}
    sink = case.errors.sink_class if case.errors.sink else None
    clear = {
        frozenset(pair)
        for pair in case.errors.swaps
        if held[pair[0]] >= CLEAR_IMAGES and swapped.get(pair, 0) >= CLEAR_SHARE and pair[1] != sink
    }
    tally["none planted"] += not case.planted
    tally["none planted, none named"] += not case.planted and not named
    tally["clear pairs"] += len(clear)
    tally["clear pairs named"] += len(clear & named)
    tally["planted pairs"] += len(case.planted)
    tally["planted pairs named"] += len(case.planted & named)
    tally["pairs named"] += len(named)
    tally["pairs named that are planted"] += len(named & case.planted)


def tally_classes(tally: Counter[str], case: Case, evidence: Evidence) -> None:
    planted = {
        FindingCode.SOFT_EDGE: ("soft", set(case.errors.wobbles) - set(case.scenes.small)),
        FindingCode.SMALL_CLASS: ("small", set(case.scenes.small)),
    }
    findings = find_all(evidence)
    for code, (word, classes) in planted.items():
        named = {NAMES.index(name) for f in findings if f.code is code for name in f.classes}
        tally[f"{word} classes"] += len(classes)
        tally[f"{word} classes named"] += len(named)
        tally[f"{word} classes named that are planted"] += len(named & classes)
