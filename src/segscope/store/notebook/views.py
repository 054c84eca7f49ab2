"""Views that people keep: an address of the page under a name."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from segscope.errors import StoreError, UsageError
from segscope.store.database import Database
from segscope.store.new_run import check_text, user_name
from segscope.store.notebook.changes import append_change, lock_order
from segscope.store.notebook.tables import VIEW_LENGTH, kept_views

ADDRESS_LENGTH = 4000
"""Characters of an address, at most."""
_OWN_ADDRESS = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")
"""Of this page and no other: browsers take ``//host`` and ``/\\host`` for another machine."""


@dataclass(frozen=True, slots=True)
class KeptView:
    """A view.

    Attributes:
        name: What people call it.
        address: The page's address without the host, such as ``/?sort=miou``.
        author: Who kept it last.
        time: When, UTC.
    """

    name: str
    address: str
    author: str
    time: datetime


class KeptViews:
    """The kept views of one workspace.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[KeptView, ...]:
        """Give the views by name."""
        with self._database.read() as connection:
            found = [KeptView(*row) for row in connection.execute(sa.select(kept_views))]
        return tuple(sorted(found, key=lambda view: view.name.casefold()))  # databases sort in their own ways

    def keep(self, name: str, address: str, *, author: str | None = None) -> KeptView:
        """Keep a view under a name; one that is there is replaced, and its address stays in the changes.

        Raises:
            UsageError: The name is empty or too long, or the address is none of this page.
        """
        view = KeptView(_checked_name(name), _checked(address), author or user_name(), datetime.now(UTC))
        values = {"address": view.address, "author": view.author, "time": view.time}
        with self._database.write() as connection:
            lock_order(self._database, connection)
            insert = self._database.upsert(kept_views).values(name=view.name, **values)
            connection.execute(insert.on_conflict_do_update(index_elements=["name"], set_=values))
            told = {"name": view.name, "address": view.address}
            append_change(connection, "view", author=view.author, time=view.time, note=None, **told)
        return view

    def drop(self, name: str, *, author: str | None = None) -> KeptView:
        """Drop a view; its address stays in the changes.

        Raises:
            StoreError: There is no such view.
        """
        who, now = author or user_name(), datetime.now(UTC)
        wanted = kept_views.c.name == " ".join(name.split())
        with self._database.write() as connection:
            lock_order(self._database, connection)
            row = connection.execute(sa.select(kept_views).where(wanted)).one_or_none()
            if row is None:
                raise StoreError(f"there is no view {name!r}: somebody may have dropped it.")
            connection.execute(kept_views.delete().where(wanted))
            told = {"name": row.name, "address": row.address}
            append_change(connection, "dropped", author=who, time=now, note=None, **told)
        return KeptView(*row)


def _checked_name(name: str) -> str:
    plain = " ".join(name.split())
    if not plain or len(plain) > VIEW_LENGTH:
        raise UsageError(f"a view's name has 1 to {VIEW_LENGTH} characters, and this one has {len(plain)}.")
    check_text("the view's name", plain)
    return plain


def _checked(address: str) -> str:
    if len(address) > ADDRESS_LENGTH or not _OWN_ADDRESS.fullmatch(address):
        raise UsageError(f"{address[:80]!r} is no address of this page: give one such as /?sort=miou.")
    check_text("the address", address)
    return address
