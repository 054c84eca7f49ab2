"""The workspace: one folder, and one database, in which a team's runs are kept.

::

    workspace = Workspace.open()                          # SEGSCOPE_WORKSPACE, else ./segscope-workspace
    run = workspace.create_run(NewRun(name="baseline", config={}, class_set=classes, samples=rows))
    run = workspace.run("baseline")                       # id, name, or the beginning of one of them
    workspace.runs(status="finished"); workspace.delete_run(run); workspace.gc()
"""

import os
import shutil
from pathlib import Path
from types import TracebackType

import sqlalchemy as sa
import yaml
from sqlalchemy.engine import URL

from segscope.engine.class_set import ClassSet
from segscope.errors import StoreError
from segscope.files.atomic import fsync_folder, write_atomic
from segscope.store import strict_json
from segscope.store.cleanup import GRACE_SECONDS, collect_garbage
from segscope.store.database import Database
from segscope.store.label_cache import LabelCache
from segscope.store.new_run import NewRun, RunKind, generate_run_id
from segscope.store.run_lock import training_lock
from segscope.store.run_overviews import RunOverview, read_overviews
from segscope.store.run_rows import insert_run, run_exists
from segscope.store.runs import Run, RunStatus
from segscope.store.split_files import write_split
from segscope.store.tables import runs

DEFAULT_FOLDER = "segscope-workspace"


class Workspace:
    """A team's runs, with all their files.

    Attributes:
        folder: The workspace's folder, absolute.
        database: Where the rows are.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder, Workspace.open(folder) as workspace:
        ...     workspace.runs()
        ()
    """

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder = folder
        self.database = database

    @classmethod
    def open(cls, path: Path | str | None = None, *, url: str | None = None) -> "Workspace":
        """Open a workspace; an empty one is made where there is none.

        Args:
            path: The folder; by default ``SEGSCOPE_WORKSPACE``, else ``./segscope-workspace``.
            url: A database URL, for teams on PostgreSQL; by default ``SEGSCOPE_STORE_URL``, else the
                SQLite file ``segscope.db`` in the folder.

        Raises:
            StoreError: The folder or the database cannot be used.
        """
        folder = workspace_folder(path)
        try:
            (folder / "runs").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"the workspace {folder} cannot be made: {error.strerror}; give another with --workspace."
            ) from error
        address = url or os.environ.get("SEGSCOPE_STORE_URL")
        default = URL.create("sqlite", database=str(folder / "segscope.db"))
        return cls(folder, Database.open(address or default))

    def __enter__(self) -> "Workspace":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; the workspace may be used again."""
        self.database.close()

    @property
    def runs_folder(self) -> Path:
        """Where the runs' folders lie; what lies there and is no run is garbage after a while."""
        return self.folder / "runs"

    def label_cache(self, label_hash: str, class_set: ClassSet) -> LabelCache:
        """Give the label maps that all runs of one label hash share."""
        return LabelCache(self.folder / "labels" / label_hash, class_set)

    def create_run(self, new: NewRun) -> Run:
        """Begin a run: config, split, environment and data hash are saved before this returns.

        Raises:
            StoreError: A file or the row cannot be written, or the parent does not exist.
        """
        run_id = self._make_folder()
        try:
            self._save(run_id, new)
        except BaseException:
            shutil.rmtree(self.folder / "runs" / run_id, ignore_errors=True)
            raise
        return self.run(run_id)

    def runs(
        self, *, status: RunStatus | None = None, kind: RunKind | None = None, limit: int | None = None
    ) -> tuple[Run, ...]:
        """Give the runs, newest first."""
        query = sa.select(runs).order_by(runs.c.number.desc()).limit(limit)
        if status is not None:
            query = query.where(runs.c.status == status)
        if kind is not None:
            query = query.where(runs.c.kind == kind)
        return self._select(query)

    def count_runs(self) -> int:
        """Tell how many runs there are."""
        with self.database.read() as connection:
            return int(connection.scalar(sa.select(sa.func.count()).select_from(runs)) or 0)

    def overviews(self) -> tuple[RunOverview, ...]:
        """Give all runs with status and best validation, oldest first, in a few queries."""
        return read_overviews(self.database, self.folder)

    def run(self, reference: str) -> Run:
        """Find a run by its id, its name, or a beginning that only one id or name has.

        Raises:
            StoreError: No run, or more than one, fits.
        """
        everyone = sa.select(runs.c.id, runs.c.name).order_by(runs.c.number.desc())
        with self.database.read() as connection:
            names = {row.id: row.name for row in connection.execute(everyone)}
        found = (
            [run_id for run_id in names if run_id == reference]
            or [run_id for run_id, name in names.items() if name == reference]
            or [run_id for run_id, name in names.items() if run_id.startswith(reference)]
            or [run_id for run_id, name in names.items() if name.startswith(reference)]
        )
        if not found or not reference:
            newest = next(iter(names), None)
            hint = f"the newest is {newest} ({names[newest]})" if newest else "it is empty"
            raise StoreError(f"there is no run {reference!r} in the workspace {self.folder}; {hint}.")
        if len(found) > 1:
            shown = ", ".join(found[:5])
            raise StoreError(f"{reference!r} fits {len(found)} runs ({shown}): give the id of one.")
        return self._select(sa.select(runs).where(runs.c.id == found[0]))[0]

    def find_run(self, run_id: str) -> Run | None:
        """Find a run by its whole id; None where there is none."""
        return next(iter(self._select(sa.select(runs).where(runs.c.id == run_id))), None)

    def delete_run(self, run: Run, *, force: bool = False) -> int:
        """Delete a run with its files, and give the bytes freed.

        Args:
            run: The run.
            force: Delete it although a process is training it.

        Raises:
            StoreError: A process is training it and ``force`` is False.
        """
        if force or not run.folder.is_dir():
            return self._delete(run)
        with training_lock(run):  # held meanwhile, so that nobody resumes what is being deleted
            return self._delete(run)

    def gc(self, *, grace_seconds: float = GRACE_SECONDS) -> int:
        """Remove what nobody needs, and give the bytes freed.

        That is: folders without a run or validation, temp files of dead processes, label maps of
        deleted runs, predictions and class panels of validations that are neither best nor last, and
        rasterised label maps of a data set, and verdicts, that nothing read or wrote for 30 days.

        Args:
            grace_seconds: Folders and temp files changed within this time stay.
        """
        return collect_garbage(self.folder, self.runs(), grace_seconds)

    def _delete(self, run: Run) -> int:
        size = run.size_bytes()
        # the row first: a folder without a row is found by gc, a row without a folder would be a lie
        with self.database.write() as connection:
            connection.execute(runs.delete().where(runs.c.id == run.id))
        shutil.rmtree(self.folder / "runs" / run.id, ignore_errors=True)
        return size

    def _save(self, run_id: str, new: NewRun) -> None:
        folder = self.folder / "runs" / run_id
        write_split(folder / "split.csv", new.samples)
        write_atomic(folder / "environment.json", _text(strict_json.dumps(dict(new.environment), indent=2)))
        config = yaml.safe_dump(_plain(dict(new.config)), sort_keys=False, allow_unicode=True)
        write_atomic(folder / "config.yaml", _text(config))
        fsync_folder(folder.parent)
        with self.database.write() as connection:
            if new.parent_id is not None and not run_exists(connection, new.parent_id):
                raise StoreError(f"the parent run {new.parent_id} is not in {self.folder}.")
            insert_run(connection, run_id, new)

    def _make_folder(self) -> str:
        while True:
            run_id = generate_run_id()
            try:
                (self.folder / "runs" / run_id).mkdir()
            except FileExistsError:
                continue
            except OSError as error:
                raise StoreError(f"cannot write to {self.folder}: {error.strerror}.") from error
            return run_id

    def _select(self, query: sa.Select[tuple[object, ...]]) -> tuple[Run, ...]:
        with self.database.read() as connection:
            return tuple(Run(self.database, self.folder, row._mapping) for row in connection.execute(query))


def workspace_folder(path: Path | str | None = None) -> Path:
    """Give the folder that :meth:`Workspace.open` would take, absolute; nothing is made.

    Args:
        path: The folder; by default ``SEGSCOPE_WORKSPACE``, else ``./segscope-workspace``.
    """
    return Path(path or os.environ.get("SEGSCOPE_WORKSPACE") or DEFAULT_FOLDER).expanduser().absolute()


def _plain(value: object) -> object:
    """Turn tuples into lists, which YAML can hold without a tag."""
    return strict_json.loads(strict_json.dumps(value))


def _text(text: str) -> bytes:
    return text.encode("utf-8")
