"""The two tables of a validation as Parquet: ``counts.parquet`` and ``wrong.parquet``.

``counts.parquet`` has one row for each (image, class with any true, false or missed pixel): ``image``
(sample id), ``class_id`` (class index) and the pixel counts, int64. ``wrong.parquet`` has one row for
each (image, true class, predicted class, fn_kind, fp_kind) with its pixels; -1 = no class, no kind.

The list of all images (also of those without a row), the number of classes and the rule stand in the
schema's metadata under ``segscope``, as JSON.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segscope.engine.count_tables import TABLE_COLUMNS, CountTables
from segscope.engine.image_counts import EDGE_COLUMNS
from segscope.errors import StoreError
from segscope.store.arrow_columns import integer_column, read_integers, repeated_column, text_column
from segscope.store.parquet_files import read_table, write_table

COUNTS_FILE, WRONG_FILE = "counts.parquet", "wrong.parquet"
WRONG_COLUMNS = ("true_class", "predicted_class", "fn_kind", "fp_kind", "pixels")


def write_counts(folder: Path, tables: CountTables, rule: str) -> None:
    """Write both tables into ``folder``.

    Args:
        folder: The validation's folder.
        tables: What was counted.
        rule: The id of the counting rule (widths, definitions, ignore).

    Raises:
        StoreError: The files cannot be written.
    """
    header = {"rule": rule, "num_classes": tables.num_classes, "images": tables.images}
    counts = {"class_id": tables.class_index, **{name: tables.columns[name] for name in TABLE_COLUMNS}}
    wrong = {name: tables.wrong[:, column] for column, name in enumerate(WRONG_COLUMNS)}
    for name, row_images, columns in (
        (COUNTS_FILE, tables.image, counts),
        (WRONG_FILE, tables.wrong_image, wrong),
    ):
        images = repeated_column(text_column(tables.images), row_images)
        numbers = {column: integer_column(values) for column, values in columns.items()}
        write_table(folder / name, pa.table({"image": images, **numbers}), header)


def read_counts(folder: Path) -> CountTables:
    """Read both tables back, equal to what was written.

    Raises:
        StoreError: A file is missing, damaged, or of a newer format.
    """
    counts, header = _read(folder / COUNTS_FILE)
    wrong, _ = _read(folder / WRONG_FILE)
    images = text_column(header["images"])
    return CountTables(
        images=tuple(header["images"]),
        num_classes=header["num_classes"],
        image=_positions(counts, images),
        class_index=_column(counts, "class_id"),
        columns={name: _count_column(counts, name) for name in TABLE_COLUMNS},
        wrong_image=_positions(wrong, images),
        wrong=np.stack([_column(wrong, name) for name in WRONG_COLUMNS], axis=1),
    )


def _read(path: Path) -> tuple[Any, dict[str, Any]]:
    found = read_table(path)
    if found is None:
        raise StoreError(f"{path} is missing: the validation cannot be read; validate again.")
    return found


def _count_column(counts: Any, name: str) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Read a column of counts; edges that were not counted yet are 0, of which no score is made."""
    if name in EDGE_COLUMNS and name not in counts.column_names:
        return np.zeros(len(counts), dtype=np.int64)
    return _column(counts, name)


def _column(table: Any, name: str) -> np.ndarray[Any, np.dtype[np.int64]]:
    return read_integers(table.column(name))


def _positions(table: Any, images: Any) -> np.ndarray[Any, np.dtype[np.int64]]:
    return read_integers(pc.index_in(table.column("image"), value_set=images))
