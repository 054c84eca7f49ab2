"""The diagnosis as a whole: complete, ready for JSON, and refusing what does not fit."""

import json

import numpy as np
import pytest
from scipy import ndimage

from segscope.analysis.diagnosis import diagnose
from segscope.analysis.options import DiagnosisOptions
from segscope.engine.class_set import ClassSet
from segscope.engine.count_tables import CountTables
from tests.analysis.drawn_validation import CLASSES, IGNORE, NUM_CLASSES, counted, drawn_pairs, listed, relied
from tests.analysis.simulate import CLASSES as RECYCLING
from tests.analysis.simulate import ModelErrors, Scenes, both_ways, simulate


@pytest.fixture(scope="module")
def planted() -> CountTables:
    return simulate(0, Scenes(images=50), ModelErrors(swaps=both_ways([(3, 4)], 0.4)))


def test_json_holds_the_same_figures_with_none_for_undefined_scores(planted: CountTables) -> None:
    diagnosis = diagnose(planted, RECYCLING)
    written = json.loads(json.dumps(diagnosis.to_dict(), allow_nan=False))
    assert written["miou"] == diagnosis.scores.miou
    assert written["class_names"] == list(RECYCLING.names)
    assert written["classes"][1]["iou"] is None  # UNKNOWN does not occur
    assert written["classes"][3]["iou"] == diagnosis.scores.iou[3]
    recall = diagnosis.intervals.by_score["recall"].classes[3]
    assert written["classes"][3]["intervals"]["recall"] == diagnosis.intervals.plain(recall)
    assert recall.low < diagnosis.scores.recall[3] < recall.high
    assert written["classes"][1]["intervals"]["recall"]["low"] is None
    assert written["findings"][0]["code"] == "confusable"
    assert sorted(written["findings"][0]["classes"]) == ["Paper", "Paper pack"]
    assert written["gains"][0]["gain"] == diagnosis.gains[0].gain


def test_images_of_a_finding_show_it(planted: CountTables) -> None:
    finding = diagnose(planted, RECYCLING).findings[0]
    for image in finding.images:
        rows = planted.wrong[planted.wrong_image == planted.images.index(image)]
        assert ((rows[:, 0] == 3) & (rows[:, 1] == 4)).any() or ((rows[:, 0] == 4) & (rows[:, 1] == 3)).any()


def test_worst_images_of_the_costliest_pair_are_listed(planted: CountTables) -> None:
    pairs = {pair.classes: pair.images for pair in diagnose(planted, RECYCLING).worst_of_pairs}
    assert len(pairs[3, 4]) == 3


def test_lists_are_as_long_as_the_options_say(planted: CountTables) -> None:
    options = DiagnosisOptions(worst=2, confusions=4, pairs=3, gains=5)
    diagnosis = diagnose(planted, RECYCLING, options=options)
    lengths = (diagnosis.confusions, diagnosis.worst_of_pairs, diagnosis.gains, diagnosis.worst_images)
    assert [len(entries) for entries in lengths] == [4, 3, 5, 2]


def test_the_same_tables_give_the_same_diagnosis(planted: CountTables) -> None:
    first, again = diagnose(planted, RECYCLING), diagnose(planted, RECYCLING)
    assert first.to_dict() == again.to_dict()


def test_objects_and_confidences_are_told_where_they_are_known() -> None:
    pairs = drawn_pairs(0)
    sure = np.full(pairs[0][0].shape, 204, np.uint8)
    objects, reliability = listed(pairs), relied([sure] * len(pairs), pairs)
    diagnosis = diagnose(counted(pairs), CLASSES, objects=[objects], reliability=reliability)
    for index, entry in enumerate(diagnosis.classes):
        components = sum(ndimage.label(t == index, np.ones((3, 3)))[1] for t, _ in pairs)
        assert entry.objects == components
        assert sum(row.objects for row in diagnosis.sizes if row.class_index == index) == components
        predicted = sum(int(((g == index) & (t != IGNORE)).sum()) for t, g in pairs)
        right = sum(int(((g == index) & (t == index)).sum()) for t, g in pairs)
        assert diagnosis.calibration_error[index] == pytest.approx(abs(0.8 - right / predicted))
    plain = diagnosis.to_dict()
    assert plain["places"][0].keys() >= {"class_index", "group", "objects", "missed", "pixels", "found"}
    assert len(plain["calibration_error"]) == NUM_CLASSES


def test_without_objects_and_confidences_nothing_is_told_of_them() -> None:
    diagnosis = diagnose(counted(drawn_pairs(0)), CLASSES)
    assert not any((diagnosis.sizes, diagnosis.places, diagnosis.calibration_error))
    assert all(entry.objects is None for entry in diagnosis.classes)


def test_tables_of_another_class_set_are_refused() -> None:
    with pytest.raises(ValueError, match="4 classes"):
        diagnose(counted(drawn_pairs(0)), ClassSet(("a", "b")))
    with pytest.raises(ValueError, match="groups"):
        diagnose(counted(drawn_pairs(0)), CLASSES, groups=["one"])


def test_a_split_whose_pixels_are_all_ignored_gives_an_empty_diagnosis() -> None:
    truth, guess = drawn_pairs(0)[0]
    truth[:] = 255
    diagnosis = diagnose(counted([(truth, guess)]), CLASSES)
    assert not any((diagnosis.confusions, diagnosis.gains, diagnosis.worst_images))
    assert [finding.code for finding in diagnosis.findings] == ["absent"]
