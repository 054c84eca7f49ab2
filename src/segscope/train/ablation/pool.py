"""The trainings of an ablation, one after another, or side by side where there are several devices."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from typing import Any

import torch

from segscope.config.run_config import TrainConfig
from segscope.engine.cpus import usable_cpus
from segscope.errors import TrainingError
from segscope.files.names import safe_file_name
from segscope.store import strict_json
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.ablation.plan import AblationPlan, Trial, find_runs
from segscope.train.ablation.progress import AblationWatcher
from segscope.train.ablation.worker import STOPPED

WORKER = (sys.executable, "-m", "segscope.train.ablation.worker")


def train_all(
    plan: AblationPlan,
    workspace: Workspace,
    watcher: AblationWatcher,
    *,
    jobs: int | None = None,
    command: Sequence[str] = WORKER,
) -> dict[str, Run]:
    """Train what is not finished yet; a training that was stopped goes on from its last whole epoch.

    Args:
        plan: What is trained.
        workspace: Where the runs are kept.
        watcher: Follows.
        jobs: Trainings side by side; None = one a GPU, or one where there is none.
        command: What trains one of them; see :mod:`segscope.train.ablation.worker`.

    Returns:
        The finished run of each training, by its key.

    Raises:
        TrainingError: Trainings failed; all others were trained, and the same call tries those again.
    """
    found = find_runs(plan.trials, workspace)
    finished = {key: run for key, run in found.items() if run.status == "finished"}
    begun = {key: run for key, run in found.items() if key not in finished}
    rest = list({trial.key: trial for trial in plan.trials if trial.key not in finished}.values())
    watcher.planned(len(plan.trials), len(plan.trials) - len(rest))
    pool = _Pool(workspace, watcher, devices_for(plan.trials[0].config.train, jobs), command)
    finished |= pool.run(rest, begun)
    if pool.problems:
        trial, problem = next(iter(pool.problems.items()))
        more = f" (and {len(pool.problems) - 1} more)" if len(pool.problems) > 1 else ""
        raise TrainingError(
            f"the training {trial!r} failed{more}: {problem.rstrip('.')}. The others are done; the same "
            "command tries again what failed."
        )
    return finished


def devices_for(train: TrainConfig, jobs: int | None = None) -> tuple[str, ...]:
    """Name the devices of the trainings side by side: as ``CUDA_VISIBLE_DEVICES`` does, or "" for any.

    Where that variable is set, its own names are dealt out, so that no training takes a GPU that was hidden
    from this one.

    Args:
        train: How each of them is trained.
        jobs: How many side by side; None = one a GPU, where each training uses one.
    """
    gpus = torch.cuda.device_count() if train.device in ("auto", "cuda") and train.devices == 1 else 0
    wanted = jobs or max(gpus, 1)
    if gpus < 2:
        return ("",) * wanted
    shown = os.environ.get("CUDA_VISIBLE_DEVICES")
    names = [name.strip() for name in shown.split(",")] if shown else [str(gpu) for gpu in range(gpus)]
    return tuple(names[number % gpus] for number in range(wanted))


@dataclass
class _Pool:
    """Child processes, and what they tell.

    Attributes:
        workspace: Where the runs are kept.
        watcher: Follows.
        devices: One for each training at a time.
        command: What trains one of them.
        problems: Trainings that failed, by title, and why.
    """

    workspace: Workspace
    watcher: AblationWatcher
    devices: Sequence[str]
    command: Sequence[str]
    problems: dict[str, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _children: set[subprocess.Popen[str]] = field(default_factory=set)
    _stopping: threading.Event = field(default_factory=threading.Event)

    def run(self, trials: Sequence[Trial], begun: Mapping[str, Run]) -> dict[str, Run]:
        """Train; on Ctrl-C every training is stopped after the step it is at, and can be resumed."""
        free: Queue[str] = Queue()
        for device in self.devices:
            free.put(device)

        def train(trial: Trial) -> Run | None:
            device = free.get()
            try:
                return None if self._stopping.is_set() else self._train(trial, begun.get(trial.key), device)
            finally:
                free.put(device)

        with ThreadPoolExecutor(len(self.devices)) as threads:
            futures = {trial.key: threads.submit(train, trial) for trial in trials}
            try:
                runs = {key: future.result() for key, future in futures.items()}
            except BaseException:
                self._stop()
                raise
        return {key: run for key, run in runs.items() if run is not None}

    def _stop(self) -> None:
        self._stopping.set()
        with self._lock:
            for child in self._children:
                if child.stdin is not None:
                    child.stdin.close()

    def _train(self, trial: Trial, earlier: Run | None, device: str) -> Run | None:
        log = self._log_of(trial)
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("w", encoding="utf-8") as errors:
            child = subprocess.Popen(
                self.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
                env=self._environment(device),
                start_new_session=True,  # Ctrl-C reaches it once, by the end of its standard input
            )
            with self._lock:
                self._children.add(child)
                self.watcher.begun(trial, device)
            try:
                last = self._follow(trial, child, self._request(trial, earlier))
            finally:
                with self._lock:
                    self._children.discard(child)
        return self._ended(trial, last, child.returncode, log)

    def _follow(self, trial: Trial, child: "subprocess.Popen[str]", request: str) -> dict[str, Any]:
        """Pass on what a child tells until it ends, and give the last of it."""
        last: dict[str, Any] = {}
        with child:
            if child.stdin is None or child.stdout is None:
                raise TypeError("a child without pipes")
            with suppress(BrokenPipeError):  # it has ended already; its exit code says so
                child.stdin.write(request + "\n")
                child.stdin.flush()
            for line in child.stdout:
                last = strict_json.loads(line)
                with self._lock:
                    self._tell(trial, last)
        return last

    def _tell(self, trial: Trial, event: dict[str, Any]) -> None:
        match event["event"]:
            case "message":
                self.watcher.message(trial, event["text"])
            case "step":
                self.watcher.stepped(trial, event["steps"], event["of"], event["loss"])
            case "validation":
                self.watcher.validated(trial, event["epoch"], event["miou"])

    def _ended(self, trial: Trial, last: dict[str, Any], code: int, log: Path) -> Run | None:
        run = self.workspace.run(last["run"]) if last.get("event") == "finished" else None
        problem = ""
        if run is None and not self._stopping.is_set():
            told = last.get("text", "") if last.get("event") == "failed" else ""
            stopped = "it was stopped" if code == STOPPED else f"its process ended with {code}"
            problem = told or f"{stopped}; see {log}"
        with self._lock:
            if problem:
                self.problems[trial.title] = problem
            self.watcher.ended(trial, run, problem)
        return run

    def _request(self, trial: Trial, earlier: Run | None) -> str:
        """Ask to go on where there is a checkpoint, else to begin."""
        request: dict[str, Any] = {"workspace": str(self.workspace.folder)}
        if earlier is not None and (earlier.checkpoints_folder / "last.ckpt").is_file():
            request["resume"] = earlier.id
        else:
            request["config"] = trial.config.model_dump(mode="json")
        return json.dumps(request)

    def _environment(self, device: str) -> dict[str, str]:
        environment = dict(os.environ)
        if device:
            environment["CUDA_VISIBLE_DEVICES"] = device
        elif len(self.devices) > 1:
            environment.setdefault("OMP_NUM_THREADS", str(max(1, usable_cpus() // len(self.devices))))
        return environment

    def _log_of(self, trial: Trial) -> Path:
        return (
            self.workspace.folder
            / "ablations"
            / "logs"
            / (safe_file_name(trial.title) + f"-{trial.key[:8]}.log")
        )
