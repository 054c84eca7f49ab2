"""A validation is what was added, every sample once, however it was added."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segscope.engine import CountRule
from segscope.engine.class_set import ClassSet
from segscope.errors import LabelMapError, StoreError, UsageError
from segscope.loggers.fanout import Fanout
from segscope.loggers.memory import MemoryLogger
from segscope.record import RecordOptions, ValidationRecorder
from segscope.store import Run, SampleRow, ValidationKey, Workspace
from tests.record.scenes import (
    CLASSES,
    IDS,
    ROWS,
    Scene,
    assert_same,
    begin_run,
    confidence_of,
    confusion_by_sklearn,
    make_scene,
    record,
    twin,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    order=st.permutations(IDS),
    repeated=st.lists(st.sampled_from(IDS), max_size=6),
    workers=st.integers(1, 4),
    waiting=st.integers(1, 5),
    seed=st.integers(0, 50),
)
def test_no_order_batch_or_repetition_loses_a_sample_or_counts_one_twice(
    run: Run, order: list[str], repeated: list[str], workers: int, waiting: int, seed: int
) -> None:
    scene = make_scene(seed)
    options = RecordOptions(workers=workers, waiting=waiting, duplicates="ignore")
    with ValidationRecorder(run, CLASSES, ROWS, options=options) as recorder:
        recorder.begin(epoch=1, step=seed)
        for sample_id in [*order, *repeated]:
            recorder.add(sample_id, scene.truth[sample_id], scene.prediction[sample_id])
        recorded = recorder.finish()
    assert_same(recorded.tables, twin(scene))
    assert_same(run.load_tables(recorded.validation), twin(scene))
    assert recorded.validation.num_images == len(IDS)
    for sample_id in IDS:
        stored = run.prediction(recorded.validation, sample_id)
        assert stored is not None
        np.testing.assert_array_equal(stored, scene.prediction[sample_id])


def test_scores_are_those_of_scikit_learns_confusion(run: Run) -> None:
    scene = make_scene(3)
    memory = MemoryLogger()
    fanout = Fanout([memory], report=pytest.fail)
    with ValidationRecorder(run, CLASSES, ROWS, loggers=fanout) as recorder:
        recorded = record(recorder, scene, 40)
    fanout.finish("finished")
    matrix = confusion_by_sklearn(scene)
    hit, union = np.diag(matrix)[:3], (matrix.sum(0) + matrix.sum(1) - np.diag(matrix))[:3]
    iou = hit / union
    assert recorded.scores.miou == pytest.approx(iou.mean())
    assert recorded.validation.scores["miou"] == pytest.approx(iou.mean())
    assert {step for values in memory.scalars.values() for step, _ in values} == {40}
    logged = {key: value for key, [(_, value)] in memory.scalars.items()}
    assert logged["val/miou"] == pytest.approx(iou.mean())
    assert logged["val/pixel_accuracy"] == pytest.approx(hit.sum() / matrix.sum())
    assert logged["val/recall/paper"] == pytest.approx(matrix[1, 1] / matrix[1].sum())
    assert logged["val/precision/paper"] == pytest.approx(matrix[1, 1] / matrix[:, 1].sum())
    for index, name in enumerate(("ground", "paper", "glass%2Fclear")):
        parts = [logged[f"val/{key}/{name}"] for key in ("iou", "err/boundary", "err/extent", "err/segment")]
        assert parts[0] == pytest.approx(iou[index])
        assert sum(parts) == pytest.approx(1.0)
        assert dict(run.scalars(f"val/iou/{name}")) == {40: pytest.approx(iou[index])}
    assert "val/iou/never" not in logged
    assert math.isnan(run.scalars("val/iou/never")[0][1])


def test_the_caller_may_reuse_its_arrays(run: Run) -> None:
    scene = make_scene(5)
    buffers = {shape: np.empty((2, *shape), np.uint8) for shape in {m.shape for m in scene.truth.values()}}
    with ValidationRecorder(run, CLASSES, ROWS) as recorder:
        recorder.begin(epoch=0, step=1)
        for sample_id in IDS:
            buffer = buffers[scene.truth[sample_id].shape]
            buffer[0], buffer[1] = scene.truth[sample_id], scene.prediction[sample_id]
            recorder.add(sample_id, buffer[0], buffer[1], buffer[1])
            buffer[:] = 77
        recorded = recorder.finish()
    assert_same(recorded.tables, twin(scene))


def test_other_integers_are_taken_where_they_fit(run: Run) -> None:
    scene = make_scene(6)
    with ValidationRecorder(run, CLASSES, ROWS) as recorder:
        recorder.begin(epoch=0, step=1)
        for sample_id in IDS:
            prediction = scene.prediction[sample_id].astype(np.int64)
            recorder.add(sample_id, scene.truth[sample_id].astype(np.int32)[:, ::1], prediction)
        assert_same(recorder.finish().tables, twin(scene))
        recorder.begin(epoch=0, step=2)
        with pytest.raises(LabelMapError, match=r"prediction of sample 'scene 0/0' is int64"):
            recorder.add(IDS[0], scene.truth[IDS[0]], scene.prediction[IDS[0]].astype(np.int64) + 300)
        with pytest.raises(LabelMapError, match="float32"):
            recorder.add(IDS[0], scene.truth[IDS[0]], scene.prediction[IDS[0]].astype(np.float32))


def test_what_does_not_belong_is_refused_with_the_samples_name(run: Run) -> None:
    scene = make_scene(0)
    truth, prediction = scene.truth[IDS[0]], scene.prediction[IDS[0]]
    with ValidationRecorder(run, CLASSES, ROWS) as recorder:
        with pytest.raises(UsageError, match="call begin first"):
            recorder.add(IDS[0], truth, prediction)
        recorder.begin(epoch=0, step=1)
        with pytest.raises(UsageError, match="open"):
            recorder.begin(epoch=0, step=2)
        with pytest.raises(StoreError, match="'stranger' is not in split 'val'"):
            recorder.add("stranger", truth, prediction)
        with pytest.raises(StoreError, match=r"'scene 0/0' has no ground truth"):
            recorder.add(IDS[0], None, prediction)
        with pytest.raises(LabelMapError, match=r"prediction of sample 'scene 0/0' is 31 × 27 px .* 32 × 27"):
            recorder.add(IDS[0], truth, prediction[:, :-1])
        with pytest.raises(LabelMapError, match="probability times 255"):
            recorder.add(IDS[0], truth, prediction, np.zeros(truth.shape))  # type: ignore[arg-type]
        recorder.add(IDS[0], truth, prediction)
        with pytest.raises(StoreError, match=r"'scene 0/0' was added twice"):
            recorder.add(IDS[0], truth, prediction)
    assert run.validations() == ()
    assert not (run.folder / "validations" / "0001").exists()


def test_missing_samples_are_named_and_nothing_is_stored(run: Run) -> None:
    scene = make_scene(0)
    with ValidationRecorder(run, CLASSES, ROWS) as recorder:
        recorder.begin(epoch=0, step=1)
        for sample_id in IDS[2:]:
            recorder.add(sample_id, scene.truth[sample_id], scene.prediction[sample_id])
        with pytest.raises(StoreError, match=r"2 of the 12 samples .* never added \(scene 0/0, scene 1/1\)"):
            recorder.finish()
        assert run.validations() == ()
        assert record(recorder, scene, 2).validation.index == 1


def test_an_id_that_is_no_class_fails_the_validation_and_not_the_next(run: Run) -> None:
    scene = make_scene(0)
    with ValidationRecorder(run, CLASSES, ROWS) as recorder:
        recorder.begin(epoch=0, step=1)

        def add_all() -> None:
            for sample_id in IDS:
                prediction = scene.prediction[sample_id].copy()
                prediction[-1, -1] = 99 if sample_id == IDS[4] else 0
                recorder.add(sample_id, scene.truth[sample_id], prediction)
            recorder.finish()

        with pytest.raises(LabelMapError, match=r"sample 'scene 1/4': .*99"):
            add_all()
        recorder.abandon()
        assert run.validations() == ()
        assert_same(record(recorder, scene, 2).tables, twin(scene))


def test_best_and_last_stay_whole_and_the_others_keep_the_samples_to_look_at(run: Run) -> None:
    errors = [0.6, 0.1, 0.5, 0.4]
    scenes = [make_scene(seed, error) for seed, error in enumerate(errors)]
    options = RecordOptions(fixed_samples=2, worst_samples=1, worst_per_class=1)
    with ValidationRecorder(run, CLASSES, ROWS, options=options) as recorder:
        marks = [record(recorder, scene, 10 * i).is_best for i, scene in enumerate(scenes, 1)]
    assert marks == [True, True, False, False]
    stored = run.validations()
    assert [v.kept for v in stored] == ["some", "all", "some", "all"]
    fixed = set.intersection(*(set(v.kept_samples) for v in stored))
    assert len(fixed) >= 2
    for validation, scene in zip(stored, scenes, strict=True):
        for class_index in range(3):
            assert _worst_by_hand(scene, class_index) in validation.kept_samples
        for sample_id in IDS:
            expected = validation.kept == "all" or sample_id in validation.kept_samples
            prediction = run.prediction(validation, sample_id)
            assert (prediction is not None) == expected
            assert (run.confidence(validation, sample_id) is not None) == expected
            if prediction is not None:
                np.testing.assert_array_equal(prediction, scene.prediction[sample_id])
                np.testing.assert_array_equal(
                    run.confidence(validation, sample_id), confidence_of(scene.prediction[sample_id])
                )


def _worst_by_hand(scene: Scene, class_index: int) -> str:
    def wrong_pixels(sample_id: str) -> int:
        truth, guess = scene.truth[sample_id], scene.prediction[sample_id]
        wrong = ((truth == class_index) != (guess == class_index)) & (truth != CLASSES.ignore)
        return int(wrong.sum())

    return max(IDS, key=wrong_pixels)


def test_a_resumed_run_chooses_its_best_among_what_still_counts(run: Run) -> None:
    with ValidationRecorder(run, CLASSES, ROWS) as recorder:
        record(recorder, make_scene(0, 0.5), 10)
        record(recorder, make_scene(1, 0.0), 20)
        run.new_attempt(10)
        again = record(recorder, make_scene(2, 0.2), 20)
    assert again.is_best
    assert [(v.index, v.kept) for v in run.validations(superseded=True)] == [
        (1, "some"),
        (2, "some"),
        (3, "all"),
    ]
    assert dict(run.scalars("val/miou")) == {v.key.step: v.scores["miou"] for v in run.validations()}


def test_a_split_of_ignored_pixels_scores_nan_and_is_never_best(run: Run) -> None:
    void = np.full((6, 7), CLASSES.ignore, np.uint8)
    scene = Scene(dict.fromkeys(IDS, void), dict.fromkeys(IDS, void * 0))
    with ValidationRecorder(
        run, CLASSES, ROWS, read_image=lambda _: np.zeros((6, 7, 3), np.uint8)
    ) as recorder:
        recorded = record(recorder, scene, 1)
    assert math.isnan(recorded.scores.miou)
    assert not recorded.is_best
    assert run.validations()[0].scores["miou"] is None
    assert [event.kind for event in run.events()] == ["status"]


def test_three_hundred_classes_come_back_bit_exact(workspace: Workspace) -> None:
    class_set = ClassSet(tuple(f"c{index}" for index in range(300)))
    run = begin_run(workspace, "300", class_set)
    scene = make_scene(0, class_set=class_set, present=300)
    with ValidationRecorder(run, class_set, ROWS, options=RecordOptions(worst_per_class=1)) as recorder:
        recorded = record(recorder, scene, 1)
    assert_same(run.load_tables(recorded.validation), twin(scene, class_set))
    for sample_id in IDS:
        stored, truth = run.prediction(recorded.validation, sample_id), run.labels.get("val", sample_id)
        assert stored is not None
        assert truth is not None
        assert stored.dtype == truth.dtype == np.uint16
        np.testing.assert_array_equal(stored, scene.prediction[sample_id])
        np.testing.assert_array_equal(truth, scene.truth[sample_id])


def test_the_seconds_that_the_recorder_took_are_kept_beside_the_callers(run: Run) -> None:
    with ValidationRecorder(run, CLASSES, ROWS) as recorder:
        stored = record(recorder, make_scene(0), 1).validation.seconds
        whole = recorder.caller_seconds
    assert stored["forward"] == 2.5
    assert stored["add"] == whole["add"] > 0
    assert 0 < stored["finish"] <= whole["finish"]


def test_what_was_added_is_written_once_it_settled(run: Run) -> None:
    with ValidationRecorder(run, CLASSES, ROWS) as recorder:
        recorder.begin(epoch=0, step=1)
        scene = make_scene(0)
        for number, sample_id in enumerate(IDS, start=1):
            recorder.add(sample_id, scene.truth[sample_id], scene.prediction[sample_id])
            recorder.settle()
            assert len(list(run.folder.rglob("predictions/*"))) == number


def test_only_scores_of_the_same_samples_and_ignore_value_carry_the_same_marks(
    run: Run, workspace: Workspace
) -> None:
    def key_of(run: Run, rows: Sequence[SampleRow], class_set: ClassSet = CLASSES) -> ValidationKey:
        with ValidationRecorder(run, class_set, rows) as recorder:
            recorder.begin(epoch=0, step=1)
            for row in rows:
                recorder.add(row.id, *([np.zeros((8, 8), class_set.dtype)] * 2))
            return recorder.finish().validation.key

    whole = key_of(run, ROWS)
    assert key_of(run, ROWS[::-1]) == whole
    assert key_of(run, ROWS[1:]).split_hash != whole.split_hash
    many = ClassSet(tuple(f"c{index}" for index in range(300)))
    other = key_of(begin_run(workspace, "other ignore value", many), ROWS, many)
    assert (other.ignore, whole.ignore) == (65535, 255)
    assert other.split_hash == whole.split_hash
    assert whole.rule == CountRule(4, 255).name != CountRule(4, 255, boundary_width=0.05).name
    with pytest.raises(UsageError, match="one split"):
        ValidationRecorder(run, CLASSES, [*ROWS, SampleRow("train", "x", "/x")])
    with pytest.raises(UsageError, match="classes"):
        ValidationRecorder(run, ClassSet(("a",)), ROWS)
