"""The three inputs that hang, crash or fool pycocotools 2.0.11, in a process of its own with limits."""

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from segscope.data.coco import CocoDataset

Content = dict[str, Any]
GIB = 1 << 30

READ_ALL = """
import sys
from pathlib import Path
from segscope.data.coco import open_coco
from segscope.errors import DataError

dataset = open_coco(sys.argv[1], cache_dir=Path(sys.argv[2]))
for sample in dataset.samples["train"]:
    try:
        dataset.read_label_map(sample)
    except DataError as error:
        sys.stdout.write(f"refused: {error}\\n")
sys.stdout.write(" ".join(sorted(finding.code for finding in dataset.findings)))
"""


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (4 * GIB, 4 * GIB))
    resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@pytest.mark.parametrize(
    ("segmentation", "code"),
    [
        pytest.param({"size": [8, 12], "counts": [10]}, "rle-sum", id="RLE shorter than the image"),
        pytest.param([[0, 0, float("nan"), 0, 4, 4]], "polygon-numbers", id="NaN"),
        pytest.param([[0, 0, 1e9, 0, 1e9, 1e9]], "polygon-outside", id="1e9"),
    ],
)
def test_known_crashers_are_refused(
    open_content: Callable[..., CocoDataset], content: Content, tmp_path: Path, segmentation: Any, code: str
) -> None:
    content["annotations"][0].update(segmentation=segmentation, bbox=None)
    file = open_content(content).root
    assert json.loads(file.read_bytes())

    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, str(file), str(tmp_path / "cache")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=limit,
    )

    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("refused: ")
    assert "annotation 11, a/1.png" in lines[0]
    assert lines[1] == code
