from collections.abc import Iterator

import pytest

from segscope.store import Workspace


@pytest.fixture
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.open(tmp_path_factory.mktemp("workspace")) as workspace:
        yield workspace
