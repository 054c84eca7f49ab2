"""Drawing every class of a picture, against the loop over its pixels in Python.

The loop is what a team's notebook did at each validation: for each class, each row and each column, look
at ground truth and prediction and write down true, false or missed. Both make the same maps, which is
checked; both run in this process, in turn. Run with::

    python benchmarks/bench_panels.py [--size 256] [--classes 12] [--rounds 5]
"""

import argparse
import time
from collections.abc import Callable
from statistics import median

import numpy as np
from numpy.typing import NDArray

from segscope.engine.class_set import ClassSet
from segscope.report.class_panels import all_class_panels
from segscope.report.class_states import FALSE, MISSED, NOTHING, TRUE, class_states
from segscope.report.options import PanelOptions
from segscope.report.panel import panel
from segscope.report.panel_sample import PanelSample


def loop_over_pixels(truth: NDArray[np.uint8], prediction: NDArray[np.uint8], classes: ClassSet) -> object:
    states = np.zeros((classes.num_classes, *truth.shape), dtype=np.uint8)
    height, width = truth.shape
    for index in range(classes.num_classes):
        for y in range(height):
            for x in range(width):
                if truth[y][x] == classes.ignore:
                    states[index][y][x] = NOTHING
                elif truth[y][x] == index and prediction[y][x] == index:
                    states[index][y][x] = TRUE
                elif prediction[y][x] == index:
                    states[index][y][x] = FALSE
                elif truth[y][x] == index:
                    states[index][y][x] = MISSED
    return states


def loop_over_lists(truth: NDArray[np.uint8], prediction: NDArray[np.uint8], classes: ClassSet) -> object:
    """The same, as fast as a Python loop gets: over lists, one row pair at a time."""
    rows = list(zip(truth.tolist(), prediction.tolist(), strict=True))
    ignore = classes.ignore
    return np.array(
        [
            [
                [
                    NOTHING if t == ignore else (t == index) * MISSED + (p == index) * FALSE
                    for t, p in zip(row_truth, row_prediction, strict=True)
                ]
                for row_truth, row_prediction in rows
            ]
            for index in range(classes.num_classes)
        ],
        dtype=np.uint8,
    )


def make_pair(size: int, num_classes: int, ignore: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Discs of random classes, and the same shifted with one disc more: a fair prediction."""
    random = np.random.default_rng(0)
    y, x = np.mgrid[:size, :size]
    truth = np.zeros((size, size), dtype=np.uint8)
    for _ in range(3 * num_classes):
        centre, radius = random.integers(0, size, 2), random.integers(size // 20 + 1, size // 6 + 2)
        truth[(y - centre[0]) ** 2 + (x - centre[1]) ** 2 < radius**2] = random.integers(num_classes)
    prediction = np.roll(truth, 3, axis=(0, 1))
    prediction[size // 4 : size // 2, size // 4 : size // 2] = 1
    truth[: size // 10] = ignore
    return truth, prediction


def measure(jobs: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            seconds[name].append(time.perf_counter() - start)
    return {name: median(values) for name, values in seconds.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--classes", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    classes = ClassSet(tuple(f"class {index}" for index in range(given.classes)))
    truth, prediction = make_pair(given.size, given.classes, classes.ignore)
    image = np.random.default_rng(1).integers(0, 256, (given.size, given.size, 3), dtype=np.uint8)
    sample = PanelSample("sample", image, truth, prediction)
    full_size = PanelOptions(row_height=given.size)

    states = class_states(truth, prediction, classes)
    if not np.array_equal(states, np.asarray(loop_over_pixels(truth, prediction, classes))):
        raise SystemExit("the maps differ from the loop's")
    if not np.array_equal(states, np.asarray(loop_over_lists(truth, prediction, classes))):
        raise SystemExit("the maps differ from the list loop's")
    all_class_panels([sample], classes, options=full_size)  # opens the fonts

    took = measure(
        {
            "loop over pixels, maps alone": lambda: loop_over_pixels(truth, prediction, classes),
            "loop over lists, maps alone": lambda: loop_over_lists(truth, prediction, classes),
            "class_states, maps alone": lambda: class_states(truth, prediction, classes),
            "all_class_panels, drawn": lambda: all_class_panels([sample], classes, options=full_size),
            "panel, drawn": lambda: panel([sample], classes, options=full_size),
        },
        given.rounds,
    )
    slow = took["loop over pixels, maps alone"]
    print(f"{given.classes} classes, {given.size} × {given.size} pixels, median of {given.rounds} rounds")
    for name, seconds in took.items():
        print(f"{name:32}{1000 * seconds:10.2f} ms{slow / seconds:10.1f} ×")


if __name__ == "__main__":
    main()
