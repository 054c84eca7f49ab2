"""Workspaces on each database that is supported; every test of a store runs on all of them."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from segscope.store import Workspace
from tests.contract.stores.postgres_server import NoServerError, postgres_server
from tests.contract.stores.stored import Open


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Give the URL of a PostgreSQL server that lives for this session."""
    try:
        with postgres_server() as url:
            yield url
    except NoServerError as missing:
        pytest.skip(str(missing))


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
