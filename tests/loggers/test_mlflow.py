"""MLflow: the user's own server, parameters within its limits, and names that say what changed."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from segscope.loggers.base import LoggedPicture, RunInfo
from segscope.loggers.mlflow import MAX_PARAM_LENGTH, MlflowLogger

# MLflow's own query, under SQLAlchemy 2.1.
pytestmark = pytest.mark.filterwarnings(
    "ignore:The ``noload`` loader strategy is deprecated:DeprecationWarning"
)
mlflow = pytest.importorskip("mlflow")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A tracking store of the user's own, made once: MLflow needs seconds to lay its tables."""
    folder = tmp_path_factory.mktemp("server")
    uri = f"sqlite:///{folder}/own.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", uri)
        patch.setenv("MLFLOW_EXPERIMENT_NAME", "waste")
        client = mlflow.MlflowClient()
        client.create_experiment("waste", artifact_location=(folder / "artifacts").as_uri())
        yield uri


def found(uri: str, run_id: str) -> Any:
    client = mlflow.MlflowClient(tracking_uri=uri)
    experiment = client.get_experiment_by_name("waste").experiment_id
    (run,) = client.search_runs([experiment], filter_string=f"tags.`segscope.run_id` = '{run_id}'")
    return run


def test_the_config_becomes_parameters_within_the_limits(server: str, run_info: RunInfo) -> None:
    many = {f"option {n}": n for n in range(150)}
    config = {"optimizer": {"lr": 0.001, "name": "adamw"}, "notes": "가" * 600, "many": many, "none": None}
    run = replace(run_info, run_id="params", config=config)

    logger = MlflowLogger()
    logger.start(run)
    logger.finish("failed")
    again = MlflowLogger()
    again.start(replace(run, resumed=True, config={**config, "none": "a value"}))
    again.finish("stopped")

    kept = found(server, "params")
    assert kept.info.status == "KILLED"
    assert kept.data.params == {
        "optimizer.lr": "0.001",
        "optimizer.name": "adamw",
        "notes": "가" * MAX_PARAM_LENGTH,
        **{f"many.option {n}": str(n) for n in range(150)},
        "none": "null",
    }
    assert [sentence[:12] for sentence in logger.left_out] == ["1 parameters"]
    assert "config.yaml" in logger.left_out[0]
    assert any("cannot change" in sentence for sentence in again.left_out)
    whole = yaml.safe_load(mlflow.artifacts.load_text(f"{kept.info.artifact_uri}/config.yaml"))
    assert whole == {**config, "none": "a value"}


def test_the_users_own_store_is_used_and_nothing_lies_in_the_run(server: str, run_info: RunInfo) -> None:
    logger = MlflowLogger()
    logger.start(replace(run_info, run_id="own"))
    logger.log_scalars({"train/loss": 0.5}, 3)
    logger.finish("finished")

    assert found(server, "own").data.metrics == {"train/loss": 0.5}
    assert not list(Path(run_info.folder).rglob("*.db"))
    assert server in logger.hint


def test_names_that_had_to_change_are_told_once_each(server: str, run_info: RunInfo) -> None:
    logger = MlflowLogger()
    logger.start(replace(run_info, run_id="names"))
    for step in (1, 2):
        logger.log_scalars({"val/iou/Can (steel)": 0.5, "val/iou/종이": 0.5}, step)
        logger.log_pictures([LoggedPicture("val/panel/종이", np.zeros((4, 6, 3), np.uint8))], step)
    logger.finish("finished")

    assert set(found(server, "names").data.metrics) == {"val/iou/Can _x28_steel_x29_", "val/iou/종이"}
    assert [sentence.split()[0] for sentence in logger.left_out] == ["2"]


def test_few_numbers_wait_and_many_do_not(server: str, run_info: RunInfo) -> None:
    logger = MlflowLogger()
    logger.start(replace(run_info, run_id="waiting"))
    logger.log_scalars({"first": 1.0}, 1)
    logger.log_scalars({"train/loss": 1.0}, 2)
    assert set(found(server, "waiting").data.metrics) == {"first"}

    logger.log_scalars({f"val/iou/{n}": 1.0 for n in range(60)}, 2)
    assert len(found(server, "waiting").data.metrics) == 62
    logger.finish("finished")


def test_telemetry_is_off() -> None:
    logger = MlflowLogger()
    logger.finish("finished")
    telemetry = pytest.importorskip("mlflow.telemetry.utils")

    assert os.environ.get("MLFLOW_DISABLE_TELEMETRY") == "true"
    assert telemetry.is_telemetry_disabled()
