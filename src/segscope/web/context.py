"""What all routes share: the workspace, and what was computed of it already."""

import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Thread
from typing import Annotated

from fastapi import Depends, Request

from segscope.analysis.meeting import Looks
from segscope.errors import SegscopeError
from segscope.store.followed_runs import FollowedRuns
from segscope.store.notebook import Notebook
from segscope.store.runs import Run
from segscope.store.validations import Validation
from segscope.store.workspace import Workspace
from segscope.web.kept import Kept, no_validation
from segscope.web.live import Live
from segscope.web.refusal import Refusal
from segscope.web.rows import Rows
from segscope.web.verdicts import Verdicts


@dataclass(frozen=True)
class WebContext:
    """One server's.

    Attributes:
        workspace: The team's.
        token: What writes must carry; see :mod:`segscope.web.guard`.
        kept: What was read and computed of runs already.
        looks: What was compared and looked at for meetings already.
        runs: All runs with status and best validation, kept in memory.
        rows: The notebook's rows, kept in memory.
        live: Tells whoever listens what happens.
        verdicts: Rows against their parents.
    """

    workspace: Workspace
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    kept: Kept = field(default_factory=Kept)
    looks: Looks = field(default_factory=Looks)
    runs: FollowedRuns = field(init=False)
    rows: Rows = field(init=False)
    live: Live = field(init=False)
    verdicts: Verdicts = field(init=False)

    def __post_init__(self) -> None:
        runs = FollowedRuns(self.workspace.database, self.workspace.folder)
        rows, live = Rows(self.workspace, runs), Live(self.workspace)
        verdicts = Verdicts(rows, runs, self.workspace.folder / "cache" / "verdicts", live)
        for name, part in (("runs", runs), ("rows", rows), ("live", live), ("verdicts", verdicts)):
            object.__setattr__(self, name, part)

    @property
    def notebook(self) -> Notebook:
        """What is written to."""
        return Notebook(self.workspace.database)

    def warm_up(self) -> None:
        """Read the notebook before somebody asks for it, beside everything else."""
        Thread(target=self._read_rows, name="segscope-warm-up", daemon=True).start()

    def _read_rows(self) -> None:
        with suppress(SegscopeError):  # who asks for them is told
            self.rows.view()

    def close(self) -> None:
        """End what goes on beside requests, and all open event streams."""
        self.live.close()
        self.verdicts.close()

    def run(self, run_id: str) -> Run:
        """Find a run by its whole id.

        Raises:
            Refusal: There is none.
        """
        run = self.workspace.find_run(run_id)
        if run is None:
            raise Refusal(404, "not_found", f"there is no run {run_id}: it may have been deleted.")
        return run

    def validation(self, run: Run, index: int) -> Validation:
        """Find a validation of a run by its number, also one that a resume replaced.

        Raises:
            Refusal: There is none.
        """
        found = next((v for v in run.validations(superseded=True) if v.index == index), None)
        if found is None:
            raise no_validation(run, index)
        return found


def context_of(request: Request) -> WebContext:
    """Give the server's context."""
    context = request.app.state.context
    assert isinstance(context, WebContext)
    return context


Context = Annotated[WebContext, Depends(context_of)]
"""What routes take as a parameter."""
