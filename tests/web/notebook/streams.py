"""A real server in a thread, and listeners of its event stream."""

import contextlib
import json
import queue
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from starlette.types import ASGIApp

SECONDS_TO_START = 20


@contextmanager
def running(app: ASGIApp) -> Iterator[str]:
    """Serve an application on a free port, and give its address."""
    config = uvicorn.Config(app, port=0, log_level="error", ws="none", timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + SECONDS_TO_START
    while not server.started:
        assert time.monotonic() < end, "the server did not start"
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(20)
    assert not thread.is_alive()


class Listener:
    """Reads an event stream in a thread until it goes away.

    Args:
        url: The server's address.
    """

    def __init__(self, url: str) -> None:
        self.events: queue.Queue[tuple[str, Any]] = queue.Queue()
        self.ended = threading.Event()
        place = urlsplit(url)
        assert place.port is not None
        self._socket = socket.create_connection(("127.0.0.1", place.port), SECONDS_TO_START)
        self._socket.sendall(f"GET /api/v1/events HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode())
        self._file = self._socket.makefile("rb")
        self.head = [line.decode().strip() for line in iter(self._file.readline, b"\r\n")]
        self._socket.settimeout(None)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def next(self, kind: str, seconds: float = 5.0) -> Any:
        """Wait for the next event of a kind, and give what it tells."""
        end = time.monotonic() + seconds
        while True:
            found, detail = self.events.get(timeout=max(end - time.monotonic(), 0.001))
            if found == kind:
                return detail

    def hears_of(self, change: int, seconds: float = 5.0) -> None:
        """Wait until a change of the notebook is told."""
        end = time.monotonic() + seconds
        while self.next("notebook", end - time.monotonic()) != {"last_change": change}:
            pass

    def close(self) -> None:
        """Go away without a word, as a closed tab does."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._file.close()
        self._socket.close()

    def _read(self) -> None:
        kind = ""
        for line in self._file:  # the lengths of chunks are no such lines
            text = line.decode().strip()
            if text.startswith("event: "):
                kind = text.removeprefix("event: ")
            elif text.startswith("data: "):
                self.events.put((kind, json.loads(text.removeprefix("data: "))))
        self.ended.set()
