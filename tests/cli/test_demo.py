"""The demo finds what was planted: by default, with other pairs planted, and with none."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("words", "planted"),
    [
        ([], [("Paper", "Paper pack", "General trash")]),
        (["--confusable", "Metal,Glass"], [("Metal", "Glass")]),
        (["--confusable", "none"], []),
        (["--seed", "1"], [("Paper", "Paper pack", "General trash")]),
    ],
    ids=["default", "other pair", "none", "another seed"],
)
def test_the_diagnosis_names_what_was_planted(
    words: list[str], planted: list[tuple[str, ...]], tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "segscope", "demo", "--json", *words]
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=1800)
    assert answer.returncode == 0, answer.stderr
    verdicts = {
        (v["difficulty"], tuple(v["classes"])): v["found"] for v in json.loads(answer.stdout)["planted"]
    }
    expected = {("look alike", group): True for group in planted} | {("tiny", ("Battery",)): True}
    assert verdicts == expected
