"""What people write comes back as text inside JSON, and as nothing else."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from segscope.store import Workspace
from segscope.web.app import API, create_app
from tests.contract.stores.stored import new_run, validate
from tests.web.notebook.clients import HOST

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</script><svg onload=alert(1)>",
    "\"><iframe src='javascript:alert(1)'>",
    "[x](javascript:alert(1)) ![x](//evil.example/x.png)",
    "{{constructor.constructor('alert(1)')()}}",
    "\u2028</style><style>*{background:url(//evil.example)}",
]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with Workspace.open(tmp_path) as workspace:
        for payload in PAYLOADS:
            validate(workspace.create_run(new_run(payload)), 10, 0.5)
        client = TestClient(create_app(workspace), base_url=HOST)
        client.headers["X-Segscope-Token"] = client.get(f"{API}/session").json()["token"]
        yield client


@pytest.mark.parametrize("payload", PAYLOADS)
def test_texts_of_people_are_texts(client: TestClient, payload: str) -> None:
    run = client.get(f"{API}/runs").json()[0]["id"]
    client.get(f"{API}/notebook")
    number = client.post(f"{API}/notebook/rows", json={"texts": {payload[:60].strip(): payload}}).json()[
        "number"
    ]
    client.post(f"{API}/notebook/rows/{number}/comments", json={"text": payload})
    pin = {"run": run, "split": "val", "sample": "scene/1", "x": 1, "y": 1, "text": payload}
    client.post(f"{API}/pins", json=pin)
    client.put(f"{API}/views", params={"name": payload}, json={"address": "/?q=%3Cscript%3E"})
    where = {"run": run, "split": "val", "sample": "scene/1"}
    for path, params in (
        ("/notebook", {}),
        (f"/notebook/rows/{number}", {}),
        (f"/notebook/rows/{number}/comments", {}),
        ("/views", {}),
        ("/pins", where),
        ("/runs", {}),
    ):
        answer = client.get(API + path, params=params)
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        shown = json.dumps(answer.json(), ensure_ascii=False)
        assert (
            json.dumps(" ".join(payload.split()) if path == "/views" else payload, ensure_ascii=False)
            in shown
        )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_refusals_that_repeat_what_was_sent_are_json(client: TestClient, payload: str) -> None:
    answers = [
        client.get(f"{API}/runs/{payload}"),
        client.get(f"{API}/notebook/rows/1/history", params={"field": payload * 10}),
        client.put(f"{API}/views", params={"name": "a"}, json={"address": payload}),
        client.get(f"{API}/comparison", params={"a": payload, "b": payload}),
        client.get(f"/api/{payload}"),
    ]
    for answer in answers:
        assert 400 <= answer.status_code < 500
        assert answer.headers["content-type"] == "application/json"
        assert "script-src 'self'" in answer.headers["content-security-policy"]
