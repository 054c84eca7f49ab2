"""Importing a tool's package when its run starts, and not before."""

import importlib
from types import ModuleType

from segscope.errors import MissingDependencyError


def import_package(module: str, extra: str) -> ModuleType:
    """Import an optional package or a module in it.

    Args:
        module: Such as ``mlflow`` or ``tensorboard.compat.proto.event_pb2``.
        extra: The extra of segscope that installs it.

    Raises:
        MissingDependencyError: The package is not installed. A package that is there but cannot be
            imported raises what it raises.
    """
    package = module.partition(".")[0]
    try:
        importlib.import_module(package)
    except ModuleNotFoundError as error:
        if error.name == package:
            raise MissingDependencyError(package, extra) from error
        raise
    return importlib.import_module(module)
