"""From a logger's name in the config to the logger."""

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

from segscope.errors import ConfigError
from segscope.loggers.base import Logger
from segscope.loggers.mlflow import MlflowLogger
from segscope.loggers.tensorboard import TensorBoardLogger
from segscope.loggers.wandb import WandbLogger


@dataclass(frozen=True, slots=True)
class _Entry:
    package: str
    make: Callable[[], Logger]


_ENTRIES = {
    "tensorboard": _Entry("tensorboard", TensorBoardLogger),
    "wandb": _Entry("wandb", WandbLogger),
    "mlflow": _Entry("mlflow", MlflowLogger),
}
KNOWN_LOGGERS = tuple(_ENTRIES)


def create_logger(name: str) -> Logger:
    """Make the logger of a name; its package is imported when the run starts, not here.

    Args:
        name: ``tensorboard``, ``wandb`` or ``mlflow``.

    Raises:
        ConfigError: There is no logger of that name.

    Example:
        >>> create_logger("tensorboard").name
        'tensorboard'
    """
    if name not in _ENTRIES:
        near = difflib.get_close_matches(name.lower(), KNOWN_LOGGERS, n=1, cutoff=0.5)
        guess = f" did you mean {near[0]!r}?" if near else ""
        raise ConfigError(f"there is no logger {name!r}:{guess} The loggers are {', '.join(KNOWN_LOGGERS)}.")
    return _ENTRIES[name].make()


def available() -> tuple[str, ...]:
    """Name the loggers whose packages are installed; nothing is imported to find out."""
    return tuple(name for name, entry in _ENTRIES.items() if find_spec(entry.package) is not None)
