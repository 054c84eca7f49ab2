"""Label maps in, counts out: every error of every class, in one pass over the pair.

Error kinds: Bernhard et al., *What's Outside the Intersection?* (WACV 2024). Boundary IoU: Cheng et
al., *Boundary IoU* (CVPR 2021). Where the papers leave a choice, the rule is:

* Widths are ``round(width * diagonal)`` pixels (half to even); that of the error kinds may be 0 (there
  are then no boundary errors), that of the two band scores is at least 1.
* Error kinds measure by a disc (rounded distance at most the width), the band scores by a square.
* Neighbours and components are 8-connected.
* The edges of the boundary F1 (Csurka et al., *What is a good evaluation measure for semantic
  segmentation?*, BMVC 2013) are the counted pixels with a counted pixel of another label above, below,
  left or right of them; they match within the disc.
* An ignored pixel is never counted. A prediction goes on beneath it (components connect, and it is
  evidence for the touch rule), a ground-truth component ends there.
* A prediction equal to the ignore id is no class: the pixel is missed, and no class's false alarm.
"""

import ctypes
from collections.abc import Generator, Iterable

import numpy as np
from numpy.typing import NDArray

from segscope.engine.count_rule import BOUNDARY_WIDTH, IOU_WIDTH, CountRule, Frame
from segscope.engine.cpus import usable_cpus
from segscope.engine.image_counts import COUNT_COLUMNS, ImageCounts
from segscope.engine.label_map_check import IntegerMap, check_pair, foreign_ids_error, size_of
from segscope.engine.native_library import (
    BAD_PREDICTION,
    BAD_TRUTH,
    NO_MEMORY,
    WIDEST,
    Request,
    Result,
    Source,
    load_library,
    thread_scratch,
    trim_thread_scratch,
)
from segscope.engine.prefetch import prefetch
from segscope.errors import UsageError


def count(
    ground_truth: IntegerMap,
    prediction: IntegerMap,
    *,
    num_classes: int,
    ignore: int | None = None,
    boundary_width: float = BOUNDARY_WIDTH,
    iou_width: float = IOU_WIDTH,
    frame: Frame = "boundary",
    edges: bool = True,
) -> ImageCounts:
    """Count one pair of label maps.

    Args:
        ground_truth: (H, W) uint8, uint16 or int32 class ids 0 … num_classes - 1, and ``ignore``;
            any strides.
        prediction: (H, W) likewise; ``ignore`` means that the prediction is no class.
        num_classes: K, 1 … 65534.
        ignore: Id of pixels that are not counted, inside or outside the class range; None = no such id.
        boundary_width: Width of boundary errors, as a share of the picture's diagonal.
        iou_width: Width of the bands of Boundary IoU and trimap IoU, likewise.
        frame: ``"boundary"``: an object cut off by the picture's frame has a boundary there, as the
            Boundary IoU is published; ``"open"``: it has none (Bernhard et al.). Changes nothing but
            the two Boundary IoU columns.
        edges: False leaves the edge columns at 0, which saves about a quarter of the time.

    Returns:
        The counts, all int64.

    Raises:
        LabelMapError: Shapes differ, a map is not 2-D or has another dtype, or ids are out of range.
        UsageError: Another argument is out of its range.

    Example:
        >>> truth = np.array([[0, 0, 1, 1, 255]], dtype=np.uint8)
        >>> guess = np.array([[0, 1, 1, 1, 1]], dtype=np.uint8)
        >>> counts = count(truth, guess, num_classes=2, ignore=255)
        >>> counts.tp, counts.fp, counts.fn
        (array([1, 2]), array([0, 1]), array([1, 0]))
        >>> counts.wrong  # true class, predicted class, both kinds (extent, extent), pixels
        array([[0, 1, 1, 1, 1]])
    """
    rule = CountRule(num_classes, ignore, boundary_width, iou_width, frame, edges)
    return count_by_rule(ground_truth, prediction, rule)


def count_batch(
    pairs: Iterable[tuple[IntegerMap, IntegerMap]],
    *,
    num_classes: int,
    ignore: int | None = None,
    boundary_width: float = BOUNDARY_WIDTH,
    iou_width: float = IOU_WIDTH,
    frame: Frame = "boundary",
    edges: bool = True,
    threads: int | None = None,
) -> Generator[ImageCounts, None, None]:
    """Count many pairs over threads.

    Args:
        pairs: (ground truth, prediction) pairs, taken one by one as threads become free, so that a
            generator that reads files keeps only a few pairs in memory.
        num_classes: As in :func:`count`, and so are the options that follow.
        ignore: As in :func:`count`.
        boundary_width: As in :func:`count`.
        iou_width: As in :func:`count`.
        frame: As in :func:`count`.
        edges: As in :func:`count`.
        threads: How many; None = as many as the process may use processors.

    Yields:
        The counts of each pair, in the order of ``pairs``.

    Raises:
        LabelMapError: As in :func:`count`, at the pair that is wrong.
        UsageError: As in :func:`count`; also for fewer than one thread.

    Example:
        >>> truth = np.zeros((4, 4), dtype=np.uint8)
        >>> [int(c.tp[0]) for c in count_batch([(truth, truth)] * 3, num_classes=1)]
        [16, 16, 16]
    """
    rule = CountRule(num_classes, ignore, boundary_width, iou_width, frame, edges)
    workers = usable_cpus() if threads is None else threads
    if workers < 1:
        raise UsageError(f"threads is {threads}: give at least 1.")
    return _count_in_order(pairs, rule, workers)


def _count_in_order(
    pairs: Iterable[tuple[IntegerMap, IntegerMap]], rule: CountRule, workers: int
) -> Generator[ImageCounts, None, None]:
    def count_pair(pair: tuple[IntegerMap, IntegerMap]) -> ImageCounts:
        return count_by_rule(*pair, rule)

    # One worker is the calling thread itself; as many pairs again wait as are being counted.
    yield from prefetch(count_pair, pairs, workers=workers if workers > 1 else 0, ahead=workers)


def count_by_rule(
    ground_truth: IntegerMap, prediction: IntegerMap, rule: CountRule, *, level: int = WIDEST
) -> ImageCounts:
    """Count one pair by a rule made before; ``level`` bounds the instructions that are used."""
    check_pair(ground_truth, prediction)
    classes = rule.num_classes
    columns = np.zeros((len(COUNT_COLUMNS), classes), dtype=np.int64)
    confusion = np.zeros((classes, classes), dtype=np.int64)
    unpredicted = np.zeros(classes, dtype=np.int64)
    result = Result(columns.ctypes.data, confusion.ctypes.data, unpredicted.ctypes.data, None, 0)
    status = load_library().segscope_count(
        make_request(ground_truth, prediction, rule), thread_scratch().pointer, result, level
    )
    wrong = _copy_wrong(result)
    trim_thread_scratch()
    check_status(status, ground_truth, prediction, rule)
    by_name = dict(zip(COUNT_COLUMNS, columns, strict=True))
    return ImageCounts(**by_name, confusion=confusion, unpredicted=unpredicted, wrong=wrong)


def check_status(status: int, ground_truth: IntegerMap, prediction: IntegerMap, rule: CountRule) -> None:
    """Raise what the native part found wrong.

    Raises:
        LabelMapError: An id is out of range.
        MemoryError: There is no memory to count with.
    """
    if status == NO_MEMORY:
        raise MemoryError(f"no memory to count a pair of {size_of(ground_truth)}")
    if status == BAD_TRUTH:
        raise foreign_ids_error("ground truth", ground_truth, rule)
    if status == BAD_PREDICTION:
        raise foreign_ids_error("prediction", prediction, rule)


def make_request(ground_truth: IntegerMap, prediction: IntegerMap, rule: CountRule) -> Request:
    """Describe one checked pair to the native part; the arrays must outlive the call."""
    height, width = ground_truth.shape
    return Request(
        truth=make_source(ground_truth),
        prediction=make_source(prediction),
        height=height,
        width=width,
        num_classes=rule.num_classes,
        has_ignore=rule.ignore is not None,
        ignore=rule.ignore or 0,
        disc_radius=rule.disc_radius(ground_truth.shape),
        square_radius=rule.square_radius(ground_truth.shape),
        frame_is_boundary=rule.frame == "boundary",
        count_edges=rule.edges,
    )


def make_source(label_map: IntegerMap) -> Source:
    """Describe an array to the native part; it must outlive the call."""
    return Source(label_map.ctypes.data, *label_map.strides, label_map.itemsize)


def _copy_wrong(result: Result) -> NDArray[np.int64]:
    if not result.num_wrong:
        return np.zeros((0, 5), dtype=np.int64)
    values = (ctypes.c_int64 * (5 * result.num_wrong)).from_address(result.wrong)
    return np.array(values, dtype=np.int64).reshape(-1, 5)
