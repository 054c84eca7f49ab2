"""The API is tried with requests drawn from its own document: whatever comes, no answer is a defect.

Half of the ids that are drawn are put right, so that requests come further than to "there is no such run".
"""

import json
from collections.abc import Iterator
from typing import Any
from zlib import crc32

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import response_schema_conformance
from starlette.testclient import TestClient

from segscope.store import Workspace
from segscope.store.notebook import Notebook
from segscope.web.app import API, create_api, create_app
from tests.web.notebook.clients import HOST
from tests.web.workspaces import make_generated, whole_runs

_EXAMPLES = 24
_STREAM = f"{API}/events"  # never ends
_KNOWN: dict[str, list[Any]] = {}

document = create_api().openapi()
schema = schemathesis.openapi.from_dict(document).exclude(path=_STREAM)


def put_right(drawn: dict[str, Any] | None) -> dict[str, Any] | None:
    """Replace half of the values that name something by what is there, always the same for one draw."""
    if not isinstance(drawn, dict):
        return drawn
    dice = crc32(repr(sorted(drawn.items(), key=repr)).encode(errors="replace"))
    right = {}
    for place, (name, value) in enumerate(drawn.items()):
        choices, roll = _KNOWN.get(name, []), dice >> place
        right[name] = choices[roll // 4 % len(choices)] if choices and roll % 4 else value
    return right


@schema.hook
def map_path_parameters(_context: Any, drawn: dict[str, Any] | None) -> dict[str, Any] | None:
    return put_right(drawn)


@schema.hook
def map_query(_context: Any, drawn: dict[str, Any] | None) -> dict[str, Any] | None:
    return put_right(drawn)


@schema.hook
def map_body(_context: Any, drawn: Any) -> Any:
    if isinstance(drawn, bytes) and crc32(drawn) % 2:  # a sheet
        return b"title,own\n" + drawn
    if isinstance(drawn, dict) and isinstance(drawn.get("edits"), list):
        return {**drawn, "edits": [put_right(edit) for edit in drawn["edits"]]}
    return put_right(drawn) if isinstance(drawn, dict) else drawn


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = make_generated(tmp_path_factory.mktemp("fuzzed") / "workspace", pictures=8, height=32, width=40)
    with Workspace.open(folder) as workspace:
        client = TestClient(create_app(workspace), base_url=HOST)
        client.headers["X-Segscope-Token"] = client.get(f"{API}/session").json()["token"]
        client.get(f"{API}/notebook")
        runs = whole_runs(workspace)
        ids, samples = [run.id for run in runs], [row.id for row in runs[0].samples("val")]
        rows = [note.number for note in Notebook(workspace.database).notes()]
        _KNOWN.update(
            run_id=ids,
            run=ids,
            against=ids,
            a=ids,
            b=ids,
            index=[validation.index for validation in runs[0].validations()],
            split=["val"],
            sample=samples,
            class_index=list(range(runs[0].class_set.num_classes)),
            predicted=[-1, 0, 1],
            keys=[list(runs[0].scalar_keys())[:3]],
            number=rows,
            row=rows,
            rows=[rows[:3]],
            field=["title", "conclusion", "own"],
            base=[0, 1],
            version=[0, 1],
            format=["xlsx", "csv", "tsv", "markdown", "html"],
            name=["a.csv", "a.xlsx", runs[0].class_set.names[0]],
            match=[json.dumps({}), json.dumps({"own": "score"})],
            address=["/?sort=miou"],
        )
        yield client


@schema.parametrize()
@settings(
    max_examples=_EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_request_is_answered_by_a_defect(case: Any, client: TestClient) -> None:
    sent = case.as_transport_kwargs(base_url=HOST)
    headers = {name: value for name, value in sent.pop("headers").items() if name.lower() != "user-agent"}
    if "data" in sent:
        sent["content"] = sent.pop("data")
    answer = client.request(
        headers=headers, **{name: value for name, value in sent.items() if name != "cookies"}
    )
    case.validate_response(answer, checks=[not_a_server_error, response_schema_conformance])


def test_every_route_but_the_stream_is_tried() -> None:
    every = {(method, path) for path, methods in document["paths"].items() for method in methods}
    tried = {
        (found.ok().method, found.ok().path) for found in schema.get_all_operations() if isinstance(found, Ok)
    }
    assert every - tried == {("get", _STREAM)}
