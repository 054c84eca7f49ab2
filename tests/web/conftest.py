"""Workspaces that many tests of the server share; what changes one makes its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.workspaces import Served, make_generated, make_trained, serving


@pytest.fixture(scope="session")
def generated_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a generated workspace, to be copied by those who change it."""
    return make_generated(tmp_path_factory.mktemp("generated") / "workspace")


@pytest.fixture(scope="session")
def generated(generated_folder: Path) -> Iterator[Served]:
    """A generated workspace with Korean names, notes, parents, pruned predictions; nobody changes it."""
    with serving(generated_folder) as served:
        yield served


@pytest.fixture(scope="session")
def trained_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a workspace that the real trainer made, to be copied by those who change it."""
    return make_trained(tmp_path_factory.mktemp("trained"))


@pytest.fixture(scope="session")
def trained(trained_folder: Path) -> Iterator[Served]:
    """A workspace that the real trainer made; nobody changes it."""
    with serving(trained_folder) as served:
        yield served
