"""The counts against the slow twin on real masks: CamVid, made small."""

import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from segscope.engine import count
from tests.engine.slow_twin import twin_counts

TEST_DATA = Path(os.environ.get("SEGSCOPE_TEST_DATA", Path(__file__).parents[2] / "../shared/data"))
MASKS = TEST_DATA / "camvid" / "val" / "masks"
VOID = 11

pytestmark = pytest.mark.skipif(not MASKS.is_dir(), reason=f"CamVid's masks are not in {MASKS}")


@pytest.mark.parametrize("number", [0, 40, 100])
def test_real_masks_with_made_up_errors(number: int) -> None:
    path = sorted(MASKS.iterdir())[number]
    with Image.open(path) as picture:
        truth = np.asarray(picture)[::4, ::4]
    prediction = _spoil(truth, number)
    counts = count(truth, prediction, num_classes=VOID, ignore=VOID, boundary_width=0.02)
    expected = twin_counts(truth, prediction, num_classes=VOID, ignore=VOID, boundary_width=0.02)
    for name, values in expected.items():
        np.testing.assert_array_equal(getattr(counts, name), values, err_msg=name)
    kinds = [getattr(counts, f"fn_{kind}").sum() for kind in ("boundary", "extent", "segment")]
    assert min(kinds) > 0, "the made-up errors do not hold every kind"


def _spoil(truth: NDArray[np.uint8], seed: int) -> NDArray[np.uint8]:
    """Shift the borders, drop every pixel of one class, relabel a block, fill void with the nearest."""
    rng = np.random.default_rng(seed)
    prediction = np.roll(truth, rng.integers(-2, 3, 2), axis=(0, 1))
    present = np.unique(truth[truth != VOID])
    prediction[prediction == present[-1]] = present[0]
    top, left = rng.integers(0, 60, 2)
    prediction[top : top + 20, left : left + 30] = present[1]
    prediction[prediction == VOID] = present[2]
    return prediction
