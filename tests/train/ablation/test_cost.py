"""The memory of a training is its own, whatever the process that started it holds."""

import subprocess
import sys

import pytest

HELD = 1 << 30
CHILD = "from segscope.train.ablation.cost import peak_memory; print(peak_memory())"
PARENT = f"""
import subprocess, sys
held = b"x" * {HELD}
print(subprocess.run([sys.executable, "-c", {CHILD!r}], capture_output=True, text=True, check=True).stdout)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the others count it right")
def test_what_the_starting_process_holds_does_not_count() -> None:
    told = subprocess.run([sys.executable, "-c", PARENT], capture_output=True, text=True, check=True)
    assert 2**26 < int(told.stdout) < HELD
