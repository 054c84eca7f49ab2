"""TACO's real annotations: the same pixels as pycocotools."""

import os
from pathlib import Path

import numpy as np
import pytest
from pycocotools.coco import COCO

from segscope.data.coco import open_coco

DATA = Path(os.environ.get("SEGSCOPE_TEST_DATA", Path(__file__).parents[4] / "shared/data"))
TACO = DATA / "taco/annotations.json"

pytestmark = [
    pytest.mark.skipif(not TACO.is_file(), reason=f"{TACO} is not there (set SEGSCOPE_TEST_DATA)"),
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]


def test_label_maps_are_pycocotools_masks_with_the_smaller_on_top(tmp_path: Path) -> None:
    dataset = open_coco(TACO, cache_dir=tmp_path)
    coco = COCO(str(TACO))
    assert len(dataset.samples["all"]) == 1500
    for sample in dataset.samples["all"][::125]:
        annotations = [(coco.annToMask(one), one["category_id"]) for one in coco.imgToAnns[sample.label]]
        expected = np.zeros(annotations[0][0].shape, dtype=np.uint8)
        for mask, category in sorted(annotations, key=lambda pair: -int(pair[0].sum())):
            expected[mask == 1] = dataset.class_set.ids.index(category)

        assert np.array_equal(dataset.read_label_map(sample), expected), sample.id
        assert np.array_equal(dataset.read_label_map(sample), expected), sample.id


def test_what_is_wrong_with_it_is_found(tmp_path: Path) -> None:
    findings = {finding.code: len(finding.files) for finding in open_coco(TACO, cache_dir=tmp_path).findings}

    # The pictures are not part of the test data; two annotation ids are used twice in the official file.
    assert findings == {"missing-image": 1500, "duplicate-annotation-id": 2}
