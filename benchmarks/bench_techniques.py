"""What each technique costs, against the plain step: writes docs/technique_costs.json.

    python benchmarks/bench_techniques.py [--only NAME ...] [--steps 4] [--size 256] [--batch 4]
                                          [--device cpu]

What trains: the time of a step a picture, reading and augmenting included, against the plain step (the
default model and optimiser with cross-entropy and random crops), taken in turns with it. What predicts: the
time a picture, against a plain forward pass. On a CPU the process's own time is counted, which other work on
the machine does not change much.
"""

import argparse
import json
import platform
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import numpy as np
import torch
from lightning_fabric import Fabric

from segscope._inference import read_inference
from segscope.config.catalogue.listing import all_techniques
from segscope.config.catalogue.technique import Technique
from segscope.config.catalogue.words import words_of
from segscope.config.inference import InferenceConfig
from segscope.config.load import load_config
from segscope.config.run_config import RunConfig
from segscope.config.unknown_file import Cluster, ListedObject, UnknownFile, save_unknown_file
from segscope.data.instances import list_instances
from segscope.data.open import open_dataset
from segscope.data.recycling import write_recycling
from segscope.data.sample import Dataset
from segscope.train.models.build import build_model
from segscope.train.optimizers.groups import set_rates
from segscope.train.precision import choose_compute
from segscope.train.predictors.build import build_label_maps, build_predictor
from segscope.train.setup import Training, build_training, launch_fabric, plan_windows
from segscope.train.unknown.objects import number_objects, picture_key

RESULT = Path(__file__).parents[1] / "docs" / "technique_costs.json"
TRAINS = ("loss", "model", "optimizer", "schedule", "augmentation", "mix", "step", "unknown")
PREDICTS = ("tta", "window", "post")
PICTURES = 16
MORE = {
    "cutmix": ("mix.cutmix.probability=1",),
    "classmix": ("mix.classmix.probability=1",),
    "snapmix": ("mix.snapmix.probability=1", "mix.snapmix.warmup=0"),
    "affine": ("augment.affine.probability=1",),
    "gridmask": ("augment.gridmask.probability=1", "augment.gridmask.ramp=0"),
    "copy-paste": ("augment.copy-paste.probability=1",),
    "train.accumulate": ("train.batch_size=1",),
}
"""So that each acts in every step; what acts in a part of the pictures costs that part of it."""


class Bench:
    """A drawn data set, and loops of steps on it."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.options = options
        write_recycling(folder / "data", images=PICTURES, val_images=4, size=2 * options.size, seed=1)
        self.data: Dataset = open_dataset(folder / "data")
        self.unknown_file = folder / "unknown.yaml"
        _write_sub_classes(self.data, self.unknown_file)
        self.pixels = _class_pixels(self.data)
        self.clock = _clock(options.device)

    def config(self, entry: Technique | None = None) -> RunConfig:
        """The plain config, or that with an entry."""
        options = self.options
        words = [
            f"data.path={self.data.root}",
            "model.weights=none",
            "loss=cross-entropy",
            f"augment=[{{name: scale-crop, size: {options.size}}}]",
            f"train.batch_size={options.batch}",
            "train.ema=0",
            "train.clip_norm=0",
            "train.precision=32",
            f"train.device={options.device}",
        ]
        if entry is not None:
            words += [words_of(entry), *MORE.get(entry.name, ())]
            words += ["augment.1.size=" + str(options.size)] if entry.name == "scale-crop" else []
            if (entry.group, entry.name) == ("unknown", "split"):
                words.append(f"unknown.file={self.unknown_file}")
        return load_config(None, words)

    def steps(self, config: RunConfig) -> Iterator[float]:
        """Train without end; each item is the time of a step a picture."""
        fabric = launch_fabric(config, choose_compute(config.train))
        cache = Path(self.data.root).parent / "labels"
        training = build_training(
            config, self.data, fabric, class_pixels=self.pixels, pretrained=False, label_cache=cache
        )
        training.stepper.model.train()
        while True:
            yield from self._epoch(config, fabric, training)

    def _epoch(self, config: RunConfig, fabric: Fabric, training: Training) -> Iterator[float]:
        state = training.state
        for window in plan_windows(config, training.training_set, fabric, epoch=0):
            began = self.clock()
            batches = [training.training_set.batch(0, indices) for indices in window]
            set_rates(state.optimizer.param_groups, 1e-3)
            result = training.stepper.run(batches, training.mix_draws.of_step(0))
            state.step_done(applied=result.applied)
            yield (self.clock() - began) / result.pictures

    def predictions(self, inference: InferenceConfig, size: int) -> Iterator[float]:
        """Predict without end; each item is the time of a picture."""
        config = self.config()
        fabric = launch_fabric(config, choose_compute(config.train))
        model = build_model(config.model, self.data.class_set.num_classes, pretrained=False)
        model = model.to(fabric.device).eval()
        predictor = build_predictor([model], [1.0], inference, fabric.autocast, batch_size=1)
        label_maps = build_label_maps(predictor, inference, self.data.class_set)
        picture = self.data.read_image(self.data.samples["train"][0])[:size, :size]
        batch = torch.from_numpy(picture.copy()).permute(2, 0, 1)[None].to(fabric.device)
        while True:
            began = self.clock()
            for _ in label_maps(batch):
                pass
            yield self.clock() - began


def _clock(device: str) -> Callable[[], float]:
    if device != "cuda":
        return time.process_time

    def now() -> float:
        torch.cuda.synchronize()
        return time.perf_counter()

    return now


def _class_pixels(dataset: Dataset) -> list[int]:
    pixels = np.zeros(dataset.class_set.num_classes, dtype=np.int64)
    for sample in dataset.samples["train"]:
        found = np.bincount(dataset.read_label_map(sample).ravel(), minlength=len(pixels))
        pixels += found[: len(pixels)]
    return pixels.tolist()


def _write_sub_classes(dataset: Dataset, path: Path) -> None:
    unknown = dataset.class_set.unknown
    if unknown is None:
        raise ValueError("the sample set has an unknown class")
    objects = {}
    for sample in dataset.samples["train"]:
        labels = dataset.read_label_map(sample)
        listed = list_instances(number_objects(dataset, sample, labels, unknown), labels)
        objects[picture_key(dataset, sample)] = tuple(
            ListedObject(number=one.number, cluster=1 + one.number % 2, pixels=one.pixels) for one in listed
        )
    clusters = tuple(Cluster(number=n, name=f"part {n}", objects=1, pixels=1) for n in (1, 2))
    name, label_hash = dataset.class_set.names[unknown], dataset.label_source_hash()
    save_unknown_file(
        UnknownFile(class_name=name, label_hash=label_hash, clusters=clusters, objects=objects), path
    )


def in_turns(plain: Iterator[float], other: Iterator[float], rounds: int) -> tuple[float, float]:
    """Take turns, and give the median of each; the first of each fills caches."""
    next(plain), next(other)
    pairs = [(next(plain), next(other)) for _ in range(rounds)]
    first, second = zip(*pairs, strict=True)
    return median(first), median(second)


def measure(bench: Bench, entry: Technique) -> dict[str, float]:
    """Measure one entry: its time a picture, the plain one, and their ratio."""
    rounds = bench.options.steps
    if entry.group in TRAINS:
        loops = bench.steps(bench.config()), bench.steps(bench.config(entry))
    else:
        # Tiles are needed by larger pictures: four of them here, against the picture in one piece.
        word = str(bench.options.size) if entry.group == "window" else entry.name
        given = {entry.group: word if entry.group == "window" else [word]}
        inference = InferenceConfig(**read_inference(**given))  # type: ignore[arg-type]
        size = 2 * bench.options.size
        loops = bench.predictions(InferenceConfig(), size), bench.predictions(inference, size)
    plain, own = in_turns(*loops, rounds)
    return {"seconds": round(own, 5), "plain": round(plain, 5), "ratio": round(own / plain, 3)}


def main() -> None:
    """Measure, and lay the figures over those that are there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="*", default=[])
    for name, default in (("steps", 4), ("size", 256), ("batch", 4)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args()
    stored = json.loads(RESULT.read_text()) if RESULT.exists() else {}
    costs = dict(stored.get("costs", {}))
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, Path(folder))
        for entry in all_techniques():
            asked = not options.only or entry.name in options.only or entry.group in options.only
            if entry.group not in (*TRAINS, *PREDICTS) or not asked:
                continue
            key = f"{entry.group}/{entry.name}"
            costs[key] = measure(bench, entry)
            print(f"{key}: ×{costs[key]['ratio']:.2f}", flush=True)
            setting = {
                "machine": f"{options.device}, {platform.processor() or platform.machine()}",
                "threads": torch.get_num_threads(),
                "size": options.size,
                "batch": options.batch,
                "torch": torch.__version__,
            }
            RESULT.write_text(
                json.dumps({"setting": setting, "costs": costs}, indent=1, sort_keys=True) + "\n"
            )


if __name__ == "__main__":
    main()
