"""An import: counted as a plain loop counts, stored whole or not at all, comparable to its like."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from segscope.data.predictions import PredictionSources, open_predictions
from segscope.engine import count, count_batch
from segscope.engine.class_set import ClassSet
from segscope.engine.count_rule import Frame
from segscope.engine.count_tables import TABLE_COLUMNS, CountTables
from segscope.engine.counting import count_by_rule
from segscope.errors import DataError
from segscope.record import import_run, pair_counting
from segscope.record.import_run import ImportedPredictions, ImportOptions, import_predictions
from segscope.record.map_stage import MapStage
from segscope.store import NewRun, Workspace
from tests.data.predictions.folders import CLASS_TEXT, draw_map, draw_maps, write_maps, write_sources

TRUTH, PREDICTED = draw_maps(5), draw_maps(5, first_seed=50)


def imported(
    workspace: Workspace, sources: PredictionSources, frame: Frame = "boundary", name: str = ""
) -> ImportedPredictions:
    pairs = open_predictions(sources)
    return import_predictions(workspace, pairs, sources, options=ImportOptions(frame, name, boundary_f1=True))


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("frame", ["boundary", "open"])
def test_the_counts_are_those_of_a_plain_loop(frame: Frame, workspace: Workspace, tmp_path: Path) -> None:
    sources = write_sources(tmp_path, TRUTH, PREDICTED)

    stored = imported(workspace, sources, frame)

    tables = stored.run.load_tables(stored.recorded.validation)
    options: dict[str, Any] = {"num_classes": 3, "ignore": 255, "frame": frame}
    expected = CountTables.from_counts(
        sorted(TRUTH), [count(TRUTH[name], PREDICTED[name], **options) for name in sorted(TRUTH)]
    )
    assert tables.images == expected.images
    for column in TABLE_COLUMNS:
        np.testing.assert_array_equal(tables.columns[column], expected.columns[column])
    np.testing.assert_array_equal(tables.wrong, expected.wrong)
    assert f"frame {frame}" in stored.recorded.validation.key.rule


@pytest.mark.parametrize("kind", ["index", "palette", "16-bit", "colour"])
def test_label_maps_and_confidences_are_kept_by_value(
    kind: str, workspace: Workspace, tmp_path: Path
) -> None:
    sources = write_sources(tmp_path, TRUTH, {})
    sure: dict[str, NDArray[Any]] = {name: (ids % 3 + 9).astype(np.uint8) for name, ids in TRUTH.items()}
    write_maps(tmp_path / "pred", PREDICTED, kind)
    sources = replace(sources, confidence=write_maps(tmp_path / "sure", sure))

    stored = imported(workspace, sources)

    run, validation = workspace.run(stored.run.id), stored.recorded.validation
    for name in TRUTH:
        prediction, confidence = run.prediction(validation, name), run.confidence(validation, name)
        truth = run.labels.get("val", name)
        assert prediction is not None
        assert truth is not None
        assert confidence is not None
        np.testing.assert_array_equal(prediction, PREDICTED[name])
        np.testing.assert_array_equal(truth, TRUTH[name])
        np.testing.assert_array_equal(confidence, sure[name])
        with Image.open(validation.predictions_folder / f"{name}.png") as image:
            shown = image.getpalette("RGB") or []
            assert shown[:3] == [10, 20, 30], "viewers show the class file's colours"
    reliability = run.load_reliability(validation)
    assert reliability is not None
    counted = sum(int((TRUTH[n] != 255).sum() - (PREDICTED[n][TRUTH[n] != 255] == 255).sum()) for n in TRUTH)
    assert reliability.pixels.sum() == counted


def test_two_imports_of_one_ground_truth_are_comparable(workspace: Workspace, tmp_path: Path) -> None:
    first = imported(workspace, write_sources(tmp_path, TRUTH, PREDICTED))
    other = write_sources(tmp_path, TRUTH, {})
    other = replace(other, predictions=write_maps(tmp_path / "model b", draw_maps(5, 90), "colour"))

    second = imported(workspace, other)

    assert first.run.label_hash == second.run.label_hash
    assert first.run.class_set == second.run.class_set
    assert first.recorded.validation.key == second.recorded.validation.key
    assert (first.run.kind, first.run.status, second.run.name) == ("import", "finished", "model b")


def test_other_labels_have_another_hash(workspace: Workspace, tmp_path: Path) -> None:
    first = imported(workspace, write_sources(tmp_path / "a", TRUTH, PREDICTED))
    second = imported(workspace, write_sources(tmp_path / "b", {**TRUTH, "p0": draw_map(77)}, PREDICTED))
    assert first.run.label_hash != second.run.label_hash


def test_the_config_says_where_everything_came_from(workspace: Workspace, tmp_path: Path) -> None:
    sources = write_sources(tmp_path, TRUTH, PREDICTED, CLASS_TEXT, ignore=255)
    given = imported(workspace, sources, "open", "baseline").run.config
    assert given["name"] == "baseline"
    assert given["import"]["predictions"] == str(tmp_path / "pred")
    assert (given["import"]["ignore"], given["import"]["frame"]) == (255, "open")


def test_a_faulty_file_leaves_no_run(tmp_path: Path) -> None:
    sources = write_sources(tmp_path, TRUTH, {**PREDICTED, "p3": draw_map(1, (8, 8))})
    with Workspace.open(tmp_path / "w") as workspace:
        with pytest.raises(DataError, match=r"p3\.png"):
            imported(workspace, sources)
        assert workspace.runs() == ()
    assert files_below(tmp_path / "w" / "runs") == []


def test_of_several_faulty_files_the_first_is_named(workspace: Workspace, tmp_path: Path) -> None:
    wrong = {name: draw_map(1, (8, 8)) for name in ("p1", "p2", "p4")}
    sources = write_sources(tmp_path, TRUTH, {**PREDICTED, **wrong})
    for _ in range(5):
        with pytest.raises(DataError, match=r"pred/p1\.png"):
            imported(workspace, sources)


class _Interrupted(BaseException):
    """Ctrl-C, at a place of the test's choosing."""


def _interrupt(*_arguments: object) -> None:
    raise _Interrupted


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (MapStage, "put"),
        (MapStage, "keep"),
        (import_run, "RecordedValidation"),
        (import_run, "choose_kept"),
    ],
)
def test_an_interrupted_import_leaves_nothing_half_stored(
    place: Any, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = write_sources(tmp_path, TRUTH, PREDICTED)
    sources = replace(sources, confidence=write_maps(tmp_path / "sure", TRUTH))
    monkeypatch.setattr(place, name, _interrupt)
    with Workspace.open(tmp_path / "w") as workspace:
        with pytest.raises(_Interrupted):
            imported(workspace, sources)
        assert workspace.runs() == ()
        assert files_below(tmp_path / "w" / "runs") == []
        assert not [name for name in files_below(tmp_path / "w") if "tmp" in name]


@pytest.mark.parametrize("kind", ["index", "colour"])
@pytest.mark.parametrize("change", [Path.touch, Path.unlink])
def test_a_file_that_changes_meanwhile_is_refused(
    kind: str,
    change: Callable[[Path], object],
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sources = write_sources(tmp_path, TRUTH, {})
    write_maps(tmp_path / "pred", PREDICTED, kind)

    def change_after(truth: Any, prediction: Any, rule: Any) -> Any:
        if np.array_equal(prediction, PREDICTED["p2"]):
            change(tmp_path / "pred" / "p2.png")
        return count_by_rule(truth, prediction, rule)

    monkeypatch.setattr(pair_counting, "count_by_rule", change_after)
    before = len(workspace.runs())
    with pytest.raises(DataError, match=r"p2\.png"):
        imported(workspace, sources)
    assert len(workspace.runs()) == before


def test_plots_and_panels_are_drawn_where_pictures_are_given(workspace: Workspace, tmp_path: Path) -> None:
    sources = write_sources(tmp_path, TRUTH, PREDICTED)
    plain = imported(workspace, sources)
    plain.draw()
    drawn = {path.name for path in plain.recorded.validation.panels_folder.iterdir()}
    assert drawn == {"errors.png", "flows.png", "confusion.png"}
    for name, ids in TRUTH.items():
        (tmp_path / "images").mkdir(exist_ok=True)
        Image.fromarray(np.dstack([ids] * 3)).save(tmp_path / "images" / f"{name}.jpg")
    pictured = imported(workspace, replace(sources, images=tmp_path / "images"))
    pictured.draw()
    drawn = {path.name for path in pictured.recorded.validation.panels_folder.iterdir()}
    assert {"all-classes.png", "class-0.png", "class-2.png"} < drawn


def test_many_classes_and_16_bit_files_are_imported_too(workspace: Workspace, tmp_path: Path) -> None:
    """They take the long way into the workspace: decoded and encoded anew."""
    rng = np.random.default_rng(0)
    truth = {f"t{i}": rng.integers(0, 300, (40, 50)).astype(np.uint16) for i in range(3)}
    wrong = {name: np.roll(ids, 1, axis=0) for name, ids in truth.items()}
    names = "\n".join(f"c{i}" for i in range(300))
    write_maps(tmp_path / "gt", truth, "16-bit")
    write_maps(tmp_path / "pred", wrong, "16-bit")
    (tmp_path / "names.txt").write_text(names, encoding="utf-8")

    stored = imported(
        workspace, PredictionSources(tmp_path / "gt", tmp_path / "pred", tmp_path / "names.txt")
    )

    counts = count_batch([(truth[n], wrong[n]) for n in sorted(truth)], num_classes=300)
    expected = CountTables.from_counts(sorted(truth), counts)
    np.testing.assert_array_equal(stored.recorded.tables.columns["tp"], expected.columns["tp"])
    kept = stored.run.prediction(stored.recorded.validation, "t1")
    assert kept is not None
    np.testing.assert_array_equal(kept, wrong["t1"])


@pytest.mark.parametrize("class_text", [CLASS_TEXT, f"{CLASS_TEXT}ignore: 255\n"])
@pytest.mark.parametrize("side", ["gt", "pred"])
@pytest.mark.parametrize("stray", [3, 254, 255])
def test_ids_of_no_class_are_named_with_their_file_while_counting(
    class_text: str, side: str, stray: int, workspace: Workspace, tmp_path: Path
) -> None:
    maps = {"a": draw_map(1, ignored=False), "b": draw_map(2, ignored=False)}
    spoilt = {**maps, "b": maps["b"].copy()}
    spoilt["b"][4, :6] = stray
    given = (spoilt, maps) if side == "gt" else (maps, spoilt)
    sources = write_sources(tmp_path, *given, class_text)
    if stray == 255 and "ignore" in class_text:
        assert imported(workspace, sources).recorded.tables.images == ("a", "b")
        return
    with pytest.raises(DataError, match=rf"{side}/b\.png: ids outside the class set: {stray} \(6 px\)"):
        imported(workspace, sources)


def test_an_import_whose_process_was_killed_is_shown_as_stopped(workspace: Workspace) -> None:
    new = NewRun(name="killed", config={}, class_set=ClassSet(("a",)), samples=[], kind="import")
    assert workspace.create_run(new).shown_status == "stopped"


@pytest.mark.parametrize("kind", ["colour", "16-bit"])
def test_nothing_of_what_is_staged_stays(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = write_sources(tmp_path, TRUTH, {})
    sources = replace(sources, predictions=write_maps(tmp_path / "model", PREDICTED, kind))
    with Workspace.open(tmp_path / "w") as workspace:
        stored = imported(workspace, sources)
        assert [path.name for path in workspace.runs_folder.iterdir()] == [stored.run.id]
        monkeypatch.setattr(import_run, "choose_kept", _interrupt)
        with pytest.raises(_Interrupted):
            imported(workspace, sources)
        assert [path.name for path in workspace.runs_folder.iterdir()] == [stored.run.id]
