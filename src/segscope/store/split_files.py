"""Which pictures a run is made from: rows, their file ``split.csv``, and the hash that compares splits."""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from segscope.errors import StoreError
from segscope.files.atomic import write_atomic

_COLUMNS = ("split", "sample", "group", "image", "image_hash")


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One picture of a run.

    Attributes:
        split: ``train``, ``val``, ``test`` …
        id: The sample's id, unique within its split.
        image_path: Where the picture lay when the run began.
        group: Pictures of one scene or video share it; None where unknown.
        image_hash: Hex SHA-256 of the picture file, where it is known.
    """

    split: str
    id: str
    image_path: str
    group: str | None = None
    image_hash: str | None = None


def split_hash(sample_ids: Iterable[str]) -> str:
    """Give the hex SHA-256 of a set of samples; their order does not count.

    Example:
        >>> split_hash(["a", "b"]) == split_hash(["b", "a"])
        True
    """
    digest = hashlib.sha256()
    for sample_id in sorted(sample_ids):
        digest.update(sample_id.encode("utf-8", "surrogateescape") + b"\0")
    return digest.hexdigest()


def write_split(path: Path, samples: Sequence[SampleRow]) -> None:
    """Write the rows as CSV with a header."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in samples:
        writer.writerow((row.split, row.id, row.group or "", row.image_path, row.image_hash or ""))
    write_atomic(path, text.getvalue().encode("utf-8"))


def read_split(path: Path) -> tuple[SampleRow, ...]:
    """Read what :func:`write_split` wrote.

    Raises:
        StoreError: The file is missing or not of that form.
    """
    try:
        with open(path, encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.") from error
    if not rows or tuple(rows[0]) != _COLUMNS or any(len(row) != len(_COLUMNS) for row in rows):
        raise StoreError(f"{path} is no split file: its header must be {','.join(_COLUMNS)}.")
    return tuple(
        SampleRow(split, sample, image, group or None, image_hash or None)
        for split, sample, group, image, image_hash in rows[1:]
    )
