"""What happens appears on every page by itself, whoever did it."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from starlette.types import ASGIApp

from segscope.store import Workspace
from segscope.store.notebook import KeptViews, Notebook
from segscope.store.run_lock import training_lock
from segscope.web import live
from segscope.web.context import WebContext
from tests.contract.stores.stored import new_run, validate
from tests.web.notebook.streams import Listener, running


@pytest.fixture
def url(app: ASGIApp, context: WebContext) -> Iterator[str]:
    with running(app) as url:
        yield url
        context.close()


Listen = Callable[[], Listener]


@pytest.fixture
def listen(url: str) -> Iterator[Listen]:
    """Give a function that opens an event stream and has heard its first event."""
    opened = []

    def listen() -> Listener:
        opened.append(Listener(url))
        opened[-1].next("notebook")
        return opened[-1]

    yield listen
    for listener in opened:
        listener.close()


def test_a_stream_is_neither_kept_nor_compressed(listen: Listen) -> None:
    head = [line.lower() for line in listen().head]
    assert "content-type: text/event-stream; charset=utf-8" in head
    assert "cache-control: no-store" in head
    assert not any(line.startswith("content-encoding") for line in head)


def test_an_edit_by_another_server_appears_within_a_second(listen: Listen, workspace: Workspace) -> None:
    listener = listen()
    with Workspace.open(workspace.folder) as other:
        book = Notebook(other.database)
        book.add({"title": "a"}, author="Lee")
        listener.hears_of(2, 1.0)
        for version in range(1, 4):
            time.sleep(0.05 * version)
            book.edit(1, "title", f"b{version}", base=version, author="Lee")
            listener.hears_of(2 + version, 1.0)
        KeptViews(other.database).keep("mine", "/")
        listener.hears_of(6, 1.0)


def test_a_run_moves_by_itself(listen: Listen, workspace: Workspace) -> None:
    listener = listen()
    time.sleep(2 * live.SECONDS_BETWEEN_LOOKS)
    with Workspace.open(workspace.folder) as trainer:
        run = trainer.create_run(new_run())
        with training_lock(run):
            begun = {"id": run.id, "status": "running", "validations": 0, "step": 0}
            while (told := listener.next("run", 1.0)) != begun:
                assert told == {**begun, "status": "stopped"}  # seen before the trainer held it
            run.log_curves({step: {"train/loss": 1 / step} for step in (1, 2, 7)})
            assert listener.next("run", 1.0) == {**begun, "step": 7}
            validate(run, 20, 0.5)
            assert listener.next("run", 1.0) == {**begun, "step": 20, "validations": 1}
        assert listener.next("run", 1.0)["status"] == "stopped"  # killed: no row says so
        run.set_status("finished")
        assert listener.next("run", 1.0) == {**begun, "step": 20, "validations": 1, "status": "finished"}
        trainer.delete_run(run)
        assert listener.next("run", 1.0)["status"] == "deleted"


def test_a_run_that_came_and_ended_between_two_looks_is_told(listen: Listen, workspace: Workspace) -> None:
    listener = listen()
    time.sleep(2 * live.SECONDS_BETWEEN_LOOKS)
    run = workspace.create_run(new_run())
    run.set_status("finished")
    while (told := listener.next("run", 1.0))["status"] != "finished":
        pass
    assert told["id"] == run.id


def test_listeners_that_go_away_are_forgotten(listen: Listen, context: WebContext) -> None:
    listeners = [listen() for _ in range(8)]
    assert context.live.listeners == 8
    for listener in listeners:
        listener.close()
    end = time.monotonic() + 5
    while context.live.listeners:
        assert time.monotonic() < end, f"{context.live.listeners} are still listened to"
        time.sleep(0.02)
    time.sleep(2 * live.SECONDS_BETWEEN_LOOKS)
    assert "segscope-live" not in {thread.name for thread in threading.enumerate()}  # nobody looks


def test_many_listeners_hear_the_same_and_cost_next_to_nothing(
    listen: Listen, workspace: Workspace, context: WebContext
) -> None:
    listeners = [listen() for _ in range(64)]
    assert context.live.listeners == 64
    time.sleep(0.5)
    before, begun = time.process_time(), time.monotonic()
    time.sleep(2)
    share = (time.process_time() - before) / (time.monotonic() - begun)
    assert share < 0.1, f"64 silent listeners take {share:.0%} of a core"
    Notebook(workspace.database).add({"title": "a"})
    for listener in listeners:
        listener.hears_of(2, 1.0)


def test_silence_is_broken_by_comments(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "SECONDS_OF_SILENCE", 0.1)
    with httpx.stream("GET", f"{url}/api/v1/events") as answer:
        lines = answer.iter_lines()
        assert ": still here" in [next(lines) for _ in range(12)]


def test_the_end_of_the_server_ends_the_streams(app: ASGIApp, context: WebContext) -> None:
    with running(app) as url:
        listeners = [Listener(url) for _ in range(3)]
        for listener in listeners:
            listener.next("notebook")
        assert context.live.listeners == 3
        begun = time.monotonic()
        context.close()
    assert time.monotonic() - begun < 1.5
    for listener in listeners:
        assert listener.ended.wait(5)
        listener.close()


def test_a_listener_that_does_not_read_is_sent_away(
    context: WebContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "_MOST_WAITING", 10)

    async def listen() -> list[bytes]:
        stream = context.live.events()
        heard = [await anext(stream), await anext(stream)]
        for number in range(30):
            context.live.tell("verdicts", {"rows": [number]})
        await asyncio.sleep(0.1)
        return heard + [message async for message in stream]

    heard = asyncio.run(listen())
    assert 10 <= len(heard) < 20  # and the stream ended
    assert context.live.listeners == 0
