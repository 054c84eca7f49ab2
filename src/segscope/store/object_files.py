"""The objects of a validation as Parquet, and how reliable its confidences are.

``objects.parquet`` has one row for each object of either side: ``image`` (sample id), ``side``
(``truth`` or ``prediction``) and the columns of
:data:`~segscope.engine.objects.OBJECT_COLUMNS`. ``reliability.parquet`` has one row for each predicted
class and level of confidence that occurs: ``class_id``, ``level`` (0 … 255), ``pixels``, ``right``.
"""

import contextlib
import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from segscope.engine.object_tables import ObjectTable, ObjectTables
from segscope.engine.objects import OBJECT_COLUMNS, ImageObjects
from segscope.engine.reliability import LEVELS, Reliability
from segscope.errors import StoreError
from segscope.store.arrow_columns import integer_column, read_integers, repeated_column, text_column
from segscope.store.parquet_files import make_metadata, read_parts, read_table, write_table

OBJECTS_FILE, RELIABILITY_FILE = "objects.parquet", "reliability.parquet"
TRUTH, PREDICTION = "truth", "prediction"
PART_OBJECTS = 10_000
"""Objects that are held before they are written, and read at once: a MB, and a few in the making."""

_SCHEMA = pa.schema(
    {
        "image": pa.dictionary(pa.int32(), pa.string()),  # long sample ids once, however many objects
        "side": pa.string(),
        **{name: pa.int64() for name in OBJECT_COLUMNS},
    }
)


class ObjectsFile:
    """The objects of a validation on their way into a file, image by image, from several threads.

    Memory holds :data:`PART_OBJECTS` of them, however many images there are. The file is whole, and
    durable with its folder, once it is closed.

    Args:
        path: The file, in a folder that nobody reads yet.

    Raises:
        StoreError: It cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._waiting: list[tuple[str, ImageObjects]] = []
        self._objects = 0
        self._lock = threading.Lock()
        try:
            self._writer = pq.ParquetWriter(path, _SCHEMA, compression="zstd")
        except OSError as error:
            raise self._failed(error) from error

    def add(self, sample_id: str, objects: ImageObjects) -> None:
        """Take the objects of one image.

        Raises:
            StoreError: The file cannot be written.
        """
        with self._lock:
            self._waiting.append((sample_id, objects))
            self._objects += len(objects.truth) + len(objects.predicted)
            if self._objects >= PART_OBJECTS:
                self._write_part()

    def close(self, images: Sequence[str], num_classes: int) -> None:
        """End the file.

        Args:
            images: The sample ids of all images, in the order of the split.
            num_classes: K.

        Raises:
            StoreError: The file cannot be written.
        """
        with self._lock:
            self._write_part()
            header = {"images": list(images), "num_classes": num_classes}
            try:
                self._writer.add_key_value_metadata(make_metadata(header))
                self._writer.close()
                with open(self.path, "rb") as stream:
                    os.fsync(stream.fileno())
            except OSError as error:
                raise self._failed(error) from error

    def abandon(self) -> None:
        """Let go of a file that is given up."""
        with self._lock, contextlib.suppress(OSError):
            self._waiting.clear()
            self._writer.close()

    def _write_part(self) -> None:
        if not self._waiting:
            return
        try:
            self._writer.write_table(_table_of(self._waiting))
        except OSError as error:
            raise self._failed(error) from error
        self._waiting.clear()
        self._objects = 0

    def _failed(self, error: OSError) -> StoreError:
        return StoreError(f"{self.path} cannot be written ({error.strerror or error}): free some space.")


def _table_of(images: Sequence[tuple[str, ImageObjects]]) -> Any:
    names = text_column([name for name, _ in images])
    rows = [side for _, objects in images for side in (objects.truth, objects.predicted)]
    sizes = [len(side) for side in rows]
    stacked = np.concatenate(rows)
    numbers = np.repeat(np.repeat(np.arange(len(images), dtype=np.int32), 2), sizes)
    sides = np.repeat(np.tile([0, 1], len(images)), sizes)
    columns = {name: integer_column(stacked[:, column]) for column, name in enumerate(OBJECT_COLUMNS)}
    image = pa.DictionaryArray.from_arrays(integer_column(numbers), names)
    side = repeated_column(text_column([TRUTH, PREDICTION]), sides)
    return pa.table({"image": image, "side": side, **columns}, schema=_SCHEMA)


def read_objects(folder: Path) -> Iterator[ObjectTables] | None:
    """Read the objects back, part by part; None where the validation was stored without them.

    All parts name all images; the objects of one image lie in one part.

    Raises:
        StoreError: The file is damaged, or of a newer format.
    """
    found = read_parts(folder / OBJECTS_FILE)
    if found is None:
        return None
    parts, header = found
    return _tables_of(parts, header)


def _tables_of(parts: Iterator[Any], header: dict[str, Any]) -> Iterator[ObjectTables]:
    images = tuple(header["images"])
    names = text_column(images)
    for part in parts:
        sides = []
        for side in (TRUTH, PREDICTION):
            own = part.filter(pc.is_in(part.column("side"), value_set=text_column([side])))
            position = pc.index_in(own.column("image").cast(pa.string()), value_set=names)
            rows = [read_integers(own.column(name)) for name in OBJECT_COLUMNS]
            sides.append(ObjectTable(read_integers(position), np.stack(rows, axis=1)))
        yield ObjectTables(images, header["num_classes"], *sides)


def write_reliability(folder: Path, reliability: Reliability) -> None:
    """Write ``reliability.parquet`` into a validation's folder.

    Raises:
        StoreError: The file cannot be written.
    """
    class_index, level = np.nonzero(reliability.pixels)
    table = pa.table(
        {
            "class_id": integer_column(class_index),
            "level": integer_column(level),
            "pixels": integer_column(reliability.pixels[class_index, level]),
            "right": integer_column(reliability.right[class_index, level]),
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
    at = tuple(read_integers(table.column(name)) for name in ("class_id", "level"))
    counts = np.zeros((2, header["num_classes"], LEVELS), dtype=np.int64)
    for values, name in zip(counts, ("pixels", "right"), strict=True):
        values[at] = read_integers(table.column(name))
    return Reliability(counts[0], counts[1])
