"""Every kind of answer of the real server: its headers, and what may be kept of it."""

import http.client
import json
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest

from tests.page.conftest import PAGE
from tests.page.server import PageServer


class Answer(NamedTuple):
    """What came back; the body only where it ends."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(server: PageServer, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
    """Send one request as it stands; underscores in names of headers are dashes."""
    connection = http.client.HTTPConnection(server.host, timeout=30)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        got = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(
            answer.status, got, b"" if "event-stream" in got.get("content-type", "") else answer.read()
        )
    finally:
        connection.close()


@pytest.fixture(scope="module")
def token(server: PageServer) -> str:
    token = json.loads(ask(server, "GET", "/api/v1/session").body)["token"]
    assert isinstance(token, str)
    return token


@pytest.fixture(scope="module")
def run_and_sample(server: PageServer) -> tuple[str, str]:
    """Give a run's id, and a sample of its first validation as an address holds it."""
    run = json.loads(ask(server, "GET", "/api/v1/runs").body)[0]["id"]
    pictures = json.loads(ask(server, "GET", f"/api/v1/runs/{run}/validations/1/pictures").body)["pictures"]
    return run, quote(pictures[0]["sample"], safe="")


def check_headers(answer: Answer) -> None:
    headers = answer.headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers
    assert "access-control-allow-origin" not in headers


def check_refusal(answer: Answer, status: int) -> None:
    check_headers(answer)
    assert answer.status == status
    assert answer.headers["cache-control"] == "no-store"
    assert re.search(r"\w", json.loads(answer.body)["message"])
    assert b"Traceback" not in answer.body


def test_data_may_not_be_kept_and_says_its_type(server: PageServer, run_and_sample: tuple[str, str]) -> None:
    run, sample = run_and_sample
    of_sample = f"/api/v1/runs/{run}/validations/1"
    kinds = {
        "/api/v1/session": "application/json",
        "/api/v1/notebook": "application/json",
        f"{of_sample}/diagnosis": "application/json",
        f"{of_sample}/prediction?sample={sample}": "image/png",
        f"{of_sample}/confidence?sample={sample}": "image/png",
        f"/api/v1/runs/{run}/samples/truth?split=val&sample={sample}": "image/png",
        f"/api/v1/runs/{run}/samples/picture?split=val&sample={sample}": "image/",
        f"{of_sample}/thumbnail?sample={sample}": "image/",
        "/api/v1/notebook/sheet?format=csv": "text/csv",
        "/api/v1/notebook/sheet?format=xlsx": "application/vnd.openxmlformats",
        "/api/v1/events": "text/event-stream",
    }
    for address, kind in kinds.items():
        answer = ask(server, "GET", address)
        assert answer.status == 200, address
        check_headers(answer)
        assert answer.headers["content-type"].startswith(kind), address
        assert "public" not in answer.headers["cache-control"], address
        assert {"no-store", "private"} & set(re.split(r"[,\s]+", answer.headers["cache-control"])), address


def test_sheets_are_saved_and_not_shown(server: PageServer) -> None:
    for kind in ("csv", "tsv", "xlsx"):
        answer = ask(server, "GET", f"/api/v1/notebook/sheet?format={kind}")
        assert answer.headers["content-disposition"].startswith("attachment"), kind


def test_refusals_carry_the_same_headers_and_one_sentence(server: PageServer, token: str) -> None:
    wrong_host = ask(server, "GET", "/api/v1/session", Host="segscope.example")
    check_refusal(wrong_host, 421)
    assert token.encode() not in wrong_host.body
    check_refusal(ask(server, "GET", "/api/v1/nothing"), 404)
    check_refusal(ask(server, "GET", "/api/v1/runs/none"), 404)
    check_refusal(ask(server, "GET", "/api/v1/classes/trend"), 422)
    add = "/api/v1/notebook/rows"
    check_refusal(ask(server, "POST", add, b"{}", Content_Type="application/json"), 403)
    written = {"X_Segscope_Token": token}
    check_refusal(ask(server, "POST", add, b"{}", Content_Type="text/plain", **written), 415)
    check_refusal(ask(server, "POST", add, b"{", Content_Type="application/json", **written), 422)
    foreign = {"Origin": "https://elsewhere.example", "Content_Type": "application/json"}
    check_refusal(ask(server, "POST", add, b"{}", **written, **foreign), 403)
    check_refusal(ask(server, "POST", add, None, Content_Length=str(2**30), **written), 413)


@pytest.mark.skipif(not PAGE.is_file(), reason="the page is not built: `make install`")
def test_the_page_is_given_for_every_address_and_never_a_file_of_the_machine(server: PageServer) -> None:
    document = PAGE.read_bytes()
    for address in ("/", "/runs", "/runs/none/classes/Paper", "/meeting/3", "/../../etc/passwd", "/%2e%2e/x"):
        answer = ask(server, "GET", address)
        check_headers(answer)
        assert (answer.status, answer.body) == (200, document), address
        assert answer.headers["cache-control"] == "no-store", address
    for address in ("/assets/../index.html", "/assets/%2e%2e/%2e%2e/app.py", "/assets/none.js"):
        answer = ask(server, "GET", address)
        check_headers(answer)
        assert answer.status == 404 or answer.body == document, address


@pytest.mark.skipif(not PAGE.is_file(), reason="the page is not built: `make install`")
def test_files_named_by_their_hash_are_kept_for_ever(server: PageServer) -> None:
    named = re.findall(rb'(?:src|href)="(/assets/[^"]+)"', PAGE.read_bytes())
    assert named
    for address in named:
        answer = ask(server, "GET", address.decode())
        check_headers(answer)
        assert answer.status == 200
        assert "immutable" in answer.headers["cache-control"]
        assert answer.body == Path(PAGE.parent, address.decode().lstrip("/")).read_bytes()
