"""The contest's submission, against a loop and against Pillow's box of single pixels."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segscope.config.catalogue.outputs import ContestCsvOptions
from segscope.engine.class_set import ClassSet
from segscope.train.writers.contest_csv import FILE_NAME, ContestCsv, resize_nearest

CLASSES = ClassSet(("Background", "UNKNOWN", "Paper"), ids=(0, 1, 3))


def test_a_row_is_the_resized_label_map(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    label_map = rng.integers(0, 3, (512, 512)).astype(np.uint8)
    with ContestCsv(tmp_path, CLASSES, ContestCsvOptions()) as writer:
        writer.add("batch_01_vt/0003", Path("/data/batch_01_vt/0003.jpg"), label_map)
    csv.field_size_limit(1 << 20)
    with open(tmp_path / FILE_NAME, newline="") as stream:
        header, row = csv.reader(stream)
    assert header == ["image_id", "PredictionString"]
    assert row[0] == "batch_01_vt/0003.jpg"
    values = [int(word) for word in row[1].split(" ")]
    assert len(values) == 256 * 256
    ids = (0, 1, 3)
    assert values[:3] == [ids[label_map[0, 0]], ids[label_map[0, 2]], ids[label_map[0, 4]]]
    expected = [ids[label_map[2 * row, 2 * column]] for row in range(256) for column in range(256)]
    assert values == expected


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 40), st.integers(1, 40))
def test_resizing_takes_the_pixel_at_the_floor(height: int, width: int, rows: int, columns: int) -> None:
    label_map = np.arange(height * width, dtype=np.uint16).reshape(height, width)
    resized = resize_nearest(label_map, rows, columns)
    assert resized.shape == (rows, columns)
    for row in range(rows):
        for column in range(columns):
            found = divmod(int(resized[row, column]), width)
            for place, at, side, wanted in zip(
                found, (row, column), (height, width), (rows, columns), strict=True
            ):
                # A whole quotient may become the place before, as OpenCV rounds.
                below = at > 0 and side != wanted and at * side % wanted == 0
                assert place in (at * side // wanted, at * side // wanted - below)


@pytest.mark.parametrize(("side", "row", "source"), [(186, 128, 92), (198, 128, 98), (234, 128, 116)])
def test_opencvs_own_rounding_is_kept(side: int, row: int, source: int) -> None:
    """What ``cv2.resize`` 5.0.0 gave with ``INTER_NEAREST``; it agreed at all sides up to 2048."""
    label_map = np.arange(side, dtype=np.uint8)[:, None]
    resized = resize_nearest(label_map, 256, 1)[:, 0]
    assert int(resized[row]) == source
    assert int(resized[row + 1]) == (row + 1) * side // 256


def stop_half_way(folder: Path) -> None:
    with ContestCsv(folder, CLASSES, ContestCsvOptions()) as writer:
        writer.add("a", Path("a.png"), np.zeros((4, 4), np.uint8))
        raise KeyboardInterrupt


def test_no_file_is_left_where_an_error_ends_the_work(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        stop_half_way(tmp_path)
    assert list(tmp_path.iterdir()) == []
