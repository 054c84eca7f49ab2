"""What the tests of the loggers share."""

from pathlib import Path

import pytest

from segscope.engine.class_set import ClassSet
from segscope.loggers.base import RunInfo


@pytest.fixture
def run_info(tmp_path: Path) -> RunInfo:
    """A new run in an empty folder, two classes."""
    return RunInfo("run-1", "first", str(tmp_path), {}, ClassSet(("Paper", "Metal")))
