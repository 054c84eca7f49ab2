"""Every route is guarded and names who may call it: the routes are counted out, so that none is forgotten."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from segscope.store import Workspace
from segscope.store.notebook import Notebook
from segscope.web import policy
from segscope.web.app import API, create_app
from segscope.web.guard.body_limit import MAX_BODY
from segscope.web.guard.headers import SECURITY_HEADERS
from segscope.web.policy import PolicyRouter, Role, check_policies, needed_role
from segscope.web.routes import ROUTERS
from tests.web.notebook.clients import HOST

ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
EVERY = sorted((method, API + route.path) for route in ROUTES for method in route.methods or ())
WRITING = [(method, path) for method, path in EVERY if method not in ("GET", "HEAD", "OPTIONS")]
READING = [(method, path) for method, path in EVERY if method == "GET" and not path.endswith("/events")]
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path) as workspace:
        Notebook(workspace.database).add({"title": "a"})
        yield workspace


@pytest.fixture
def client(workspace: Workspace) -> TestClient:
    return TestClient(create_app(workspace), base_url=HOST)


@pytest.fixture
def token(client: TestClient) -> str:
    return str(client.get(f"{API}/session").json()["token"])


def address(path: str) -> str:
    """Put something into the places of a path."""
    return re.sub(r"{\w+}", "1", path)


def test_there_are_routes_that_write() -> None:
    assert len(WRITING) >= 12
    assert {method for method, _ in EVERY} <= {"GET", "POST", "PUT", "DELETE"}


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Host": "evil.example"}, 421, "wrong_host"),
        ({"Host": "127.0.0.1.evil.example:7391"}, 421, "wrong_host"),
        ({"Host": "evil.example#@localhost:7391"}, 421, "wrong_host"),
        ({"Host": ""}, 421, "wrong_host"),
        ({"Origin": "https://evil.example"}, 403, "wrong_origin"),
        ({"Origin": "null"}, 403, "wrong_origin"),
        ({"Origin": "http://127.0.0.1:8000"}, 403, "wrong_origin"),
        ({"Origin": "http://evil.127.0.0.1:7391"}, 403, "wrong_origin"),
        ({"Origin": "file://127.0.0.1:7391"}, 403, "wrong_origin"),
        ({"Sec-Fetch-Site": "cross-site"}, 403, "wrong_origin"),
        ({"Sec-Fetch-Site": "same-site"}, 403, "wrong_origin"),
        ({"X-Segscope-Token": ""}, 403, "wrong_token"),
        ({"X-Segscope-Token": "a" * 43}, 403, "wrong_token"),
        ({"X-Segscope-Token": "토큰"}, 403, "wrong_token"),
        ({"Content-Type": "text/plain"}, 415, "wrong_type"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415, "wrong_type"),
        ({"Content-Type": "multipart/form-data; boundary=x"}, 415, "wrong_type"),
        ({"Content-Type": ""}, 415, "wrong_type"),
        ({"Content-Length": str(MAX_BODY + 1)}, 413, "too_long"),
    ],
)
def test_no_route_writes_for_strangers(
    client: TestClient,
    workspace: Workspace,
    token: str,
    headers: dict[str, str],
    status: int,
    code: str,
) -> None:
    right = {"X-Segscope-Token": token, "Origin": HOST, **JSON}
    sent = {name.encode(): value.encode() for name, value in (right | headers).items()}
    before = Notebook(workspace.database).last_change
    for method, path in WRITING:
        answer = client.request(method, address(path), headers=sent, content=b"{}")
        assert (path, answer.status_code, answer.json()["code"]) == (path, status, code)
        assert SECURITY_HEADERS.items() <= dict(answer.headers).items()
    assert Notebook(workspace.database).last_change == before


def test_a_body_that_does_not_tell_its_length_is_counted(client: TestClient, token: str) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(MAX_BODY // 2**20 + 1):
            yield b"x" * 2**20

    headers = {"X-Segscope-Token": token}
    for path, kind in (("/notebook/edits", JSON), ("/notebook/sheet?name=a.csv", {"Content-Type": OCTETS})):
        answer = client.post(f"{API}{path}", content=parts(), headers=headers | kind)
        assert (answer.status_code, answer.json()["code"]) == (413, "too_long")


OCTETS = "application/octet-stream"


def test_the_page_itself_and_scripts_on_this_machine_may_write(client: TestClient, token: str) -> None:
    for origin in ({"Origin": HOST, "Sec-Fetch-Site": "same-origin"}, {}):
        headers = {"X-Segscope-Token": token, **origin}
        assert client.post(f"{API}/notebook/rows", json={}, headers=headers).status_code == 200


@pytest.mark.parametrize(("method", "path"), READING)
def test_no_route_reads_for_other_hosts(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, address(path), headers={"Host": "evil.example"})
    assert (answer.status_code, answer.json()["code"]) == (421, "wrong_host")
    assert SECURITY_HEADERS.items() <= dict(answer.headers).items()


@pytest.mark.parametrize(("method", "path"), READING)
def test_answers_stay_in_no_browsers_cache(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, address(path))
    assert answer.status_code < 500
    assert SECURITY_HEADERS.items() <= dict(answer.headers).items()
    assert "immutable" not in answer.headers["cache-control"]
    assert answer.headers["cache-control"] == "no-store"


def test_every_route_names_the_role_that_it_needs() -> None:
    roles = {
        (method, API + route.path): needed_role(route) for route in ROUTES for method in route.methods or ()
    }
    assert {key: role for key, role in roles.items() if role is None} == {}
    assert {role for key, role in roles.items() if key in WRITING} == {Role.EDITOR}
    assert {role for key, role in roles.items() if key not in WRITING} == {Role.VIEWER}


def test_a_route_without_a_role_is_refused_at_start() -> None:
    router = PolicyRouter()
    router.add_api_route("/forgotten", lambda: "hello")
    with pytest.raises(RuntimeError, match="'/forgotten' says no role"):
        check_policies([router])


def test_who_may_only_read_writes_nothing(
    client: TestClient, workspace: Workspace, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Roles come with accounts; that routes ask for them is tried here already."""
    monkeypatch.setattr(policy, "role_of_request", lambda _request: Role.VIEWER)
    before = Notebook(workspace.database).last_change
    for method, path in WRITING:
        headers = {"X-Segscope-Token": token, **JSON}
        answer = client.request(method, address(path), headers=headers, content=b"{}")
        assert (path, answer.status_code, answer.json()["code"]) == (path, 403, "forbidden")
    assert client.get(f"{API}/notebook").status_code == 200
    assert Notebook(workspace.database).last_change == before


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v2/notebook", "/api/"])
def test_what_the_api_does_not_have_is_told_as_json(client: TestClient, token: str, path: str) -> None:
    assert client.get(path).json()["code"] == "not_found"
    headers = {"X-Segscope-Token": token, **JSON}
    assert client.post(path, headers=headers, content=b"{}").status_code in (404, 405)


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"edits": ' + b"[" * 50_000, b"{", b"\xff", b"nul\0"])
def test_a_body_that_is_no_json_is_told(client: TestClient, token: str, body: bytes) -> None:
    headers = {"X-Segscope-Token": token, **JSON}
    answer = client.post(f"{API}/notebook/edits", headers=headers, content=body)
    assert (answer.status_code, answer.json()["code"]) in ((400, "malformed"), (422, "malformed"))
