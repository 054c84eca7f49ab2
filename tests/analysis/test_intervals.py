"""Intervals of a diagnosis: drawn over groups where these are enough, and with bounded work."""

import numpy as np
import pytest

from segscope.analysis.intervals import DRAWS, diagnosis_intervals
from segscope.engine.count_tables import TABLE_COLUMNS, CountTables
from segscope.engine.resampling import class_intervals, score_intervals
from segscope.engine.score_formulas import SCORE_NAMES
from segscope.engine.scores import Scores
from tests.engine.resampling.simulate import Models, draw_population


def sample(images: int) -> CountTables:
    return draw_population(11, Models(), images=images).tables(0, np.arange(images))


def test_twenty_groups_are_drawn_whole_and_fewer_are_not() -> None:
    tables = sample(60)
    many, few = ([str(i // size) for i in range(60)] for size in (3, 4))
    by_group, by_image = diagnosis_intervals(tables, many), diagnosis_intervals(tables, few)
    assert (by_group.unit, by_group.units, by_group.groups) == ("group", 20, 20)
    assert by_group.overall == score_intervals(tables, groups=many).overall
    assert (by_image.unit, by_image.units, by_image.groups) == ("image", 60, 15)
    assert by_image.overall == score_intervals(tables).overall
    assert "15 groups" in by_image.note
    assert by_group.note == diagnosis_intervals(tables).note == ""


def test_json_says_how_many_units_and_whether_they_are_too_few() -> None:
    found = diagnosis_intervals(sample(12))
    plain = found.to_dict()
    for name, interval in found.overall.items():
        assert plain[name] == {
            "low": interval.low, "high": interval.high, "level": 0.95,
            "n": 12, "unit": "image", "unsafe": True,
        }  # fmt: skip
    assert not diagnosis_intervals(sample(40)).to_dict()["miou"]["unsafe"]


def test_intervals_of_all_scores_are_made_when_they_are_asked_for_and_over_the_same_units() -> None:
    tables, groups = sample(60), [str(i // 3) for i in range(60)]
    found = diagnosis_intervals(tables, groups, seed=4)
    assert "by_score" not in vars(found), "a table must not wait for them"
    by_group, by_image = class_intervals(tables, groups=groups, seed=4), class_intervals(tables)
    few = diagnosis_intervals(tables, [str(i // 4) for i in range(60)])
    for name in ("iou", "dice", "precision", "recall", "boundary_iou"):
        assert found.by_score[name] == by_group[name]
        assert few.by_score[name] == by_image[name]
    assert found.by_score is found.by_score


def test_json_names_the_means_as_scores_do_and_the_classes_scores_by_themselves() -> None:
    found = diagnosis_intervals(sample(30))
    plain, scores = found.to_dict(), Scores.from_tables(sample(30)).to_dict()
    assert set(plain) - {"made"} == {
        "miou", "miou_per_image", "pixel_accuracy",
        "dice", "precision", "recall", "boundary_iou", "boundary_f1", "trimap_iou",
    }  # fmt: skip
    assert set(plain) - {"made"} <= set(scores)
    assert plain["recall"]["low"] < scores["recall"] < plain["recall"]["high"]
    of_class = found.plain_of_class(2)
    assert tuple(of_class) == SCORE_NAMES
    assert of_class["dice"]["low"] < scores["per_class"]["dice"][2] < of_class["dice"]["high"]
    assert of_class["iou"] == found.plain(found.iou[2])
    assert of_class["boundary_f1"]["low"] is None, "edges are not simulated"


def test_a_class_in_no_image_has_ends_that_are_none() -> None:
    tables = sample(30)
    rows = tables.class_index != 3
    columns = {name: tables.columns[name][rows] for name in TABLE_COLUMNS}
    without = CountTables(
        tables.images, 8, tables.image[rows], tables.class_index[rows], columns,
        tables.wrong_image, tables.wrong,
    )  # fmt: skip
    found = diagnosis_intervals(without)
    plain = found.plain(found.iou[3])
    assert (plain["low"], plain["high"], plain["n"], plain["unsafe"]) == (None, None, 0, True)


@pytest.mark.parametrize(("images", "fewer"), [(200, False), (60_000, True)])
def test_large_validations_get_fewer_draws(images: int, fewer: bool) -> None:
    columns = {name: np.full(images, 7, dtype=np.int64) for name in TABLE_COLUMNS}
    tables = CountTables(
        tuple(map(str, range(images))), 30, np.arange(images), np.arange(images) % 30, columns,
        np.zeros(0, np.int64), np.zeros((0, 5), np.int64),
    )  # fmt: skip
    assert (diagnosis_intervals(tables).draws < DRAWS) == fewer
