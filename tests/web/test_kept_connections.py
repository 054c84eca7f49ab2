"""Answers over a connection that is kept do not wait for acknowledgements."""

import threading
import time
from pathlib import Path

import httpx
import uvicorn

from segscope.store import Workspace
from segscope.web.app import create_app
from segscope.web.serve import open_socket


def test_an_answer_does_not_wait_for_a_delayed_acknowledgement(tmp_path: Path) -> None:
    """A socket without TCP_NODELAY holds the body back for 40 ms, from the second dozen of answers on."""
    listener = open_socket("127.0.0.1", 0)
    with Workspace.open(tmp_path) as workspace:
        server = uvicorn.Server(uvicorn.Config(create_app(workspace), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        took = []
        try:
            address = f"http://127.0.0.1:{listener.getsockname()[1]}/api/v1/session"
            with httpx.Client() as client:
                for _ in range(60):
                    begun = time.perf_counter()
                    assert client.get(address).status_code == 200
                    took.append(time.perf_counter() - begun)
        finally:
            server.should_exit = True
            thread.join(10)
    assert min(took[30:]) < 0.03
