"""Whether an ensemble of folds with test-time views beats its best member, and what it costs.

    python -m benchmarks.bench_ensemble [--folds 5] [--workspace DIR] [KEY=VALUE ...]

CamVid at 180×240 (``python -m benchmarks.ablation_data camvid``). The folds divide its train split, frames of
one stretch of video together, and each member is chosen by its own part; val is seen by none of them. The
ensemble of all members, with the flip and three sizes, is then compared on val with each member alone and
with the best of them, by the paired test over pictures of ``segscope compare``; and so is the best member
with the same views, which tells what the views and what the joining brings.

``predict`` is timed for the ensemble and for each member with the same views, in turns: the sum of the
members is what the ensemble may cost. What is trained already is not trained again.
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.ablation_data import FOLDER
from segscope import _api, _inference
from segscope.analysis.compare import CompareOptions
from segscope.config.ensemble_file import save_ensemble
from segscope.data.open import open_dataset
from segscope.data.splits import divide
from segscope.store.runs import Run
from segscope.store.workspace import Workspace

FRAMES = r"^(\w+_\d?\d\d)"
"""Hundreds of frames of one video: neighbours stay in one fold."""
VIEWS = ("flip", "scales")
CONFIG = Path("benchmarks/ablation/camvid.yaml")


@dataclass(frozen=True)
class Proof:
    """Where it stands.

    Attributes:
        place: The runs.
        folder: The ensemble files and the split.
        folds: How many members.
        words: Settings of every training.
    """

    place: Workspace
    folder: Path
    folds: int
    words: tuple[str, ...]

    @property
    def data(self) -> Path:
        """CamVid at half its size."""
        return FOLDER / "camvid"

    def members(self) -> tuple[Run, ...]:
        """Train the folds."""
        path = self.folder / "folds.csv"
        if not path.is_file():
            dataset = open_dataset(self.data, group=FRAMES)
            divide(dataset, "stratified-group", {"folds": self.folds}, pool=["train"]).write(path)
        config = _api.read_config(CONFIG, [f"data.split={path}", "name=ensemble-folds", *self.words])
        return _api.train_folds(config, folds=self.folds, workspace=self.place)

    def join(self, name: str, runs: Sequence[Run], views: Sequence[str]) -> Path:
        """Write an ensemble file."""
        made = _inference.make_ensemble(
            self.place, [run.id for run in runs], inference=_inference.read_inference(views)
        )
        path = self.folder / f"{name}.yaml"
        save_ensemble(made, path)
        return path

    def on_val(self, name: str, file: Path) -> Run:
        """Measure an ensemble file on val, or find what was measured."""
        for run in self.place.runs(kind="evaluation", status="finished"):
            if run.name == name:
                return run
        options = _inference.evaluate_options(split="val", data=self.data, name=name, pictures=False)
        return _inference.evaluate(self.place, str(file), options).run


def compare(proof: Proof, members: Sequence[Run], ensemble: Path) -> None:
    """Print the scores on val and the verdicts."""
    singles = [proof.join(f"member-{n}", [run], ()) for n, run in enumerate(members)]
    alone = [proof.on_val(f"member {n}", file) for n, file in enumerate(singles)]
    best = max(range(len(members)), key=lambda n: miou(alone[n]))
    with_views = proof.on_val(
        f"member {best}, views", proof.join(f"member-{best}-views", [members[best]], VIEWS)
    )
    plain = proof.on_val("ensemble, no views", proof.join("plain", members, ()))
    joined = proof.on_val("ensemble, views", ensemble)
    rows = {f"member {n}": run for n, run in enumerate(alone)}
    rows |= {f"member {best}, views": with_views, "ensemble": plain, "ensemble, views": joined}
    print(f"\nBest member on val: {best}.\n\n| on val | mIoU | against the best member |\n|---|---|---|")
    for name, run in rows.items():
        words = ""
        if run is not alone[best]:
            found = _api.compare_runs(
                proof.place, alone[best].id, run.id, options=CompareOptions(pixels=False, images=0)
            )
            words = str(found.overall)
        print(f"| {name} | {miou(run):.4f} | {words} |")
    found = _api.compare_runs(
        proof.place, alone[best].id, joined.id, options=CompareOptions(pixels=False, images=0)
    )
    print("\nThe ensemble with views against the best member, by class:\n")
    for change in found.classes:
        print(f"- {change}")


def miou(run: Run) -> float:
    """Give the score of an evaluation."""
    return float(run.validations()[-1].scores["miou"])


def time_predictions(proof: Proof, members: Sequence[Run], ensemble: Path, rounds: int) -> None:
    """Print what predicting val takes: each member with the views, their sum, and the ensemble."""
    files = [proof.join(f"timed-{n}", [run], VIEWS) for n, run in enumerate(members)]
    pictures = _inference.find_pictures(proof.data / "images" / "val")
    seconds: dict[Path, list[float]] = {file: [] for file in (*files, ensemble)}
    for _ in range(rounds):
        for file, taken in seconds.items():
            with tempfile.TemporaryDirectory() as out:
                start = time.perf_counter()
                _inference.predict(proof.place, str(file), pictures, out)
                taken.append(time.perf_counter() - start)
    parts = [median(seconds[file]) for file in files]
    whole = median(seconds[ensemble])
    added = " + ".join(f"{part:.1f}" for part in parts)
    print(f"\npredict, {len(pictures)} pictures, median of {rounds} in turns: members {added} = ", end="")
    print(f"{sum(parts):.1f} s, ensemble {whole:.1f} s, ratio {whole / sum(parts):.2f}")


def main() -> None:
    """Train, join, compare, time."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--workspace", type=Path, default=Path("segscope-workspace"))
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("settings", nargs="*", metavar="KEY=VALUE")
    given = parser.parse_intermixed_args()
    folder = (given.workspace / "bench-ensemble").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    with Workspace.open(folder / "workspace") as place:
        proof = Proof(place, folder, given.folds, tuple(given.settings))
        members = proof.members()
        ensemble = proof.join("ensemble", members, VIEWS)
        compare(proof, members, ensemble)
        time_predictions(proof, members, ensemble, given.rounds)


if __name__ == "__main__":
    main()
