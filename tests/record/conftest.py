from collections.abc import Iterator

import pytest

from segscope.store import Run, Workspace
from tests.record.scenes import begin_run


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.open(tmp_path_factory.mktemp("workspace")) as workspace:
        yield workspace


@pytest.fixture
def run(workspace: Workspace, request: pytest.FixtureRequest) -> Run:
    return begin_run(workspace, request.node.name)
