"""A team at one server at once: 64 who look, 20 who write, a training that logs; all on the loopback address.

    python -m benchmarks.web_load [WORKSPACE] [--seconds 60] [--viewers 64] [--editors 20] [--points 100]

Without a workspace one of 2,000 runs is generated. Each viewer holds an event stream and asks for what a
page asks for, with pauses as people make them; what changed in the notebook is asked for by each of them.
Editors write words of their own into one common cell and into a row each; at the end every word that the
server said it saved is looked for. Prints a Markdown table: how long answers took, how late others' edits
were seen, and the server's memory. The load ends by itself: after the seconds, or 200,000 requests.
"""

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import random
import tempfile
import time
from collections.abc import AsyncIterator, Coroutine
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from benchmarks.web_figures import Figures, memory_row, table
from benchmarks.web_trainer import Trainer, train_for
from benchmarks.workspace_generator import Plan, generate
from tests.page.server import PageServer, serving

API = "/api/v1"
MOST_REQUESTS = 200_000
MOST_PEOPLE = 256
_THUMBNAILS = 12
_SECONDS_TO_COME = 10
_TRIES = 40
# Each person has connections of their own, as a browser has: one pool for all looks through all for each.
_OWN: ContextVar[httpx.AsyncClient] = ContextVar("own")


@dataclass
class Scene:
    """What everybody shares.

    Attributes:
        run: The whole run that is looked at.
        best: Number of its best validation, whose label maps are kept.
        samples: Its pictures.
        token: What writes need.
        end: When the load ends, by the monotonic clock.
        sent: Number of a change → when its edit was sent.
        heard: (number of a change, when a viewer heard of it).
        saved: Words that the server said it saved: (row, word).
        failures: What went wrong, in words.
    """

    url: str
    figures: Figures
    run: str
    best: int
    samples: list[str]
    token: str
    end: float
    sent: dict[int, float] = field(default_factory=dict)
    heard: list[tuple[int, float]] = field(default_factory=list)
    saved: list[tuple[int, str]] = field(default_factory=list)
    conflicts: int = 0
    requests: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def goes_on(self) -> bool:
        """Whether the load has not ended."""
        return time.monotonic() < self.end and self.requests < MOST_REQUESTS and len(self.failures) < 20

    async def ask(self, kind: str, path: str) -> Any:
        """Ask for something, and write down how long it took; JSON is read."""
        return await self._timed(kind, _OWN.get().build_request("GET", API + path))

    async def send(self, kind: str, path: str, body: Any, user: str) -> Any:
        """Write something."""
        headers = {"x-segscope-token": self.token, "x-segscope-user": quote(user)}
        return await self._timed(
            kind, _OWN.get().build_request("POST", API + path, json=body, headers=headers)
        )

    async def _timed(self, kind: str, request: httpx.Request) -> Any:
        self.requests += 1
        begun = time.perf_counter()
        try:
            answer = await _OWN.get().send(request)
        except httpx.HTTPError as error:
            if self.goes_on:  # at the end people leave, and what they waited for comes to nobody
                self.failures.append(f"{kind}: {error!r}")
            return None
        self.figures.add(kind, time.perf_counter() - begun)
        if answer.status_code != 200:
            self.failures.append(f"{kind}: {answer.status_code} {answer.text[:200]}")
            return None
        return answer.json() if answer.headers["content-type"].startswith("application/json") else None


@contextlib.asynccontextmanager
async def connected(url: str) -> AsyncIterator[None]:
    """Let a person connect to the server."""
    limits = httpx.Limits(max_connections=12, max_keepalive_connections=6, keepalive_expiry=3)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=60, verify=False) as client:
        _OWN.set(client)
        yield


async def join(scene: Scene, work: Coroutine[Any, Any, None]) -> None:
    """Let a person work over connections of their own."""
    async with connected(scene.url):
        await asyncio.create_task(work)


async def view(scene: Scene, number: int) -> None:
    """Look at pages, as one person does."""
    draw = random.Random(number)
    await asyncio.sleep(draw.uniform(0, _SECONDS_TO_COME))
    known = asyncio.create_task(follow(scene))
    try:
        while scene.goes_on:
            what = draw.choice(("notebook", "run", "pictures", "picture"))
            if what == "notebook":
                await scene.ask("notebook, whole", "/notebook")
            elif what == "run":
                await look_at_run(scene)
            elif what == "pictures":
                await look_at_pictures(scene, draw)
            else:
                await look_at_picture(scene, draw)
            await asyncio.sleep(draw.uniform(3, 9))
    finally:
        known.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await known


async def follow(scene: Scene) -> None:
    """Hold an event stream: write down when changes are heard of, and ask for them."""
    seen: int | None = None
    asked: set[asyncio.Task[Any]] = set()
    async for last in changes(scene):
        if seen is not None and last > seen:
            now = time.perf_counter()
            scene.heard += [(change, now) for change in range(seen + 1, last + 1)]
            asked.add(
                asyncio.create_task(scene.ask("changes of the notebook", f"/notebook/changes?after={seen}"))
            )
        seen = max(seen or 0, last)
        asked -= {task for task in asked if task.done()}


async def changes(scene: Scene) -> AsyncIterator[int]:
    """Give the numbers of newest changes as the event stream tells them."""
    try:
        async with _OWN.get().stream("GET", f"{API}/events", timeout=None) as stream:
            kind = ""
            async for line in stream.aiter_lines():
                if line.startswith("event:"):
                    kind = line[6:].strip()
                elif line.startswith("data:") and kind == "notebook":
                    yield json.loads(line[5:])["last_change"]
    except httpx.HTTPError as error:
        scene.failures.append(f"event stream: {error!r}")


async def look_at_run(scene: Scene) -> None:
    """Open a run's page: three questions at once."""
    base = f"/runs/{scene.run}"
    await asyncio.gather(
        scene.ask("run", base),
        scene.ask("diagnosis of a validation", f"{base}/validations/{scene.best}/diagnosis"),
        scene.ask("curves", f"{base}/curves?keys=train/loss"),
    )


async def look_at_pictures(scene: Scene, draw: random.Random) -> None:
    """Open a class's worst pictures, with a screen of thumbnails."""
    base = f"/runs/{scene.run}/validations/{scene.best}"
    index = draw.randrange(8)
    listed = await scene.ask("pictures of a class", f"{base}/pictures?class_index={index}&limit=100")
    shown = [picture["sample"] for picture in (listed or {"pictures": []})["pictures"][:_THUMBNAILS]]
    await asyncio.gather(
        *(
            scene.ask("thumbnail", f"{base}/thumbnail?sample={quote(sample, safe='')}&class_index={index}")
            for sample in shown
        )
    )


async def look_at_picture(scene: Scene, draw: random.Random) -> None:
    """Open a picture: what is known of it, and its three layers."""
    sample = quote(draw.choice(scene.samples), safe="")
    run, base = f"/runs/{scene.run}", f"/runs/{scene.run}/validations/{scene.best}"
    await asyncio.gather(
        scene.ask("picture, what is known", f"{base}/picture?sample={sample}"),
        scene.ask("label map", f"{base}/prediction?sample={sample}"),
        scene.ask("label map", f"{run}/samples/truth?split=val&sample={sample}"),
        scene.ask("photo", f"{run}/samples/picture?split=val&sample={sample}"),
    )


async def edit(scene: Scene, number: int, common: int) -> None:
    """Write words into a common row and into an own one, as one person does."""
    draw, user = random.Random(1000 + number), f"편집자 {number}"
    await asyncio.sleep(draw.uniform(0, _SECONDS_TO_COME))
    own = await scene.send("a row is added", "/notebook/rows", {"texts": {"title": f"plan of {user}"}}, user)
    count = 0
    while own is not None and scene.goes_on:
        await asyncio.sleep(draw.uniform(2, 6))
        count += 1
        row = common if draw.random() < 0.5 else own["number"]
        await add_word(scene, row, f"w{number}-{count}", user)


async def add_word(scene: Scene, row: int, word: str, user: str) -> None:
    """Append a line to a row's hypothesis; after a conflict once more, on what the others wrote."""
    now = await scene.ask("one row", f"/notebook/rows/{row}")
    cell = (now or {"cells": {}})["cells"].get("hypothesis", {"text": "", "version": 0})
    for _ in range(_TRIES):
        text = f"{cell['text']}\n{word}".strip()
        change = {"row": row, "field": "hypothesis", "text": text, "base": cell["version"]}
        sent = time.perf_counter()
        answer = await scene.send("an edit is saved", "/notebook/edits", {"edits": [change]}, user)
        if answer is None:
            return
        outcome = answer["outcomes"][0]
        if outcome["saved"]:
            scene.sent.setdefault(answer["last_change"], sent)
            scene.saved.append((row, word))
            return
        scene.conflicts += 1
        cell = outcome["cell"]
    scene.failures.append(f"{word} found no place in {_TRIES} tries")


async def lost_words(scene: Scene) -> list[str]:
    """Look for every saved word in what the rows say now."""
    texts: dict[int, list[str]] = {}
    for row in {row for row, _ in scene.saved}:
        read = await _OWN.get().get(f"{API}/notebook/rows/{row}")
        texts[row] = read.json()["cells"]["hypothesis"]["text"].split()
    return [word for row, word in scene.saved if word not in texts[row]]


async def load(server: PageServer, run: str, options: argparse.Namespace, figures: Figures) -> Scene:
    """Let everybody work until the time is over."""
    async with connected(server.url):
        client = _OWN.get()
        token = (await client.get(f"{API}/session")).json()["token"]
        best = (await client.get(f"{API}/runs/{run}")).json()["brief"]["best"]
        listed = await client.get(f"{API}/runs/{run}/validations/{best}/pictures?limit=1000")
        samples = [picture["sample"] for picture in listed.json()["pictures"]]
        scene = Scene(server.url, figures, run, best, samples, token, time.monotonic() + options.seconds)
        first = await scene.send("a row is added", "/notebook/rows", {"texts": {"title": "common"}}, "Kim")
        viewers = [join(scene, view(scene, number)) for number in range(options.viewers)]
        editors = [join(scene, edit(scene, number, first["number"])) for number in range(options.editors)]
        await asyncio.gather(*viewers, *editors, watch_memory(scene, server))
        scene.failures += [f"lost: {word}" for word in await lost_words(scene)]
        for change, heard in scene.heard:
            if change in scene.sent:
                figures.add("another's edit is seen", heard - scene.sent[change])
        return scene


async def watch_memory(scene: Scene, server: PageServer) -> None:
    """Write down the server's memory once a second."""
    while scene.goes_on:
        scene.figures.memory.append(server.memory())
        await asyncio.sleep(1)


def measure(workspace: Path, run: str, options: argparse.Namespace) -> int:
    """Serve, train and load; print what was measured. Gives 1 where something failed."""
    figures = Figures()
    context = multiprocessing.get_context("spawn")
    answers: multiprocessing.Queue[Trainer] = context.Queue()
    with serving(workspace) as server:
        trainer = context.Process(
            target=train_for, args=(workspace, options.seconds, options.points, answers)
        )
        trainer.start()
        scene = asyncio.run(load(server, run, options, figures))
        trained = answers.get(timeout=60)
        trainer.join(60)
    print(
        f"{options.viewers} viewers, {options.editors} editors, a training that logs {options.points} points "
        f"a second; {options.seconds} s, {scene.requests} requests, {len(scene.saved)} edits saved, "
        f"{scene.conflicts} conflicts told and joined.\n"
    )
    figures.series["the trainer logs ten points"] = trained.seconds
    print(table(figures, aims={"another's edit is seen": 1.0, "an edit is saved": 0.5}, default=0.3))
    print(memory_row(figures))
    for failure in scene.failures[:20]:
        print("FAILED", failure)
    return 1 if scene.failures else 0


def main() -> int:
    """Read the options, and make the workspace where none is given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("workspace", type=Path, nargs="?")
    parser.add_argument("--run", help="a run of it with pictures")
    parser.add_argument("--seconds", type=int, default=60, choices=range(5, 601), metavar="5…600")
    parser.add_argument("--viewers", type=int, default=64, choices=range(MOST_PEOPLE + 1), metavar="0…256")
    parser.add_argument("--editors", type=int, default=20, choices=range(MOST_PEOPLE + 1), metavar="0…256")
    parser.add_argument("--points", type=int, default=100, choices=range(10, 1001), metavar="10…1000")
    options = parser.parse_args()
    if options.workspace is not None:
        return measure(options.workspace, options.run, options)
    with tempfile.TemporaryDirectory(prefix="segscope-load-") as folder:
        plan = Plan(Path(folder) / "workspace", runs=2000, whole=1, pictures=200, validations=2)
        return measure(plan.folder, generate(plan)[-1], options)


if __name__ == "__main__":
    raise SystemExit(main())
