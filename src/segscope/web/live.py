"""What happens, told to everybody who listens: one look at the database for all of them.

While nobody listens nothing is looked at. While somebody does, a thread looks every third of a second
(:class:`~segscope.store.pulse.Heart`), so that edits by another server on the same database appear, too.
"""

import asyncio
import contextlib
import json
import threading
from collections.abc import AsyncIterator, Mapping
from typing import Any, Literal

from starlette.concurrency import run_in_threadpool

from segscope.errors import SegscopeError
from segscope.store.notebook import Notebook
from segscope.store.pulse import Heart
from segscope.store.workspace import Workspace

EventKind = Literal["notebook", "run", "verdicts"]

SECONDS_BETWEEN_LOOKS = 0.3
SECONDS_OF_SILENCE = 15.0
"""After so long without an event a comment is sent, so that nothing between takes the connection for dead."""
_MOST_WAITING = 500
"""Events of a listener that does not read; it is sent away then, and comes back by itself."""
_COME_BACK_AFTER = b"retry: 1000\n\n"
_STILL_HERE = b": still here\n\n"


class _Listener:
    """One open answer: events wait in a queue of the loop that serves it."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.waiting: asyncio.Queue[bytes | None] = asyncio.Queue()

    def tell(self, message: bytes | None) -> None:
        """Queue a message from any thread; None ends the answer."""
        with contextlib.suppress(RuntimeError):  # the loop is closed, and so is the answer
            self._loop.call_soon_threadsafe(self._queue, message)

    def _queue(self, message: bytes | None) -> None:
        self.waiting.put_nowait(None if self.waiting.qsize() >= _MOST_WAITING else message)


class Live:
    """Tells what happens in one workspace.

    Args:
        workspace: The team's.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._listeners: set[_Listener] = set()
        self._looks: threading.Thread | None = None
        self._closed = threading.Event()

    @property
    def listeners(self) -> int:
        """How many listen."""
        return len(self._listeners)

    async def events(self) -> AsyncIterator[bytes]:
        """Give events as they are sent, until the listener goes away or the server ends.

        The first one tells the notebook's newest change, so that a listener knows whether it missed any.
        """
        listener = _Listener()
        self._add(listener)
        try:
            yield _COME_BACK_AFTER
            newest = await run_in_threadpool(self._last_change)
            yield _message("notebook", {"last_change": newest})
            while True:
                try:
                    message = await asyncio.wait_for(listener.waiting.get(), SECONDS_OF_SILENCE)
                except TimeoutError:
                    message = _STILL_HERE
                if message is None:
                    return
                yield message
        finally:
            with self._lock:
                self._listeners.discard(listener)

    def tell(self, kind: EventKind, detail: Mapping[str, Any]) -> None:
        """Tell all listeners of an event, from any thread."""
        message = _message(kind, detail)
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener.tell(message)

    def close(self) -> None:
        """End all answers, so that they do not hold up the server's end."""
        self._closed.set()
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener.tell(None)

    def _add(self, listener: _Listener) -> None:
        with self._lock:
            self._listeners.add(listener)
            if self._looks is None:
                self._looks = threading.Thread(target=self._look, name="segscope-live", daemon=True)
                self._looks.start()
        if self._closed.is_set():
            listener.tell(None)

    def _look(self) -> None:
        heart = Heart(self._workspace.database, self._workspace.folder)
        while True:
            with contextlib.suppress(SegscopeError):  # a database that is away for a moment comes back
                pulse = heart.beat()
                if pulse.last_change is not None:
                    self.tell("notebook", {"last_change": pulse.last_change})
                for run in pulse.runs:
                    stands = {"status": run.status or "deleted", "validations": run.validations}
                    self.tell("run", {"id": run.id, **stands, "step": run.step})
            ended = self._closed.wait(SECONDS_BETWEEN_LOOKS)
            with self._lock:
                if ended or not self._listeners:
                    self._looks = None
                    return

    def _last_change(self) -> int:
        return Notebook(self._workspace.database).last_change


def _message(kind: EventKind, detail: Mapping[str, Any]) -> bytes:
    return f"event: {kind}\ndata: {json.dumps(dict(detail))}\n\n".encode()
