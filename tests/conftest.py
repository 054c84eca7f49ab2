"""Fixtures that many tests share."""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).parent.parent

# Shells let what they start in the background ignore Ctrl-C, and so would all processes that tests interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("segscope", deadline=None)  # a machine that is busy has not failed a test
settings.load_profile("segscope")


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The folder of real data sets, which is not part of the project."""
    folder = Path(os.environ.get("SEGSCOPE_TEST_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real data in {folder}: set SEGSCOPE_TEST_DATA")
    return folder


@pytest.fixture(scope="session")
def camvid(test_data: Path) -> Path:
    """CamVid at 360×480, 367 training and 101 validation frames."""
    folder = test_data / "camvid"
    if not folder.is_dir():
        pytest.skip(f"no CamVid in {test_data}")
    return folder
