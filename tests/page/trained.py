"""A workspace that the real trainer made: two runs on the drawn sample set, so that they can be compared."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from segscope.data.recycling import write_recycling

SEGSCOPE = str(Path(sys.executable).with_name("segscope"))
_DONE = "trained"
BASELINE, CHANGED = "기준선 baseline", "cutmix"
_SECONDS = (
    "train.epochs=2",
    "val.every=1",
    "train.batch_size=4",
    "train.workers=0",
    "augment.scale-crop.size=96",
    "val.fixed_samples=2",
    "val.worst_per_class=1",
)
_MINUTES = (
    "train.epochs=8",
    "val.every=1",
    "augment=[{name: scale-crop, size: 224, min_scale: 0.85, max_scale: 1.2}, {name: flip, vertical: 0.5}]",
)


@dataclass(frozen=True)
class Trained:
    """A workspace, the data that its runs were trained on, and how a run of it is trained."""

    folder: Path
    data: Path
    settings: tuple[str, ...]

    def copy(self, to: Path) -> "Trained":
        """Copy the workspace, but for the checkpoints, which no page reads."""
        shutil.copytree(self.folder, to, ignore=shutil.ignore_patterns("*.ckpt"))
        return Trained(to, self.data, self.settings)

    def begin(self, name: str, *changes: str, log: Path) -> "subprocess.Popen[bytes]":
        """Begin a training in a process of its own."""
        command = [SEGSCOPE, "train", str(self.data), "--name", name, "--workspace", str(self.folder)]
        with log.open("wb") as out:
            return subprocess.Popen(
                [*command, *self.settings, *changes], stdout=out, stderr=subprocess.STDOUT, env=environment()
            )

    def train(self, name: str, *changes: str) -> None:
        """Train to the end."""
        log = self.folder.parent / f"{name}.log"
        code = self.begin(name, *changes, log=log).wait(900)
        assert code == 0, log.read_text()


def environment(user: str = "Kim") -> dict[str, str]:
    """Give what a process of segscope is started with: a name, and one thread, which suits tiny models."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SEGSCOPE_")}
    return {**kept, "SEGSCOPE_USER": user, "OMP_NUM_THREADS": "1"}


def train_two(folder: Path, *, for_pictures: bool = False) -> Trained:
    """Train a baseline and a change to it, or take what was trained in the folder already.

    Args:
        folder: Where data and workspace are made.
        for_pictures: Train for minutes on larger pictures, for screenshots that show something.
    """
    images, val_images, size = (120, 40, 256) if for_pictures else (16, 8, 128)
    made = Trained(folder / "workspace", folder / "data", _MINUTES if for_pictures else _SECONDS)
    if (folder / _DONE).is_file():
        return made
    write_recycling(made.data, images=images, val_images=val_images, size=size, seed=3)
    made.train(BASELINE)
    made.train(CHANGED, "mix+=cutmix")
    (folder / _DONE).touch()
    return made
