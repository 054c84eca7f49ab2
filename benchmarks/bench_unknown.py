"""Whether splitting the unknown class helps, and whether the parts that are found are the true kinds.

    python -m benchmarks.bench_unknown camvid|recycling [--data FOLDER] [--workspace DIR] [KEY=VALUE ...]

``camvid`` fuses three classes into UNKNOWN at 180×240; ``recycling`` is the sample set, whose UNKNOWN has
planted kinds. Folds of the training split are trained, ``segscope unknown explore`` looks at its objects
out of fold, and each treatment is trained with each seed and scored on the untouched validation split,
with UNKNOWN as one class in all of them:

* ``single``: a class of its own; ``background``: trained as background;
* ``split``: the parts that were found; ``true``: the true kinds, the best that parts could be;
* ``random``: parts of the same sizes, drawn; ``colour``: as many parts by mean colour alone.

Prints the agreement of parts and kinds (adjusted Rand index), IoU of UNKNOWN and mIoU, and each treatment
against ``single`` by the test of ``segscope ablate``, corrected over all treatments, as Markdown; the integer
counts and verdicts are written like an ablation's, and ``segscope ablate --from`` gives the table again.
What is finished is not trained again: about two minutes a training on two CPU cores, 21 of them.
"""

import argparse
import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.unknown_data import KindData, ObjectKey, fused_camvid, planted_recycling
from segscope import _api, _unknown
from segscope.analysis.ablation import AblationResult, ArmResult, collect_counts, judge
from segscope.analysis.ablation.collect import ArmRuns
from segscope.analysis.ablation.record import write_record
from segscope.config.run_config import RunConfig
from segscope.config.unknown_file import Cluster, ListedObject, UnknownFile, save_unknown_file
from segscope.data.open import open_dataset
from segscope.data.splits import divide
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.unknown.agreement import adjusted_rand_index
from segscope.train.unknown.explore import Exploration
from segscope.train.unknown.kmeans import kmeans

BASE = ("train.epochs=10", "train.batch_size=8", "augment.scale-crop.size=160", "val.worst_per_class=0")
RARE = 5
"""Kinds of fewer objects, such as single wrong labels, are no parts of the true division."""
RESULTS = Path(__file__).parent / "ablation" / "results"
PLAIN = {"single": "unknown=own-class", "background": "unknown=background"}


@dataclass(frozen=True)
class Experiment:
    """Where it stands and how it trains.

    Attributes:
        title: What the record calls it.
        data: The data and its kinds.
        folder: Files of parts, and the result.
        results: Where counts and verdicts are written.
        place: The runs.
        words: Settings of every training.
        seeds: Seeds of each treatment.
        folds: Folds that look at the objects.
        smallest: Fewest objects of a part.
    """

    title: str
    data: KindData
    folder: Path
    results: Path
    place: Workspace
    words: tuple[str, ...]
    seeds: int
    folds: int
    smallest: int

    def config(self, *words: str) -> RunConfig:
        return _api.read_config(self.data.path, [*self.words, *words])

    def run(self, treatment: str, words: Sequence[str], seed: int) -> Run:
        """Give the finished run of a treatment and seed, trained where there is none."""
        name = f"unknown-{treatment}"
        config = self.config(*words, f"name={name}", f"train.seed={seed}")
        for run in self.place.runs(kind="train", status="finished"):
            if run.name == name and run.seed == seed:
                return run
        print(f"training {name}, seed {seed}", flush=True)
        return _api.train(config, workspace=self.place)


def explore(experiment: Experiment) -> Exploration:
    """Train the folds of the training split and look for kinds."""
    path = experiment.folder / "folds.csv"
    if not path.is_file():
        dataset = open_dataset(experiment.data.path, group=experiment.data.group)
        divide(dataset, "stratified-group", {"folds": experiment.folds}, pool=["train"]).write(path)
    config = experiment.config(f"data.split={path}", "name=unknown-folds")
    runs = [run.id for run in _api.train_folds(config, folds=experiment.folds, workspace=experiment.place)]
    found = _unknown.explore_unknown(experiment.place, runs, smallest=experiment.smallest)
    print(f"\n{found.verdict}\n", flush=True)
    if found.choice.k == 1:
        parts = len(true_kinds(found, experiment.data.kinds))
        print(
            f"Nothing was to be split; {parts} parts are asked for, so that there is something to compare.\n"
        )
        found = _unknown.explore_unknown(experiment.place, runs, smallest=1, parts=parts)
    return found


def true_kinds(found: Exploration, kinds: Mapping[ObjectKey, str]) -> Counter[str]:
    """Count the objects of each kind, the most frequent first; wrong labels are no kinds of their own."""
    counted = Counter(kinds[one.picture, one.instance.number] for one in found.objects)
    return Counter({kind: count for kind, count in counted.most_common() if count >= RARE})


def partitions(found: Exploration, kinds: Mapping[ObjectKey, str]) -> dict[str, list[int]]:
    """Give the part of each object under each treatment that has parts."""
    keys = _keys(found)
    rng = np.random.default_rng(0)
    colours = np.stack([found.figures[name] for name in ("red", "green", "blue")], axis=1)
    names = list(true_kinds(found, kinds))
    true = [names.index(kinds[key]) if kinds[key] in names else 0 for key in keys]
    return {
        "split": found.labels.tolist(),
        "random": rng.permutation(found.labels).tolist(),
        "colour": kmeans(colours, found.choice.k, rng).labels.tolist(),
        "true": true,
    }


def write_parts(found: Exploration, labels: Sequence[int], path: Path) -> None:
    """Write a file of parts."""
    objects: dict[str, list[ListedObject]] = {}
    pixels = [0] * (max(labels) + 1)
    for one, label in zip(found.objects, labels, strict=True):
        entry = ListedObject(number=one.instance.number, cluster=label + 1, pixels=one.instance.pixels)
        objects.setdefault(one.picture, []).append(entry)
        pixels[label] += one.instance.pixels
    clusters = tuple(
        Cluster(number=n + 1, name=f"part {n + 1}", objects=labels.count(n), pixels=p)
        for n, p in enumerate(pixels)
    )
    content = UnknownFile(
        class_name=found.content.class_name,
        label_hash=found.content.label_hash,
        clusters=clusters,
        objects={picture: tuple(listed) for picture, listed in objects.items()},
    )
    save_unknown_file(content, path)


def measure(experiment: Experiment) -> dict[str, object]:
    """Run all of it, and give the figures."""
    found = explore(experiment)
    parts = partitions(found, experiment.data.kinds)
    _, true = np.unique([experiment.data.kinds[key] for key in _keys(found)], return_inverse=True)
    agreement = {name: adjusted_rand_index(np.array(labels), true) for name, labels in parts.items()}
    words: dict[str, tuple[str, ...]] = {name: (word,) for name, word in PLAIN.items()}
    for name, labels in parts.items():
        path = experiment.folder / f"{name}.yaml"
        write_parts(found, labels, path)
        words[name] = ("unknown=split", f"unknown.file={path}")
    runs = {
        name: [experiment.run(name, word, seed) for seed in range(experiment.seeds)]
        for name, word in words.items()
    }
    judged = judge_treatments(experiment, runs)
    against = {change.arm.name: [str(change.overall), *_unknown_of(change)] for change in judged.changes}
    return {
        "found": {"parts": found.choice.k, **found.content.found},
        "objects": len(found.objects),
        "kinds": dict(true_kinds(found, experiment.data.kinds)),
        "agreement": agreement,
        "scores": {name: [_scores(run) for run in trained] for name, trained in runs.items()},
        "against_single": against,
    }


def judge_treatments(experiment: Experiment, runs: Mapping[str, Sequence[Run]]) -> AblationResult:
    """Compare each treatment with ``single`` on the same pictures, and write counts and verdicts."""
    arms = [
        ArmRuns(name, () if name == "single" else (f"treatment {name}",), tuple(trained))
        for name, trained in runs.items()
    ]
    counts = collect_counts(arms, name=f"UNKNOWN, {experiment.title}")
    result = judge(counts)
    write_record(experiment.results, counts, result)
    return result


def _unknown_of(change: ArmResult) -> list[str]:
    return [str(one) for one in change.classes if one.name == "UNKNOWN"]


def _keys(found: Exploration) -> list[ObjectKey]:
    return [(one.picture, one.instance.number) for one in found.objects]


def _scores(run: Run) -> tuple[float, float]:
    """Give the IoU of UNKNOWN and mIoU at the last validation."""
    scores = run.validations()[-1].scores
    iou = scores["per_class"]["iou"][run.class_set.index("UNKNOWN")]
    return float("nan") if iou is None else float(iou), float(scores["miou"])


def show(result: dict[str, object]) -> None:
    """Print the figures as Markdown."""
    agreement, scores, against = (result[key] for key in ("agreement", "scores", "against_single"))
    assert isinstance(agreement, dict)
    assert isinstance(scores, dict)
    assert isinstance(against, dict)
    print("| treatment | ARI to the kinds | IoU of UNKNOWN | mIoU | against single |\n|---|---|---|---|---|")
    for name, rows in scores.items():
        figures = []
        for values in zip(*rows, strict=True):
            spread = f" ± {np.std(values, ddof=1):.3f}" if len(values) > 1 else ""
            figures.append(f"{np.mean(values):.3f}{spread}")
        ari = f"{agreement[name]:.2f}" if name in agreement else ""
        print(f"| {name} | {ari} | {figures[0]} | {figures[1]} | {'; '.join(against.get(name, []))} |")


def main() -> None:
    """Read the arguments, measure, print and save."""
    default = Path(os.environ.get("SEGSCOPE_TEST_DATA", "../shared/data")) / "camvid"
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data_set", choices=("camvid", "recycling"))
    parser.add_argument("--data", type=Path, default=default, help="CamVid at 360×480")
    parser.add_argument(
        "--fuse", default="SignSymbol,Pedestrian,Bicyclist", help="the classes that are fused"
    )
    parser.add_argument("--workspace", type=Path, default=Path("segscope-workspace"))
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--smallest", type=int, default=20, help="fewest objects of a part")
    parser.add_argument("--images", type=int, default=480, help="training pictures of the sample set")
    parser.add_argument("--most", type=int, help="take this many pictures of each CamVid split alone")
    parser.add_argument("--out", type=Path, help="where counts and verdicts go; default: among the results")
    parser.add_argument("settings", nargs="*", metavar="KEY=VALUE")
    given = parser.parse_intermixed_args()
    folder = (given.workspace / f"bench-unknown-{given.data_set}").absolute()
    if given.data_set == "camvid":
        data = fused_camvid(given.data, folder / "data", given.fuse.split(","), given.most)
    else:
        data = planted_recycling(folder / "data", given.images, max(given.images // 4, 4))
    words = (*BASE, *given.settings)
    with Workspace.open(folder / "workspace") as place:
        out = given.out or RESULTS / f"unknown-{given.data_set}"
        sizes = (given.seeds, given.folds, given.smallest)
        result = measure(Experiment(given.data_set, data, folder, out, place, words, *sizes))
    show(result)
    (folder / "result.json").write_text(json.dumps(result, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
