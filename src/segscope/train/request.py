"""What to train, and where to keep it."""

from dataclasses import dataclass, field

from segscope.config.run_config import RunConfig
from segscope.store.workspace import Workspace
from segscope.train.progress import SilentWatcher, Watcher


@dataclass(frozen=True)
class TrainingRequest:
    """What to train, and where to keep it.

    Attributes:
        config: The resolved config.
        workspace: Where the run is kept.
        watcher: Follows the training.
        user: Who trains; None takes ``SEGSCOPE_USER`` or the system's user.
    """

    config: RunConfig
    workspace: Workspace
    watcher: Watcher = field(default_factory=SilentWatcher)
    user: str | None = None
