"""The one place where a validation is made: label maps in, counts, files, pictures and scores out."""

from segscope.record.options import RecordOptions
from segscope.record.recorded import RecordedValidation
from segscope.record.recorder import ValidationRecorder

__all__ = ["RecordOptions", "RecordedValidation", "ValidationRecorder"]
