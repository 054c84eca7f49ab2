"""The exported counts against a plain sum over pixels."""

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from segscope.analysis.counts_export import write_counts_export
from segscope.engine import count
from segscope.engine.class_set import ClassSet
from segscope.engine.count_tables import CountTables
from segscope.errors import StoreError

COLUMNS = (
    "image class_id ignore tp fp_boundary fn_boundary fp_extent fn_extent fp_segment fn_segment "
    "biou_intersection biou_union trimap_intersection trimap_union"
)


def test_one_row_for_each_image_and_class_that_occurs(tmp_path: Path) -> None:
    classes = ClassSet(("a", "b", "c", "never"), ids=(7, 0, 300, 9), ignore_id=255)
    rng = np.random.default_rng(0)
    pairs = {f"x/{i}": rng.integers(0, 2 + i % 2, (2, 20, 30)).astype(np.uint8) for i in range(4)}
    for truth, _ in pairs.values():
        truth[0, :7] = 255
    counts = [count(truth, guess, num_classes=4, ignore=255) for truth, guess in pairs.values()]

    write_counts_export(tmp_path / "c.parquet", CountTables.from_counts(list(pairs), counts), classes)

    table = pq.read_table(tmp_path / "c.parquet")
    assert " ".join(table.column_names) == COLUMNS
    rows = {(row["image"], row["class_id"]): row for row in table.to_pylist()}
    expected = set()
    for name, (truth, guess) in pairs.items():
        for index, file_id in enumerate(classes.ids):
            seen = truth != 255
            true, predicted = (truth == index) & seen, (guess == index) & seen
            if not (true | predicted).any():
                continue
            expected.add((name[2:], file_id))
            row = rows[name[2:], file_id]
            assert row["ignore"] == 7
            assert row["tp"] == (true & predicted).sum()
            assert sum(row[f"fp_{k}"] for k in ("boundary", "extent", "segment")) == (predicted & ~true).sum()
            assert sum(row[f"fn_{k}"] for k in ("boundary", "extent", "segment")) == (true & ~predicted).sum()
    assert set(rows) == expected


def test_images_of_one_stem_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    ids = np.zeros((4, 4), dtype=np.uint8)
    counts = [count(ids, ids, num_classes=1)] * 2
    tables = CountTables.from_counts(["rome/1", "oslo/1"], counts)
    write_counts_export(tmp_path / "c.parquet", tables, ClassSet(("a",)))
    assert pq.read_table(tmp_path / "c.parquet")["image"].to_pylist() == ["rome/1", "oslo/1"]


def test_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    ids = np.zeros((4, 4), dtype=np.uint8)
    tables = CountTables.from_counts(["a"], [count(ids, ids, num_classes=1)])
    with pytest.raises(StoreError, match="cannot write"):
        write_counts_export(tmp_path / "nowhere" / "c.parquet", tables, ClassSet(("a",)))
