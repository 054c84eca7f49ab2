"""Workspaces on each database that is supported; every test of a store runs on all of them."""

import os
import random
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from segscope.store import Workspace
from tests.contract.stores.stored import Open


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Give the URL of a PostgreSQL server that lives for this session, on a socket of its own."""
    if shutil.which("initdb") is None:
        pytest.skip("initdb is not found: install PostgreSQL to run the store's contract on it")
    # the server refuses to run as root, and a socket's path may have 107 bytes at most
    owner = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="segscope-pg-"))
    if owner is not None:
        shutil.chown(folder, owner)

    def call(*command: str) -> None:
        subprocess.run(command, user=owner, check=True, cwd=folder, stdout=subprocess.DEVNULL, timeout=60)

    call("initdb", "-D", f"{folder}/data", "-U", "segscope", "--auth=trust", "--no-sync", "-E", "UTF8")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    call("pg_ctl", "-D", f"{folder}/data", "-o", options, "-l", f"{folder}/log", "-w", "start")
    try:
        yield f"postgresql://segscope@/postgres?host={folder}"
    finally:
        call("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of an empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/store.db"
        return
    server = request.getfixturevalue("postgres")
    name = f"test_{random.getrandbits(48):x}"
    admin = sa.create_engine(
        server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield server.replace("/postgres?", f"/{name}?")
    with admin.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def open_workspace(url: str, tmp_path: Path) -> Iterator[Open]:
    """Give a function that opens the same workspace anew each time."""
    opened = []

    def open_it() -> Workspace:
        opened.append(Workspace.open(tmp_path / "workspace", url=url))
        return opened[-1]

    yield open_it
    for workspace in opened:
        workspace.close()


@pytest.fixture
def workspace(open_workspace: Open) -> Workspace:
    return open_workspace()
