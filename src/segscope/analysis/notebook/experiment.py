"""A row of the notebook with what its runs add to it."""

import math
import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from segscope.store.notebook import Note


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a row shows of one of its runs.

    Attributes:
        id: The run's.
        name: Its name.
        user: Who began it.
        created_at: When, UTC.
        status: ``running``, ``finished``, ``stopped`` or ``failed``.
        best: Number of its best validation; None before the first.
        miou: mIoU of that validation, 0 … 1; NaN before the first.
        iou: Class → IoU of that validation, 0 … 1; classes without a score are left out.
    """

    id: str
    name: str
    user: str
    created_at: datetime
    status: str
    best: int | None
    miou: float
    iou: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Experiment:
    """A row: what people wrote, and what its runs say.

    Attributes:
        note: The row.
        results: Its runs that are still there, oldest first.
        parent: Number of the row that this one changes; None where there is none.
        changed: What it changes against that row, in words.
        parent_miou: mIoU of that row; NaN where it has none.
    """

    note: Note
    results: tuple[RunResult, ...]
    parent: int | None
    changed: tuple[str, ...]
    parent_miou: float

    @property
    def title(self) -> str:
        """What people call it; else the name of its first run."""
        return self.note.text("title") or next((result.name for result in self.results), "")

    @property
    def status(self) -> str:
        """What people say; else ``running`` while a run is, else what became of the last run, or ``idea``."""
        if written := self.note.text("status"):
            return written
        states = [result.status for result in self.results]
        return "running" if "running" in states else states[-1] if states else "idea"

    @property
    def who(self) -> str:
        """Who began it."""
        return self.note.author

    @property
    def scores(self) -> tuple[float, ...]:
        """The mIoU of each run that has one."""
        return tuple(result.miou for result in self.results if not math.isnan(result.miou))

    @property
    def miou(self) -> float:
        """The mean of the runs' mIoU, over folds or seeds; NaN without any."""
        return statistics.fmean(self.scores) if self.scores else math.nan

    @property
    def miou_sd(self) -> float:
        """The sample's standard deviation over folds or seeds; NaN for fewer than two runs."""
        return statistics.stdev(self.scores) if len(self.scores) > 1 else math.nan

    @property
    def difference(self) -> float:
        """What mIoU gained on that of the parent row; NaN where one of them has none."""
        return self.miou - self.parent_miou

    @property
    def weakest(self) -> tuple[str, float] | None:
        """The class of the lowest IoU, as the mean over runs, and that IoU."""
        names = {name for result in self.results for name in result.iou}
        means = {
            name: statistics.fmean(result.iou[name] for result in self.results if name in result.iou)
            for name in names
        }
        return min(means.items(), key=lambda item: (item[1], item[0]), default=None)

    def to_dict(self) -> dict[str, Any]:
        """Give plain values, NaN as None."""
        weakest = self.weakest
        return {
            "number": self.note.number,
            "id": self.note.id,
            "title": self.title,
            "who": self.who,
            "when": self.note.created_at.isoformat(),
            "status": self.status,
            "runs": [result.id for result in self.results],
            "parent": self.parent,
            "changed": list(self.changed),
            "miou": _plain(self.miou),
            "miou_sd": _plain(self.miou_sd),
            "n": len(self.scores),
            "difference": _plain(self.difference),
            "weakest": None if weakest is None else {"class": weakest[0], "iou": weakest[1]},
            "comments": self.note.comments,
            "texts": {
                field: {"text": cell.text, "version": cell.version, "author": cell.author}
                for field, cell in sorted(self.note.cells.items())
            },
        }


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else value
