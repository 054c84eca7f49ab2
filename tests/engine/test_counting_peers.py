"""The counts against those of two published tools: recorded ones always, the tools themselves where had.

For the live comparison (`-m slow`) name the checkouts by the variables SEGSCOPE_BEYOND_IOU and
SEGSCOPE_BOUNDARY_IOU; it needs OpenCV, scipy and tqdm.
"""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from segscope.engine import count
from tests.engine.drawn_maps import Scene, draw
from tests.engine.golden.peers import beyond_iou_counts, boundary_iou_counts

CASES = json.loads((Path(__file__).parent / "golden" / "peer_counts.json").read_text(encoding="utf-8"))
TEST_DATA = Path(os.environ.get("SEGSCOPE_TEST_DATA", Path(__file__).parents[2] / "../shared/data"))
MASKS = TEST_DATA / "camvid" / "val" / "masks"
CHECKOUTS = [os.environ.get(name) for name in ("SEGSCOPE_BEYOND_IOU", "SEGSCOPE_BOUNDARY_IOU")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["scene"]["seed"]))
@pytest.mark.parametrize(("frame", "peer"), [("open", "beyond_iou"), ("boundary", "boundary_iou")])
def test_counts_equal_what_the_peer_gave(case: dict[str, Any], frame: Any, peer: str) -> None:
    scene = Scene(**case["scene"])
    truth, prediction = (each.astype(np.uint8) for each in draw(scene))
    counts = count(
        truth,
        prediction,
        num_classes=scene.num_classes,
        ignore=scene.ignore,
        boundary_width=case["boundary_width"],
        iou_width=case["iou_width"],
        frame=frame,
    )
    assert len(case[peer]) == (13 if peer == "beyond_iou" else 2)
    for name, values in case[peer].items():
        np.testing.assert_array_equal(getattr(counts, name), values, err_msg=name)


def test_the_recorded_cases_hold_every_error_kind() -> None:
    for kind in ("boundary", "extent", "segment"):
        for side in ("fp", "fn"):
            assert sum(sum(case["beyond_iou"][f"{side}_{kind}"]) for case in CASES) > 1000


@pytest.mark.slow
@pytest.mark.skipif(not MASKS.is_dir(), reason=f"CamVid's masks are not in {MASKS}")
@pytest.mark.skipif(None in CHECKOUTS, reason="SEGSCOPE_BEYOND_IOU and SEGSCOPE_BOUNDARY_IOU are not set")
def test_every_camvid_validation_mask_counts_as_the_peers_count() -> None:
    pytest.importorskip("cv2", reason="the peers need OpenCV")
    beyond_iou, boundary_iou = (Path(checkout or "") for checkout in CHECKOUTS)
    options: dict[str, Any] = {"num_classes": 11, "ignore": 11, "iou_width": 0.02}
    for number, path in enumerate(sorted(MASKS.iterdir())):
        with Image.open(path) as picture:
            truth = np.asarray(picture)
        prediction = spoil(truth, number)
        wide = truth.astype(np.int64), prediction.astype(np.int64)
        expected = beyond_iou_counts(beyond_iou, *wide, **options, boundary_width=0.01)
        opened = count(truth, prediction, **options, frame="open")
        assert {name: getattr(opened, name).tolist() for name in expected} == expected, path.name
        published = boundary_iou_counts(boundary_iou, *wide, **options)
        closed = count(truth, prediction, **options)
        assert {name: getattr(closed, name).tolist() for name in published} == published, path.name


def spoil(truth: NDArray[np.uint8], seed: int) -> NDArray[np.uint8]:
    """Make a prediction: borders shifted, a class dropped, a block relabelled, blobs, void filled."""
    rng = np.random.default_rng(seed)
    prediction = np.roll(truth, rng.integers(-4, 5, 2), axis=(0, 1))
    dropped, filler = rng.permutation(11)[:2]
    prediction[prediction == dropped] = filler
    for _ in range(12):
        y, x = rng.integers(0, truth.shape[0] - 20), rng.integers(0, truth.shape[1] - 20)
        height, width = rng.integers(2, 60, 2)
        prediction[y : y + height, x : x + width] = rng.integers(0, 11)
    prediction[prediction == 11] = rng.integers(0, 11)
    return prediction
