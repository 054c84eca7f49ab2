"""What is kept: runs, samples, validations, counts and predictions."""

from segscope.store.new_run import NewRun
from segscope.store.runs import Event, Run
from segscope.store.split_files import SampleRow, split_hash
from segscope.store.validation_writer import ValidationWriter
from segscope.store.validations import Validation, ValidationKey
from segscope.store.workspace import Workspace

__all__ = [
    "Event",
    "NewRun",
    "Run",
    "SampleRow",
    "Validation",
    "ValidationKey",
    "ValidationWriter",
    "Workspace",
    "split_hash",
]
