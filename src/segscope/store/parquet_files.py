"""Parquet tables that say in their metadata what they are: a format number and a header, as JSON."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from segscope.errors import StoreError
from segscope.files.atomic import write_atomic

_METADATA_KEY = b"segscope"
_FORMAT = 1


def make_metadata(header: dict[str, Any]) -> dict[bytes, bytes]:
    """Give a header, with the format's number, as a file's metadata."""
    return {_METADATA_KEY: json.dumps({"format": _FORMAT, **header}).encode()}


def write_table(path: Path, table: Any, header: dict[str, Any]) -> None:
    """Write a table whole or not at all.

    Args:
        path: The file.
        table: A pyarrow table.
        header: Plain values that are kept in the schema's metadata.

    Raises:
        StoreError: The file cannot be written.
    """
    buffer = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(make_metadata(header)), buffer, compression="zstd")
    write_atomic(path, buffer.getvalue())


def read_table(path: Path) -> tuple[Any, dict[str, Any]] | None:
    """Read a table and its header; None where there is no such file.

    Raises:
        StoreError: The file is damaged, or of a newer format.
    """
    found = read_parts(path)
    if found is None:
        return None
    parts, header = found
    return pa.concat_tables(parts), header


def read_parts(path: Path) -> tuple[Iterator[Any], dict[str, Any]] | None:
    """Open a table that is read part by part, as it was written; None where there is no such file.

    Returns:
        The parts (at least one, which may be empty), and the header.

    Raises:
        StoreError: The file is damaged, or of a newer format; for a damaged part when it is read.
    """
    try:
        file = pq.ParquetFile(path)
        header = json.loads((file.metadata.metadata or {})[_METADATA_KEY])
    except FileNotFoundError:
        return None
    except (OSError, pa.ArrowException, KeyError, ValueError) as error:
        raise _damaged(path, error) from error
    if header["format"] > _FORMAT:
        raise StoreError(f"{path} was written by a newer segscope: update segscope.")
    return _parts(file, path), header


def _parts(file: Any, path: Path) -> Iterator[Any]:
    if file.num_row_groups == 0:
        yield file.schema_arrow.empty_table()
    for group in range(file.num_row_groups):
        try:
            part = file.read_row_group(group)
        except (OSError, pa.ArrowException) as error:
            raise _damaged(path, error) from error
        yield part


def _damaged(path: Path, error: Exception) -> StoreError:
    return StoreError(f"{path} is damaged ({error}): validate again.")
