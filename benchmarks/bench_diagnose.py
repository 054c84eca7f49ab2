"""How long ``segscope diagnose`` takes, against only decoding the same files.

    python -m benchmarks.bench_diagnose [--pairs N] [--rounds N] [--distinct N]

Pairs of 1024×2048 index PNGs with 19 classes are drawn and saved by Pillow; a few are drawn, and the others
are these with their classes exchanged, so that no two are the same. In every round both contenders take all
pairs:

* ``decode``: Pillow decodes both files of each pair into arrays, in as many threads as there are
  processors, in this process; nothing else is done with them.
* ``diagnose``: the whole command in a process of its own, from the start of Python to its end: reading,
  checking, encoding, counting everything, a run in a fresh workspace with all label maps, the table, and
  the plots.

Printed are the wall and processor times of each round, the best ratio and the median one (processor
time, too, since it hardly changes where other programs take turns on the machine), and the peak memory
of the command for a tenth of the pairs and for all.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import PIL
from PIL import Image, features

from benchmarks.drawn_pairs import IGNORE, SHAPES, draw_pair
from segscope.engine.cpus import usable_cpus

SHAPE = SHAPES[1]


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds on the clock, seconds of processors, and MiB at the peak."""

    wall: float
    processor: float
    memory: float = 0.0


def write_pairs(folder: Path, pairs: int, distinct: int) -> None:
    """Draw ``distinct`` pairs, and exchange their classes until there are ``pairs``."""
    for name in ("gt", "pred"):
        (folder / name).mkdir(parents=True)
    with ThreadPoolExecutor(usable_cpus()) as pool:
        list(
            pool.map(
                lambda seed: _write_exchanged(folder, seed, pairs, distinct), range(min(pairs, distinct))
            )
        )
    classes = "\n".join(f"class {index}" for index in range(SHAPE.num_classes))
    (folder / "classes.txt").write_text(f"{classes}\nignore: {IGNORE}\n", encoding="utf-8")


def _write_exchanged(folder: Path, seed: int, pairs: int, distinct: int) -> None:
    drawn = draw_pair(SHAPE, seed)
    for number in range(seed, pairs, distinct):
        for name, label_map in zip(("gt", "pred"), drawn, strict=True):
            classes = (np.arange(SHAPE.num_classes) + number // distinct) % SHAPE.num_classes
            exchanged = np.append(classes, [IGNORE] * (256 - SHAPE.num_classes)).astype(np.uint8)[label_map]
            Image.fromarray(exchanged).save(folder / name / f"{number:05d}.png")


def decode_all(folder: Path) -> Measured:
    """Decode every file once, in threads."""
    files = [path for name in ("gt", "pred") for path in sorted((folder / name).iterdir())]
    begun, processor = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(usable_cpus()) as pool:
        pixels = sum(pool.map(_decode, files))
    measured = Measured(time.perf_counter() - begun, time.process_time() - processor)
    assert pixels == len(files) * SHAPE.height * SHAPE.width
    return measured


def _decode(path: Path) -> int:
    with Image.open(path) as image:
        return np.asarray(image).size


def diagnose(folder: Path) -> Measured:
    """Run the command in a fresh workspace."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as workspace:
        words = ["--gt", folder / "gt", "--pred", folder / "pred", "--classes", folder / "classes.txt"]
        command = [sys.executable, "-m", "segscope", "diagnose", *map(str, words), "--workspace", workspace]
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"segscope diagnose failed with {process.returncode}")
    return Measured(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def main() -> None:
    """Draw, measure, print."""
    parser = argparse.ArgumentParser(description="Measure segscope diagnose.")
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--distinct", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    zlib = "zlib-ng" if features.check_feature("zlib_ng") else "zlib"
    print(f"decoder: Pillow {PIL.__version__} ({zlib}), {usable_cpus()} threads, {arguments.pairs} pairs")
    with tempfile.TemporaryDirectory() as place:
        folder, few = Path(place, "pairs"), Path(place, "few")
        write_pairs(folder, arguments.pairs, arguments.distinct)
        write_pairs(few, max(1, arguments.pairs // 10), arguments.distinct // 10)
        decode_all(few)  # the files are in the page cache for both from here on
        small = diagnose(few)
        rounds = []
        for number in range(arguments.rounds):
            decoded, diagnosed = decode_all(folder), diagnose(folder)
            rounds.append((decoded, diagnosed))
            print(
                f"round {number + 1}: decode {decoded.wall:.2f} s ({decoded.processor:.2f} s of processors), "
                f"diagnose {diagnosed.wall:.2f} s ({diagnosed.processor:.2f} s)"
            )
    wall = [diagnosed.wall / decoded.wall for decoded, diagnosed in rounds]
    processor = [diagnosed.processor / decoded.processor for decoded, diagnosed in rounds]
    print(f"wall time: best ×{min(wall):.2f}, median ×{statistics.median(wall):.2f} (aim: ×2.2)")
    print(f"processor time: best ×{min(processor):.2f}, median ×{statistics.median(processor):.2f}")
    peak = max(diagnosed.memory for _, diagnosed in rounds)
    tenth = max(1, arguments.pairs // 10)
    print(f"peak memory: {small.memory:.0f} MiB for {tenth} pairs, {peak:.0f} MiB for {arguments.pairs}")


if __name__ == "__main__":
    main()
