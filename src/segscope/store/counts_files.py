"""The two tables of a validation as Parquet: ``counts.parquet`` and ``wrong.parquet``.

``counts.parquet`` has one row for each (image, class with any true, false or missed pixel): ``image``
(sample id), ``class_id`` (class index) and the pixel counts, int64. ``wrong.parquet`` has one row for
each (image, true class, predicted class, fn_kind, fp_kind) with its pixels; -1 = no class, no kind.

The list of all images (also of those without a row), the number of classes and the rule stand in the
schema's metadata under ``segscope``, as JSON.
"""

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from segscope.engine.count_tables import TABLE_COLUMNS, CountTables
from segscope.errors import StoreError
from segscope.files.atomic import write_atomic

COUNTS_FILE, WRONG_FILE = "counts.parquet", "wrong.parquet"
WRONG_COLUMNS = ("true_class", "predicted_class", "fn_kind", "fp_kind", "pixels")
_METADATA_KEY = b"segscope"
_FORMAT = 1


def write_counts(folder: Path, tables: CountTables, rule: str) -> None:
    """Write both tables into ``folder``.

    Args:
        folder: The validation's folder.
        tables: What was counted.
        rule: The id of the counting rule (widths, definitions, ignore).

    Raises:
        StoreError: The files cannot be written.
    """
    metadata = {
        _METADATA_KEY: json.dumps(
            {"format": _FORMAT, "rule": rule, "num_classes": tables.num_classes, "images": tables.images}
        )
    }
    counts = {"class_id": tables.class_index, **{name: tables.columns[name] for name in TABLE_COLUMNS}}
    wrong = {name: tables.wrong[:, column] for column, name in enumerate(WRONG_COLUMNS)}
    for name, row_images, columns in (
        (COUNTS_FILE, tables.image, counts),
        (WRONG_FILE, tables.wrong_image, wrong),
    ):
        images = pa.array(tables.images, type=pa.string()).take(pa.array(row_images))
        table = pa.table({"image": images, **columns}).replace_schema_metadata(metadata)
        buffer = io.BytesIO()
        pq.write_table(table, buffer, compression="zstd")
        write_atomic(folder / name, buffer.getvalue())


def read_counts(folder: Path) -> CountTables:
    """Read both tables back, equal to what was written.

    Raises:
        StoreError: A file is missing, damaged, or of a newer format.
    """
    counts, header = _read(folder / COUNTS_FILE)
    wrong, _ = _read(folder / WRONG_FILE)
    images = pa.array(header["images"], type=pa.string())
    return CountTables(
        images=tuple(header["images"]),
        num_classes=header["num_classes"],
        image=_positions(counts, images),
        class_index=_column(counts, "class_id"),
        columns={name: _column(counts, name) for name in TABLE_COLUMNS},
        wrong_image=_positions(wrong, images),
        wrong=np.stack([_column(wrong, name) for name in WRONG_COLUMNS], axis=1),
    )


def _read(path: Path) -> tuple[Any, dict[str, Any]]:
    try:
        table = pq.read_table(path)
        header = json.loads((table.schema.metadata or {})[_METADATA_KEY])
    except FileNotFoundError as error:
        raise StoreError(f"{path} is missing: the validation cannot be read; validate again.") from error
    except (OSError, pa.ArrowException, KeyError, ValueError) as error:
        raise StoreError(f"{path} is damaged ({error}): validate again.") from error
    if header["format"] > _FORMAT:
        raise StoreError(f"{path} was written by a newer segscope: update segscope.")
    return table, header


def _column(table: Any, name: str) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.array(table.column(name), dtype=np.int64)


def _positions(table: Any, images: Any) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.array(pc.index_in(table.column("image"), value_set=images), dtype=np.int64)
