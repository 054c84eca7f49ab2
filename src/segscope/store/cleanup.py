"""What nobody needs any more: orphan folders, temp files of dead processes, what may be pruned or remade.

Only what segscope made is ever removed, and only inside the workspace. Things younger than the grace
time stay, since another process may be making them.
"""

import contextlib
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from segscope.files.atomic import TEMP_PREFIX, folder_bytes
from segscope.store.runs import Run
from segscope.store.validation_folders import NEW_FOLDER_PREFIX

GRACE_SECONDS = 600.0
UNUSED_SECONDS = 30 * 24 * 3600.0
"""After this time without use, rasterised label maps and verdicts go: no run names them, and they are made
again."""
_CACHES = ("labels", "verdicts")


def collect_garbage(workspace: Path, runs: Iterable[Run], grace_seconds: float = GRACE_SECONDS) -> int:
    """Free what is not needed, and give the bytes freed.

    Args:
        workspace: The workspace's folder.
        runs: All its runs.
        grace_seconds: What was changed within this time stays.
    """
    known = {run.folder: run for run in runs}
    labels = {run.labels.folder for run in known.values()}
    limit = time.time() - grace_seconds
    freed = sum(run.prune_validations() for run in known.values())
    freed += sum(_remove(folder, limit) for folder in _folders(workspace / "runs") if folder not in known)
    freed += sum(_remove(folder, limit) for folder in _folders(workspace / "labels") if folder not in labels)
    freed += sum(_remove(folder, limit) for run in known.values() for folder in _unfinished(run))
    unused = min(limit, time.time() - UNUSED_SECONDS)
    caches = [cache for kind in _CACHES for cache in _folders(workspace / "cache" / kind)]
    freed += sum(_remove(folder, limit) for folder in caches if _last_use(folder) <= unused)
    return freed + _remove_temp_files(workspace, limit)


def _folders(parent: Path) -> Iterator[Path]:
    if parent.is_dir():
        yield from (entry for entry in parent.iterdir() if entry.is_dir() and not entry.is_symlink())


def _unfinished(run: Run) -> Iterator[Path]:
    yield from run.dead_validation_folders()
    yield from (run.folder / "validations").glob(f"{NEW_FOLDER_PREFIX}*")


def _remove(folder: Path, limit: float) -> int:
    if _newest_change(folder) > limit:
        return 0
    size = folder_bytes(folder)
    shutil.rmtree(folder, ignore_errors=True)
    return size - folder_bytes(folder)


def _newest_change(folder: Path) -> float:
    times = [folder.stat().st_mtime]
    for path in folder.rglob("*"):
        with contextlib.suppress(FileNotFoundError):
            times.append(path.lstat().st_mtime)
    return max(times)


def _last_use(folder: Path) -> float:
    """Give when a file below was last written or read; a system that notes no reads tells writes alone."""
    times = [folder.stat().st_mtime]
    for path in folder.rglob("*"):
        with contextlib.suppress(FileNotFoundError):
            state = path.lstat()
            # a folder counts as read whenever it is listed, as here
            times.append(state.st_mtime if path.is_dir() else max(state.st_mtime, state.st_atime))
    return max(times)


def _remove_temp_files(workspace: Path, limit: float) -> int:
    freed = 0
    for path in workspace.rglob(f"{TEMP_PREFIX}*"):
        with contextlib.suppress(FileNotFoundError):
            state = path.lstat()
            if state.st_mtime <= limit:
                path.unlink()
                freed += state.st_size
    return freed
