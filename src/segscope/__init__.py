"""segscope: the workbench of teams that train semantic-segmentation models.

The names below are imported when they are first used: ``import segscope`` itself needs nothing but
the standard library.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from segscope import notes
    from segscope._api import (
        diagnose_predictions,
        diagnose_run,
        open_workspace,
        read_config,
        resume,
        train,
        train_folds,
    )
    from segscope._inference import evaluate, make_ensemble, predict
    from segscope.analysis.compare import Comparison, compare
    from segscope.analysis.diagnosis import Diagnosis, diagnose
    from segscope.data.open import open_dataset
    from segscope.data.predictions import PredictionSources
    from segscope.data.splits import divide
    from segscope.engine import count
    from segscope.engine.class_set import ClassSet
    from segscope.record.recorder import ValidationRecorder
    from segscope.store.workspace import Workspace

__version__ = "0.1.0"

_HOMES = {
    "ClassSet": "segscope.engine.class_set",
    "Comparison": "segscope.analysis.compare",
    "Diagnosis": "segscope.analysis.diagnosis",
    "PredictionSources": "segscope.data.predictions",
    "ValidationRecorder": "segscope.record.recorder",
    "Workspace": "segscope.store.workspace",
    "compare": "segscope.analysis.compare",
    "count": "segscope.engine",
    "diagnose": "segscope.analysis.diagnosis",
    "diagnose_predictions": "segscope._api",
    "diagnose_run": "segscope._api",
    "divide": "segscope.data.splits",
    "evaluate": "segscope._inference",
    "make_ensemble": "segscope._inference",
    "open_dataset": "segscope.data.open",
    "open_workspace": "segscope._api",
    "predict": "segscope._inference",
    "read_config": "segscope._api",
    "resume": "segscope._api",
    "train": "segscope._api",
    "train_folds": "segscope._api",
}

__all__ = [
    "ClassSet",
    "Comparison",
    "Diagnosis",
    "PredictionSources",
    "ValidationRecorder",
    "Workspace",
    "compare",
    "count",
    "diagnose",
    "diagnose_predictions",
    "diagnose_run",
    "divide",
    "evaluate",
    "make_ensemble",
    "notes",
    "open_dataset",
    "open_workspace",
    "predict",
    "read_config",
    "resume",
    "train",
    "train_folds",
]


def __getattr__(name: str) -> Any:
    if name == "notes":
        return import_module("segscope.notes")
    if name not in _HOMES:
        raise AttributeError(f"module 'segscope' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _CallableRoom(ModuleType):
    """A room that is called as the public function of its name is."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        name = self.__name__.rpartition(".")[2]
        return getattr(import_module(_HOMES[name]), name)(*args, **options)


class _Package(ModuleType):
    """Lets ``segscope.train(...)`` train again: its first call imports the room ``segscope.train``.

    Importing a room binds it in the package, in place of the function of the same name.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if name in _HOMES and isinstance(value, ModuleType):
            value.__class__ = _CallableRoom
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
