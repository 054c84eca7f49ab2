"""Two ways for a team to share one notebook, as the README shows them."""

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, expect

from segscope.store import Workspace
from segscope.store.notebook import Notebook
from tests.contract.stores.postgres_server import NoServerError, postgres_server
from tests.page.conftest import WIDE
from tests.page.server import PageServer, serving
from tests.page.sheet import SheetView
from tests.page.watching import Watch


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """Give the URL of an empty PostgreSQL database."""
    try:
        with postgres_server() as first:
            name = f"page_{random.getrandbits(48):x}"
            admin = sa.create_engine(
                first.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
            )
            with admin.connect() as connection:
                connection.execute(sa.text(f"CREATE DATABASE {name}"))
            yield first.replace("/postgres?", f"/{name}?")
            with admin.connect() as connection:
                connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
            admin.dispose()
    except NoServerError as missing:
        pytest.skip(str(missing))


def open_at(browser: Browser, server: PageServer, watch: Watch, user: str, url: str | None = None) -> Page:
    """Open a server's notebook as somebody."""
    address = url or server.url
    state = {"origins": [{"origin": address, "localStorage": [{"name": "segscope.name", "value": user}]}]}
    context = browser.new_context(base_url=address, storage_state=state, viewport=WIDE, locale="en-US")  # type: ignore[arg-type]
    watch.follow(context)
    page = context.new_page()
    page.goto("/")
    return page


def test_each_member_serves_their_own_page_over_the_teams_postgresql(
    browser: Browser, database: str, tmp_path: Path
) -> None:
    with Workspace.open(tmp_path / "shared", url=database) as workspace:
        Notebook(workspace.database).add_many([{"title": "baseline"}, {"title": "cutmix"}])
    with (
        serving(tmp_path / "shared", user="Kim", store=database) as of_kim,
        serving(tmp_path / "shared", user="Lee", store=database) as of_lee,
    ):
        watches = Watch(of_kim.host), Watch(of_lee.host)
        kim = SheetView(open_at(browser, of_kim, watches[0], "Kim"))
        lee = SheetView(open_at(browser, of_lee, watches[1], "Lee"))
        kim.write(1, "hypothesis", "seen from the other server")
        expect(lee.cell(1, "hypothesis")).to_contain_text("seen from the other server")
        lee.write(1, "conclusion", "and answered there")
        expect(kim.cell(1, "conclusion")).to_contain_text("and answered there")
        for sheet, watch in zip((kim, lee), watches, strict=True):
            sheet.page.context.close()
            watch.check()


class Tunnel:
    """Passes connections from a port of its own to another, as ``ssh -L`` does.

    Args:
        port: Where the server listens.
    """

    def __init__(self, port: int) -> None:
        self._to = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._to))
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=_pass, args=(one, other), daemon=True).start()


def _pass(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while content := source.recv(65536):
            sink.sendall(content)
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


def test_one_server_is_reached_through_a_tunnel_from_another_port(
    browser: Browser, server: PageServer
) -> None:
    with closing(Tunnel(int(server.url.rsplit(":", 1)[1]))) as tunnel:
        far = f"http://localhost:{tunnel.port}"
        watch = Watch(f"localhost:{tunnel.port}")
        lee = SheetView(open_at(browser, server, watch, "Lee", far))
        own = Watch(server.host)
        kim = SheetView(open_at(browser, server, own, "Kim"))
        lee.write(1, "hypothesis", "through the tunnel")
        expect(kim.cell(1, "hypothesis")).to_contain_text("through the tunnel")
        kim.write(2, "hypothesis", "and back")
        expect(lee.cell(2, "hypothesis")).to_contain_text("and back")
        for sheet, watched in ((lee, watch), (kim, own)):
            sheet.page.context.close()
            watched.check()


def test_nothing_listens_where_others_could_reach_it(server: PageServer) -> None:
    port = int(server.url.rsplit(":", 1)[1])
    listening = Path("/proc/net/tcp").read_text().splitlines()[1:]
    at = [
        line.split()[1]
        for line in listening
        if line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A"
    ]
    assert at == [f"0100007F:{port:04X}"]
