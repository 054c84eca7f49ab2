"""One training in a process of its own: ``python -m segscope.train.ablation.worker``.

A process a training gives each its own memory to be measured, its own device, and an end that takes no other
with it. The request is one line of JSON on standard input: ``{"workspace": FOLDER, "config": {...}}``, or
``{"workspace": FOLDER, "resume": RUN}``. What happens is told in lines of JSON on standard output. The
training stops as by Ctrl-C when standard input ends, which it does when the asking process is gone.
"""

import json
import os
import signal
import sys
import threading
from typing import Any, TextIO

from segscope.config.load import resolve
from segscope.errors import SegscopeError
from segscope.record.recorded import RecordedValidation
from segscope.store import strict_json
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.ablation.cost import save_cost
from segscope.train.fit import resume, train
from segscope.train.progress import SilentWatcher, StepReport
from segscope.train.request import TrainingRequest

FAILED, STOPPED = 1, 130


class PipeWatcher(SilentWatcher):
    """Tells of a training in lines of JSON, and times its steps."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.steps = 0
        self.seconds: list[float] = []

    def tell(self, event: str, **values: Any) -> None:
        """Write one line."""
        self.out.write(strict_json.dumps({"event": event, **values}) + "\n")
        self.out.flush()

    def message(self, text: str) -> None:
        """Pass a sentence on."""
        self.tell("message", text=text)

    def training_started(self, epochs: int, steps_in_epoch: int, first_epoch: int) -> None:
        """Tell how many steps there are."""
        del first_epoch
        self.steps = epochs * steps_in_epoch

    def step_done(self, report: StepReport) -> None:
        """Tell how far it is."""
        self.seconds.append(report.seconds)
        self.tell("step", steps=report.step, of=self.steps, loss=report.loss)

    def validation_done(self, epoch: int, recorded: RecordedValidation) -> None:
        """Tell the score."""
        self.tell("validation", epoch=epoch, miou=recorded.scores.miou)


def work(request: dict[str, Any], watcher: PipeWatcher) -> Run | None:
    """Train, or go on, and keep what it cost."""
    with Workspace.open(request["workspace"]) as workspace:
        if "resume" in request:
            run = resume(workspace.run(request["resume"]), workspace, watcher)
        else:
            run = train(TrainingRequest(resolve(request["config"]), workspace, watcher))
        if run is not None:
            save_cost(run, watcher.seconds)
        return run


def _stop_with_parent() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGINT)


def main() -> int:
    """Run one request; exits with 0, 1 after a failure that was told, or 130 when it was stopped."""
    # Whatever a library prints must not stand among the events.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    watcher = PipeWatcher(out)
    request = json.loads(sys.stdin.readline())
    threading.Thread(target=_stop_with_parent, daemon=True).start()
    try:
        run = work(request, watcher)
    except SegscopeError as error:
        watcher.tell("failed", text=str(error))
        return FAILED
    except KeyboardInterrupt:
        return STOPPED
    if run is not None:
        watcher.tell("finished", run=run.id)
    return 0


if __name__ == "__main__":
    sys.exit(main())
