"""What the trainings of an ablation tell whoever watches them."""

from typing import Protocol

from segscope.store.runs import Run
from segscope.train.ablation.plan import Trial
from segscope.train.progress import SilentWatcher


class AblationWatcher(Protocol):
    """Follows an ablation. Trainings may run side by side: each call names its own; calls never overlap."""

    def planned(self, trials: int, done: int) -> None:
        """So many trainings there are, and so many of them are finished already."""

    def begun(self, trial: Trial, device: str) -> None:
        """A training begins, or goes on, on a device."""

    def message(self, trial: Trial | None, text: str) -> None:
        """Tell one sentence, of a training or of all."""

    def stepped(self, trial: Trial, steps: int, of: int, loss: float) -> None:
        """So many of a training's steps are done."""

    def validated(self, trial: Trial, epoch: int, miou: float) -> None:
        """A training was validated."""

    def ended(self, trial: Trial, run: Run | None, problem: str) -> None:
        """A training is finished, or could not be: ``problem`` says why."""


class SilentAblationWatcher:
    """Follows nothing."""

    def planned(self, trials: int, done: int) -> None:
        """Drop it."""

    def begun(self, trial: Trial, device: str) -> None:
        """Drop it."""

    def message(self, trial: Trial | None, text: str) -> None:
        """Drop it."""

    def stepped(self, trial: Trial, steps: int, of: int, loss: float) -> None:
        """Drop it."""

    def validated(self, trial: Trial, epoch: int, miou: float) -> None:
        """Drop it."""

    def ended(self, trial: Trial, run: Run | None, problem: str) -> None:
        """Drop it."""


class Sentences(SilentWatcher):
    """Passes on what is said while an ablation is planned."""

    def __init__(self, watcher: AblationWatcher) -> None:
        self.watcher = watcher

    def message(self, text: str) -> None:
        """Pass a sentence on."""
        self.watcher.message(None, text)
