"""Several processes at one store; killed writers; a server that drops its connections."""

import random
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
import sqlalchemy as sa

from segscope.store import Run, Workspace
from tests.contract.stores.processes import exit_codes, said_until_killed
from tests.contract.stores.stored import Open, new_run, validate


def test_sixteen_processes_open_a_fresh_store_at_once(url: str, tmp_path: Path) -> None:
    def open_and_write(index: int) -> None:
        with Workspace.open(tmp_path / "w", url=url) as workspace:
            workspace.create_run(new_run(f"run {index}"))

    assert exit_codes(16, open_and_write) == [0] * 16
    with Workspace.open(tmp_path / "w", url=url) as workspace:
        assert sorted(run.name for run in workspace.runs()) == sorted(f"run {i}" for i in range(16))


def test_eight_processes_write_at_once_on_connections_of_their_own(workspace: Workspace) -> None:
    run = workspace.create_run(new_run())  # opened before the fork: no child may use this connection

    def write(index: int) -> None:
        for step in range(20):
            run.log_scalars({f"loss/{index}": float(step)}, step)
            assert len(run.scalars(f"loss/{index}")) == step + 1

    assert exit_codes(8, write) == [0] * 8
    for index in range(8):
        assert run.scalars(f"loss/{index}") == tuple((step, float(step)) for step in range(20))


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_write_after_the_server_dropped_the_connection_succeeds(workspace: Workspace) -> None:
    run = workspace.create_run(new_run())
    with workspace.database.read() as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        ours = connection.scalar(sa.text("SELECT pg_backend_pid()"))
    admin = sa.create_engine(workspace.database._engine.url)
    with admin.connect() as connection:
        connection.execute(sa.text(f"{others} AND pid = {ours}"))
    admin.dispose()
    run.log_scalars({"loss": 1.0}, 1)
    assert run.scalars("loss") == ((1, 1.0),)


def _write_for_ever(run: Run, acknowledged: Connection) -> None:
    for step in range(1_000_000):
        run.log_scalars({"loss": float(step)}, step)
        acknowledged.send(("point", step))
        if step % 5 == 0:
            acknowledged.send(("validation", validate(run, step, 0.5).index))


@pytest.mark.parametrize("seed", range(3))
def test_kill_9_of_a_writer_loses_nothing_that_was_acknowledged(open_workspace: Open, seed: int) -> None:
    run = open_workspace().create_run(new_run())
    promised = said_until_killed(_write_for_ever, run, random.Random(seed).uniform(0.0, 0.4))
    again = open_workspace().run(run.id)
    points = dict(again.scalars("loss"))
    assert {step for kind, step in promised if kind == "point"} <= points.keys()
    assert all(value == step for step, value in points.items())
    stored = {v.index: v for v in again.validations()}
    assert {index for kind, index in promised if kind == "validation"} <= stored.keys()
    for validation in stored.values():
        assert len(again.load_tables(validation).images) == 4
        assert all(again.prediction(validation, row.id) is not None for row in again.samples("val"))
    validate(again, 10_000, 0.7)
