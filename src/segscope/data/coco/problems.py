"""What is wrong in one COCO file: noted record by record, given as findings."""

import reprlib
from dataclasses import dataclass
from pathlib import Path

from segscope.data.coco.problem_kinds import KINDS
from segscope.data.faults import FileFault
from segscope.data.finding import Finding, Severity

_LONGEST_QUOTE = 120
_SHORT = reprlib.Repr()
_SHORT.maxstring = _LONGEST_QUOTE


class RecordError(Exception):
    """One record of the file cannot be used; never leaves the reader."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, slots=True)
class Problem:
    """One case of something wrong in one file.

    Attributes:
        code: Its kind.
        place: Which record, with the picture's name.
        text: What is wrong with that record.
    """

    code: str
    place: str
    text: str

    def fault(self, json_path: Path) -> FileFault:
        """Make the error that reading the sample raises."""
        return FileFault.of(json_path, self.code, f"{self.place}: {self.text}", KINDS[self.code].remedy)


class Problems:
    """Collects what is wrong in one file, and gives one finding for each code.

    Args:
        file_name: Name of the annotation file, as findings show it.

    Example:
        >>> problems = Problems("train.json")
        >>> _ = problems.add("empty-mask", "annotation 3, a.jpg", "its polygon has no area")
        >>> problems.findings()[0].message
        'train.json: an annotation covers no pixel, once; first annotation 3, a.jpg: its polygon has no area'
    """

    def __init__(self, file_name: str) -> None:
        self.file_name = file_name
        self._cases: dict[str, list[Problem]] = {}

    def add(self, code: str, place: str, text: str) -> Problem:
        """Note one case."""
        problem = Problem(code, place, text)
        self._cases.setdefault(code, []).append(problem)
        return problem

    def findings(self) -> tuple[Finding, ...]:
        """Give one finding for each code, errors first."""
        found = [self._finding(code, cases) for code, cases in self._cases.items()]
        return tuple(sorted(found, key=lambda finding: finding.severity is not Severity.ERROR))

    def _finding(self, code: str, cases: list[Problem]) -> Finding:
        kind = KINDS[code]
        times = "once" if len(cases) == 1 else f"{len(cases)} times"
        message = f"{self.file_name}: {kind.what}, {times}; first {cases[0].place}: {cases[0].text}"
        files = tuple(f"{self.file_name}: {case.place}" for case in cases)
        return Finding(code, kind.severity, message, files, kind.remedy)


def is_error(code: str) -> bool:
    """Tell whether a code stands for an error, after which the label map cannot be trusted."""
    return KINDS[code].severity is Severity.ERROR


def quoted(value: object) -> str:
    """Show a value of the file in a message: short, in one line, printable, and however deep it is."""
    if isinstance(value, str) and value.isprintable():
        return value if len(value) <= _LONGEST_QUOTE else f"{value[:_LONGEST_QUOTE]}…"
    return _SHORT.repr(value)
