"""What the command line and a script call to label pictures by trained models, and to train on that.

Torch is imported when a function needs it.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from segscope._inference import find_pictures, find_source, import_train
from segscope.config.inference import InferenceConfig
from segscope.config.pseudo import read_method
from segscope.config.run_config import RunConfig
from segscope.store.workspace import Workspace

if TYPE_CHECKING:
    from segscope.train.progress import Watcher
    from segscope.train.pseudo.manifest import PseudoManifest
    from segscope.train.pseudo.rounds import Round


def make_pseudo_labels(
    workspace: Workspace,
    teachers: Sequence[str],
    pictures: Path,
    out: Path,
    *,
    method: str = "cbst",
    share: float | None = None,
    checkpoint: str = "best",
    inference: Mapping[str, object] | None = None,
    **options: Any,
) -> "PseudoManifest":
    """Label pictures by trained models; see :func:`segscope.train.pseudo.make.make_pseudo_labels`.

    Args:
        workspace: Where the runs are kept.
        teachers: One ensemble file, or runs.
        pictures: A folder of unlabelled pictures.
        out: Folder of the labels.
        method: ``cbst``, ``global``, ``stable-half``, or a YAML mapping with options.
        share: Goes before the method's own.
        checkpoint: Which one of each run.
        inference: What :func:`read_inference` gave.
        options: Further attributes of :class:`~segscope.train.pseudo.make.PseudoRequest`.
    """
    make = import_train("pseudo.make")
    source = find_source(workspace, teachers, checkpoint=checkpoint, inference=inference)
    choice = read_method(method, share)
    request = make.PseudoRequest(source, find_pictures(pictures), pictures, out, choice, **options)
    manifest: PseudoManifest = make.make_pseudo_labels(request, workspace)
    return manifest


def train_pseudo_rounds(
    workspace: Workspace,
    config: RunConfig,
    pictures: Path,
    *,
    watcher: "Watcher | None" = None,
    method: str = "cbst",
    share: float | None = None,
    inference: Mapping[str, object] | None = None,
    **options: Any,
) -> "tuple[Round, ...]":
    """Train rounds of teachers and students; see :func:`segscope.train.pseudo.rounds.train_rounds`."""
    module = import_train("pseudo.rounds")
    views = InferenceConfig(**dict(inference or {}))  # type: ignore[arg-type]
    choice = read_method(method, share)
    request = module.RoundsRequest(
        config, find_pictures(pictures), pictures, choice, inference=views, **options
    )
    follower = watcher or import_train("progress").SilentWatcher()
    done: tuple[Round, ...] = module.train_rounds(request, workspace, follower)
    return done
