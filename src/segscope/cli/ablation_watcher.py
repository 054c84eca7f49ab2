"""Draws an ablation while it runs: a bar over all trainings, a bar for each at work, a line for each done."""

import time
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from segscope.store.runs import Run

if TYPE_CHECKING:
    from segscope.train.ablation.plan import Trial


@dataclass
class _Work:
    """A training at work."""

    task: TaskID
    began: float
    miou: float | None = None


class AblationConsole:
    """Follows an ablation on a console.

    Args:
        console: Where to draw, usually standard error.
    """

    def __init__(self, console: Console) -> None:
        self.console = console
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            TextColumn("{task.completed:.0f}/{task.total:.0f} {task.fields[status]}"),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._all: TaskID | None = None
        self._at_work: dict[str, _Work] = {}
        self._trials = self._done = self._trained = 0
        self._began = time.monotonic()

    def __enter__(self) -> "AblationConsole":
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def planned(self, trials: int, done: int) -> None:
        """Draw the bar over all trainings."""
        self._trials, self._done = trials, done
        self._began = time.monotonic()
        self._all = self._progress.add_task("all trainings", total=trials, completed=done, status="")
        if done:
            self._say(f"{done} of {trials} trainings are finished already.")

    def begun(self, trial: "Trial", device: str) -> None:
        """Draw a bar for a training."""
        place = f" on GPU {device}" if device else ""
        task = self._progress.add_task(trial.title + place, total=1, status="")
        self._at_work[trial.title] = _Work(task, time.monotonic())

    def message(self, trial: "Trial | None", text: str) -> None:
        """Print a sentence above the bars."""
        self._say(text if trial is None else f"{trial.title}: {text}", "yellow")

    def stepped(self, trial: "Trial", steps: int, of: int, loss: float) -> None:
        """Move a training's bar."""
        work = self._at_work[trial.title]
        self._progress.update(work.task, completed=steps, total=of, status=f"loss {loss:.3f}")

    def validated(self, trial: "Trial", epoch: int, miou: float) -> None:
        """Remember the last score."""
        del epoch
        self._at_work[trial.title].miou = miou

    def ended(self, trial: "Trial", run: Run | None, problem: str) -> None:
        """Take the bar away, and print a line."""
        work = self._at_work.pop(trial.title)
        self._progress.remove_task(work.task)
        if run is None:
            if problem:
                self._say(f"{trial.title}: {problem}", "red")
            return
        self._done += 1
        self._trained += 1
        score = "" if work.miou is None else f" mIoU {work.miou:.3f},"
        minutes = (time.monotonic() - work.began) / 60
        self._say(f"{self._done}/{self._trials} {trial.title}:{score} {minutes:.1f} min{self._left()}")
        if self._all is not None:
            self._progress.update(self._all, completed=self._done, status=self._left().strip(", "))

    def _left(self) -> str:
        """Say how long the rest will take, from the trainings that were done in this call."""
        seconds = (time.monotonic() - self._began) / self._trained * (self._trials - self._done)
        return f", about {seconds / 60:.0f} min left" if seconds >= 1 else ""

    def _say(self, text: str, style: str = "") -> None:
        self.console.print(Text(text, style=style), soft_wrap=True)
