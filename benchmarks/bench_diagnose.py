"""How long ``segscope diagnose`` takes, against only decoding the same files.

    python -m benchmarks.bench_diagnose [--pairs N] [--rounds N] [--distinct N]

Pairs of 1024×2048 index PNGs with 19 classes are drawn and saved by Pillow; a few distinct ones get many
names by hard links, so that little disk is used. In every round both contenders take all pairs:

* ``decode``: Pillow decodes both files of each pair into arrays, in as many threads as there are
  processors, in this process; nothing else is done with them.
* ``diagnose``: the whole command in a process of its own, from the start of Python to its end: reading,
  checking, encoding, counting everything, a run in a fresh workspace with all label maps, the table, and
  the plots.

Printed are the wall times of each round, the best ratio and the median one, and the peak memory of the
command for a tenth of the pairs and for all.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import PIL
from PIL import Image, features

from benchmarks.drawn_pairs import IGNORE, SHAPES, draw_pair
from segscope.engine.cpus import usable_cpus

SHAPE = SHAPES[1]


def write_pairs(folder: Path, pairs: int, distinct: int) -> None:
    """Draw ``distinct`` pairs, and link their names until there are ``pairs``."""
    for name in ("gt", "pred"):
        (folder / name).mkdir(parents=True)
    with ThreadPoolExecutor(usable_cpus()) as pool:
        list(pool.map(lambda seed: _write_pair(folder, seed), range(min(pairs, distinct))))
    for number in range(distinct, pairs):
        for name in ("gt", "pred"):
            os.link(folder / name / f"{number % distinct:05d}.png", folder / name / f"{number:05d}.png")
    classes = "\n".join(f"class {index}" for index in range(SHAPE.num_classes))
    (folder / "classes.txt").write_text(f"{classes}\nignore: {IGNORE}\n", encoding="utf-8")


def _write_pair(folder: Path, seed: int) -> None:
    for name, label_map in zip(("gt", "pred"), draw_pair(SHAPE, seed), strict=True):
        Image.fromarray(label_map).save(folder / name / f"{seed:05d}.png")


def decode_all(folder: Path) -> float:
    """Decode every file once, in threads; gives seconds."""
    files = [path for name in ("gt", "pred") for path in sorted((folder / name).iterdir())]
    begun = time.perf_counter()
    with ThreadPoolExecutor(usable_cpus()) as pool:
        pixels = sum(pool.map(_decode, files))
    seconds = time.perf_counter() - begun
    assert pixels == len(files) * SHAPE.height * SHAPE.width
    return seconds


def _decode(path: Path) -> int:
    with Image.open(path) as image:
        return np.asarray(image).size


def diagnose(folder: Path) -> tuple[float, float]:
    """Run the command in a fresh workspace; gives wall seconds and its peak memory in MiB."""
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
    return seconds, usage.ru_maxrss / 1024


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
        small = diagnose(few)[1]
        ratios, peak = [], 0.0
        for number in range(arguments.rounds):
            decoding = decode_all(folder)
            seconds, memory = diagnose(folder)
            ratios.append(seconds / decoding)
            peak = max(peak, memory)
            print(f"round {number + 1}: decode {decoding:.2f} s, diagnose {seconds:.2f} s, ×{ratios[-1]:.2f}")
    print(f"ratio: best ×{min(ratios):.2f}, median ×{statistics.median(ratios):.2f} (aim: ×2.2)")
    tenth = max(1, arguments.pairs // 10)
    print(f"peak memory: {small:.0f} MiB for {tenth} pairs, {peak:.0f} MiB for {arguments.pairs}")


if __name__ == "__main__":
    main()
