"""Accuracy by time on CamVid's own train and val, at 360×480, with segscope's defaults.

    python benchmarks/bench_camvid.py [--data FOLDER] [--workspace FOLDER] [KEY=VALUE ...]

Prints the curve by wall time (reading, validations and checkpoints included) and the classes at the
end, as Markdown. `train.epochs` sets how long it takes; the default is about a quarter of an hour on
two CPU cores.
"""

import argparse
import os
import time
from pathlib import Path

from segscope import _api
from segscope.record.recorded import RecordedValidation
from segscope.train.progress import SilentWatcher, StepReport


class Clock(SilentWatcher):
    """Notes the wall time of each validation."""

    def __init__(self) -> None:
        self.started = time.perf_counter()
        self.curve: list[tuple[float, int, float, float]] = []
        self.pictures = 0
        self.seconds = 0.0

    def training_started(self, epochs: int, steps_in_epoch: int, first_epoch: int) -> None:
        self.started = time.perf_counter()

    def step_done(self, report: StepReport) -> None:
        self.pictures += report.pictures
        self.seconds += report.seconds

    def validation_done(self, epoch: int, recorded: RecordedValidation) -> None:
        minutes = (time.perf_counter() - self.started) / 60
        self.curve.append((minutes, epoch, recorded.scores.miou, recorded.scores.mean_boundary_iou))
        print(f"{minutes:.1f} min, epoch {epoch}: mIoU {recorded.scores.miou:.4f}", flush=True)


def main() -> None:
    """Train and print."""
    default = Path(os.environ.get("SEGSCOPE_TEST_DATA", "../shared/data")) / "camvid"
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=default)
    parser.add_argument("--workspace", type=Path, default=Path("segscope-workspace"))
    parser.add_argument("settings", nargs="*", metavar="KEY=VALUE")
    arguments = parser.parse_args()
    clock = Clock()
    config = _api.read_config(arguments.data, ["data.ignore=11", "name=bench-camvid", *arguments.settings])
    run = _api.train(config, workspace=arguments.workspace, watcher=clock)
    minutes = (time.perf_counter() - clock.started) / 60
    _, diagnosis = _api.diagnose_run(run)
    print(
        f"\nseed {config.train.seed}, {config.train.epochs} epochs, {minutes:.1f} minutes of wall time, ",
        end="",
    )
    print(f"{clock.pictures / clock.seconds:.1f} images/s, run {run.id}\n")
    print("| minutes | epoch | mIoU | Boundary IoU |\n|---|---|---|---|")
    for point in clock.curve:
        print(f"| {point[0]:.1f} | {point[1]} | {point[2]:.4f} | {point[3]:.4f} |")
    print("\n| class | IoU | precision | recall | Boundary IoU |\n|---|---|---|---|---|")
    scores = diagnosis.scores
    for index, name in enumerate(run.class_set.names):
        values = (scores.iou, scores.precision, scores.recall, scores.boundary_iou)
        print(f"| {name} | " + " | ".join(f"{value[index]:.3f}" for value in values) + " |")


if __name__ == "__main__":
    main()
