"""The counts against the slow twin, scikit-learn, and planted facts."""

import math
import threading
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix

from segscope.engine import CountRule, count, count_batch
from segscope.engine.counting import count_by_rule
from segscope.engine.image_counts import ImageCounts
from segscope.engine.native_library import INSTRUCTIONS
from segscope.errors import LabelMapError, UsageError
from tests.engine.drawn_maps import Scene, draw
from tests.engine.slow_twin import twin_counts

WIDTHS = (0.0, 0.01, 0.02, 0.05, 0.12)
WIDE = 0.45  # of a strip 150 px long: more than one word of 64 pixels on each side

scenes = st.builds(
    Scene,
    height=st.integers(1, 40),
    width=st.integers(1, 40),
    num_classes=st.integers(1, 6),
    cell=st.integers(1, 20),
    shift=st.integers(0, 3),
    void=st.sampled_from((0, 10, 40)),
    relabelled=st.sampled_from((0, 10, 40)),
    noise=st.sampled_from((0, 1, 5, 50)),
    unpredicted=st.sampled_from((0, 0, 15)),
    seed=st.integers(0, 10**6),
)


def assert_like_twin(truth: NDArray[Any], prediction: NDArray[Any], rule: CountRule) -> ImageCounts:
    options = {field.name: getattr(rule, field.name) for field in fields(rule)}
    expected = twin_counts(truth.astype(np.int64), prediction.astype(np.int64), **options)
    for level in range(len(INSTRUCTIONS)):
        counts = count_by_rule(truth, prediction, rule, level=level)
        for name, values in expected.items():
            np.testing.assert_array_equal(
                getattr(counts, name), values, err_msg=f"{name}, {INSTRUCTIONS[level]}"
            )
    return counts


@settings(max_examples=120, deadline=None)
@given(
    scene=scenes,
    widths=st.tuples(st.sampled_from(WIDTHS), st.sampled_from(WIDTHS)),
    frame=st.sampled_from(("boundary", "open")),
    dtype=st.sampled_from((np.uint8, np.uint16, np.int32)),
    layout=st.sampled_from(("dense", "transposed", "reversed", "strided")),
)
def test_all_counts_equal_the_slow_twin(
    scene: Scene, widths: tuple[float, float], frame: Any, dtype: Any, layout: str
) -> None:
    truth, prediction = (_lay_out(each.astype(dtype), layout) for each in draw(scene))
    assert_like_twin(truth, prediction, CountRule(scene.num_classes, 255, *widths, frame))


@pytest.mark.parametrize("ignore", [0, 1, 2])
@pytest.mark.parametrize("seed", range(4))
def test_an_ignore_id_inside_the_class_range_is_no_class(ignore: int, seed: int) -> None:
    scene = Scene(30, 33, num_classes=3, ignore=ignore, cell=6, void=20, unpredicted=10, seed=seed)
    truth, prediction = (each.astype(np.uint8) for each in draw(scene))
    counts = assert_like_twin(truth, prediction, CountRule(3, ignore, 0.05))
    assert counts.tp[ignore] == counts.fp[ignore] == counts.fn[ignore] == 0
    assert (counts.ignore == (truth == ignore).sum()).all()


@pytest.mark.parametrize("dtype", [np.uint16, np.int32])
def test_300_classes(dtype: Any) -> None:
    scene = Scene(40, 40, num_classes=300, ignore=300, cell=5, shift=1, seed=5)
    truth, prediction = (each.astype(dtype) for each in draw(scene))
    counts = assert_like_twin(truth, prediction, CountRule(300, 300, 0.03))
    assert counts.confusion.shape == (300, 300)


@pytest.mark.parametrize("num_classes", [254, 255, 256])
def test_the_largest_id_of_8_bits_is_a_class_where_it_is_one(num_classes: int) -> None:
    truth = (np.arange(256).reshape(16, 16) % num_classes).astype(np.uint8)
    prediction = truth.T.copy()
    assert_like_twin(truth, prediction, CountRule(num_classes, None, 0.05))


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (9, 1), (3, 64), (2, 65), (4, 150)])
@pytest.mark.parametrize("frame", ["boundary", "open"])
def test_edge_shapes_and_bands_wider_than_a_word(shape: tuple[int, int], frame: Any) -> None:
    truth, prediction = (
        each.astype(np.uint8) for each in draw(Scene(*shape, num_classes=3, cell=16, shift=5, seed=2))
    )
    assert_like_twin(truth, prediction, CountRule(3, 255, WIDE, WIDE, frame))
    assert_like_twin(truth, prediction, CountRule(3, 255, 0.02, WIDE, frame))
    assert_like_twin(truth, prediction, CountRule(3, 255, WIDE, 0.02, frame))


def test_a_tall_stack_of_scenes_counts_as_often_as_it_holds_the_scene() -> None:
    """More rows than the engine works on at once; void keeps the scenes apart."""
    scene = Scene(60, 130, num_classes=4, cell=16, shift=4, seed=3)
    truth, prediction = (np.pad(each, ((9, 9), (0, 0)), constant_values=255) for each in draw(scene))
    copies = 300
    single, stack = (
        count(
            np.tile(truth, (n, 1)).astype(np.uint8),
            np.tile(prediction, (n, 1)).astype(np.uint8),
            num_classes=4,
            ignore=255,
            boundary_width=3 / math.hypot(truth.shape[0] * n, truth.shape[1]),
            iou_width=4 / math.hypot(truth.shape[0] * n, truth.shape[1]),
            frame="open",
        )
        for n in (1, copies)
    )
    for field in fields(single):
        once, often = getattr(single, field.name), getattr(stack, field.name)
        if field.name == "wrong":
            once = once * [1, 1, 1, 1, copies]
            np.testing.assert_array_equal(often, once)
        else:
            np.testing.assert_array_equal(often, once * copies, err_msg=field.name)


def test_an_image_that_is_all_void_counts_nothing() -> None:
    truth = np.full((9, 12), 255, dtype=np.uint8)
    prediction = np.zeros((9, 12), dtype=np.uint8)
    counts = assert_like_twin(truth, prediction, CountRule(4, 255))
    assert (counts.ignore == 108).all()
    assert counts.tn.sum() == counts.tp.sum() == counts.fp.sum() == len(counts.wrong) == 0


def test_one_class_predicted_right_everywhere() -> None:
    everywhere = np.zeros((40, 60), dtype=np.uint8)
    closed = assert_like_twin(everywhere, everywhere, CountRule(1))
    opened = assert_like_twin(everywhere, everywhere, CountRule(1, frame="open"))
    assert closed.tp[0] == opened.tp[0] == 2400
    assert closed.biou_union[0] == 2400 - 38 * 58  # one pixel along the frame
    assert opened.biou_union[0] == 0


def test_the_frame_changes_only_the_boundary_iou_columns() -> None:
    truth, prediction = (each.astype(np.uint8) for each in draw(Scene(60, 70, num_classes=4)))
    closed, opened = (
        count(truth, prediction, num_classes=4, ignore=255, frame=frame) for frame in ("boundary", "open")
    )
    same = {f.name: np.array_equal(getattr(closed, f.name), getattr(opened, f.name)) for f in fields(closed)}
    assert {name for name, equal in same.items() if not equal} == {"biou_intersection", "biou_union"}


def test_a_prediction_equal_to_the_ignore_id_is_missed_and_nobodys_false_alarm() -> None:
    truth = np.array([[0, 0, 1, 1]], dtype=np.uint8)
    prediction = np.array([[0, 9, 9, 1]], dtype=np.uint8)
    counts = count(truth, prediction, num_classes=2, ignore=9)
    assert counts.fp.sum() == 0
    assert counts.fn.tolist() == counts.unpredicted.tolist() == [1, 1]
    assert counts.wrong.tolist() == [[0, -1, 1, -1, 1], [1, -1, 1, -1, 1]]


def test_planted_kinds_are_found() -> None:
    """A shifted border, a leak that hangs on a right region, and a segment out of nowhere."""
    truth = np.zeros((100, 100), dtype=np.uint8)
    truth[20:60, 20:60] = 1
    prediction = truth.copy()
    prediction[20:60, 60] = 1  # the border, one pixel to the right
    prediction[38:42, 61:90] = 1  # a leak, 29 pixels long; its root lies along the border
    prediction[80:90, 10:20] = 1  # a segment
    counts = count(truth, prediction, num_classes=2)
    assert counts.fp_segment[1] == 100
    assert counts.fp_boundary[1] + counts.fp_extent[1] == 40 + 4 * 29
    assert counts.fp_boundary[1] >= 40
    assert counts.fp_extent[1] >= 4 * 26


@settings(max_examples=40, deadline=None)
@given(scene=scenes)
def test_confusion_is_that_of_scikit_learn(scene: Scene) -> None:
    truth, prediction = (each.astype(np.uint8) for each in draw(scene))
    counts = count(truth, prediction, num_classes=scene.num_classes, ignore=255)
    counted = truth != 255
    ids = [*range(scene.num_classes), 255]
    if counted.any():
        expected = confusion_matrix(truth[counted], prediction[counted], labels=ids)
        np.testing.assert_array_equal(counts.confusion, expected[:-1, :-1])
        np.testing.assert_array_equal(counts.unpredicted, expected[:-1, -1])


def test_negative_ignore_ids_work_with_int32() -> None:
    truth = np.array([[0, 1, -1]], dtype=np.int32)
    counts = count(truth, np.array([[0, 0, 1]], dtype=np.int32), num_classes=2, ignore=-1)
    assert counts.ignore.tolist() == [1, 1]
    assert counts.confusion.tolist() == [[1, 0], [1, 0]]


def test_arrays_that_are_not_aligned_are_read_right() -> None:
    truth, prediction = (each.astype(np.uint16) for each in draw(Scene(20, 30, num_classes=5, seed=3)))
    shifted = np.frombuffer(b"\0" + truth.tobytes(), dtype=np.uint8)[1:].view(np.uint16).reshape(truth.shape)
    assert not shifted.flags.aligned
    expected = count(truth, prediction, num_classes=5, ignore=255)
    assert count(shifted, prediction, num_classes=5, ignore=255) == expected


def test_the_arguments_are_left_as_they_were() -> None:
    truth, prediction = (each.astype(np.uint8) for each in draw(Scene(20, 70, num_classes=5)))
    kept = truth.copy(), prediction.copy()
    for each in (truth, prediction):
        each.flags.writeable = False
    count(truth, prediction, num_classes=5, ignore=255)
    np.testing.assert_array_equal(kept[0], truth)
    np.testing.assert_array_equal(kept[1], prediction)


def test_counts_of_a_batch_come_in_order_whatever_the_threads() -> None:
    drawn = [draw(Scene(30 + seed, 90 - seed, num_classes=5, seed=seed)) for seed in range(12)]
    pairs = [(truth.astype(np.uint8), prediction.astype(np.uint8)) for truth, prediction in drawn]
    alone = [count(truth, prediction, num_classes=5, ignore=255) for truth, prediction in pairs]
    for threads in (None, 1, 3):
        assert list(count_batch(pairs, num_classes=5, ignore=255, threads=threads)) == alone


def test_a_batch_reads_ahead_only_a_little() -> None:
    taken = 0

    def pairs() -> Any:
        nonlocal taken
        for _ in range(100):
            taken += 1
            yield np.zeros((4, 4), dtype=np.uint8), np.zeros((4, 4), dtype=np.uint8)

    batch = count_batch(pairs(), num_classes=1, threads=2)
    next(batch)
    assert taken <= 6
    batch.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("segscope-count")]


def test_a_wrong_pair_in_a_batch_raises_at_its_place() -> None:
    good, bad = np.zeros((4, 4), dtype=np.uint8), np.full((4, 4), 9, dtype=np.uint8)
    batch = count_batch([(good, good), (bad, good)], num_classes=2, threads=2)
    assert next(batch).tp[0] == 16
    with pytest.raises(LabelMapError, match=r"ground truth .* 9 \(16 px\)"):
        next(batch)


def test_threads_must_be_positive() -> None:
    with pytest.raises(UsageError, match="threads is 0"):
        count_batch([], num_classes=2, threads=0)


def _lay_out(label_map: NDArray[Any], layout: str) -> NDArray[Any]:
    """The same values behind other strides."""
    if layout == "transposed":
        return np.asfortranarray(label_map)
    if layout == "reversed":
        return label_map[::-1, ::-1].copy()[::-1, ::-1]
    if layout == "strided":
        roomy = np.zeros((2 * label_map.shape[0], 3 * label_map.shape[1]), dtype=label_map.dtype)
        roomy[::2, ::3] = label_map
        return roomy[::2, ::3]
    return label_map
