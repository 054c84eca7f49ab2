"""Small real workspaces, made by the store's own writers or by the real trainer, and servers of them."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from fastapi.testclient import TestClient
from numpy.typing import NDArray
from PIL import Image

import segscope
from benchmarks.workspace_generator import Plan, generate
from segscope.data.recycling import write_recycling
from segscope.engine.class_set import ClassSet, LabelMap
from segscope.record import RecordOptions, ValidationRecorder
from segscope.store import NewRun, Run, SampleRow, Validation, Workspace
from segscope.web.app import create_app

API = "/api/v1"
TINY = (
    "model.weights=none",
    "model.encoder=resnet18",
    "model.decoder_channels=[16,16,8,8]",
    "augment.scale-crop.size=64",
    "train.batch_size=4",
    "train.workers=0",
    "train.device=cpu",
    "train.precision=32",
    "train.epochs=2",
    "val.every=1",
    "val.fixed_samples=2",
    "val.worst_per_class=1",
)
Int64 = NDArray[np.int64]
Float64 = NDArray[np.float64]


@dataclass(frozen=True)
class Served:
    """A workspace and a client of its real application.

    Attributes:
        workspace: Open.
        client: Sends what a browser on this machine sends.
    """

    workspace: Workspace
    client: TestClient

    def answer(self, path: str, **query: Any) -> Any:
        """Ask for something, whatever comes of it."""
        return self.client.get(API + path, params=query)

    def get(self, path: str, **query: Any) -> Any:
        """Ask for something that is there, and give its JSON."""
        answer = self.answer(path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refusal(self, status: int, path: str, **query: Any) -> str:
        """Ask for something that is refused, and give the sentence."""
        answer = self.answer(path, **query)
        assert answer.status_code == status, answer.text
        message: str = answer.json()["message"]
        assert message.endswith(".")
        return message


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Open a workspace and serve it in this process."""
    with (
        Workspace.open(folder) as workspace,
        TestClient(
            create_app(workspace), base_url="http://127.0.0.1", raise_server_exceptions=True
        ) as client,
    ):
        yield Served(workspace, client)


def make_generated(folder: Path, **plan: int) -> Path:
    """Generate a workspace: two whole runs of 40 pictures, and four short ones."""
    wanted = {"runs": 6, "whole": 2, "pictures": 40, "classes": 6, "height": 64, "width": 80} | plan
    generate(Plan(folder, **wanted))
    return folder


def make_trained(folder: Path) -> Path:
    """Train two epochs on the recycling sample set at a tiny size."""
    write_recycling(folder / "data", images=12, val_images=6, size=64, seed=3)
    with one_thread():
        segscope.train(folder / "data", [*TINY, "name=tiny"], workspace=folder / "workspace")
    return folder / "workspace"


@contextmanager
def one_thread() -> Iterator[None]:
    """Compute with one thread: tiny models lose more to waiting than they gain."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def whole_runs(workspace: Workspace) -> list[Run]:
    """Give the runs of a generated workspace that have all their files, oldest first."""
    return [run for run in reversed(workspace.runs()) if len(run.samples()) > 6]


def begin_run(workspace: Workspace, class_set: ClassSet, rows: Sequence[SampleRow], **values: Any) -> Run:
    """Begin a run of given pictures."""
    asked = {"name": "r", "config": {}, "label_hash": "ab" * 20, **values}
    return workspace.create_run(NewRun(class_set=class_set, samples=rows, **asked))


def record(
    run: Run, truth: Mapping[str, LabelMap], prediction: Mapping[str, LabelMap], *, step: int = 1
) -> Validation:
    """Record one validation of a run's pictures."""
    rows = [row for row in run.samples() if row.id in truth]
    options = RecordOptions(pictures=False, fixed_samples=1, worst_samples=1, worst_per_class=0)
    with ValidationRecorder(run, run.class_set, rows, options=options) as recorder:
        recorder.begin(epoch=step, step=step)
        for row in rows:
            recorder.add(row.id, truth[row.id], prediction[row.id])
        recorded = recorder.finish()
    return recorded.validation


def maps_of(run: Run, validation: Validation) -> dict[str, tuple[LabelMap, LabelMap]]:
    """Read ground truth and prediction of all pictures that a validation keeps."""
    found = {}
    for row in run.samples(validation.key.split):
        truth, prediction = run.labels.get(row.split, row.id), run.prediction(validation, row.id)
        if truth is not None and prediction is not None:
            found[row.id] = truth, prediction
    return found


def confusion(maps: Sequence[tuple[LabelMap, LabelMap]], class_set: ClassSet) -> Int64:
    """Count pixels by true class (rows) and predicted class (columns; the last: no class), by numpy alone."""
    count = class_set.num_classes
    total = np.zeros((count, count + 1), dtype=np.int64)
    for truth, prediction in maps:
        seen = truth != class_set.ignore
        guess = np.minimum(prediction[seen].astype(np.int64), count)
        np.add.at(total, (truth[seen].astype(np.int64), guess), 1)
    return total


def iou_of(matrix: Int64) -> Float64:
    """Compute (K,) IoU of a confusion; NaN for a class in neither map."""
    square = matrix[:, :-1]
    union = matrix.sum(axis=1) + square.sum(axis=0) - square.diagonal()
    iou: Float64 = np.where(union > 0, square.diagonal() / np.maximum(union, 1), np.nan)
    return iou


def decoded(content: bytes) -> NDArray[Any]:
    """Decode a picture that was sent."""
    with Image.open(io.BytesIO(content)) as picture:
        return np.array(picture)


def one_picture(
    served: Served, path: Path, size: tuple[int, int] = (6, 8), sample: str = "하나 / 1"
) -> tuple[Run, str]:
    """Record a run of one picture, wholly right; gives the run and its validation's address."""
    run = begin_run(
        served.workspace, ClassSet(("floor", "paper"), background=0), [SampleRow("val", sample, str(path))]
    )
    maps = {sample: np.zeros(size, dtype=np.uint8)}
    record(run, maps, maps)
    return run, f"/runs/{run.id}/validations/1"
