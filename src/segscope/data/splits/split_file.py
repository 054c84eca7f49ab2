"""The split file: a CSV with the fold of every picture, and a first line that says how it was made.

::

    # segscope split: {"method": "stratified-group", "options": {...}, "label_hash": "…", "sha256": "…"}
    id,split,group,fold
    0016E5_00390,train,0016E5,2

The SHA-256 is that of all rows, so that a change by hand is noticed; line ends and quotes, which git and
spreadsheets change, do not matter. A file without the first line is taken as it is: a CSV with the
columns ``id`` and ``fold`` is enough.
"""

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from segscope.data.faults import show_name
from segscope.data.splits.pictures import ALWAYS_TRAIN
from segscope.errors import DataError, StoreError
from segscope.files.atomic import write_atomic

_MARK = "# segscope split: "
_COLUMNS = ("id", "split", "group", "fold")


@dataclass(frozen=True, slots=True)
class SplitRow:
    """One picture of a split file.

    Attributes:
        id: The sample's id in its data set.
        fold: The fold that validates it, from 0; −1 (an empty cell) for one that always trains.
        split: The layout's own split that it was taken from; empty where the file does not say.
        group: Its group; None where it has none or the file does not say.
    """

    id: str
    fold: int
    split: str = ""
    group: str | None = None


@dataclass(frozen=True)
class SplitFile:
    """A division of a data set into folds.

    Attributes:
        rows: One a picture.
        method: The splitter's name; empty for a file made by hand.
        options: The splitter's options, seed included.
        label_hash: What the data set's ``label_source_hash`` was.
    """

    rows: Sequence[SplitRow]
    method: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    label_hash: str = ""

    @property
    def folds(self) -> int:
        """How many folds there are: k, or 1 for a single validation part."""
        return max(row.fold for row in self.rows) + 1

    @property
    def sha256(self) -> str:
        """The hex SHA-256 of the rows, as a file of our own writes them."""
        return hashlib.sha256(self._table().encode("utf-8", "surrogateescape")).hexdigest()

    def to_text(self) -> str:
        """Give the file's content."""
        head = {
            "method": self.method,
            "options": dict(self.options),
            "label_hash": self.label_hash,
            "sha256": self.sha256,
        }
        return f"{_MARK}{json.dumps(head)}\n{self._table()}"

    def _table(self) -> str:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for row in self.rows:
            fold = "" if row.fold == ALWAYS_TRAIN else row.fold
            writer.writerow((row.id, row.split, row.group or "", fold))
        return text.getvalue()


def write_split_file(path: Path, split: SplitFile) -> None:
    """Write a split file, whole or not at all; its folder is made.

    Raises:
        StoreError: It cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path.parent} cannot be made: {error.strerror}.") from error
    write_atomic(path, split.to_text().encode("utf-8", "surrogateescape"))


def read_split_file(path: Path | str) -> SplitFile:
    r"""Read a split file, also one that was made by hand.

    Raises:
        DataError: It cannot be read, is no split file, or was changed since it was made.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     _ = Path(folder, "mine.csv").write_text("id,fold\na,0\nb,1\nc,\n")
        ...     split = read_split_file(Path(folder, "mine.csv"))
        >>> split.folds, [row.fold for row in split.rows]
        (2, [0, 1, -1])
    """
    try:
        text = Path(path).expanduser().read_bytes().decode("utf-8-sig", "surrogateescape")
    except OSError as error:
        raise DataError(
            f"{path} cannot be read ({error.strerror}): make a split file with `segscope split DATA`."
        ) from error
    if not text.startswith(_MARK):
        return SplitFile(_parse_rows(Path(path), text))
    first, _, table = text.partition("\n")
    head = _parse_head(Path(path), first.removeprefix(_MARK))
    split = SplitFile(
        _parse_rows(Path(path), table),
        str(head.get("method", "")),
        dict(head.get("options", {})),
        str(head.get("label_hash", "")),
    )
    if split.sha256 != head.get("sha256"):
        raise DataError(
            f"{path} was changed since it was made: put the file back, or delete its first line if the "
            "change is meant."
        )
    return split


def _parse_head(path: Path, text: str) -> dict[str, Any]:
    try:
        head = json.loads(text)
    except ValueError as error:
        raise DataError(f"{path}: the first line of this split file is damaged: make it anew.") from error
    if not isinstance(head, dict) or not isinstance(head.get("options", {}), dict):
        raise DataError(f"{path}: the first line of this split file is damaged: make it anew.")
    return head


def _parse_rows(path: Path, table: str) -> tuple[SplitRow, ...]:
    try:
        reader = csv.DictReader(io.StringIO(table), strict=True)
        if not {"id", "fold"} <= set(reader.fieldnames or ()):
            raise DataError(f"{path} is no split file: its header must name the columns id and fold.")
        rows = tuple(_parse_row(path, number, cells) for number, cells in enumerate(reader, start=1))
    except csv.Error as error:
        raise DataError(f"{path} is no split file: it is no CSV ({error}).") from error
    _refuse_gaps(path, rows)
    return rows


def _parse_row(path: Path, number: int, cells: Mapping[str, str | None]) -> SplitRow:
    sample_id, fold = cells["id"], (cells["fold"] or "").strip()
    if not sample_id:
        raise DataError(f"{path}: row {number} has no id.")
    if fold not in ("", str(ALWAYS_TRAIN)) and not (fold.isascii() and fold.isdigit()):
        raise DataError(
            f"{path}: row {number} ({show_name(sample_id)}) has the fold {fold!r}: write a whole number from "
            "0, or nothing for a picture that always trains."
        )
    number_of_fold = int(fold) if fold else ALWAYS_TRAIN
    return SplitRow(sample_id, number_of_fold, cells.get("split") or "", cells.get("group") or None)


def _refuse_gaps(path: Path, rows: Sequence[SplitRow]) -> None:
    found = {row.fold for row in rows} - {ALWAYS_TRAIN}
    if not found:
        raise DataError(f"{path} is no split file: no picture has a fold.")
    missing = sorted(set(range(max(found) + 1)) - found)
    if missing:
        raise DataError(f"{path}: no picture has the fold {missing[0]}: number the folds from 0 on.")
    keys = [(row.split, row.id) for row in rows]
    if len(set(keys)) < len(keys):
        seen: set[tuple[str, str]] = set()
        twice = next(key for key in keys if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise DataError(f"{path}: {show_name(twice[1])} stands there twice: keep one row a picture.")
