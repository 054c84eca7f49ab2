"""How fast the engine counts, against what the same machine needs for less.

    python -m benchmarks.bench_engine [--repeats N] [--threads N]

One process, interleaved: in every round each contender counts the same pair once, so that a noisy
machine is noisy for all. Printed are the best of the rounds, in millions of pixels of one pair per
second, and their ratios. Timed is processor time of the thread; the line with threads is wall time, as the
median and range of rounds that take one thread and all of them in turns.

* ``read``: both label maps are summed once, which no counting can beat.
* ``bincount``: the confusion alone, as it is usually written with numpy.
* ``segscope``: every count of every class; ``portable`` without wide instructions; ``no edges`` without
  those of the boundary F1, which no peer counts; ``confusion`` alone.
* ``torchmetrics``, ``boundary-iou`` and ``beyond-iou``: the peers, where they can be had; name the
  checkouts of the last two by SEGSCOPE_BOUNDARY_IOU and SEGSCOPE_BEYOND_IOU (they need OpenCV). They are
  measured over few rounds, for they take seconds a pair.
"""

import argparse
import os
import statistics
import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from benchmarks.drawn_pairs import IGNORE, SHAPES, LabelMap, Shape, draw_pair
from benchmarks.engine_peers import Contender, peers
from segscope.engine import CountRule, count_batch, count_confusion
from segscope.engine.counting import count_by_rule

PAIRS = 4  # of each shape, taken in turn
PEER_ROUNDS = 2
BATCH_PIXELS = 100_000_000  # of the measurement over threads
BATCH_ROUNDS = 9


def read_both(truth: LabelMap, prediction: LabelMap) -> int:
    """Touch every byte of both maps once, eight at a time."""
    return int(truth.view(np.uint64).sum()) + int(prediction.view(np.uint64).sum())


def bincount(truth: LabelMap, prediction: LabelMap, num_classes: int) -> object:
    """The confusion by numpy, ignored pixels left out."""
    counted = truth != IGNORE
    codes = num_classes * truth[counted].astype(np.int64) + prediction[counted]
    return np.bincount(codes, minlength=num_classes**2).reshape(num_classes, num_classes)


def contenders(shape: Shape) -> dict[str, Contender]:
    """Everything that takes part, by name."""
    rule = CountRule(shape.num_classes, IGNORE)
    return {
        "read": read_both,
        "bincount": lambda truth, prediction: bincount(truth, prediction, shape.num_classes),
        "segscope": lambda truth, prediction: count_by_rule(truth, prediction, rule),
        "no edges": lambda truth, prediction: count_by_rule(truth, prediction, replace(rule, edges=False)),
        "portable": lambda truth, prediction: count_by_rule(truth, prediction, rule, level=0),
        "confusion": lambda truth, prediction: count_confusion(
            truth, prediction, num_classes=shape.num_classes, ignore=IGNORE
        ),
    }


def measure(shape: Shape, repeats: int, slow: dict[str, Contender]) -> dict[str, float]:
    """Give the best speed of each contender in Mpx/s."""
    pairs = [draw_pair(shape, seed) for seed in range(PAIRS)]
    ours = contenders(shape)
    best = dict.fromkeys([*ours, *slow], float("inf"))
    for number in range(repeats * PAIRS):
        taking_part = {**ours, **slow} if number < PEER_ROUNDS else ours
        for name, contender in taking_part.items():
            begun = time.thread_time_ns()
            contender(*pairs[number % PAIRS])
            best[name] = min(best[name], (time.thread_time_ns() - begun) / 1e9)
    return {name: shape.height * shape.width / seconds / 1e6 for name, seconds in best.items()}


def measure_threads(shape: Shape, threads: int) -> list[float]:
    """Give how many times faster a batch is with threads than with one, by the clock, in each round."""
    pairs = [draw_pair(shape, seed) for seed in range(PAIRS)]
    batch = pairs * max(1, BATCH_PIXELS // (PAIRS * shape.height * shape.width))
    _count_seconds(shape, batch, threads)
    return [
        _count_seconds(shape, batch, 1) / _count_seconds(shape, batch, threads) for _ in range(BATCH_ROUNDS)
    ]


def _count_seconds(shape: Shape, batch: Sequence[tuple[LabelMap, LabelMap]], threads: int) -> float:
    begun = time.perf_counter()
    for _ in count_batch(batch, num_classes=shape.num_classes, ignore=IGNORE, threads=threads):
        pass
    return time.perf_counter() - begun


def main() -> None:
    """Measure all shapes and print one table."""
    parser = argparse.ArgumentParser(description="Measure the engine.")
    parser.add_argument("--repeats", type=int, default=10, help="rounds over the pairs of each shape")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    arguments = parser.parse_args()
    for shape in SHAPES:
        slow, missing = peers(shape.num_classes)
        speed = measure(shape, arguments.repeats, slow)
        gains = sorted(measure_threads(shape, arguments.threads))
        print(
            f"\n{shape.name}: ×{statistics.median(gains):.2f} ({gains[0]:.2f} … {gains[-1]:.2f}) "
            f"with {arguments.threads} threads"
        )
        print("| contender | Mpx/s | segscope, everything, is | confusion alone is |\n|---|---|---|---|")
        for name, value in speed.items():
            whole, alone = speed["segscope"] / value, speed["confusion"] / value
            print(f"| {name} | {value:.4g} | ×{whole:.3g} | ×{alone:.3g} |")
        for reason in missing:
            print(f"left out: {reason}")


if __name__ == "__main__":
    main()
