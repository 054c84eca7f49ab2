"""How long the server takes for what the pages of runs and pictures ask: first of a new process, then again.

    python -m benchmarks.bench_web_runs WORKSPACE [--rounds 3]

The workspace is one of ``benchmarks.workspace_generator``. In every round a new server is started in a
process of its own; each question is asked once, and then nine times more. Printed are medians in ms.
"""

import argparse
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

Ask = Callable[..., Any]
_AGAIN = 9


class Server:
    """``segscope serve`` in a process of its own, and how long its answers took."""

    def __init__(self, workspace: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "segscope",
            "serve",
            "--workspace",
            str(workspace),
            "--port",
            str(port),
        ]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{port}/api/v1", timeout=120)
        self.first: dict[str, float] = {}
        self.again: dict[str, float] = {}
        self._wait()

    def ask(self, what: str, path: str, /, **query: Any) -> httpx.Response:
        """Ask once and then again, and give the answer."""
        took = []
        for _ in range(1 + _AGAIN):
            begun = time.perf_counter()
            answer = self._client.get(path, params=query)
            took.append(1000 * (time.perf_counter() - begun))
            assert answer.status_code == 200, answer.text
        self.first[what], self.again[what] = took[0], statistics.median(took[1:])
        return answer

    def ask_each(self, name: str, path: str, queries: list[dict[str, Any]]) -> None:
        """Ask many alike things once each, and then again."""
        for where in (self.first, self.again):
            took = []
            for query in queries:
                begun = time.perf_counter()
                assert self._client.get(path, params=query).status_code == 200
                took.append(1000 * (time.perf_counter() - begun))
            where[name] = statistics.median(took)

    def close(self) -> None:
        """End the server."""
        self._client.close()
        self._process.terminate()
        self._process.wait(20)

    def _wait(self) -> None:
        for _ in range(600):
            try:
                if self._client.get("/session").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise SystemExit("the server does not answer")


def ask_everything(server: Server) -> None:
    """Ask what a visitor's pages ask, in the order of a visit."""
    runs = server.ask("all runs", "/runs").json()
    most = max(brief["images"] or 0 for brief in runs)
    whole = [brief["id"] for brief in runs if brief["images"] == most]
    run = f"/runs/{whole[0]}"
    view = server.ask("a run", run).json()
    validation = f"{run}/validations/{view['validations'][-1]['index']}"
    server.ask("its diagnosis", f"{validation}/diagnosis")
    listed = server.ask("first 100 pictures", f"{validation}/pictures").json()
    print(f"{len(runs)} runs, {most} pictures, {len(view['classes'])} classes")
    server.ask("1,000 pictures by name", f"{validation}/pictures", order="name", limit=1000)
    server.ask("pictures of a class", f"{validation}/pictures", class_index=3)
    server.ask("60 boxes", f"{validation}/pictures", class_index=3, boxes=True, limit=60)
    samples = [picture["sample"] for picture in listed["pictures"]]
    server.ask_each("a thumbnail", f"{validation}/thumbnail", [{"sample": sample} for sample in samples])
    server.ask("a picture", f"{validation}/picture", sample=samples[0])
    in_split = [{"sample": sample, "split": "val"} for sample in samples[:20]]
    server.ask_each("its photo", f"{run}/samples/picture", in_split)
    server.ask_each("its truth", f"{run}/samples/truth", in_split)
    server.ask_each("its prediction", f"{validation}/prediction", [{"sample": s} for s in samples[:20]])
    server.ask("curves", f"{run}/curves", keys=["train/loss", "val/miou"])
    server.ask("a class over runs", "/classes/trend", name=view["classes"][3]["name"])
    if len(whole) > 1:
        sides = {"a": whole[1], "b": whole[0]}
        server.ask("a comparison", "/comparison", **sides, pixels=False)
        server.ask("with its pixels", "/comparison", **sides)


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(description="Measure the server's answers about runs and pictures.")
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    rounds = []
    for _ in range(given.rounds):
        server = Server(given.workspace)
        try:
            ask_everything(server)
        finally:
            server.close()
        rounds.append(server)
    print(f"{'milliseconds':28}{'first':>10}{'again':>10}")
    for name in rounds[0].first:
        first, again = (
            statistics.median(getattr(server, part)[name] for server in rounds) for part in ("first", "again")
        )
        print(f"{name:28}{first:10.1f}{again:10.1f}")


if __name__ == "__main__":
    main()
