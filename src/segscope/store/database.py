"""One door to the database: reads, writes that take the lock first, and sentences instead of tracebacks.

::

    database = Database.open("sqlite:////data/segscope.db")     # or postgresql://…
    with database.write() as connection: ...                    # one transaction, lock taken at once
    with database.read() as connection: ...                     # a consistent view, blocks nobody

SQLite runs in WAL mode with ``synchronous=FULL`` (what was acknowledged survives a power cut) and every
write begins with ``BEGIN IMMEDIATE``: a transaction that reads first and then wants to write fails at
once under load, whatever the timeout. Connections are never carried across a fork.
"""

import fcntl
import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url

from segscope.errors import MissingDependencyError, StoreError, UsageError
from segscope.store import migrations, strict_json
from segscope.store.network_drives import NETWORK_FILE_SYSTEMS, file_system_of

BUSY_SECONDS = 30
_MIGRATION_LOCK = 0x5E65C09E
"""Key of the PostgreSQL advisory lock that one opener holds while it migrates."""

_engines: "weakref.WeakSet[sa.Engine]" = weakref.WeakSet()
_carried_over: list[sa.Pool] = []


class DatabaseRefusedError(StoreError):
    """The database did not do what it was asked: it is away, locked, or its disk is full."""


class Database:
    """The database of one workspace, SQLite or PostgreSQL."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str | URL) -> "Database":
        """Open a database, make its tables where they are missing, and bring old ones up to date.

        Args:
            url: ``sqlite:///<path>`` or ``postgresql://user:password@host/name``.

        Raises:
            UsageError: The URL is of no known kind.
            StoreError: The database cannot be reached, lies on a network drive (SQLite), or was written
                by a newer segscope.
        """
        parsed = _parse(url)
        database = cls(_make_engine(parsed))
        if parsed.get_backend_name() == "sqlite":
            _refuse_network_drive(Path(parsed.database or ""))
        try:
            database._bring_up_to_date()
        except BaseException:
            database.close()
            raise
        return database

    @property
    def is_sqlite(self) -> bool:
        """True for SQLite, False for PostgreSQL."""
        return self._engine.dialect.name == "sqlite"

    @property
    def label(self) -> str:
        """The URL, without its password."""
        return self._engine.url.render_as_string(hide_password=True)

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """Give a connection inside one transaction; committed at the end, rolled back on an error."""
        with self._sentences(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Give a connection for reading: one consistent view, no lock that keeps writers away."""
        with self._sentences(), self._engine.connect() as connection:
            connection.execution_options(segscope_read=True)
            if not self.is_sqlite:  # there, each statement would see what was committed before it
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin() as view:
                yield connection
                view.rollback()

    def upsert(self, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
        """Give an INSERT that knows ``on_conflict_do_update`` in this database's dialect."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    def close(self) -> None:
        """Close all connections; the next use opens new ones."""
        self._engine.dispose()

    def _bring_up_to_date(self) -> None:
        with self.read() as connection:
            if migrations.is_current(connection):
                return
        with self._opener_lock():
            if self.is_sqlite:
                self._switch_to_wal()
            with self.write() as connection:
                if not self.is_sqlite:
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
                migrations.migrate(connection)

    @contextmanager
    def _opener_lock(self) -> Iterator[None]:
        """Let one process at a time make or change the tables of a SQLite file."""
        if not self.is_sqlite:
            yield  # the advisory lock inside the transaction does it
            return
        with open(f"{self._engine.url.database}.lock", "ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _switch_to_wal(self) -> None:
        with self._sentences(), self._engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA journal_mode=WAL")  # type: ignore[union-attr]

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.SQLAlchemyError as error:
            cause = getattr(error, "orig", None) or error
            reason = str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__
            raise DatabaseRefusedError(f"the store {self.label} refused: {reason}.") from error


def inserted_number(done: sa.CursorResult[Any]) -> int:
    """Give the number that the database gave to the one row that was inserted."""
    key = done.inserted_primary_key
    assert key is not None, "the statement inserted no single row"
    return int(key[0])


def _parse(url: str | URL) -> URL:
    try:
        parsed = make_url(url)
    except sa.exc.ArgumentError as error:
        raise UsageError("the store's URL is not of the form postgresql://user@host/name.") from error
    backend = parsed.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise UsageError(f"a store cannot be kept in {backend!r}: give a sqlite or a postgresql URL.")
    if backend == "sqlite" and not parsed.database:
        raise UsageError("a SQLite store needs a file: sqlite:///path/to/segscope.db.")
    return parsed.set(drivername="postgresql+psycopg") if backend == "postgresql" else parsed


def _make_engine(url: URL) -> sa.Engine:
    sqlite_file = url.get_backend_name() == "sqlite"
    options: dict[str, Any] = {"pool_size": 4, "max_overflow": 28}
    if sqlite_file:
        options["connect_args"] = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    else:
        options["pool_pre_ping"] = True  # a server restart must not fail the first write after it
    try:
        engine = sa.create_engine(
            url, json_serializer=strict_json.dumps, json_deserializer=strict_json.loads, **options
        )
    except ModuleNotFoundError as error:
        raise MissingDependencyError("psycopg", "postgres") from error
    if sqlite_file:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    _engines.add(engine)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = (
        None  # transactions begin where _begin_sqlite says, not where sqlite3 guesses
    )
    for pragma in ("synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    reads_only = connection.get_execution_options().get("segscope_read", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def _refuse_network_drive(path: Path) -> None:
    kind = file_system_of(path.parent)
    if kind in NETWORK_FILE_SYSTEMS:
        raise StoreError(
            f"{path} lies on a network drive ({kind}), where SQLite loses data: put the workspace on a local "
            "disk with --workspace, or give a PostgreSQL URL in SEGSCOPE_STORE_URL."
        )


def _forget_connections_after_fork() -> None:
    """Leave the parent's connections alone: even closing one here would drop the parent's locks."""
    for engine in list(_engines):
        _carried_over.append(engine.pool)  # kept for ever, so that nothing closes them
        engine.dispose(close=False)


os.register_at_fork(after_in_child=_forget_connections_after_fork)
