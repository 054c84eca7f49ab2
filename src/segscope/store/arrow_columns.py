"""Columns of Arrow tables made from numpy and turned back into it by their memory.

``pyarrow.array``, and an Arrow column's own way to numpy, look for pandas at their first use; where it is
installed, importing it takes longer than all that a command on a few pictures has to do.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Int64 = NDArray[np.int64]


def integer_column(values: NDArray[np.integer[Any]]) -> Any:
    """Make a column of integers, which shares the values' memory where that is contiguous.

    Args:
        values: (N,) integers.

    Returns:
        A pyarrow array of the same integer type without nulls.

    Example:
        >>> integer_column(np.array([3, 1])).to_pylist()
        [3, 1]
    """
    held = np.ascontiguousarray(values)
    return pa.Array.from_buffers(pa.from_numpy_dtype(held.dtype), len(held), [None, pa.py_buffer(held)])


def text_column(values: Sequence[str]) -> Any:
    """Make a column of texts.

    Example:
        >>> text_column(["a", "", "유리"]).to_pylist()
        ['a', '', '유리']
    """
    encoded = [value.encode() for value in values]
    ends = np.zeros(len(encoded) + 1, dtype=np.int32)
    np.cumsum([len(value) for value in encoded], out=ends[1:])
    return pa.Array.from_buffers(
        pa.string(), len(encoded), [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    )


def repeated_column(names: Any, places: NDArray[np.integer[Any]]) -> Any:
    """Give the text that each of (N,) places in a column of texts holds, as a column of N texts."""
    return names.take(integer_column(places))


def read_integers(column: Any) -> Int64:
    """Copy a column, or the chunks of one, into (N,) int64.

    Raises:
        ValueError: A value is missing.

    Example:
        >>> read_integers(pa.chunked_array([integer_column(np.array([3])), integer_column(np.array([1]))]))
        array([3, 1])
    """
    if column.null_count:
        raise ValueError(f"{column.null_count} values are missing")
    whole = column.cast(pa.int64())
    chunks = whole.chunks if isinstance(whole, pa.ChunkedArray) else [whole]
    values = [
        np.frombuffer(chunk.buffers()[1], dtype=np.int64, count=len(chunk), offset=chunk.offset * 8)
        for chunk in chunks
        if len(chunk)
    ]
    return np.concatenate([np.zeros(0, dtype=np.int64), *values])
