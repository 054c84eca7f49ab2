"""What the command line and a script call to find sub-classes of a class; torch is imported late."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from segscope._inference import import_train
from segscope.config.unknown_file import UnknownFile, load_unknown_file, save_unknown_file
from segscope.files.names import safe_file_name
from segscope.store.workspace import Workspace

if TYPE_CHECKING:
    from segscope.train.unknown.explore import Exploration


def explore_unknown(
    workspace: Workspace,
    runs: Sequence[str],
    *,
    most: int = 6,
    smallest: int = 20,
    parts: int | None = None,
    like: Path | None = None,
    **options: Any,
) -> "Exploration":
    """Find the kinds of objects in a class; see :func:`segscope.train.unknown.explore.explore`.

    Args:
        workspace: Where the runs are kept.
        runs: The folds of one split file, or a single training. A name that several finished trainings
            share stands for all of them.
        most: The largest number of clusters that is tried.
        smallest: Fewest objects of a cluster.
        parts: This many clusters, whatever is measured; None chooses.
        like: An earlier file, whose numbers and names are kept.
        options: ``class_name``, ``min_pixels``, ``seed``, ``device``, ``started`` and ``progress`` of
            :class:`~segscope.train.unknown.explore.ExploreOptions`.
    """
    module = import_train("unknown.explore")
    rule = import_train("unknown.choose").ChoiceRule(most=most, smallest=smallest, parts=parts)
    earlier = load_unknown_file(like) if like is not None else None
    finished = workspace.runs(status="finished", kind="train")
    chosen = []
    for word in runs:
        named = [run for run in reversed(finished) if run.name == word]
        chosen += named or [workspace.run(word)]
    found: Exploration = module.explore(
        chosen, workspace, module.ExploreOptions(rule=rule, like=earlier, **options)
    )
    return found


def refuse_explored(out: Path) -> None:
    """Refuse a folder that holds an exploration already, before hours of looking.

    Raises:
        UsageError: It does.
    """
    sheets = import_train("unknown.sheets")
    sheets.refuse_existing(out / sheets.FILE)


def save_exploration(found: "Exploration", workspace: Workspace, out: Path | None = None) -> Path:
    """Write the file and the contact sheets, by default into the workspace, and give the file."""
    name = safe_file_name(f"{found.content.class_name}-{found.content.sha256[:8]}")
    folder = out if out is not None else workspace.folder / "unknown" / name
    path: Path = import_train("unknown.sheets").write_exploration(found, folder)
    return path


def name_clusters(path: Path, numbers: Sequence[int], name: str) -> UnknownFile:
    """Give clusters of a file one name, which makes them one sub-class; the file is rewritten.

    Raises:
        ConfigError: The file is wrong.
        UsageError: There is no such cluster.
    """
    content = load_unknown_file(path).renamed(numbers, name)
    save_unknown_file(content, path)
    return content
