"""A finding: something about a data set that makes training wrong, or that its owner should know."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is: an error stops training, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found in a data set.

    Attributes:
        code: A short name that tests and scripts can rely on, such as ``foreign-ids``.
        severity: Error (exit 1, and training refuses) or warning (exit 0).
        message: One sentence that says what is wrong, with figures.
        files: The files that show it, worst first; never empty where files are at fault.
        remedy: One sentence that says what to do.
    """

    code: str
    severity: Severity
    message: str
    files: tuple[str, ...]
    remedy: str
