"""The settings that keep what was acknowledged, and the sentences where it cannot be kept."""

import os
import threading
import time
from pathlib import Path

import pytest

from segscope.errors import StoreError, UsageError
from segscope.store import network_drives
from segscope.store.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database.open(f"sqlite:///{tmp_path}/a.db")


def test_sqlite_is_durable_and_checks_references(database: Database) -> None:
    with database.read() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}


def test_a_writer_that_reads_first_waits_for_another_and_does_not_fail(database: Database) -> None:
    """The usual way (a deferred transaction) fails here at once with "database is locked"."""
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE numbers (n INTEGER)")

    def add_next() -> None:
        for _ in range(10):
            with database.write() as connection:
                highest = connection.exec_driver_sql("SELECT coalesce(max(n), 0) FROM numbers").scalar_one()
                time.sleep(0.001)
                connection.exec_driver_sql("INSERT INTO numbers VALUES (?)", (highest + 1,))

    threads = [threading.Thread(target=add_next) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as connection:
        numbers = list(connection.exec_driver_sql("SELECT n FROM numbers ORDER BY n").scalars())
    assert numbers == list(range(1, 61))


def test_a_reader_sees_one_state_and_does_not_block_a_writer(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE numbers (n INTEGER)")
    with database.read() as view:
        assert view.exec_driver_sql("SELECT count(*) FROM numbers").scalar() == 0
        with database.write() as connection:
            connection.exec_driver_sql("INSERT INTO numbers VALUES (1)")
        assert view.exec_driver_sql("SELECT count(*) FROM numbers").scalar() == 0
    with database.read() as view:
        assert view.exec_driver_sql("SELECT count(*) FROM numbers").scalar() == 1


def test_an_error_rolls_everything_back(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE numbers (n INTEGER UNIQUE)")

    def insert_twice() -> None:
        with database.write() as connection:
            connection.exec_driver_sql("INSERT INTO numbers VALUES (1)")
            connection.exec_driver_sql("INSERT INTO numbers VALUES (1)")

    with pytest.raises(StoreError, match="UNIQUE"):
        insert_twice()
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM numbers").scalar() == 0


def test_a_child_process_opens_its_own_connection(database: Database) -> None:
    with database.read() as connection:
        ours = connection.connection.driver_connection
        child = os.fork()
        if child == 0:
            with database.read() as inherited:
                os._exit(0 if inherited.connection.driver_connection is not ours else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.parametrize("url", ["mysql://x/y", "no url", "sqlite://"])
def test_a_url_that_no_store_can_have_is_wrong_use(url: str) -> None:
    with pytest.raises(UsageError):
        Database.open(url)


def test_a_server_that_is_not_there_is_a_sentence_without_the_password() -> None:
    with pytest.raises(StoreError, match="refused") as caught:
        Database.open("postgresql://mia:sesame@127.0.0.1:1/none")
    assert "sesame" not in str(caught.value)


def test_a_file_that_is_no_database_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"x" * 5000)
    with pytest.raises(StoreError, match="not a database"):
        Database.open(f"sqlite:///{tmp_path}/a.db")


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "lustre", "fuse.sshfs"])
def test_sqlite_on_a_network_drive_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("segscope.store.database.file_system_of", lambda _: kind)
    with pytest.raises(StoreError, match=rf"network drive \({kind}\).*SEGSCOPE_STORE_URL"):
        Database.open(f"sqlite:///{tmp_path}/a.db")


def test_the_file_system_is_that_of_the_deepest_mount(tmp_path: Path) -> None:
    (tmp_path / "team space" / "sub").mkdir(parents=True)
    mounts = tmp_path / "mounts"
    space = str(tmp_path / "team space").replace(" ", "\\040")
    mounts.write_text(f"/dev/a / ext4 rw 0 0\nserver:/x {space} nfs4 rw 0 0\n/dev/b /boot vfat rw 0 0\n")
    assert network_drives.file_system_of(tmp_path / "team space" / "sub", mounts) == "nfs4"
    assert network_drives.file_system_of(tmp_path, mounts) == "ext4"
    assert network_drives.file_system_of(tmp_path, tmp_path / "none") is None
