"""``segscope serve`` as a process: it makes what is missing, and ends when it is told to."""

import time
from pathlib import Path

import httpx
import pytest

from segscope.errors import UsageError
from segscope.web.serve import check_host_is_local, open_socket
from tests.page.server import serving
from tests.web.notebook.streams import Listener


def test_an_absent_workspace_is_made_empty_and_the_end_waits_for_no_stream(tmp_path: Path) -> None:
    folder = tmp_path / "우리 팀"
    with serving(folder) as server:
        assert (folder / "segscope.db").is_file()
        assert httpx.get(f"{server.url}/api/v1/notebook").json()["rows"] == []
        assert httpx.get(f"{server.url}/api/v1/session").json()["workspace"] == "우리 팀"
        listeners = [Listener(server.url) for _ in range(3)]
        for listener in listeners:
            listener.next("notebook")
        begun = time.monotonic()
        server.stop()
        assert time.monotonic() - begun < 1.5
        for listener in listeners:
            assert listener.ended.wait(5)
            listener.close()


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.168.0.7", "example.org", "", "127.0.0.1.evil.example"]
)
def test_addresses_that_others_reach_are_refused_and_the_two_ways_are_told(host: str) -> None:
    with pytest.raises(UsageError, match=r"(?s)ssh -L .*SEGSCOPE_STORE_URL"):
        check_host_is_local(host)


def test_a_port_that_is_taken_is_told() -> None:
    with open_socket("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port} is in use"):
            open_socket("127.0.0.1", port)


def test_the_first_free_port_is_taken() -> None:
    with open_socket("127.0.0.1", None) as first, open_socket("127.0.0.1", None) as second:
        assert first.getsockname()[1] != second.getsockname()[1]
