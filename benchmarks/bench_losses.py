"""What each loss of the catalogue costs, against the plain cross-entropy.

One call is the normaliser, the forward and the backward pass on logits in the models' memory format, with
default options, on labels of discs in twelve classes. All losses run in one process, in turn; on a CPU the
process's own time is counted, which other work on the machine does not change much. Run with::

    python benchmarks/bench_losses.py [--size 256] [--batch 8] [--classes 12] [--rounds 7] [--device cpu]
"""

import argparse
import time
from statistics import median

import numpy as np
import torch
from torch import Tensor

from segscope.config.catalogue import LOSSES
from segscope.train.losses.base import Loss, LossContext
from segscope.train.resolve import resolve_target
from segscope.train.targets import Targets


def drawn_labels(batch: int, size: int, classes: int) -> Tensor:
    """Discs of random classes over one another, and a strip that is ignored."""
    random = np.random.default_rng(0)
    y, x = np.mgrid[:size, :size]
    labels = np.zeros((batch, size, size), dtype=np.int64)
    for picture in labels:
        for _ in range(2 * classes):
            centre, radius = random.integers(0, size, 2), random.integers(size // 30 + 1, size // 5 + 2)
            picture[(y - centre[0]) ** 2 + (x - centre[1]) ** 2 < radius**2] = random.integers(classes)
    labels[:, : size // 20] = 255
    return torch.from_numpy(labels)


def build_losses(classes: int) -> dict[str, Loss]:
    context = LossContext(classes, 255, tuple(range(1000, 1000 + classes)))
    return {name: resolve_target(entry)(entry.options(), context) for name, entry in LOSSES.items()}


def seconds_of(loss: Loss, logits: Tensor, targets: Targets) -> float:
    logits.grad = None
    on_gpu = logits.device.type == "cuda"
    clock = time.perf_counter if on_gpu else time.process_time
    if on_gpu:
        torch.cuda.synchronize()
    start = clock()
    loss(logits, targets).backward()
    if on_gpu:
        torch.cuda.synchronize()
    return clock() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    for name, default in (("size", 256), ("batch", 8), ("classes", 12), ("rounds", 7)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args()
    targets = Targets(drawn_labels(options.batch, options.size, options.classes).to(options.device))
    shape = (options.batch, options.classes, options.size, options.size)
    logits = torch.randn(shape, generator=torch.Generator().manual_seed(0)).to(options.device)
    logits = logits.contiguous(memory_format=torch.channels_last).requires_grad_()
    losses = {name: loss.to(options.device) for name, loss in build_losses(options.classes).items()}
    seconds: dict[str, list[float]] = {name: [] for name in losses}
    for turn in range(options.rounds + 1):
        for name, loss in losses.items():
            taken = seconds_of(loss, logits, targets)
            if turn > 0:  # the first round fills caches
                seconds[name].append(taken)
    plain = median(seconds["cross-entropy"])
    print(f"{options.batch} × {options.size}², {options.classes} classes, {options.device}")
    print("| loss | ms a call (median) | ratio |\n|---|---|---|")
    for name, taken_seconds in seconds.items():
        taken = median(taken_seconds)
        print(f"| `{name}` | {1000 * taken:.1f} | {taken / plain:.2f} |")


if __name__ == "__main__":
    main()
