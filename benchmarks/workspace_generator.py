"""Makes a workspace of any size, by the store's own writers: for tests, benchmarks and screenshots.

    python -m benchmarks.workspace_generator FOLDER [--runs 2000] [--pictures 1000] [--classes 20] …

Some runs are whole: their validations are recorded as a training records them, with label maps, confidences,
counts of the engine, objects, curves and photos. The others are short: config, a few pictures, and a
validation whose counts are those of a few of these pictures, enough for lists, curves and the notebook. Runs
have parents, changed settings, tags, notes and Korean names; some failed, some were stopped.

A disk that takes milliseconds to make a file durable makes this slow; ``/dev/shm`` does not.
"""

import argparse
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.workspace_pictures import Drawing, make_classes, write_photo
from segscope.analysis.notebook import give_runs_rows
from segscope.config.load import load_config
from segscope.engine import count
from segscope.engine.count_tables import CountTables
from segscope.engine.cpus import usable_cpus
from segscope.engine.image_counts import ImageCounts
from segscope.engine.scores import Scores
from segscope.record import RecordOptions, ValidationRecorder
from segscope.store import NewRun, Run, SampleRow, ValidationKey, Workspace, split_hash
from segscope.store.notebook import CellEdit, Notebook
from segscope.store.run_lock import training_lock

USERS = ("jiwon", "민준", "서연", "alex", "하은", "도윤")
CHANGES: tuple[tuple[str, str], ...] = (
    ("기준선", "train.epochs=18"),
    ("wide crop", "augment.scale-crop.size=320"),
    ("종이 클래스 가중치", "loss=[{name: cross-entropy, class_weights: inverse}]"),
    ("cutmix", "mix+=cutmix"),
    ("낮은 학습률", "optimizer.lr=0.0005"),
    ("no colour", "augment-=colour"),
    ("lovász", "loss=[cross-entropy,lovasz]"),
    ("EMA 없음", "train.ema=0"),
)
TAGS = ("loss", "augment", "데이터", "urgent", "paper classes")
_SHORT_PICTURES = 6
_SHORT_POOL = 32


@dataclass(frozen=True)
class Plan:
    """What is made.

    Attributes:
        folder: The workspace; its photos lie beside it, in ``<folder>-photos``.
        runs: All runs.
        whole: Of them, runs with all their files.
        pictures: Pictures of a whole run's validation split.
        classes: K.
        validations: Validations of each run.
        height: Of the pictures of whole runs.
        width: Of them.
        seed: What everything is drawn from.
    """

    folder: Path
    runs: int = 20
    whole: int = 2
    pictures: int = 60
    classes: int = 20
    validations: int = 3
    height: int = 128
    width: int = 160
    seed: int = 0

    @property
    def photos(self) -> Path:
        """Where the photos lie."""
        return self.folder.with_name(f"{self.folder.name}-photos")


def generate(plan: Plan) -> tuple[str, ...]:
    """Make the workspace, and give the ids of the whole runs."""
    drawing = Drawing(plan.height, plan.width, make_classes(plan.classes), plan.seed)
    rows = _samples(plan, drawing)
    with Workspace.open(plan.folder) as workspace:
        short = _ShortRuns(workspace, plan)
        made = [short.make(number) for number in range(plan.runs - plan.whole)]
        whole: list[str] = []
        for number in range(plan.whole):
            run = _begin(
                workspace, drawing, rows, number, parent=next(reversed(whole or made), None), seed=number
            )
            _record(run, drawing, rows, plan, better=0.12 * number)
            whole.append(run.id)
        _write_notes(workspace)
    return tuple(whole)


def _samples(plan: Plan, drawing: Drawing) -> tuple[SampleRow, ...]:
    plan.photos.mkdir(parents=True, exist_ok=True)

    def make(number: int) -> SampleRow:
        path = plan.photos / f"{number:05d}.jpg"
        write_photo(drawing, number, path)
        group = f"현장 {number // 12}"
        return SampleRow("val", f"{group}/사진 {number:05d}", str(path), group)

    with ThreadPoolExecutor(usable_cpus()) as pool:
        return tuple(pool.map(make, range(plan.pictures)))


def _begin(
    workspace: Workspace,
    drawing: Drawing,
    rows: Sequence[SampleRow],
    number: int,
    *,
    parent: str | None,
    seed: int,
) -> Run:
    name, change = CHANGES[number % len(CHANGES)]
    config = load_config(None, [change, f"train.seed={seed}"], data="recycling").model_dump(mode="json")
    return workspace.create_run(
        NewRun(
            name=f"{name} {number}",
            config={**config, "name": f"{name} {number}", "tags": [TAGS[number % len(TAGS)]]},
            class_set=drawing.class_set,
            samples=rows,
            data_root="/data/재활용 recycling",
            data_layout="mask-folder",
            label_hash=f"{drawing.seed:04x}{drawing.height:04x}{drawing.width:04x}" * 5,
            seed=seed,
            environment={"packages": {"segscope": "0.1.0"}, "python": "3.11"},
            parent_id=parent,
            user=USERS[number % len(USERS)],
        )
    )


def _record(run: Run, drawing: Drawing, rows: Sequence[SampleRow], plan: Plan, *, better: float) -> None:
    """Record the validations of a whole run as a training does."""
    options = RecordOptions(pictures=False)
    recorder = ValidationRecorder(run, drawing.class_set, rows, options=options)
    with training_lock(run), recorder:
        for place in range(plan.validations):
            step = 200 * (place + 1)
            quality = min(1.0, (place + 1) / plan.validations * 0.85 + better)
            run.log_curves(_curve(step - 200, step))
            recorder.begin(epoch=place + 1, step=step)
            for number, row in enumerate(rows):
                guess = drawing.prediction(number, quality)
                recorder.add(row.id, drawing.truth(number), guess, drawing.confidence(number, guess))
            recorder.finish(seconds={"forward": 3.5})
        recorder.wait()
        run.set_status("finished")


def _curve(first: int, last: int) -> dict[int, dict[str, float]]:
    steps = range(first + 1, last + 1)
    return {
        step: {
            "train/loss": 2.0 / (1 + step / 150) + 0.1 * np.sin(step),
            "train/lr": 0.002 * (1 - step / 2000),
        }
        for step in steps
    }


class _ShortRuns:
    """Makes runs of few pictures, whose counts are made once."""

    def __init__(self, workspace: Workspace, plan: Plan) -> None:
        self._workspace, self._plan = workspace, plan
        self._drawing = Drawing(48, 64, make_classes(plan.classes), plan.seed + 1)
        levels = np.linspace(0, 1, 5)
        self._counts = [[self._count(number, level) for number in range(_SHORT_POOL)] for level in levels]
        self._ids: list[str] = []

    def make(self, number: int) -> str:
        """Make one, and give its id."""
        rng = np.random.default_rng((self._plan.seed, number))
        chosen = rng.permutation(_SHORT_POOL)[:_SHORT_PICTURES]
        rows = [SampleRow("val", f"짧은/{place:03d}", f"/data/짧은/{place:03d}.jpg") for place in chosen]
        parent = self._ids[int(rng.integers(len(self._ids)))] if self._ids and number % 5 else None
        run = _begin(self._workspace, self._drawing, rows, number, parent=parent, seed=number % 3)
        for place in range(self._plan.validations):
            level = min(len(self._counts) - 1, place + int(rng.integers(3)))
            self._store(run, rows, [self._counts[level][picture] for picture in chosen], place)
        run.set_status("failed" if number % 17 == 5 else "stopped" if number % 23 == 7 else "finished")
        self._ids.append(run.id)
        return run.id

    def _count(self, number: int, quality: float) -> ImageCounts:
        truth, classes = self._drawing.truth(number), self._drawing.class_set
        guess = self._drawing.prediction(number, float(quality))
        return count(truth, guess, num_classes=classes.num_classes, ignore=classes.ignore)

    def _store(self, run: Run, rows: Sequence[SampleRow], counts: Sequence[ImageCounts], place: int) -> None:
        tables = CountTables.from_counts([row.id for row in rows], counts)
        scores = Scores.from_tables(tables)
        key = ValidationKey(
            place + 1, 100 * (place + 1), "val", scores.rule, run.class_set.ignore, split_hash(tables.images)
        )
        writer = run.begin_validation(key)
        writer.commit(tables, scores.to_dict(), seconds={}, monitor="miou", kept_samples=())
        run.log_scalars({"val/miou": scores.miou, "train/loss": 1.5 / (place + 1)}, key.step)


def _write_notes(workspace: Workspace) -> None:
    give_runs_rows(workspace)
    notebook = Notebook(workspace.database)
    edits = []
    for note in notebook.notes():
        name, change = CHANGES[note.number % len(CHANGES)]
        texts = {
            "hypothesis": f"**{name}**: `{change}` 이(가) 종이와 종이팩의 경계를 더 잘 나눌 것이다.",
            "conclusion": "효과 있음\n- 종이 +2.1\n- 유리는 그대로" if note.number % 3 else "",
            "tags": TAGS[note.number % len(TAGS)],
        }
        edits += [CellEdit(note.number, field, text, 0) for field, text in texts.items() if text]
    for start in range(0, len(edits), 2000):
        notebook.edit_many(edits[start : start + 2000], author=USERS[0])


def main() -> None:
    """Read the options, make the workspace, tell how long it took."""
    parser = argparse.ArgumentParser(description="Make a workspace of any size.")
    parser.add_argument("folder", type=Path)
    for name, default in Plan.__dataclass_fields__.items():
        if name != "folder":
            parser.add_argument(f"--{name}", type=int, default=default.default)
    begun = time.perf_counter()
    given = parser.parse_args()
    for run_id in generate(Plan(**vars(given))):
        print(run_id)
    print(f"{given.runs} runs in {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
