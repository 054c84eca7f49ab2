"""Six people, one notebook: each serves a page of their own over one database and one folder of files."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

from segscope.store import Workspace
from segscope.web.app import create_app
from tests.contract.stores.stored import new_run, validate

API = "/api/v1"


@pytest.fixture
def servers(url: str, tmp_path: Path) -> Iterator[list[TestClient]]:
    """Two members' servers, as two machines would run them: nothing is shared but folder and database."""
    with ExitStack() as stack:
        clients = []
        for name in ("kim", "lee"):
            workspace = stack.enter_context(Workspace.open(tmp_path / "shared", url=url))
            client = TestClient(create_app(workspace), base_url="http://127.0.0.1:7391")
            clients.append(stack.enter_context(client))
            token = client.get(f"{API}/session").json()["token"]
            client.headers.update({"X-Segscope-Token": token, "X-Segscope-User": name})
        yield clients


def test_a_run_that_one_member_made_is_on_everybodys_page_with_its_label_maps(
    servers: list[TestClient], url: str, tmp_path: Path
) -> None:
    with Workspace.open(tmp_path / "shared", url=url) as trainer:
        run = trainer.create_run(new_run("공유한 실험"))
        validation = validate(run, 20, 0.5)
        run.set_status("finished")
        kept = run.prediction(validation, "scene/1")
    for server in servers:
        assert [one["name"] for one in server.get(f"{API}/runs").json()] == ["공유한 실험"]
        (row,) = server.get(f"{API}/notebook").json()["rows"]
        assert [one["id"] for one in row["runs"]] == [run.id]
        place = f"{API}/runs/{run.id}/validations/{validation.index}/prediction"
        answer = server.get(place, params={"sample": "scene/1"})
        assert answer.status_code == 200
        (tmp_path / "got.png").write_bytes(answer.content)
        with Image.open(tmp_path / "got.png") as got:
            np.testing.assert_array_equal(np.asarray(got), kept)


def test_what_one_member_writes_the_other_reads_and_nobodys_words_are_lost(
    servers: list[TestClient],
) -> None:
    kim, lee = servers
    row = kim.post(f"{API}/notebook/rows", json={"texts": {"title": "wider crops"}}).json()
    (seen,) = lee.get(f"{API}/notebook").json()["rows"]
    assert seen["cells"]["title"]["text"] == "wider crops"

    def write(client: TestClient, text: str, base: int) -> dict[str, object]:
        edit = {"row": row["number"], "field": "hypothesis", "text": text, "base": base}
        (outcome,) = client.post(f"{API}/notebook/edits", json={"edits": [edit]}).json()["outcomes"]
        assert isinstance(outcome, dict)
        return outcome

    assert write(kim, "borders gain", 0)["saved"] is True
    collided = write(lee, "nothing changes", 0)
    assert collided["saved"] is False
    assert collided["conflict"] == {
        "theirs": "borders gain",
        "mine": "nothing changes",
        "joined": "borders gain\nnothing changes",
    }
    assert write(lee, "borders gain\nnothing else changes", 1)["saved"] is True
    (read,) = kim.get(f"{API}/notebook").json()["rows"]
    cell = read["cells"]["hypothesis"]
    assert (cell["text"], cell["author"]) == ("borders gain\nnothing else changes", "lee")


def test_the_other_end_of_a_tunnel_may_have_another_port_and_no_other_name(servers: list[TestClient]) -> None:
    kim, _ = servers
    far = {"Host": "localhost:9000", "Origin": "http://localhost:9000"}
    assert kim.post(f"{API}/notebook/rows", json={"texts": {"title": "a"}}, headers=far).status_code == 200
    elsewhere = {"Host": "segscope.example:9000"}
    assert kim.get(f"{API}/notebook", headers=elsewhere).status_code == 421
