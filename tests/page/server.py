"""``segscope serve`` in a process of its own, as a person starts it."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.page.trained import SEGSCOPE, environment

_SECONDS_TO_START = 60


class PageServer:
    """Serves a workspace on a port of its own until it is stopped.

    Args:
        workspace: Its folder; an absent one is made by the server.
        user: Who started it.
        store: URL of the team's database, where it is not the workspace's own file.
    """

    def __init__(self, workspace: Path, user: str = "Kim", store: str | None = None) -> None:
        self.workspace = workspace
        self._environment = {**environment(user), "COLUMNS": "500"}
        if store is not None:
            self._environment["SEGSCOPE_STORE_URL"] = store
        self._log = workspace.parent / f"{workspace.name}.{user}.serve.log"
        self._port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        """Where the page is, without a slash at the end."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def is_running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    @property
    def host(self) -> str:
        """Name and port, as in the Host header."""
        return urlsplit(self.url).netloc

    def start(self) -> None:
        """Start the server; once more on the port that it had."""
        command = [SEGSCOPE, "serve", "--workspace", str(self.workspace), "--port", str(self._port)]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, env=self._environment
            )
        end = time.monotonic() + _SECONDS_TO_START
        while not (said := re.search(r"http://127\.0\.0\.1:(\d+)/", self._log.read_text())):
            assert self._process.poll() is None, self._log.read_text()
            assert time.monotonic() < end, "the server did not start in a minute"
            time.sleep(0.05)
        self._port = int(said[1])

    def kill(self) -> None:
        """Let the process die as in a power cut."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as Ctrl-C does, and see that it said nothing of a failure."""
        self._end(signal.SIGINT)
        assert "Traceback" not in self._log.read_text(), self._log.read_text()

    def memory(self) -> int:
        """Tell how many bytes of memory the process holds."""
        assert self._process is not None
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        self._process.wait(30)
        self._process = None


@contextmanager
def serving(workspace: Path, user: str = "Kim", store: str | None = None) -> Iterator[PageServer]:
    """Serve a workspace until the block ends; see :class:`PageServer`."""
    server = PageServer(workspace, user, store)
    try:
        yield server
    finally:
        server.stop()
