"""Columns against pyarrow's own, and the promise that pandas is never looked for."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from segscope.store.arrow_columns import integer_column, read_integers, repeated_column, text_column

INTEGERS = st.sampled_from(["int8", "uint8", "int16", "int32", "int64"]).flatmap(
    lambda dtype: hnp.arrays(dtype, st.integers(0, 20))
)
pa.array([0])  # looks for pandas now, and not within the time of an example
TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=8)


@given(INTEGERS)
def test_integers_are_those_of_pyarrow(values: np.ndarray) -> None:
    column = integer_column(values)
    column.validate(full=True)
    assert column.equals(pa.array(values))
    np.testing.assert_array_equal(read_integers(column), values)
    assert read_integers(column).dtype == np.int64


@given(st.lists(INTEGERS, min_size=1, max_size=4), st.integers(0, 5))
def test_sliced_chunks_are_read_as_pyarrow_reads_them(parts: list[np.ndarray], start: int) -> None:
    column = pa.chunked_array([pa.array(part.astype(np.int64)) for part in parts]).slice(start)
    assert read_integers(column).tolist() == column.to_pylist()


def test_columns_of_a_wider_table_are_copied() -> None:
    table = np.arange(12).reshape(4, 3)
    assert integer_column(table[:, 1]).to_pylist() == [1, 4, 7, 10]


@given(TEXTS)
def test_texts_are_those_of_pyarrow(texts: list[str]) -> None:
    column = text_column(texts)
    column.validate(full=True)
    assert column.equals(pa.array(texts, type=pa.string()))


def test_texts_are_repeated_by_their_places() -> None:
    repeated = repeated_column(text_column(["종이", "b"]), np.array([1, 0, 0, 1]))
    assert repeated.to_pylist() == ["b", "종이", "종이", "b"]


def test_a_missing_value_is_refused() -> None:
    with pytest.raises(ValueError, match="1 values are missing"):
        read_integers(pa.array([1, None]))


def test_nothing_that_is_stored_or_read_looks_for_pandas(tmp_path: Path) -> None:
    program = f"""
import sys
from pathlib import Path
import numpy as np

class Watch:
    def find_spec(self, name, path=None, target=None):
        assert name.split(".")[0] != "pandas", "pandas was looked for"

sys.meta_path.insert(0, Watch())
from segscope import _api
from segscope.data.predictions import PredictionSources
from segscope.files.png import encode_png
place = Path({str(tmp_path)!r})
for name in ("gt", "pred"):
    (place / name).mkdir()
    for number in range(3):
        picture = np.random.default_rng(number).integers(0, 3, (9, 8), dtype=np.uint8)
        (place / name / f"{{number}}.png").write_bytes(encode_png(picture // (2 if name == "pred" else 1)))
(place / "classes.txt").write_text("a\\nb\\nc\\n")
sources = PredictionSources(place / "gt", place / "pred", place / "classes.txt")
found = _api.diagnose_predictions(sources, workspace=place / "workspace")
_api.diagnose_run(found.run)
from segscope.analysis.counts_export import write_counts_export
write_counts_export(place / "counts.parquet", found.recorded.tables, found.run.class_set)
print("done")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "done"), done.stderr
