"""One contract for all loggers: what was logged stands in the tool's own files, once, under its name.

Each tool's files are read back by that tool (TensorBoard's event loader, MLflow's client) or, for W&B,
by a reader of its documented record format, and compared with what was logged.
"""

import json
import math
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from segscope.engine.class_set import ClassSet
from segscope.loggers.base import LoggedPicture, RunInfo
from segscope.loggers.create import KNOWN_LOGGERS, create_logger
from segscope.loggers.fanout import Fanout
from segscope.loggers.keys import panel_key, score_key

# MLflow's own query, under SQLAlchemy 2.1.
pytestmark = pytest.mark.filterwarnings(
    "ignore:The ``noload`` loader strategy is deprecated:DeprecationWarning"
)

CLASSES = ClassSet(("배경", "종이 팩", "Can (steel)"), ignore_id=255)
KOREAN = score_key("iou", "종이 팩")
PARENTHESES = score_key("iou", "Can (steel)")
SAMPLE = panel_key("batch_01/종이_0001")
MANY = {score_key("err/extent", f"class {number} (of 300)"): number / 7 for number in range(300)}
RESUMED_AT, LAST_BEFORE, LAST = 4, 6, 8


@dataclass
class Mirror:
    """What was found in a tool's files: {key: [(step, value), …]}."""

    scalars: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    pictures: dict[str, list[tuple[int, NDArray[np.uint8]]]] = field(default_factory=dict)

    def add_scalar(self, key: str, step: int, value: float) -> None:
        self.scalars.setdefault(key, []).append((step, value))

    def add_picture(self, key: str, step: int, file: Path | BytesIO) -> None:
        pixels = np.asarray(Image.open(file).convert("RGB"))
        self.pictures.setdefault(key, []).append((step, pixels))


def read_tensorboard(folder: Path) -> Mirror:
    loader = import_module("tensorboard.backend.event_processing.event_accumulator")
    events = loader.EventAccumulator(str(folder), size_guidance={"scalars": 0, "images": 0})
    events.Reload()
    mirror = Mirror()
    for key in events.Tags()["scalars"]:
        for event in events.Scalars(key):
            mirror.add_scalar(key, event.step, event.value)
    for key in events.Tags()["images"]:
        for event in events.Images(key):
            mirror.add_picture(key, event.step, BytesIO(event.encoded_image_string))
    return mirror


def wandb_records(file: Path) -> Iterator[Any]:
    """Read W&B's file: a 7-byte header, then LevelDB log records in blocks of 32 KiB, each a Record."""
    messages = import_module("wandb.proto.wandb_internal_pb2")
    data, position, message = file.read_bytes(), 7, b""
    while position + 7 <= len(data):
        _, length, kind = struct.unpack_from("<IHB", data, position)
        left_in_block = -position % 32768
        if 0 < left_in_block < 7 or kind == 0:
            position += left_in_block or 32768
            continue
        message += data[position + 7 : position + 7 + length]
        position += 7 + length
        if kind in (1, 4):  # whole, or the last part
            record = messages.Record()
            record.ParseFromString(message)
            message = b""
            yield record


def wandb_rows(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for file in sorted(folder.glob("offline-run-*/*.wandb")):
        for record in wandb_records(file):
            if record.WhichOneof("record_type") == "history":
                row: dict[str, Any] = {}
                for item in record.history.item:
                    *path, last = [item.key] if item.key else item.nested_key
                    inner = row
                    for part in path:
                        inner = inner.setdefault(part, {})
                    inner[last] = json.loads(item.value_json)
                yield file.parent / "files", row


def read_wandb(folder: Path) -> Mirror:
    import_module("wandb").teardown()  # W&B's own process writes the end of a file after finish() returned
    mirror = Mirror()
    rows = list(wandb_rows(folder))
    own_steps = [row["_step"] for _, row in rows]
    assert own_steps == sorted(set(own_steps)), "W&B drops rows whose own step does not grow"
    for files, row in rows:
        for key, value in row.items():
            if isinstance(value, dict):
                mirror.add_picture(key, row["step"], files / value["path"])
            elif not key.startswith("_") and key != "step":
                mirror.add_scalar(key, row["step"], float(value))
    return mirror


def read_mlflow(folder: Path) -> Mirror:
    client = import_module("mlflow").MlflowClient(tracking_uri=f"sqlite:///{folder}/mlflow.db")
    (run,) = client.search_runs([client.get_experiment_by_name("segscope").experiment_id])
    assert run.info.status == "FINISHED"
    mirror = Mirror()
    for name in run.data.metrics:
        for metric in client.get_metric_history(run.info.run_id, name):
            mirror.add_scalar(decoded(name), metric.step, metric.value)
    for path in sorted((folder / "artifacts").glob("*/artifacts/images/*.png")):
        name, _, step, *_ = path.name.split("+")
        mirror.add_picture(decoded(name.replace("~", "/")), int(step), path)
    return mirror


def decoded(name: str) -> str:
    return re.sub(r"_x([0-9A-F]+)_", lambda code: chr(int(code[1], 16)), name)


READERS: dict[str, Callable[[Path], Mirror]] = {
    "tensorboard": read_tensorboard,
    "wandb": read_wandb,
    "mlflow": read_mlflow,
}


def loss(step: int) -> float:
    return 1 / (step + 2)


def picture(step: int) -> LoggedPicture:
    rng = np.random.default_rng(step)
    image = rng.integers(0, 256, (20, 30, 3), dtype=np.uint8)
    truth = rng.integers(0, 3, (20, 30), dtype=np.uint8)
    truth[:2] = 255
    return LoggedPicture(
        key=SAMPLE,
        panel=rng.integers(0, 256, (20, 90, 3), dtype=np.uint8),
        image=image,
        ground_truth=truth,
        prediction=np.roll(truth, 3, axis=0),
        caption="mIoU 0.50",
    )


def attempt(name: str, run: RunInfo, first: int, last: int) -> tuple[str, ...]:
    """Log as a training does, in a thread, with a validation at every second step."""
    logger = Fanout([create_logger(name)], report=pytest.fail)
    logger.start(run)
    for step in range(first, last + 1):
        logger.log_scalars({"train/loss": loss(step)}, step)
        if step % 2 == 0:
            scores = {KOREAN: loss(step) / 3, PARENTHESES: math.nan, "val/worst": -math.inf}
            logger.log_scalars({**scores, **MANY}, step)
            logger.log_pictures([picture(step)], step)
    logger.finish("finished")
    logger.finish("finished")
    return tuple(logger.left_out)


@pytest.fixture(scope="module", autouse=True)
def _alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No key, no server and no settings of the person who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        for variable in ("MODE", "API_KEY", "PROJECT", "BASE_URL", "DIR", "IDENTITY_TOKEN_FILE"):
            patch.delenv(f"WANDB_{variable}", raising=False)
        for variable in ("TRACKING_URI", "EXPERIMENT_NAME"):
            patch.delenv(f"MLFLOW_{variable}", raising=False)
        yield


@pytest.fixture(scope="module", params=KNOWN_LOGGERS)
def tool(request: pytest.FixtureRequest) -> str:
    pytest.importorskip(request.param, reason=f"{request.param} is not installed")
    return str(request.param)


@dataclass(frozen=True)
class Logged:
    run: RunInfo
    folder: Path
    mirror: Mirror
    left_out: tuple[str, ...]


@pytest.fixture(scope="module")
def logged(tool: str, tmp_path_factory: pytest.TempPathFactory) -> Logged:
    """A run that was stopped after step 6 and resumed from the checkpoint of step 4."""
    config = {"loss": {"name": "dice", "weights": [1.0, 2.0]}}
    run = RunInfo("run-1", "첫 실험", str(tmp_path_factory.mktemp(tool)), config, CLASSES)
    left_out = attempt(tool, run, 1, LAST_BEFORE)
    attempt(tool, replace(run, resumed=True, resume_step=RESUMED_AT), RESUMED_AT + 1, LAST)
    folder = Path(run.folder) / "loggers" / tool
    return Logged(run, folder, READERS[tool](folder), left_out)


def test_each_number_stands_once_at_its_step(logged: Logged, tool: str) -> None:
    as_kept = np.float32 if tool == "tensorboard" else np.float64
    wanted = {
        "train/loss": [(step, as_kept(loss(step))) for step in range(1, LAST + 1)],
        KOREAN: [(step, as_kept(loss(step) / 3)) for step in range(2, LAST + 1, 2)],
    }

    found = {key: sorted(logged.mirror.scalars[key]) for key in wanted}

    assert found == wanted


def test_nan_is_left_out_and_infinity_is_not_a_small_number(logged: Logged) -> None:
    assert PARENTHESES not in logged.mirror.scalars
    assert all(value < -1e300 for _, value in logged.mirror.scalars["val/worst"])


def test_each_picture_stands_once_with_the_same_pixels(logged: Logged) -> None:
    found = dict(logged.mirror.pictures[SAMPLE])

    assert sorted(step for step, _ in logged.mirror.pictures[SAMPLE]) == [2, 4, 6, 8]
    for step, pixels in found.items():
        np.testing.assert_array_equal(pixels, picture(step).panel)


def test_what_a_tool_cannot_show_is_said(logged: Logged, tool: str) -> None:
    said = " ".join(logged.left_out)

    assert ("caption" in said) == (tool != "wandb")
    assert ("infinite" in said) == (tool == "mlflow")


@pytest.mark.parametrize("tool", ["wandb"], indirect=True)
def test_wandb_gets_the_label_maps_in_its_own_mask_format(logged: Logged) -> None:
    labels = {"0": "배경", "1": "종이 팩", "2": "Can (steel)", "255": "ignored"}
    key = SAMPLE.replace("panel", "overlay")
    rows = [(files, row) for files, row in wandb_rows(logged.folder) if key in row]
    assert [row["step"] for _, row in rows] == [2, 4, 6, 8]

    for files, row in rows:
        given = picture(row["step"])
        masks = {
            name: np.asarray(Image.open(files / mask["path"])) for name, mask in row[key]["masks"].items()
        }
        np.testing.assert_array_equal(np.asarray(Image.open(files / row[key]["path"])), given.image)
        np.testing.assert_array_equal(masks["prediction"], given.prediction)
        np.testing.assert_array_equal(masks["ground_truth"], given.ground_truth)

    (first, *_) = logged.folder.glob("offline-run-*/*.wandb")
    told = [
        json.loads(item.value_json)["mask/class_labels"]
        for record in wandb_records(first)
        for item in record.config.update
        if item.key == "_wandb"
    ]
    assert [entry["value"] for entry in told[-1].values()] == [labels, labels]


def test_all_files_lie_in_the_runs_own_folder(logged: Logged, tool: str) -> None:
    assert [path.name for path in Path(logged.run.folder).iterdir()] == ["loggers"]
    assert [path.name for path in (Path(logged.run.folder) / "loggers").iterdir()] == [tool]


def test_a_start_that_fails_leaves_a_logger_that_can_be_finished(tool: str, tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.touch()
    logger = create_logger(tool)

    with pytest.raises(OSError, match="a file"):
        logger.start(RunInfo("run-2", "", str(blocked), {}, CLASSES))
    logger.finish("failed")
    logger.finish("failed")
