"""Record what beyond-iou and boundary-iou-api count on label maps drawn by our own code.

Run from the repository root, in an environment with numpy, scipy, OpenCV and tqdm::

    python -m tests.engine.golden.make_golden BEYOND_IOU_CHECKOUT BOUNDARY_IOU_CHECKOUT

and commit ``tests/engine/golden/peer_counts.json``. Recorded with beyond-iou at commit bfd2d7c and
boundary-iou-api at commit 37d2558.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.engine.drawn_maps import Scene, draw
from tests.engine.golden.peers import beyond_iou_counts, boundary_iou_counts

GOLDEN = Path(__file__).parent / "peer_counts.json"

SCENES = (
    (Scene(1, 1, num_classes=2, void=0), 0.01, 0.02),
    (Scene(1, 90, num_classes=3, cell=20, shift=4), 0.05, 0.02),
    (Scene(70, 1, num_classes=3, cell=20, shift=4), 0.05, 0.02),
    (Scene(33, 47, num_classes=2, cell=9, seed=1), 0.01, 0.02),
    (Scene(64, 64, num_classes=4, cell=16, shift=3, void=0, seed=2), 0.02, 0.02),
    (Scene(65, 127, num_classes=5, cell=12, shift=3, seed=3), 0.02, 0.03),
    (Scene(90, 120, num_classes=11, cell=20, shift=4, void=20, seed=4), 0.01, 0.02),
    (Scene(90, 120, num_classes=11, ignore=11, cell=20, shift=4, void=20, seed=5), 0.03, 0.02),
    (Scene(120, 90, num_classes=19, cell=25, shift=5, relabelled=30, seed=6), 0.02, 0.05),
    (Scene(100, 130, num_classes=6, cell=30, shift=2, noise=20, seed=7), 0.02, 0.02),
    (Scene(100, 130, num_classes=6, cell=30, shift=6, unpredicted=20, seed=8), 0.03, 0.02),
    (Scene(128, 128, num_classes=3, cell=40, shift=8, void=30, seed=9), 0.05, 0.1),
    (Scene(150, 200, num_classes=8, cell=35, shift=5, seed=10), 0.01, 0.02),
    (Scene(150, 200, num_classes=60, cell=10, shift=2, seed=11), 0.01, 0.02),
    (Scene(150, 200, num_classes=4, cell=50, shift=12, void=15, relabelled=25, seed=12), 0.04, 0.01),
    (Scene(40, 300, num_classes=4, cell=30, shift=9, seed=13), 0.25, 0.25),
)


def main(beyond_iou: Path, boundary_iou: Path) -> None:
    """Run the peers on every scene and write the file."""
    cases = []
    for scene, boundary_width, iou_width in SCENES:
        truth, prediction = draw(scene)
        common: dict[str, Any] = {
            "num_classes": scene.num_classes,
            "ignore": scene.ignore,
            "iou_width": iou_width,
        }
        case = {
            "scene": asdict(scene),
            "boundary_width": boundary_width,
            "iou_width": iou_width,
            "beyond_iou": beyond_iou_counts(
                beyond_iou, truth, prediction, **common, boundary_width=boundary_width
            ),
            "boundary_iou": boundary_iou_counts(boundary_iou, truth, prediction, **common),
        }
        cases.append(case)
    GOLDEN.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
