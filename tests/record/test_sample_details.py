"""Objects and reliability of a recorded validation come back as a plain loop finds them."""

import numpy as np

from segscope.engine import list_objects
from segscope.engine.class_set import ClassSet
from segscope.engine.object_tables import ObjectTables
from segscope.engine.reliability import count_reliability
from segscope.record import RecordOptions, ValidationRecorder
from segscope.store import Run, Validation, Workspace
from tests.record.scenes import CLASSES, IDS, ROWS, begin_run, confidence_of, make_scene, record


def objects_of(run: Run, validation: Validation) -> ObjectTables:
    parts = run.object_parts(validation)
    assert parts is not None
    return ObjectTables.join(list(parts))


def test_objects_and_reliability_are_those_of_every_sample(run: Run) -> None:
    scene = make_scene(0)
    with ValidationRecorder(run, CLASSES, ROWS) as recorder:
        validation = record(recorder, scene, 10).validation
    tables, reliability = objects_of(run, validation), run.load_reliability(validation)
    assert reliability is not None
    assert tables.images == IDS
    expected = None
    for number, sample_id in enumerate(IDS):
        truth, guess = scene.truth[sample_id], scene.prediction[sample_id]
        sure = confidence_of(guess)
        alone = list_objects(truth, guess, sure, num_classes=CLASSES.num_classes, ignore=CLASSES.ignore)
        for table, rows in ((tables.truth, alone.truth), (tables.predicted, alone.predicted)):
            np.testing.assert_array_equal(table.rows[table.image == number], rows)
        one = count_reliability(truth, guess, sure, num_classes=CLASSES.num_classes, ignore=CLASSES.ignore)
        expected = one if expected is None else expected + one
    assert expected is not None
    np.testing.assert_array_equal(reliability.pixels, expected.pixels)
    np.testing.assert_array_equal(reliability.right, expected.right)


def test_without_confidences_there_is_no_reliability(run: Run) -> None:
    with ValidationRecorder(run, CLASSES, ROWS, options=RecordOptions(confidence=False)) as recorder:
        validation = record(recorder, make_scene(0), 10).validation
    assert run.load_reliability(validation) is None
    assert run.object_parts(validation) is not None


def test_a_picture_without_objects_keeps_its_place(workspace: Workspace) -> None:
    class_set = ClassSet(("a", "b"))
    run = begin_run(workspace, "void picture", class_set)
    with ValidationRecorder(run, class_set, ROWS) as recorder:
        recorder.begin(epoch=1, step=1)
        for number, sample_id in enumerate(IDS):
            truth = np.full((5, 7), class_set.ignore if number == 0 else 1, np.uint8)
            recorder.add(sample_id, truth, np.ones((5, 7), np.uint8))
        validation = recorder.finish().validation
    tables = objects_of(run, validation)
    assert tables.truth.image.tolist() == list(range(1, len(IDS)))
    assert tables.predicted.image.tolist() == list(range(len(IDS)))
