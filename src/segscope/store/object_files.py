"""The objects of a validation as Parquet, and how reliable its confidences are.

``objects.parquet`` has one row for each object of either side: ``image`` (sample id), ``side``
(``truth`` or ``prediction``) and the columns of
:data:`~segscope.engine.objects.OBJECT_COLUMNS`. ``reliability.parquet`` has one row for each predicted
class and level of confidence that occurs: ``class_id``, ``level`` (0 … 255), ``pixels``, ``right``.
"""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segscope.engine.object_tables import ObjectTable, ObjectTables
from segscope.engine.objects import OBJECT_COLUMNS
from segscope.engine.reliability import LEVELS, Reliability
from segscope.store.parquet_files import read_table, write_table

OBJECTS_FILE, RELIABILITY_FILE = "objects.parquet", "reliability.parquet"
TRUTH, PREDICTION = "truth", "prediction"


def write_objects(folder: Path, tables: ObjectTables) -> None:
    """Write ``objects.parquet`` into a validation's folder.

    Raises:
        StoreError: The file cannot be written.
    """
    names = pa.array(tables.images, type=pa.string())
    sides = []
    for side, table in ((TRUTH, tables.truth), (PREDICTION, tables.predicted)):
        # Dictionaries keep long sample ids once, however many objects an image holds.
        image = pa.DictionaryArray.from_arrays(pa.array(table.image, type=pa.int32()), names)
        columns = {name: table.rows[:, i] for i, name in enumerate(OBJECT_COLUMNS)}
        sides.append(
            pa.table(
                {"image": image, "side": pa.array([side] * len(table.image), type=pa.string()), **columns}
            )
        )
    header = {"images": tables.images, "num_classes": tables.num_classes}
    write_table(folder / OBJECTS_FILE, pa.concat_tables(sides), header)


def read_objects(folder: Path) -> ObjectTables | None:
    """Read the objects back; None where the validation was stored without them.

    Raises:
        StoreError: The file is damaged, or of a newer format.
    """
    found = read_table(folder / OBJECTS_FILE)
    if found is None:
        return None
    table, header = found
    images = pa.array(header["images"], type=pa.string())
    sides = []
    for side in (TRUTH, PREDICTION):
        own = table.filter(pc.equal(table.column("side"), side))
        position = pc.index_in(own.column("image").cast(pa.string()), value_set=images)
        rows = [np.array(own.column(name), dtype=np.int64) for name in OBJECT_COLUMNS]
        sides.append(ObjectTable(np.array(position, dtype=np.int64), np.stack(rows, axis=1)))
    return ObjectTables(tuple(header["images"]), header["num_classes"], *sides)


def write_reliability(folder: Path, reliability: Reliability) -> None:
    """Write ``reliability.parquet`` into a validation's folder.

    Raises:
        StoreError: The file cannot be written.
    """
    class_index, level = np.nonzero(reliability.pixels)
    table = pa.table(
        {
            "class_id": class_index,
            "level": level,
            "pixels": reliability.pixels[class_index, level],
            "right": reliability.right[class_index, level],
        }
    )
    write_table(folder / RELIABILITY_FILE, table, {"num_classes": len(reliability.pixels)})


def read_reliability(folder: Path) -> Reliability | None:
    """Read the reliability back; None where the validation was stored without confidences.

    Raises:
        StoreError: The file is damaged, or of a newer format.
    """
    found = read_table(folder / RELIABILITY_FILE)
    if found is None:
        return None
    table, header = found
    at = tuple(np.array(table.column(name), dtype=np.int64) for name in ("class_id", "level"))
    counts = np.zeros((2, header["num_classes"], LEVELS), dtype=np.int64)
    for values, name in zip(counts, ("pixels", "right"), strict=True):
        values[at] = np.array(table.column(name), dtype=np.int64)
    return Reliability(counts[0], counts[1])
