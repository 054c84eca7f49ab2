"""Every error that segscope raises on purpose.

::

    SegscopeError                what is wrong, where, and what to do, in one sentence
    ├── UsageError               the command or the call is wrong             (exit 2)
    ├── ConfigError              a config file or an override is wrong        (exit 2)
    ├── DataError                a data set, picture, mask or class file      (exit 1)
    │   └── LabelMapError        one label map: shape, dtype or ids           (exit 1)
    ├── StoreError               the workspace, a run or a stored table       (exit 1)
    ├── CheckpointError          a checkpoint that cannot be used             (exit 1)
    ├── WeightsError             pretrained weights that cannot be had        (exit 1)
    ├── TrainingError            a training that cannot go on                  (exit 1)
    ├── NotComparableError       two results that no test may compare         (exit 1)
    ├── NativeLibraryError       the compiled part cannot be loaded           (exit 1)
    └── MissingDependencyError   an optional package; says what to install    (exit 1)

The command line prints the message alone; a traceback would mean a defect of segscope.
"""


class SegscopeError(Exception):
    """Base of all errors that carry a message meant for the user.

    Attributes:
        exit_code: What the command line exits with.
    """

    exit_code: int = 1


class UsageError(SegscopeError):
    """The command or call cannot be carried out as it was given."""

    exit_code = 2


class ConfigError(SegscopeError):
    """A config file, a class file or a ``key=value`` override is not valid."""

    exit_code = 2


class DataError(SegscopeError):
    """A data set, or one of its files, cannot be used."""


class LabelMapError(DataError, ValueError):
    """A label map has a wrong shape, a wrong dtype, or ids outside the class set."""


class StoreError(SegscopeError):
    """The workspace, a run in it, or one of its tables cannot be used."""


class CheckpointError(SegscopeError):
    """A checkpoint is missing, damaged, or belongs to another model."""


class WeightsError(SegscopeError):
    """Pretrained weights cannot be had; training never starts from random ones silently."""


class TrainingError(SegscopeError):
    """A training cannot go on: a loss that is no number, no memory left on the device."""


class NotComparableError(SegscopeError):
    """Two results differ in split, classes, ignore id, size or rule, so that no test is fair."""


class NativeLibraryError(SegscopeError, ImportError):
    """The compiled part of the engine is missing, or is not for this machine."""


class MissingDependencyError(SegscopeError):
    """An optional package is not installed."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(
            f"{package} is not installed, and this needs it: run `pip install 'segscope[{extra}]'`."
        )
        self.package = package
        self.extra = extra
