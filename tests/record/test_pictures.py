"""The panels and plots of a validation: whole, by their names, and no danger to the validation."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from segscope.engine.class_set import ClassSet
from segscope.loggers.fanout import Fanout
from segscope.loggers.memory import MemoryLogger
from segscope.record import RecordOptions, ValidationRecorder
from segscope.report.plots import confusion_matrix, iou_heatmap
from segscope.store import Run, Workspace
from tests.record.scenes import (
    CLASSES,
    IDS,
    ROWS,
    Scene,
    begin_run,
    confusion_by_sklearn,
    iou_by_sklearn,
    make_scene,
    record,
)


def _grey(sample_id: str) -> NDArray[np.uint8]:
    shape = make_scene(0).truth[sample_id].shape
    return np.full((*shape, 3), 128, np.uint8)


def test_pictures_are_saved_and_logged_by_name(run: Run) -> None:
    memory = MemoryLogger()
    fanout = Fanout([memory], report=pytest.fail)
    options = RecordOptions(fixed_samples=2, worst_samples=1)
    with ValidationRecorder(
        run, CLASSES, ROWS, options=options, loggers=fanout, read_image=_grey
    ) as recorder:
        recorded = record(recorder, make_scene(0), 30)
        recorder.wait()
        saved = {path.name: path for path in recorded.validation.panels_folder.iterdir()}
    fanout.finish("finished")
    drawn = {"all-classes.png", "class-0.png", "class-1.png", "class-2.png"}
    assert set(saved) == drawn | {
        "errors.png",
        "flows.png",
        "reliability.png",
        "confusion.png",
        "iou-history.png",
    }
    for path in saved.values():
        with Image.open(path) as picture:
            assert picture.mode == "RGB"
            assert min(picture.size) > 100
    classes = {key for key in memory.pictures if key.startswith("val/class/")}
    assert classes == {"val/class/ground", "val/class/paper", "val/class/glass%2Fclear"}
    panels = {key: value for key, value in memory.pictures.items() if key.startswith("val/panel/")}
    assert 2 <= len(panels) <= 3
    for key, [(step, logged)] in panels.items():
        sample_id = key.removeprefix("val/panel/")
        assert step == 30
        assert logged.prediction is not None
        assert logged.ground_truth is not None
        np.testing.assert_array_equal(logged.prediction, make_scene(0).prediction[sample_id])
        np.testing.assert_array_equal(logged.ground_truth, make_scene(0).truth[sample_id])
    with Image.open(saved["class-1.png"]) as picture:
        np.testing.assert_array_equal(np.array(picture), memory.pictures["val/class/paper"][0][1].panel)


def test_of_three_hundred_classes_the_worst_twenty_four_are_pictured(workspace: Workspace) -> None:
    class_set = ClassSet(tuple(f"c{index}" for index in range(300)))
    run = begin_run(workspace, "300 pictures", class_set)
    scene = make_scene(0, class_set=class_set, present=60)
    options = RecordOptions(fixed_samples=1, worst_samples=1, worst_per_class=1, row_height=64)
    with ValidationRecorder(run, class_set, ROWS, options=options, read_image=_grey) as recorder:
        validation = record(recorder, scene, 1).validation
        record(recorder, scene, 2)
    drawn = {int(path.stem.split("-")[1]) for path in run.validations()[1].panels_folder.glob("class-*.png")}
    assert drawn == set(_lowest_iou_by_hand(scene, 300)[:24])
    panels = [path.name for path in validation.panels_folder.iterdir()]
    assert "all-classes.png" in panels
    assert "errors.png" in panels
    assert "confusion.png" not in panels
    (plots_told,) = [event.message for event in run.events() if event.kind == "plots"]
    assert plots_told.startswith("of 300 classes the error bars show the 150 with the lowest IoU")
    (told,) = [event.message for event in run.events() if event.kind == "pictures"]
    assert told.startswith("validation 1: panels are drawn of the 24 classes with the lowest IoU")
    assert f"{len(_lowest_iou_by_hand(scene, 300)) - 24} other classes" in told


def _lowest_iou_by_hand(scene: Scene, classes: int) -> list[int]:
    """Sort the classes that have wrong pixels by IoU, then by index."""
    truth = np.concatenate([scene.truth[sample_id].ravel() for sample_id in IDS])
    guess = np.concatenate([scene.prediction[sample_id].ravel() for sample_id in IDS])
    truth, guess = truth[truth != 65535], guess[truth != 65535]
    iou = {}
    for index in range(classes):
        both, either = (
            ((truth == index) & (guess == index)).sum(),
            ((truth == index) | (guess == index)).sum(),
        )
        if both < either:
            iou[index] = both / either
    return sorted(iou, key=lambda index: (iou[index], index))


def test_a_picture_that_cannot_be_read_is_an_event_and_no_loss(run: Run) -> None:
    def gone(sample_id: str) -> NDArray[np.uint8]:
        raise FileNotFoundError(2, "No such file", sample_id)

    with ValidationRecorder(run, CLASSES, ROWS, read_image=gone) as recorder:
        record(recorder, make_scene(0), 1)
        record(recorder, make_scene(1), 2)
    assert len(run.validations()) == 2
    assert [event.kind for event in run.events()] == ["status", "pictures", "pictures"]


def test_plots_show_the_stored_counts_and_every_validation_so_far(run: Run) -> None:
    memory = MemoryLogger()
    fanout = Fanout([memory], report=pytest.fail)
    with ValidationRecorder(run, CLASSES, ROWS, loggers=fanout) as recorder:
        for seed, step in ((0, 10), (1, 20)):
            record(recorder, make_scene(seed), step)
    fanout.finish("finished")

    by_hand = np.array([iou_by_sklearn(make_scene(seed)) for seed in (0, 1)])
    history = iou_heatmap(by_hand, CLASSES, validations=["1", "2"], title="IoU of each class by epoch")
    matrix = confusion_matrix(
        confusion_by_sklearn(make_scene(1)), CLASSES, title="What each class is taken for · epoch 2, step 20"
    )
    for name, picture in (("iou-history", history), ("confusion", matrix)):
        (_, first), (step, logged) = memory.pictures[f"val/plot/{name}"]
        assert step == 20
        np.testing.assert_array_equal(logged.panel, picture)
        assert first.panel.shape != picture.shape or not np.array_equal(first.panel, picture)
    assert len(memory.pictures["val/plot/errors"]) == 2


def test_a_split_of_ignored_pixels_has_no_plots_and_no_event(run: Run) -> None:
    void = np.full((4, 4), CLASSES.ignore, np.uint8)
    with ValidationRecorder(run, CLASSES, ROWS) as recorder:
        recorder.begin(epoch=1, step=1)
        for sample_id in IDS:
            recorder.add(sample_id, void, np.zeros_like(void))
        recorded = recorder.finish()
        recorder.wait()
    assert not recorded.validation.panels_folder.exists()
    assert [event.kind for event in run.events()] == ["status"]
