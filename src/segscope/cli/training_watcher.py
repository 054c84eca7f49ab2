"""Draws a training while it runs: bars where a person watches, plain lines in a log file."""

import time
from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.text import Text

from segscope.record.recorded import RecordedValidation
from segscope.train.progress import StepReport

SMOOTHING = 0.9
LINES_INTERVAL = 15.0
"""Seconds between two lines of progress where nobody watches."""


class _TimeLeft(ProgressColumn):
    """Time left from the share that is done, steadier than the speed of the last steps."""

    def render(self, task: object) -> Text:
        left = _time_left(task.elapsed, task.completed, task.total)  # type: ignore[attr-defined]
        return Text(f"left {left}" if left else "", style="cyan")


class TrainingWatcher:
    """Follows a training on a console.

    Args:
        console: Where to draw, usually standard error.
    """

    def __init__(self, console: Console) -> None:
        self.console = console
        self.live = console.is_terminal
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            TextColumn("{task.fields[status]}"),
            TimeElapsedColumn(),
            _TimeLeft(),
            console=console,
            disable=not self.live,
        )
        self.run_id = ""
        self._check: TaskID | None = None
        self._training: TaskID | None = None
        self._validation: TaskID | None = None
        self._epochs = 0
        self._speed: float | None = None
        self._loss: float | None = None
        self._last_line = time.monotonic()
        self._begun = time.monotonic()
        self._steps_before = 0
        self._steps = 0

    def __enter__(self) -> "TrainingWatcher":
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def message(self, text: str) -> None:
        """Print a sentence above the bars."""
        self.console.print(Text(text, style="yellow"), soft_wrap=True)

    def data_checked(self, done: int, total: int) -> None:
        """Draw how far the check of the data is."""
        if self._check is None:
            self._check = self._progress.add_task("checking the data", total=total, status="pictures")
        self._progress.update(self._check, completed=done)
        if done == total:
            self._progress.remove_task(self._check)
            self._check = None

    def run_created(self, run_id: str) -> None:
        """Remember the run, to say how to go on with it."""
        self.run_id = run_id

    def training_started(self, epochs: int, steps_in_epoch: int, first_epoch: int) -> None:
        """Draw the bar."""
        self._epochs = epochs
        self._begun = time.monotonic()
        self._steps_before = steps_in_epoch * (first_epoch - 1)
        self._steps = steps_in_epoch * epochs
        if self._training is not None:  # the fold before this one
            self._progress.remove_task(self._training)
        self._speed = self._loss = None
        self._training = self._progress.add_task(
            f"epoch {first_epoch}/{epochs}", total=self._steps - self._steps_before, status=""
        )

    def step_done(self, report: StepReport) -> None:
        """Move the bar: epoch, loss, images a second, time left."""
        speed = report.pictures / max(report.seconds, 1e-9)
        self._speed = speed if self._speed is None else SMOOTHING * self._speed + (1 - SMOOTHING) * speed
        self._loss = (
            report.loss if self._loss is None else SMOOTHING * self._loss + (1 - SMOOTHING) * report.loss
        )
        status = f"loss {self._loss:.3f}  {self._speed:.1f} images/s"
        name = f"epoch {report.epoch}/{self._epochs}"
        done = report.step - self._steps_before
        if self._training is not None:
            self._progress.update(self._training, completed=done, description=name, status=status)
        if not self.live and time.monotonic() - self._last_line >= LINES_INTERVAL:
            self._last_line = time.monotonic()
            left = _time_left(self._last_line - self._begun, done, self._steps - self._steps_before)
            self.console.print(f"{name}  {status}  left {left}")

    def validation_started(self, epoch: int, pictures: int) -> None:
        """Draw a second bar."""
        self._validation = self._progress.add_task(f"validation {epoch}", total=pictures, status="pictures")

    def picture_validated(self, pictures: int) -> None:
        """Move the second bar."""
        if self._validation is not None:
            self._progress.advance(self._validation, pictures)

    def validation_done(self, epoch: int, recorded: RecordedValidation) -> None:
        """Remove the second bar and print the scores in a line."""
        if self._validation is not None:
            self._progress.remove_task(self._validation)
            self._validation = None
        self.console.print(_validation_line(epoch, recorded), soft_wrap=True)


def _time_left(elapsed: float | None, done: float, total: float | None) -> str:
    if not elapsed or not done or total is None:
        return ""
    seconds = int(elapsed / done * (total - done))
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def _validation_line(epoch: int, recorded: RecordedValidation) -> Text:
    scores = recorded.scores
    line = Text.assemble(
        (f"epoch {epoch}: ", "bold"),
        f"mIoU {scores.miou:.3f}, per image {scores.miou_per_image:.3f}, ",
        f"Boundary IoU {scores.mean_boundary_iou:.3f}",
    )
    if recorded.is_best:
        line.append("  best so far", style="green")
    return line
