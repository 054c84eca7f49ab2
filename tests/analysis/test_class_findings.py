"""Findings about single classes: each planted trouble is named as what it is."""

import numpy as np
import pytest

from segscope.analysis.evidence import Evidence
from segscope.analysis.finding import DiagnosisFinding, FindingCode
from segscope.analysis.findings import find_all
from segscope.engine.class_set import ClassSet
from tests.analysis.drawn_validation import counted
from tests.analysis.simulate import CLASSES, MODELS, NAMES, ModelErrors, Scenes, simulate

PLASTIC_BAG, GLASS, CLOTHING, BATTERY, METAL = 9, 6, 11, 10, 5


def findings(seed: int, errors: ModelErrors, small: tuple[int, ...] = ()) -> list[DiagnosisFinding]:
    """Find in a simulated validation in which every class occurs."""
    return list(find_all(Evidence(simulate(seed, Scenes(images=60, small=small), errors), CLASSES)))


def named(found: list[DiagnosisFinding], code: FindingCode) -> set[str]:
    return {name for finding in found if finding.code is code for name in finding.classes}


@pytest.mark.parametrize("seed", range(2))
def test_soft_edged_classes_are_named_for_their_edges(seed: int) -> None:
    errors = ModelErrors(wobbles={GLASS: 2.2, PLASTIC_BAG: 2.2})
    assert named(findings(seed, errors), FindingCode.SOFT_EDGE) == {"Glass", "Plastic bag"}


@pytest.mark.parametrize("seed", range(2))
def test_a_small_class_that_is_often_missed_is_named_as_small(seed: int) -> None:
    found = findings(seed, ModelErrors(misses={BATTERY: 0.4}), small=(BATTERY,))
    assert named(found, FindingCode.SMALL_CLASS) == {"Battery"}
    assert named(found, FindingCode.MISSED) <= set(NAMES) - {"Battery"}


def test_a_small_class_that_does_well_is_no_finding() -> None:
    perfect = ModelErrors(random_swap=0, miss=0, invent=0, wobble=0, part=0)
    assert named(findings(0, perfect, small=(BATTERY,)), FindingCode.SMALL_CLASS) == set()


@pytest.mark.parametrize("seed", range(2))
def test_a_class_that_is_missed_more_than_the_others_is_named(seed: int) -> None:
    found = findings(seed, ModelErrors(miss=0.04, misses={CLOTHING: 0.5}))
    (finding,) = [finding for finding in found if finding.code is FindingCode.MISSED]
    assert finding.classes == ("Clothing",)
    assert "taken for Background (100%)" in finding.message


def test_a_model_that_misses_everything_is_told_so_once() -> None:
    found = findings(0, MODELS["weak"])
    missed = [finding for finding in found if finding.code is FindingCode.MISSED]
    assert len(missed) <= 2
    assert any("most classes" in finding.message for finding in missed)


def test_invented_objects_are_named() -> None:
    found = findings(0, ModelErrors(invent=0, invents={METAL: 0.4}))
    assert named(found, FindingCode.INVENTED) == {"Metal"}


def test_a_class_that_is_never_predicted_says_what_it_became() -> None:
    truth = np.zeros((60, 60), dtype=np.int64)
    truth[10:30, 10:30] = 1
    found = find_all(Evidence(counted([(truth, np.zeros_like(truth))], 2), ClassSet(("floor", "paper"))))
    (finding,) = found
    assert finding.code is FindingCode.NEVER_PREDICTED
    assert (
        finding.message
        == "paper is never predicted: its 400 px in 1 image are mostly taken for floor (100%)."
    )
    assert finding.images == ("a",)
    assert finding.lost_miou == pytest.approx((1 + 400 / 3600) / 2)


def test_a_class_that_the_model_has_not_learned_is_hardly_found_and_not_called_confusable() -> None:
    swaps = {(METAL, PLASTIC_BAG): 0.3, (METAL, CLOTHING): 0.43, (METAL, GLASS): 0.5}
    found = findings(0, ModelErrors(random_swap=0.03, partial_swap=0, swaps=swaps))
    assert named(found, FindingCode.HARDLY_FOUND) == {"Metal"}
    assert named(found, FindingCode.CONFUSABLE) == set()
    (finding,) = [finding for finding in found if finding.code is FindingCode.HARDLY_FOUND]
    assert any(name in finding.message for name in ("Plastic bag", "Clothing", "Glass"))


def test_absent_classes_are_named_together_and_predicted_ones_with_their_pixels() -> None:
    truth = np.zeros((60, 60), dtype=np.int64)
    guess = truth.copy()
    guess[:5, :5] = 1
    classes = ClassSet(("floor", "paper", "metal", "glass"), background=0)
    absent = [
        f for f in find_all(Evidence(counted([(truth, guess)]), classes)) if f.code is FindingCode.ABSENT
    ]
    assert [finding.classes for finding in absent] == [("paper",), ("metal", "glass")]
    assert "25 px" in absent[0].message


def test_without_a_background_role_missed_objects_name_what_took_them() -> None:
    road_set = ClassSet(("road", "sky", "sign"))
    truth = np.zeros((100, 100), dtype=np.int64)
    truth[:40] = 1
    truth[60:80, 60:80] = 2
    missed = np.where(truth == 2, 0, truth)
    tables = counted([(truth, missed if i % 2 else truth) for i in range(16)], 3)
    text = " ".join(finding.message for finding in find_all(Evidence(tables, road_set)))
    assert "sign" in text
    assert "road" in text


def test_findings_are_ranked_by_what_they_cost() -> None:
    found = findings(1, MODELS["uneven"])
    assert [finding.lost_miou for finding in found] == sorted((f.lost_miou for f in found), reverse=True)
