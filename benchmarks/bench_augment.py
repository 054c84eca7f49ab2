"""What each augmentation and mix costs, against torchvision's own or the loop of its paper's code.

Processor time on one thread, so that other work on the machine counts little; one process, both in turn.
Run with::

    python benchmarks/bench_augment.py [--size 256] [--batch 8] [--rounds 7]
"""

import argparse
import math
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torchvision.transforms import InterpolationMode, v2
from torchvision.transforms.v2 import functional as tv

from segscope.config.catalogue import AUGMENTATIONS, MIXES
from segscope.config.catalogue.technique import Technique, parse_options
from segscope.data.open import open_dataset
from segscope.data.recycling import write_recycling
from segscope.data.sample import Dataset
from segscope.train.augmentations.base import AugmentationContext, Draw
from segscope.train.mixes.base import DeviceBatch, MixContext, MixDraw
from segscope.train.mixes.boxes import draw_boxes
from segscope.train.resolve import resolve_target
from segscope.train.targets import Targets

IGNORE = 255
NEAREST, BILINEAR = InterpolationMode.NEAREST, InterpolationMode.BILINEAR
Pair = tuple[Tensor, Tensor]


def tv_scale_crop(image: Tensor, mask: Tensor) -> Pair:
    side = image.shape[-1] * 3 // 4
    box = [image.shape[-1] // 8, image.shape[-1] // 8, side, side]
    size = [image.shape[-2], image.shape[-1]]
    return tv.resized_crop(image, *box, size, BILINEAR), tv.resized_crop(mask, *box, size, NEAREST)


def tv_affine(image: Tensor, mask: Tensor) -> Pair:
    how: dict[str, object] = {"angle": 10.0, "translate": [9, -7], "scale": 1.0, "shear": [4.0, 0.0]}
    return (
        tv.affine(image, interpolation=BILINEAR, fill=[128.0], **how),
        tv.affine(mask, interpolation=NEAREST, fill=[float(IGNORE)], **how),
    )


def official_gridmask(image: Tensor, mask: Tensor) -> Pair:
    """The authors' steps: stripes in a loop, the mask turned by Pillow, multiplied in."""
    from PIL import Image

    height, width = image.shape[-2:]
    side = math.ceil(math.hypot(height, width))
    unit = height // 2
    kept = math.ceil(unit * 0.6)
    grid = np.ones((side, side), np.float32)
    for number in range(-1, side // unit + 1):
        first = max(min(unit * number + 11, side), 0)
        last = max(min(unit * number + 11 + kept, side), 0)
        grid[first:last, :] = 0
        grid[:, first:last] = 0
    turned = np.asarray(Image.fromarray(grid.astype(np.uint8)).rotate(33))
    top, left = (side - height) // 2, (side - width) // 2
    holes = torch.from_numpy(1 - turned[top : top + height, left : left + width].astype(np.float32))
    return image * holes, mask


PEERS: dict[str, tuple[str, Callable[[Tensor, Tensor], Pair]]] = {
    "scale-crop": ("torchvision v2 resized_crop", tv_scale_crop),
    "flip": ("torchvision v2 flip", lambda i, m: (tv.horizontal_flip(i), tv.horizontal_flip(m))),
    "affine": ("torchvision v2 affine", tv_affine),
    "colour": ("torchvision v2 ColorJitter", lambda i, m: (v2.ColorJitter(0.25, 0.25, 0.25)(i), m)),
    "cutout": ("torchvision v2 RandomErasing (picture alone)", lambda i, m: (v2.RandomErasing(1.0)(i), m)),
    "gridmask": ("the authors' loop", official_gridmask),
}


def loop_cutmix(pictures: Tensor, labels: Tensor, rng: np.random.Generator) -> Pair:
    """As people write it: copies, and one box after another."""
    mixed, mixed_labels = pictures.clone(), labels.clone()
    boxes = draw_boxes(rng.beta(1, 1, len(pictures)), (labels.shape[1], labels.shape[2]), rng)
    for index, (other, (a, b, c, d)) in enumerate(zip(rng.permutation(len(pictures)), boxes, strict=True)):
        mixed[index, :, a:c, b:d] = pictures[other, :, a:c, b:d]
        mixed_labels[index, a:c, b:d] = labels[other, a:c, b:d]
    return mixed, mixed_labels


def loop_classmix(pictures: Tensor, labels: Tensor, rng: np.random.Generator) -> Pair:
    """The authors' steps: the classes of one picture after another, a mask a class."""
    mixed, mixed_labels = pictures.clone(), labels.clone()
    for index, other in enumerate(rng.permutation(len(pictures))):
        classes = torch.unique(labels[other])
        classes = classes[classes != IGNORE]
        chosen = classes[torch.from_numpy(rng.permutation(len(classes))[: len(classes) // 2])]
        mask = (labels[other][None] == chosen[:, None, None]).any(0)
        mixed[index] = torch.where(mask, pictures[other], pictures[index])
        mixed_labels[index] = torch.where(mask, labels[other], labels[index])
    return mixed, mixed_labels


def loop_snapmix(pictures: Tensor, labels: Tensor, rng: np.random.Generator) -> Pair:
    """The authors' steps without the class activation maps: interpolate one crop after another."""
    mixed, mixed_labels = pictures.clone(), labels.clone()
    size = (labels.shape[1], labels.shape[2])
    sources, targets = (draw_boxes(rng.beta(5, 5, len(pictures)), size, rng) for _ in range(2))
    for index, other in enumerate(rng.permutation(len(pictures))):
        (a, b, c, d), (e, f, g, h) = sources[index], targets[index]
        shape = (int(g - e), int(h - f))
        if min(*shape, int(c - a), int(d - b)) < 1:
            continue
        crop = pictures[other : other + 1, :, a:c, b:d].float()
        stretched = functional.interpolate(crop, size=shape, mode="bilinear")
        mixed[index, :, e:g, f:h] = stretched.round()[0].byte()
        cut = labels[other : other + 1, None, a:c, b:d].float()
        nearest = functional.interpolate(cut, size=shape, mode="nearest-exact")
        mixed_labels[index, e:g, f:h] = nearest[0, 0].long()
    return mixed, mixed_labels


LOOPS: dict[str, Callable[[Tensor, Tensor, np.random.Generator], Pair]] = {
    "cutmix": loop_cutmix,
    "classmix": loop_classmix,
    "snapmix": loop_snapmix,
}


def milliseconds(work: Callable[[], object], calls: int) -> float:
    started = time.process_time()
    for _ in range(calls):
        work()
    return (time.process_time() - started) / calls * 1000


def compare(
    ours: Callable[[], object], peer: Callable[[], object] | None, rounds: int
) -> tuple[float, float]:
    """Medians over rounds in which both have their turn."""
    own, other = [], []
    for _ in range(rounds):
        own.append(milliseconds(ours, 12))
        other.append(math.nan if peer is None else milliseconds(peer, 12))
    return median(own), median(other)


def sample_rows(dataset: Dataset, size: int, rounds: int) -> None:
    samples = dataset.samples["train"]
    context = AugmentationContext(dataset.class_set, (1,) * dataset.class_set.num_classes, dataset, samples)
    picture, labels = dataset.read_image(samples[0]), dataset.read_label_map(samples[0])
    image, mask = torch.from_numpy(picture).permute(2, 0, 1).contiguous(), torch.from_numpy(labels)[None]
    draw = Draw(np.random.default_rng(0), 1.0)
    print("\n| augmentation | ms a sample | against | ms | times as fast |\n|---|---|---|---|---|")
    for name, entry in AUGMENTATIONS.items():
        augmentation = resolve_target(entry)(parse_options(entry, every_time(entry, size)), context)
        peer_name, peer = PEERS.get(name, ("", None))
        own, other = compare(
            partial(augmentation, picture, labels, draw),
            None if peer is None else partial(peer, image, mask),
            rounds,
        )
        print(row(name, own, peer_name, other))


def every_time(entry: Technique, size: int) -> dict[str, object]:
    """Options with which the entry changes every sample."""
    special: dict[str, dict[str, object]] = {"scale-crop": {"size": size}, "flip": {"horizontal": 1}}
    always = {"probability": 1} if "probability" in entry.options.model_fields else {}
    return {**special.get(entry.name, {}), **always}


def batch_rows(dataset: Dataset, batch_size: int, rounds: int) -> None:
    samples = dataset.samples["train"][:batch_size]
    pictures = torch.from_numpy(np.stack([dataset.read_image(sample) for sample in samples]))
    labels = torch.from_numpy(np.stack([dataset.read_label_map(sample) for sample in samples])).long()
    batch = DeviceBatch(pictures.permute(0, 3, 1, 2), Targets(labels), tuple(s.id for s in samples))
    classes = dataset.class_set.num_classes
    evidence = torch.randn(batch_size, classes, *labels.shape[1:])
    rng = np.random.default_rng(0)
    draw = MixDraw(rng, 1.0, lambda _: evidence)
    context = MixContext(classes, IGNORE, dataset.class_set.background)
    print("\n| mix | ms a batch | against | ms | times as fast |\n|---|---|---|---|---|")
    for name, entry in MIXES.items():
        for options, note in variants(entry):
            mix = resolve_target(entry)(parse_options(entry, options), context)
            loop = partial(LOOPS[name], batch.pictures, labels, rng)
            own, other = compare(partial(mix, batch, draw), loop, rounds)
            print(row(name + note, own, "a loop over the pictures", other))


def variants(entry: Technique) -> list[tuple[dict[str, object], str]]:
    if entry.name != "snapmix":
        return [({"probability": 1}, "")]
    return [
        ({"probability": 1, "weights": False}, " without weights"),
        ({"probability": 1}, ", weights from given logits"),
    ]


def row(name: str, own: float, peer: str, other: float) -> str:
    against = f"{peer} | {other:.2f} | {other / own:.1f}" if peer else "none | | "
    return f"| {name} | {own:.2f} | {against} |"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "data")
        write_recycling(place, images=max(arguments.batch, 16), val_images=4, size=arguments.size)
        dataset = open_dataset(place, cache_dir=Path(folder, "labels"))
        print(f"{arguments.size}×{arguments.size} pictures, batch {arguments.batch}, one thread")
        sample_rows(dataset, arguments.size, arguments.rounds)
        batch_rows(dataset, arguments.batch, arguments.rounds)


if __name__ == "__main__":
    main()
