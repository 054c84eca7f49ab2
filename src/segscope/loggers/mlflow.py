"""The mirror to MLflow: SQLite and files in ``<run folder>/loggers/mlflow``, or the user's own server."""

import contextlib
import logging
import math
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from PIL import Image

from segscope.loggers.base import LoggedPicture, RunInfo
from segscope.loggers.flat_config import flat_config
from segscope.loggers.left_out import LeftOut
from segscope.loggers.mlflow_names import metric_name, picture_name
from segscope.loggers.packages import import_package
from segscope.loggers.sent_ledger import SentLedger

MAX_PARAM_LENGTH = 500

_RUN_TAG = "segscope.run_id"
_PARAMS_PER_BATCH = 100
_METRICS_PER_BATCH = 1000
_WAITING_METRICS = 50
_WAITING_S = 1.0
_STATUSES = {"finished": "FINISHED", "failed": "FAILED", "stopped": "KILLED"}
# Chatter of the database set-up, which would break a progress bar.
_NOISY = ("mlflow.store.db.utils", "alembic.runtime.migration")

_RENAMED = "{n} names hold codes such as _x28_ for characters that MLflow does not allow in names."
_INFINITE = "{n} infinite values: MLflow's databases keep them as ±1.8e308."
_CUT = f"{{n}} parameters were cut at {MAX_PARAM_LENGTH} characters; the artifact config.yaml is whole."
_CHANGED = "{n} parameters differ from the run's first start; MLflow cannot change them."
_CAPTIONS = "{n} captions were left out: MLflow shows pictures without a line of text."


class MlflowLogger:
    """Writes metrics, parameters and pictures to MLflow.

    Without ``MLFLOW_TRACKING_URI`` all lies in the run's folder, in SQLite (MLflow's default since 3.7;
    newer versions refuse plain files), and :attr:`hint` is the command that shows it. The experiment is
    ``MLFLOW_EXPERIMENT_NAME`` or "segscope"; the run carries the tag ``segscope.run_id``, by which a
    resumed run finds it again. MLflow cannot take anything back, so a resumed run leaves out what an
    earlier attempt sent: one value a step.

    A database commit takes about 30 ms, so single numbers wait for one another, for a second at most.
    """

    name = "mlflow"

    def __init__(self) -> None:
        self.hint = ""
        self._left_out = LeftOut()
        self._names: dict[tuple[str, Callable[[str], str]], str] = {}
        self._waiting: list[tuple[dict[str, float], int, int]] = []
        self._sent_at = 0.0
        self._run_id = ""
        self._client: Any = None
        self._entities: Any
        self._ledger: SentLedger

    @property
    def left_out(self) -> Sequence[str]:
        """One sentence for each thing that MLflow's limits kept out or changed so far."""
        return self._left_out.sentences

    def start(self, run: RunInfo) -> None:
        """Begin, or go on with, the MLflow run that carries the run's id.

        Raises:
            MissingDependencyError: The package ``mlflow`` is not installed.
        """
        os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
        os.environ.setdefault("MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT", "true")
        package = import_package("mlflow", extra=self.name)
        self._entities = import_package("mlflow.entities", extra=self.name)
        folder = Path(run.folder) / "loggers" / self.name
        folder.mkdir(parents=True, exist_ok=True)
        uri = os.environ.get("MLFLOW_TRACKING_URI") or f"sqlite:///{folder.resolve()}/mlflow.db"
        with _quiet(_NOISY):
            self._client = package.MlflowClient(tracking_uri=uri)
            known = self._find(run.run_id) if run.resumed else None
            self._run_id = known or self._create(run, folder)
        self._ledger = SentLedger(folder / "sent.jsonl", resumed=known is not None)
        self._log_config(run)
        self.hint = f'mlflow ui --backend-store-uri "{uri}"' if uri.startswith("sqlite:") else uri

    def log_scalars(self, values: Mapping[str, float], step: int) -> None:
        """Write numbers, or keep them until more have come; NaN is left out."""
        keys = self._ledger.unsent([key for key, value in values.items() if not math.isnan(value)], step)
        if keys:
            self._waiting.append(({key: float(values[key]) for key in keys}, step, time.time_ns()))
        many = sum(len(row) for row, _, _ in self._waiting) >= _WAITING_METRICS
        if many or time.monotonic() > self._sent_at + _WAITING_S:
            self._send_waiting()

    def log_pictures(self, pictures: Sequence[LoggedPicture], step: int) -> None:
        """Write the panels."""
        self._send_waiting()
        wanted = set(self._ledger.unsent([picture.key for picture in pictures], step))
        for picture in pictures:
            if picture.key in wanted:
                name = self._name(picture.key, picture_name)
                self._client.log_image(self._run_id, Image.fromarray(picture.panel), key=name, step=step)
                self._ledger.add([picture.key], step)
                self._left_out.add(_CAPTIONS, int(bool(picture.caption)))

    def finish(self, status: str) -> None:
        """Send what waits and end the run; a second call does nothing."""
        if self._client is not None and self._run_id:
            self._send_waiting()
            self._client.set_terminated(self._run_id, _STATUSES.get(status, "FAILED"))
            self._ledger.close()
        self._client = None

    def _find(self, run_id: str) -> str | None:
        experiment = self._client.get_experiment_by_name(_experiment_name())
        if experiment is None:
            return None
        found = self._client.search_runs(
            [experiment.experiment_id], filter_string=f"tags.`{_RUN_TAG}` = '{run_id}'", max_results=1
        )
        if not found:
            return None
        self._client.update_run(found[0].info.run_id, status="RUNNING")
        return str(found[0].info.run_id)

    def _create(self, run: RunInfo, folder: Path) -> str:
        experiment = self._client.get_experiment_by_name(_experiment_name())
        if experiment is None:
            local = not os.environ.get("MLFLOW_TRACKING_URI")
            place = (folder.resolve() / "artifacts").as_uri() if local else None
            experiment_id = self._client.create_experiment(_experiment_name(), artifact_location=place)
        else:
            experiment_id = experiment.experiment_id
        tags = {_RUN_TAG: run.run_id}
        created = self._client.create_run(experiment_id, run_name=run.name or run.run_id, tags=tags)
        return str(created.info.run_id)

    def _log_config(self, run: RunInfo) -> None:
        flat = {self._name(key): value for key, value in flat_config(run.config).items()}
        self._left_out.add(_CUT, sum(len(value) > MAX_PARAM_LENGTH for value in flat.values()))
        cut = {name: value[:MAX_PARAM_LENGTH] for name, value in flat.items()}
        kept = self._client.get_run(self._run_id).data.params
        self._left_out.add(_CHANGED, sum(kept[name] != cut[name] for name in kept.keys() & cut.keys()))
        params = [self._entities.Param(name, value) for name, value in cut.items() if name not in kept]
        for batch in _batches(params, _PARAMS_PER_BATCH):
            self._client.log_batch(self._run_id, params=batch)
        text = yaml.safe_dump(dict(run.config), allow_unicode=True, sort_keys=False)
        self._client.log_text(self._run_id, text, "config.yaml")

    def _send_waiting(self) -> None:
        rows, self._waiting = self._waiting, []
        self._sent_at = time.monotonic()
        metrics = [
            self._entities.Metric(self._name(key), value, nanoseconds // 1_000_000, step)
            for row, step, nanoseconds in rows
            for key, value in row.items()
        ]
        self._left_out.add(_INFINITE, sum(math.isinf(metric.value) for metric in metrics))
        for batch in _batches(metrics, _METRICS_PER_BATCH):
            self._client.log_batch(self._run_id, metrics=batch)
        for row, step, _ in rows:
            self._ledger.add(list(row), step)

    def _name(self, key: str, name_for: Callable[[str], str] = metric_name) -> str:
        if (key, name_for) not in self._names:
            self._names[key, name_for] = name_for(key)
            self._left_out.add(_RENAMED, int(name_for(key) != key))
        return self._names[key, name_for]


def _experiment_name() -> str:
    return os.environ.get("MLFLOW_EXPERIMENT_NAME") or "segscope"


def _batches(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (items[start : start + size] for start in range(0, len(items), size))


@contextlib.contextmanager
def _quiet(names: Sequence[str]) -> Iterator[None]:
    """Let these loggers of other packages through from WARNING up only."""
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
