"""Verdicts on rows against their parents: computed beside the server's work, and kept.

One thread of small priority makes the comparisons that somebody asked for last. What it found is kept in
memory and in the workspace's cache, under what it depends on: the runs of both sides and their best
validations.
"""

import contextlib
import hashlib
import math
import os
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from segscope.analysis.compare import CompareOptions, RunValidation, compare_validations
from segscope.analysis.notebook import Experiment
from segscope.errors import SegscopeError
from segscope.files.atomic import write_atomic
from segscope.store import strict_json
from segscope.store.followed_runs import FollowedRuns
from segscope.store.run_overviews import RunOverview
from segscope.web.live import Live
from segscope.web.rows import Rows
from segscope.web.schemas.notebook import RowVerdict, RowVerdicts

_RULE = "paired-1"
"""Part of each key: another test, or other words, make kept verdicts worthless."""
_MOST_WAITING = 5000
_MOST_KEPT = 20_000
_NICENESS = 15
_SECONDS_BETWEEN_EVENTS = 0.5


class _Asked(NamedTuple):
    """A comparison to make: the best validations of the parent's runs, and of the row's."""

    row: int
    parent: int
    before: tuple[RunOverview, ...]
    after: tuple[RunOverview, ...]

    @property
    def key(self) -> str:
        """Hash all that the verdict depends on; 64 hex digits."""
        sides = [
            [(one.run.id, one.best.index, one.best.created_at.isoformat()) for one in side if one.best]
            for side in (self.before, self.after)
        ]
        return hashlib.sha256(strict_json.dumps([_RULE, sides]).encode()).hexdigest()


class Verdicts:
    """The verdicts of one workspace. Threads may share one.

    Args:
        rows: The notebook's rows.
        runs: The workspace's runs, followed.
        folder: Where verdicts are kept; made when the first one is.
        live: Tells whoever listens that verdicts were found.
    """

    def __init__(self, rows: Rows, runs: FollowedRuns, folder: Path, live: Live) -> None:
        self._rows, self._runs, self._folder, self._live = rows, runs, folder, live
        self._lock = threading.Condition()
        self._found: OrderedDict[str, RowVerdict] = OrderedDict()
        self._waiting: OrderedDict[str, _Asked] = OrderedDict()
        self._worker: threading.Thread | None = None
        self._closed = False

    def of(self, numbers: Sequence[int]) -> RowVerdicts:
        """Give the verdicts that are known, and let the others be computed.

        Rows without a parent have none, and are left out.
        """
        rows = {row.note.number: row for row in self._rows.experiments(deleted=True)}
        overviews = {overview.run.id: overview for overview in self._runs.overviews()}
        verdicts, pending = [], []
        with self._lock:
            for number in dict.fromkeys(numbers):
                row = rows.get(number)
                if row is None or row.parent is None:
                    continue
                parent = rows[row.parent]
                asked = _Asked(number, row.parent, _scored(parent, overviews), _scored(row, overviews))
                known = _without_scores(asked) or self._found.get(asked.key)
                if known is not None:
                    verdicts.append(known.model_copy(update={"row": number, "parent": row.parent}))
                    continue
                pending.append(number)
                self._waiting[asked.key] = asked
                self._waiting.move_to_end(asked.key)  # whoever looks now waits for what is before the eyes
            self._begin()
        return RowVerdicts(verdicts=verdicts, pending=pending)

    def close(self) -> None:
        """Begin no further comparison."""
        with self._lock:
            self._closed = True
            self._lock.notify()

    def _begin(self) -> None:
        while len(self._waiting) > _MOST_WAITING:
            self._waiting.popitem(last=False)
        if self._worker is None and self._waiting and not self._closed:
            self._worker = threading.Thread(target=self._work, name="segscope-verdicts", daemon=True)
            self._worker.start()
        self._lock.notify()

    def _work(self) -> None:
        _stand_back()
        told, done = time.monotonic(), list[int]()
        while True:
            with self._lock:
                if not self._waiting or self._closed:
                    self._worker = None
                    break
                key, asked = next(reversed(self._waiting.items()))
            verdict = self._read(key) or self._compare(key, asked)
            with self._lock:
                self._found[key] = verdict
                self._waiting.pop(key, None)
                if len(self._found) > _MOST_KEPT:
                    self._found.popitem(last=False)
            done.append(asked.row)
            if time.monotonic() - told > _SECONDS_BETWEEN_EVENTS:
                self._live.tell("verdicts", {"rows": done})
                told, done = time.monotonic(), []
        if done:
            self._live.tell("verdicts", {"rows": done})

    def _compare(self, key: str, asked: _Asked) -> RowVerdict:
        sides = [
            [RunValidation(one.run, one.best) for one in side if one.best]
            for side in (asked.before, asked.after)
        ]
        try:
            found = compare_validations(*sides, options=CompareOptions(images=0, pixels=False)).overall
        except SegscopeError as error:  # unlike things, or files that are missing
            return _refused(asked, str(error))
        except Exception as error:  # noqa: BLE001 - the thread goes on, and the page tells of the defect
            return _refused(asked, f"the comparison failed ({type(error).__name__}): please report it.")
        verdict = RowVerdict(
            row=asked.row,
            parent=asked.parent,
            verdict=found.verdict,
            words=str(found),
            difference=found.difference,
            low=found.low,
            high=found.high,
            p=found.p,
            n=found.n,
        )
        self._keep(key, verdict)
        return verdict

    def _read(self, key: str) -> RowVerdict | None:
        try:
            return RowVerdict.model_validate_json(self._file(key).read_bytes())
        except (OSError, ValueError):  # none is kept, or what is there is damaged: it is computed
            return None

    def _keep(self, key: str, verdict: RowVerdict) -> None:
        """Write a verdict down; where that fails it is computed again by the next server."""
        file = self._file(key)
        with contextlib.suppress(OSError, SegscopeError):
            file.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(file, verdict.model_dump_json().encode(), sync_folder=False, sync_file=False)

    def _file(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"


def _scored(row: Experiment, overviews: dict[str, RunOverview]) -> tuple[RunOverview, ...]:
    """Give those of a row's runs that have a score."""
    scored = [result.id for result in row.results if not math.isnan(result.miou)]
    return tuple(overviews[run_id] for run_id in scored if run_id in overviews)


def _without_scores(asked: _Asked) -> RowVerdict | None:
    """Say that a side has nothing to compare; None where both have."""
    for number, side in ((asked.row, asked.after), (asked.parent, asked.before)):
        if not side:
            return _refused(asked, f"#{number} has no run with a score yet.")
    return None


def _refused(asked: _Asked, reason: str) -> RowVerdict:
    return RowVerdict(row=asked.row, parent=asked.parent, verdict=None, words=reason, refused=reason)


def _stand_back() -> None:
    """Let this thread run only where nothing else wants to; Linux gives each thread a niceness of its own."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
