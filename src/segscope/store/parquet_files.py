"""Parquet tables that say in their metadata what they are: a format number and a header, as JSON."""

import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from segscope.errors import StoreError
from segscope.files.atomic import write_atomic

_METADATA_KEY = b"segscope"
_FORMAT = 1


def write_table(path: Path, table: Any, header: dict[str, Any]) -> None:
    """Write a table whole or not at all.

    Args:
        path: The file.
        table: A pyarrow table.
        header: Plain values that are kept in the schema's metadata.

    Raises:
        StoreError: The file cannot be written.
    """
    metadata = {_METADATA_KEY: json.dumps({"format": _FORMAT, **header})}
    buffer = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(metadata), buffer, compression="zstd")
    write_atomic(path, buffer.getvalue())


def read_table(path: Path) -> tuple[Any, dict[str, Any]] | None:
    """Read a table and its header; None where there is no such file.

    Raises:
        StoreError: The file is damaged, or of a newer format.
    """
    try:
        table = pq.read_table(path)
        header = json.loads((table.schema.metadata or {})[_METADATA_KEY])
    except FileNotFoundError:
        return None
    except (OSError, pa.ArrowException, KeyError, ValueError) as error:
        raise StoreError(f"{path} is damaged ({error}): validate again.") from error
    if header["format"] > _FORMAT:
        raise StoreError(f"{path} was written by a newer segscope: update segscope.")
    return table, header
