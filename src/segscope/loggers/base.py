"""What a logger is: a mirror of numbers and pictures to another tool.

Keys are the same in every tool: ``train/loss``, ``val/miou``, ``val/iou/<class>``,
``val/err/<kind>/<class>``, pictures ``val/panel/<sample>``, plots ``val/plot/<name>``. A logger may
leave things out where its tool has limits; it then says so through :attr:`Logger.left_out`. It may
raise whatever it likes: :class:`segscope.loggers.fanout.Fanout` reports a failure once and never lets
it stop a training.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from segscope.engine.class_set import ClassSet, LabelMap


@dataclass(frozen=True, slots=True)
class LoggedPicture:
    """One picture for the loggers.

    Attributes:
        key: ``val/panel/<sample>``, ``val/class/<class>``, ``val/plot/<name>`` or ``train/batch``.
        panel: (H, W, 3) uint8 RGB, composed and ready to show.
        image: (H, W, 3) uint8 RGB picture, for tools that overlay masks by themselves; else None.
        ground_truth: (H, W) label map of class indices; None where ``image`` is.
        prediction: (H, W) label map of class indices; None where ``image`` is.
        caption: A line of text.
    """

    key: str
    panel: NDArray[np.uint8]
    image: NDArray[np.uint8] | None = None
    ground_truth: LabelMap | None = None
    prediction: LabelMap | None = None
    caption: str = ""

    @property
    def nbytes(self) -> int:
        """The memory that its arrays take, in bytes."""
        arrays = (self.panel, self.image, self.ground_truth, self.prediction)
        return sum(array.nbytes for array in arrays if array is not None)


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What a logger is told when a run starts.

    Attributes:
        run_id: The generated id of the run.
        name: Its free name.
        folder: The run's folder, as text; loggers keep local files in ``<folder>/loggers/<tool>``.
        config: The resolved config as plain values.
        class_set: The classes, for tools that draw masks.
        resumed: True where the run goes on after a stop.
        resume_step: The optimiser step of the checkpoint that a resumed run goes on from, where it is
            known: what an earlier attempt logged after it is out of date.
    """

    run_id: str
    name: str
    folder: str
    config: Mapping[str, Any]
    class_set: ClassSet
    resumed: bool = False
    resume_step: int | None = None


class Logger(Protocol):
    """A mirror to one tool. ``step`` is the optimiser step; it never decreases within a run."""

    @property
    def name(self) -> str:
        """The tool's name as in the config: ``tensorboard``, ``wandb``, ``mlflow``."""

    @property
    def left_out(self) -> Sequence[str]:
        """One sentence for each thing that the tool's limits kept out so far."""

    @property
    def hint(self) -> str:
        """The command that opens what was written; empty before the start or where there is none."""

    def start(self, run: RunInfo) -> None:
        """Begin, or go on with, the run."""

    def log_scalars(self, values: Mapping[str, float], step: int) -> None:
        """Write numbers; NaN (a class in neither ground truth nor prediction) is left out."""

    def log_pictures(self, pictures: Sequence[LoggedPicture], step: int) -> None:
        """Write pictures."""

    def finish(self, status: str) -> None:
        """Flush and close; ``status`` is ``finished``, ``failed`` or ``stopped``."""
