"""A PostgreSQL server for tests: one that was started for them, or one of their own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VARIABLE = "SEGSCOPE_TEST_POSTGRES"
"""URL of a database whose user may create others; `.ci/run` starts such a server and sets it."""
_DEBIAN = Path("/usr/lib/postgresql")


class NoServerError(Exception):
    """There is no PostgreSQL on this machine, or it does not start."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """Give the URL of a server's first database.

    Raises:
        NoServerError: None was started for the tests, and none can be.
    """
    given = os.environ.get(VARIABLE)
    if given:
        yield given
        return
    # the server refuses to run as root, and a socket's path may have 107 bytes at most
    owner = "postgres" if os.geteuid() == 0 else None
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="segscope-pg-"))
    if owner is not None:
        shutil.chown(folder, owner)

    def call(program: str, *words: str) -> None:
        command = [str(programs / program), "-D", f"{folder}/data", *words]
        subprocess.run(command, user=owner, check=True, cwd=folder, stdout=subprocess.DEVNULL, timeout=60)

    try:
        try:
            call("initdb", "-U", "segscope", "--auth=trust", "--no-sync", "-E", "UTF8")
            options = f"-k {folder} -c listen_addresses='' -c fsync=off"
            call("pg_ctl", "-o", options, "-l", f"{folder}/log", "-w", "start")
        except (OSError, subprocess.SubprocessError) as failed:
            raise NoServerError(f"PostgreSQL does not start: {failed}") from failed
        try:
            yield f"postgresql://segscope@/postgres?host={folder}"
        finally:
            call("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """Find the newest server; Debian keeps its programs off the path."""
    versions = [p.parent for p in _DEBIAN.glob("*/bin/initdb") if p.parent.parent.name.isdecimal()]
    if versions:
        return max(versions, key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    if found is None:
        raise NoServerError(f"no PostgreSQL: install it, or set {VARIABLE} to a database's URL")
    return Path(found).resolve().parent
