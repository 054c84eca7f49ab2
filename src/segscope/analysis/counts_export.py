"""The counts of a validation as one Parquet table for other tools."""

import io
from collections import Counter
from pathlib import Path, PurePosixPath

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from segscope.engine.class_set import ClassSet
from segscope.engine.count_tables import TABLE_COLUMNS, CountTables
from segscope.engine.image_counts import EDGE_COLUMNS
from segscope.files.atomic import write_atomic
from segscope.store.arrow_columns import integer_column, repeated_column, text_column

EXPORTED_COLUMNS = tuple(name for name in TABLE_COLUMNS if name not in EDGE_COLUMNS)
"""The columns that other tools know; those of the boundary F1 are segscope's own."""


def write_counts_export(path: Path, tables: CountTables, class_set: ClassSet) -> None:
    """Write one row for each image and class with any true, false or missed pixel.

    Columns: ``image`` (file stem; where two images of different folders share theirs, all are named by
    their path without the ending), ``class_id`` (the class's id in the class file, int64), and
    :data:`EXPORTED_COLUMNS`, pixels, int64.

    Args:
        path: The file; its folder must exist.
        tables: The counts.
        class_set: The classes.

    Raises:
        StoreError: The file cannot be written.
    """
    names = text_column(image_names(tables.images))
    ids = np.array(class_set.ids, dtype=np.int64)
    table = pa.table(
        {
            "image": repeated_column(names, tables.image),
            "class_id": integer_column(ids[tables.class_index]),
            **{name: integer_column(tables.columns[name]) for name in EXPORTED_COLUMNS},
        }
    )
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    write_atomic(path, buffer.getvalue())


def image_names(sample_ids: tuple[str, ...]) -> list[str]:
    """Name images by their stems where these are unique, else by their ids.

    Example:
        >>> image_names(("rome/1", "oslo/2")), image_names(("rome/1", "oslo/1"))
        (['1', '2'], ['rome/1', 'oslo/1'])
    """
    stems = [PurePosixPath(sample_id).name for sample_id in sample_ids]
    unique = max(Counter(stems).values(), default=1) == 1
    return stems if unique else list(sample_ids)
