"""Training and validation on CamVid, against a plain PyTorch loop; one process, interleaved.

    python benchmarks/bench_train.py [--data FOLDER] [--steps 12] [--rounds 3] [--epochs 2]

Prints two tables: images a second of segscope's training step (reading and augmenting included)
against a plain loop with the same model, batch and size, once as people first write it and once with
its best settings on a CPU; and how much of a validation is not the forward pass. The validation is that
of a model trained for a few epochs: label maps of an untrained one are noise, whose thousands of objects
and incompressible files no real validation has.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch.nn import functional
from torch.utils.data import DataLoader, Dataset
from torchvision.transforms import v2

from segscope.config.load import load_config
from segscope.data.open import open_dataset
from segscope.engine.prefetch import prefetch
from segscope.record.recorder import ValidationRecorder
from segscope.store.new_run import NewRun
from segscope.store.split_files import SampleRow
from segscope.store.workspace import Workspace
from segscope.train.fit import train
from segscope.train.load_model import load_model
from segscope.train.models.build import build_model
from segscope.train.precision import choose_compute
from segscope.train.request import TrainingRequest
from segscope.train.setup import build_training, launch_fabric, plan_windows, split_samples
from segscope.train.validate import ValidationPass

IGNORE = 255


class PlainCamVid(Dataset[tuple[torch.Tensor, torch.Tensor]]):
    """The data set as people write it: Pillow, random crop, flip and colour jitter by torchvision."""

    def __init__(self, folder: Path, crop: int) -> None:
        self.images = sorted((folder / "train" / "images").iterdir())
        self.masks = folder / "train" / "masks"
        self.jitter = v2.ColorJitter(0.25, 0.25, 0.25)
        self.crop = crop

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        path = self.images[index]
        picture = torch.from_numpy(np.array(Image.open(path))).permute(2, 0, 1)
        mask = torch.from_numpy(np.array(Image.open(self.masks / f"{path.stem}.png"))).long()
        top = int(torch.randint(picture.shape[1] - self.crop + 1, ()))
        left = int(torch.randint(picture.shape[2] - self.crop + 1, ()))
        height = width = self.crop
        picture = self.jitter(picture[:, top : top + height, left : left + width])
        mask = mask[top : top + height, left : left + width]
        if torch.rand(()) < 0.5:
            picture, mask = picture.flip(-1), mask.flip(-1)
        mask[mask == 11] = IGNORE
        return (picture.float() / 255 - 0.5) / 0.5, mask


def plain_steps(folder: Path, crop: int, batch: int, *, best: bool) -> Iterator[int]:
    """A plain loop; each item is one step, its value the number of pictures."""
    choice = load_config(None, ["data.path=x", "model.weights=none"]).model
    network = build_model(choice, 11).network.train()
    layout = torch.channels_last if best else torch.contiguous_format
    network = network.to(memory_format=layout)
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3, foreach=True if best else None)
    loader = DataLoader(
        PlainCamVid(folder, crop),
        batch_size=batch,
        shuffle=True,
        drop_last=True,
        num_workers=1 if best else 0,
        persistent_workers=best,
    )
    while True:
        for pictures, masks in loader:
            optimizer.zero_grad(set_to_none=best)
            logits = network(pictures.contiguous(memory_format=layout))
            functional.cross_entropy(logits, masks, ignore_index=IGNORE).backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            yield len(pictures)


def segscope_steps(folder: Path, overrides: list[str]) -> Iterator[int]:
    """Training steps as the session of segscope runs them."""
    config = load_config(None, [f"data.path={folder}", "data.ignore=11", "model.weights=none", *overrides])
    dataset = open_dataset(folder, ignore=11)
    fabric = launch_fabric(config, choose_compute(config.train))
    training = build_training(config, dataset, fabric, class_pixels=[1] * 11)
    training.stepper.model.train()
    epoch = 0
    while True:
        windows = plan_windows(config, training.training_set, fabric, epoch=epoch)

        def load(window: tuple[tuple[int, ...], ...], epoch: int = epoch) -> list[object]:
            return [training.training_set.batch(epoch, indices) for indices in window]

        for window in prefetch(load, windows, workers=config.train.workers):
            result = training.stepper.run(window)  # type: ignore[arg-type]
            if training.state.average is not None:
                training.state.average.update(training.state.model)
            float(result.loss)
            yield result.pictures
        epoch += 1


def interleave(loops: dict[str, Iterator[int]], steps: int, rounds: int) -> dict[str, list[float]]:
    """Run each loop for some steps, in turn, over and over; gives images a second of each turn."""
    speeds: dict[str, list[float]] = {name: [] for name in loops}
    for loop in loops.values():
        next(loop)
    for _ in range(rounds):
        for name, loop in loops.items():
            started = time.perf_counter()
            pictures = sum(next(loop) for _ in range(steps))
            speeds[name].append(pictures / (time.perf_counter() - started))
    return speeds


def bench_training(folder: Path, steps: int, rounds: int) -> None:
    """Print the training table."""
    crop, batch = 256, 8
    ours = [f"augment.scale-crop.size={crop}", f"train.batch_size={batch}", "loss=cross-entropy"]
    same = [*ours, "augment.scale-crop.min_scale=1", "augment.scale-crop.max_scale=1", "train.ema=0"]
    loops = {
        "plain loop, as first written": plain_steps(folder, crop, batch, best=False),
        "plain loop, channels_last, worker": plain_steps(folder, crop, batch, best=True),
        "segscope, the same work": segscope_steps(folder, [*same, "train.clip_norm=0"]),
        "segscope, with zoom, EMA and clipping": segscope_steps(folder, ours),
    }
    speeds = interleave(loops, steps, rounds)
    best = statistics.median(speeds["plain loop, channels_last, worker"])
    print(f"\n| training, light U-Net, batch {batch}, {crop}² | images/s (median of {rounds}) | ratio |")
    print("|---|---|---|")
    for name, values in speeds.items():
        median = statistics.median(values)
        print(f"| {name} | {median:.2f} ({min(values):.2f} … {max(values):.2f}) | {median / best:.2f} |")


def bench_validation(folder: Path, rounds: int, epochs: int) -> None:
    """Print how much of a validation is not the forward pass."""
    config = load_config(
        None, [f"data.path={folder}", "data.ignore=11", f"train.epochs={epochs}", f"val.every={epochs}"]
    )
    dataset = open_dataset(folder, ignore=11)
    samples = split_samples(dataset, "val")
    fabric = launch_fabric(config, choose_compute(config.train))
    by_id = {sample.id: sample for sample in samples}
    forward = ValidationPass(fabric, dataset, samples, config.val.batch_size, config.train.workers)
    batches = list(prefetch(forward._load, forward._shares(), workers=2))

    with tempfile.TemporaryDirectory() as place, Workspace.open(place) as workspace:
        trained = train(TrainingRequest(config, workspace))
        assert trained is not None
        model = load_model(trained).to(memory_format=torch.channels_last).to(fabric.device)
        segment = forward.segment_by(model)

        def bare() -> float:
            started = time.perf_counter()
            for batch in batches:
                forward._segment(segment, batch)
            return time.perf_counter() - started

        rows = [SampleRow(s.split, s.id, str(s.image_path), s.group) for s in samples]
        run = workspace.create_run(NewRun("bench", {}, dataset.class_set, rows, label_hash="0" * 64))
        recorder = ValidationRecorder(
            run, dataset.class_set, samples, read_image=lambda name: dataset.read_image(by_id[name])
        )
        full: Callable[[int], tuple[float, float]] = _full_validation(forward, model, recorder)
        bare_times, full_times, picture_times = [], [], []
        full(0)
        for index in range(rounds):
            bare_times.append(bare())
            whole, pictures = full(index + 1)
            full_times.append(whole)
            picture_times.append(pictures)
        recorder.close()
    alone, whole = statistics.median(bare_times), statistics.median(full_times)
    print(f"\n| validation of {len(samples)} pictures, 360×480 | seconds (median of {rounds}) |")
    print("|---|---|")
    print(f"| forward passes alone, pictures in memory | {alone:.2f} |")
    print(f"| whole: read, forward, count, keep, score | {whole:.2f} |")
    print(f"| share that is not the forward pass | {1 - alone / whole:.1%} |")
    print(f"| drawing the panels, beside the next epoch | {statistics.median(picture_times):.2f} |")


def _full_validation(
    forward: ValidationPass, model: object, recorder: ValidationRecorder
) -> Callable[[int], tuple[float, float]]:
    def run(step: int) -> tuple[float, float]:
        started = time.perf_counter()
        recorder.begin(epoch=step, step=step)
        for _ in forward.run(model, recorder.add, recorder.settle):  # type: ignore[arg-type]
            pass
        recorder.finish()
        whole = time.perf_counter() - started
        recorder.wait()
        return whole, time.perf_counter() - started - whole

    return run


def main() -> None:
    """Measure and print."""
    default = Path(os.environ.get("SEGSCOPE_TEST_DATA", "../shared/data")) / "camvid"
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=default)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=2, help="of the model that is validated")
    arguments = parser.parse_args()
    bench_training(arguments.data, arguments.steps, arguments.rounds)
    bench_validation(arguments.data, arguments.rounds, arguments.epochs)


if __name__ == "__main__":
    main()
