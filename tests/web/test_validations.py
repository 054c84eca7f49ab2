"""The diagnosis and the lists of pictures, against numpy on the label maps and against the command line."""

from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage

from segscope._api import diagnose_run
from segscope.engine.class_set import ClassSet
from segscope.store import Run, SampleRow, Validation
from tests.web.workspaces import (
    Served,
    begin_run,
    confusion,
    iou_of,
    make_generated,
    maps_of,
    record,
    serving,
    whole_runs,
)


@pytest.fixture(scope="module")
def shown(generated: Served) -> tuple[Run, Validation]:
    """The newest whole run, and its last validation, which keeps all its files."""
    run = whole_runs(generated.workspace)[-1]
    return run, run.validations()[-1]


@pytest.fixture(scope="module")
def address(shown: tuple[Run, Validation]) -> str:
    return f"/runs/{shown[0].id}/validations/{shown[1].index}"


def test_figures_are_those_of_the_label_maps(
    generated: Served, shown: tuple[Run, Validation], address: str
) -> None:
    run, validation = shown
    maps = maps_of(run, validation)
    assert len(maps) == 40
    matrix = confusion(list(maps.values()), run.class_set)
    told = generated.get(f"{address}/diagnosis")
    np.testing.assert_array_equal(told["confusion"], matrix[:, :-1])
    np.testing.assert_array_equal(told["unpredicted"], matrix[:, -1])
    iou = iou_of(matrix)
    assert [c["iou"] for c in told["classes"]] == pytest.approx(iou.tolist())
    assert told["miou"] == pytest.approx(np.nanmean(iou))
    assert told["miou_low"] < told["miou"] < told["miou_high"]
    for flow in told["flows"]:
        assert flow["pixels"] == matrix[flow["true_class"], flow["predicted_class"]]
    assert [c["pixels"] for c in told["classes"]] == matrix.sum(axis=1).tolist()


def test_the_diagnosis_is_the_command_lines(
    generated: Served, shown: tuple[Run, Validation], address: str
) -> None:
    _, known = diagnose_run(*shown)
    told = generated.get(f"{address}/diagnosis")
    assert told["miou_low"] == known.intervals.overall["miou"].low
    for mine, theirs in zip(told["classes"], known.classes, strict=True):
        assert (mine["low"], mine["high"]) == (theirs.interval.low, theirs.interval.high)
        assert mine["precision"] == theirs.precision
        shares = [*mine["false"].values(), *mine["missed"].values()]
        assert sum(shares) == pytest.approx(1)
        assert mine["objects"] == theirs.objects
    assert [gain["gain"] for gain in told["gains"]] == [gain.gain for gain in known.gains]
    assert [f["message"] for f in told["findings"]] == [f.message for f in known.findings]
    assert [f["images"] for f in told["findings"]] == [list(f.images) for f in known.findings]
    assert [s["box"] for s in told["suspects"]] == [list(s.box) for s in known.label_suspects]
    assert [(o["bin"], o["objects"]) for o in told["sizes"]] == [(o.group, o.objects) for o in known.sizes]


def test_a_trained_run_is_diagnosed(trained: Served) -> None:
    (run,) = trained.workspace.runs()
    validation, known = diagnose_run(run)
    told = trained.get(f"/runs/{run.id}/validations/{validation.index}/diagnosis")
    assert told["miou"] == known.scores.miou
    assert told["classes"][11]["name"] == "Clothing"
    assert told["suspects"] == [] or len(told["suspects"][0]["box"]) == 4


def test_what_pictures_cost_adds_up_to_what_is_lost(generated: Served, address: str) -> None:
    told = generated.get(f"{address}/diagnosis")
    listed = generated.get(f"{address}/pictures")
    assert listed["total"] == len(listed["pictures"]) == 40
    lost = [picture["lost"] for picture in listed["pictures"]]
    assert lost == sorted(lost, reverse=True)
    assert sum(lost) == pytest.approx(1 - told["miou"])
    for index in range(6):
        of_class = generated.get(f"{address}/pictures", class_index=index)["pictures"]
        assert sum(p["lost"] for p in of_class) == pytest.approx(1 - told["classes"][index]["iou"])


def test_pictures_are_counted_as_numpy_counts_them(
    generated: Served, shown: tuple[Run, Validation], address: str
) -> None:
    run, validation = shown
    maps, classes = maps_of(run, validation), run.class_set
    for picture in generated.get(f"{address}/pictures")["pictures"]:
        matrix = confusion([maps[picture["sample"]]], classes)
        assert picture["pixels"] == matrix.sum()
        assert picture["wrong"] == matrix.sum() - matrix.trace()
        assert picture["iou"] == pytest.approx(np.nanmean(iou_of(matrix)))
        assert picture["group"] == picture["sample"].split("/")[0]
    for index in (1, 4):
        listed = generated.get(f"{address}/pictures", class_index=index)["pictures"]
        expected = {name for name, pair in maps.items() if _holds(pair, index)}
        assert {picture["sample"] for picture in listed} == expected
        for picture in listed:
            matrix = confusion([maps[picture["sample"]]], classes)
            assert picture["pixels"] == matrix[index].sum()
            assert picture["wrong"] == matrix[index].sum() + matrix[:, index].sum() - 2 * matrix[index, index]
            assert picture["iou"] == pytest.approx(iou_of(matrix)[index])


def _holds(pair: tuple[np.ndarray, np.ndarray], index: int) -> bool:
    truth, prediction = pair
    return bool((((truth == index) | (prediction == index)) & (truth != 255)).any())


def test_a_click_on_a_confusion_finds_its_pictures_at_its_regions(
    generated: Served, shown: tuple[Run, Validation], address: str
) -> None:
    run, validation = shown
    maps = maps_of(run, validation)
    flow = generated.get(f"{address}/diagnosis")["flows"][0]
    true, predicted = flow["true_class"], flow["predicted_class"]
    listed = generated.get(f"{address}/pictures", class_index=true, predicted=predicted, boxes=True)[
        "pictures"
    ]
    assert len(listed) == flow["images"]
    assert sum(picture["wrong"] for picture in listed) == flow["pixels"]
    for picture in listed:
        truth, prediction = maps[picture["sample"]]
        mask = (truth == true) & (prediction == predicted)
        assert picture["wrong"] == mask.sum()
        assert picture["box"] in _boxes_of_largest(mask)


def _boxes_of_largest(mask: np.ndarray) -> list[list[int]]:
    """Give the boxes of the largest 8-connected pieces, by scipy."""
    numbers, _ = ndimage.label(mask, structure=np.ones((3, 3)))
    sizes = np.bincount(numbers.ravel())[1:]
    parts = ndimage.find_objects(numbers)
    largest = [part for part, size in zip(parts, sizes, strict=True) if size == sizes.max()]
    return [[rows.start, columns.start, rows.stop, columns.stop] for rows, columns in largest]


@pytest.mark.parametrize("kind", ["boundary", "extent", "segment"])
def test_pictures_with_a_kind_of_error(
    generated: Served, shown: tuple[Run, Validation], address: str, kind: str
) -> None:
    tables = shown[0].load_tables(shown[1])
    counted = tables.dense(f"fp_{kind}") + tables.dense(f"fn_{kind}")
    listed = generated.get(f"{address}/pictures", class_index=2, kind=kind, boxes=True)["pictures"]
    expected = {tables.images[place]: int(n) for place, n in enumerate(counted[:, 2]) if n}
    assert {picture["sample"]: picture["wrong"] for picture in listed} == expected
    assert all(picture["box"] is not None for picture in listed)
    everywhere = generated.get(f"{address}/pictures", kind=kind)["pictures"]
    assert {p["sample"] for p in everywhere} == {
        name for name, own in zip(tables.images, counted, strict=True) if own.any()
    }


def test_an_error_is_looked_for_by_its_kind(tmp_path: Path) -> None:
    """A missed object, a shifted border and half an object, each in a place of its own."""
    truth = np.zeros((100, 100), dtype=np.uint8)
    truth[5:25, 5:25] = 1  # missed
    truth[40:90, 10:40] = 1  # its left border is off by a pixel
    truth[40:90, 60:90] = 1  # its lower half is not found
    guess = np.zeros_like(truth)
    guess[40:90, 11:40], guess[40:65, 60:90] = 1, 1
    row = SampleRow("val", "a", "/nowhere.png")
    with serving(tmp_path) as served:
        run = begin_run(served.workspace, ClassSet(("floor", "컵")), [row])
        record(run, {"a": truth}, {"a": guess})
        boxes = {
            kind: served.get(f"/runs/{run.id}/validations/1/pictures", class_index=1, kind=kind, boxes=True)[
                "pictures"
            ][0]["box"]
            for kind in ("segment", "boundary", "extent")
        }
    assert boxes == {"segment": [5, 5, 25, 25], "boundary": [40, 10, 90, 11], "extent": [65, 60, 90, 90]}


def test_lists_are_ordered_and_cut_as_asked(generated: Served, address: str) -> None:
    def names(**query: object) -> list[str]:
        return [p["sample"] for p in generated.get(f"{address}/pictures", **query)["pictures"]]

    for order, key in (("iou", "iou"), ("pixels", "pixels")):
        listed = generated.get(f"{address}/pictures", order=order, class_index=3)["pictures"]
        values = [picture[key] for picture in listed if picture[key] is not None]
        assert values == sorted(values, reverse=order == "pixels")
    assert names(order="name") == sorted(names())
    assert names(offset=10, limit=7) == names()[10:17]
    assert names(offset=39) == names()[39:]
    assert names(offset=4000) == []
    assert generated.get(f"{address}/pictures", limit=1)["total"] == 40


def test_what_is_no_filter_is_refused(generated: Served, address: str) -> None:
    assert "6 classes" in generated.refusal(422, f"{address}/pictures", class_index=6)
    assert "no class -1" in generated.refusal(422, f"{address}/pictures", class_index=-1)
    assert "no class 9" in generated.refusal(422, f"{address}/pictures", class_index=1, predicted=9)
    assert "name the class" in generated.refusal(422, f"{address}/pictures", predicted=1)
    for query in ({"limit": 0}, {"limit": 1001}, {"offset": -1}, {"kind": "odd"}, {"order": "x"}, {"no": 1}):
        generated.refusal(422, f"{address}/pictures", **query)


def test_boxes_are_told_of_sixty_pictures_at_most(tmp_path: Path) -> None:
    rows = [SampleRow("val", f"{number:03d}", "/nowhere.png") for number in range(70)]
    truth = {row.id: np.zeros((8, 8), dtype=np.uint8) for row in rows}
    guess = {name: np.ones_like(label_map) for name, label_map in truth.items()}
    with serving(tmp_path) as served:
        run = begin_run(served.workspace, ClassSet(("a", "b")), rows)
        record(run, truth, guess)
        listed = served.get(f"/runs/{run.id}/validations/1/pictures", boxes=True)["pictures"]
    assert [picture["box"] for picture in listed] == [[0, 0, 8, 8]] * 60 + [None] * 10


def test_predictions_that_were_pruned_have_no_box_and_keep_their_figures(
    generated: Served, shown: tuple[Run, Validation]
) -> None:
    run = shown[0]
    pruned = run.validations()[0]
    assert pruned.kept == "some"
    listed = generated.get(f"/runs/{run.id}/validations/{pruned.index}/pictures", boxes=True)["pictures"]
    with_box = {picture["sample"] for picture in listed if picture["box"] is not None}
    assert with_box == set(pruned.kept_samples)
    assert all(picture["lost"] > 0 for picture in listed)


@pytest.mark.parametrize("classes", [2, 150])
def test_few_classes_and_many(tmp_path: Path, classes: int) -> None:
    folder = make_generated(tmp_path / "w", classes=classes, runs=1, whole=1, pictures=12, validations=1)
    with serving(folder) as served:
        (run,) = served.workspace.runs()
        matrix = confusion(list(maps_of(run, run.validations()[0]).values()), run.class_set)
        told = served.get(f"/runs/{run.id}/validations/1/diagnosis")
        iou = [None if np.isnan(value) else pytest.approx(value) for value in iou_of(matrix)]
        assert [c["iou"] for c in told["classes"]] == iou
        assert len(told["confusion"]) == classes
        assert served.get(f"/runs/{run.id}")["validations"][0]["miou"] == pytest.approx(
            np.nanmean(iou_of(matrix))
        )
