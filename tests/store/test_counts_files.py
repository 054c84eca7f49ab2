"""The tables of a validation as Parquet."""

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segscope.engine import count
from segscope.engine.count_tables import TABLE_COLUMNS, CountTables
from segscope.engine.image_counts import EDGE_COLUMNS
from segscope.engine.scores import Scores
from segscope.errors import StoreError
from segscope.store.counts_files import COUNTS_FILE, WRONG_FILE, read_counts, write_counts


def make_tables(seed: int, images: list[str], classes: int) -> CountTables:
    rng = np.random.default_rng(seed)
    counts = []
    for _ in images:
        truth, prediction = rng.integers(0, classes, (2, 12, 10), dtype=np.uint8)
        counts.append(
            count(truth, np.where(rng.random((12, 10)) < 0.7, truth, prediction), num_classes=classes)
        )
    return CountTables.from_counts(images, counts)


def assert_equal(read: CountTables, written: CountTables) -> None:
    assert (read.images, read.num_classes) == (written.images, written.num_classes)
    for name in ("image", "class_index", "wrong_image", "wrong"):
        np.testing.assert_array_equal(getattr(read, name), getattr(written, name))
        assert getattr(read, name).dtype == np.int64
    for name in TABLE_COLUMNS:
        np.testing.assert_array_equal(read.columns[name], written.columns[name])


@settings(max_examples=20, deadline=None)
@given(
    seed=st.integers(0, 1000),
    images=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4, unique=True),
    classes=st.integers(1, 40),
)
def test_tables_come_back_equal(
    tmp_path_factory: pytest.TempPathFactory, seed: int, images: list[str], classes: int
) -> None:
    folder = tmp_path_factory.mktemp("counts")
    written = make_tables(seed, images, classes)
    write_counts(folder, written, "rule")
    assert_equal(read_counts(folder), written)


def test_an_image_without_any_row_is_kept(tmp_path: Path) -> None:
    void = np.full((4, 4), 255, np.uint8)
    counts = [
        count(void, void, num_classes=2, ignore=255),
        count(void * 0, void * 0, num_classes=2, ignore=255),
    ]
    written = CountTables.from_counts(["void", "seen"], counts)
    write_counts(tmp_path, written, "rule")
    assert_equal(read_counts(tmp_path), written)


def test_other_tools_read_named_columns_and_the_rule(tmp_path: Path) -> None:
    write_counts(tmp_path, make_tables(3, ["a/1", "b"], 3), "rule 7")
    counts, wrong = pq.read_table(tmp_path / COUNTS_FILE), pq.read_table(tmp_path / WRONG_FILE)
    assert counts.column_names == ["image", "class_id", *TABLE_COLUMNS]
    assert wrong.column_names == ["image", "true_class", "predicted_class", "fn_kind", "fp_kind", "pixels"]
    assert {str(field.type) for field in counts.schema} == {"string", "int64"}
    assert set(counts.column("image").to_pylist()) == {"a/1", "b"}
    header = json.loads(counts.schema.metadata[b"segscope"])
    assert (header["rule"], header["images"], header["num_classes"]) == ("rule 7", ["a/1", "b"], 3)


@pytest.mark.parametrize("name", [COUNTS_FILE, WRONG_FILE])
@pytest.mark.parametrize("damage", ["gone", "cut", "foreign"])
def test_a_damaged_table_is_a_sentence(tmp_path: Path, name: str, damage: str) -> None:
    write_counts(tmp_path, make_tables(0, ["a"], 3), "rule")
    path = tmp_path / name
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:-20])
    else:
        pq.write_table(pq.read_table(path).replace_schema_metadata({}), path)
    with pytest.raises(StoreError, match=rf"{name}.*validate again"):
        read_counts(tmp_path)


def test_a_table_from_before_edges_were_counted_is_read_and_has_no_boundary_f1(tmp_path: Path) -> None:
    written = make_tables(1, ["a", "b"], 3)
    write_counts(tmp_path, written, "rule")
    path = tmp_path / COUNTS_FILE
    pq.write_table(pq.read_table(path).drop_columns(list(EDGE_COLUMNS)), path)
    scores = Scores.from_tables(read_counts(tmp_path))
    assert np.isnan(scores.boundary_f1).all()
    assert scores.miou == Scores.from_tables(written).miou
