"""Notes that people pin to a spot of a picture; every run that has the picture shows them.

::

    pins = Pins(workspace.database)
    pin = pins.add(run, "val", "scene/0012", x=210.5, y=96, text="label is wrong here")
    pins.of(other_run, "val", "scene/0012"); pins.delete(pin.number)
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from segscope.errors import StoreError, UsageError
from segscope.store.database import Database, inserted_number
from segscope.store.new_run import user_name
from segscope.store.notebook.changes import append_change, lock_order
from segscope.store.notebook.note import check_cell_text
from segscope.store.notebook.tables import pins
from segscope.store.runs import Run
from segscope.store.tables import runs, samples


@dataclass(frozen=True, slots=True)
class Pin:
    """A note at a spot of a picture.

    Attributes:
        number: What names it.
        run: Id of the run in whose pictures it was pinned.
        split: The split there.
        sample: The sample's id there.
        x: Pixels from the picture's left edge.
        y: Pixels from its top edge.
        text: What it says.
        author: Who pinned it.
        time: When, UTC.
        deleted_at: When it was taken away, UTC; None while it is there.
        deleted_by: Who took it away.
    """

    number: int
    run: str
    split: str
    sample: str
    x: float
    y: float
    text: str
    author: str
    time: datetime
    deleted_at: datetime | None = None
    deleted_by: str | None = None


class Pins:
    """The pins of one workspace.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, run: Run, split: str, sample: str, *, x: float, y: float, text: str, author: str | None = None
    ) -> Pin:
        """Pin a note to a spot of a picture.

        Args:
            run: A run that has the picture.
            split: In which of its splits.
            sample: The sample's id.
            x: Pixels from the left edge.
            y: Pixels from the top edge.
            text: What to say.
            author: Who pins it; None takes ``SEGSCOPE_USER``, else the system's user.

        Raises:
            UsageError: The note says nothing, or is too long.
            StoreError: The run has no such picture.
        """
        said = check_cell_text(text)
        if not said:
            raise UsageError("the note is empty: write something.")
        row = self._picture(run, split, sample)
        who, now = author or user_name(), datetime.now(UTC)
        where = {"run_id": run.id, "split": split, "sample_id": sample, "x": float(x), "y": float(y)}
        picture = {
            "image_path": row.image_path,
            "image_hash": row.image_hash,
            "label_hash": run.label_hash,
        }
        values = {**where, **picture, "text": said, "author": who, "time": now}
        with self._database.write() as connection:
            lock_order(self._database, connection)
            number = inserted_number(connection.execute(pins.insert().values(values)))
            told = {"pin": number, "run": run.id, "split": split, "sample": sample}
            append_change(connection, "pin", author=who, time=now, note=None, **told)
        return Pin(number, run.id, split, sample, float(x), float(y), said, who, now)

    def of(self, run: Run, split: str, sample: str, *, deleted: bool = False) -> tuple[Pin, ...]:
        """Give the pins of a picture, whichever run they were pinned in, the first first.

        A picture is the same where its content is; where that is not known of both, where its file is, or
        where samples of one id have label maps of one source.

        Args:
            run: A run that has the picture.
            split: In which of its splits.
            sample: The sample's id.
            deleted: Also those that were taken away.

        Raises:
            StoreError: The run has no such picture.
        """
        row = self._picture(run, split, sample)
        same_id = sa.and_(
            pins.c.sample_id == sample, pins.c.label_hash == run.label_hash, pins.c.label_hash != ""
        )
        here = sa.and_(pins.c.run_id == run.id, pins.c.split == split, pins.c.sample_id == sample)
        same_place = sa.or_(here, same_id, pins.c.image_path == row.image_path)
        same = same_place
        if row.image_hash is not None:
            content = pins.c.image_hash
            same = sa.or_(content == row.image_hash, sa.and_(content.is_(None), same_place))
        query = sa.select(pins).where(same).order_by(pins.c.number)
        if not deleted:
            query = query.where(pins.c.deleted_at.is_(None))
        with self._database.read() as connection:
            return tuple(_pin(found) for found in connection.execute(query))

    def delete(self, number: int, *, author: str | None = None) -> Pin:
        """Take a pin away; it stays in the history of its picture.

        Raises:
            StoreError: There is no such pin, or it was taken away already.
        """
        who, now = author or user_name(), datetime.now(UTC)
        with self._database.write() as connection:
            lock_order(self._database, connection)
            row = connection.execute(sa.select(pins).where(pins.c.number == number)).one_or_none()
            if row is None or row.deleted_at is not None:
                raise StoreError(f"there is no pin {number}: somebody may have taken it away.")
            gone = {"deleted_at": now, "deleted_by": who}
            connection.execute(pins.update().where(pins.c.number == number).values(**gone))
            told = {"pin": number, "run": row.run_id, "split": row.split, "sample": row.sample_id}
            append_change(connection, "unpinned", author=who, time=now, note=None, **told)
        return _pin(row, **gone)

    def _picture(self, run: Run, split: str, sample: str) -> Any:
        """Read where the file of a sample is, and the hash of its content."""
        query = (
            sa.select(samples.c.image_path, samples.c.image_hash)
            .join(runs, runs.c.number == samples.c.run)
            .where(runs.c.id == run.id, samples.c.split == split, samples.c.sample_id == sample)
        )
        with self._database.read() as connection:
            found = connection.execute(query).one_or_none()
        if found is None:
            raise StoreError(f"run {run.id} has no picture {sample!r} in its split {split!r}.")
        return found


def _pin(row: Any, **changed: Any) -> Pin:
    places = (row.number, row.run_id, row.split, row.sample_id, row.x, row.y)
    gone = {"deleted_at": row.deleted_at, "deleted_by": row.deleted_by, **changed}
    return Pin(*places, row.text, row.author, row.time, **gone)
