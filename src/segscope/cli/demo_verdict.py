"""What was planted in the sample set, and whether the diagnosis found it."""

from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from segscope.analysis.diagnosis import Diagnosis
from segscope.analysis.finding import DiagnosisFinding, FindingCode
from segscope.data.recycling.truth import Truth


@dataclass(frozen=True, slots=True)
class Verdict:
    """One planted difficulty, or one finding that nothing was planted for.

    Attributes:
        difficulty: ``look alike``, ``tiny`` or ``not planted``.
        classes: Whom it is about.
        found: True where a finding names exactly this (``not planted``: always True).
        message: The finding's sentence; empty where it was not found.
    """

    difficulty: str
    classes: tuple[str, ...]
    found: bool
    message: str

    def to_dict(self) -> dict[str, Any]:
        """Give plain values."""
        return asdict(self)


def compare_with_truth(data: Path, diagnosis: Diagnosis) -> tuple[Verdict, ...]:
    """Hold the findings against the truth file.

    Args:
        data: The sample set's folder, with ``truth.json``.
        diagnosis: Of a validation on it.

    Returns:
        One verdict for each planted group of classes and each tiny class, then one for each
        confusable finding that reaches outside every planted group.
    """
    truth = Truth.load(data)
    confusable = [f for f in diagnosis.findings if f.code is FindingCode.CONFUSABLE]
    small = [f for f in diagnosis.findings if f.code is FindingCode.SMALL_CLASS]
    verdicts = [_group_verdict(group, confusable) for group in truth.confusable]
    verdicts += [_tiny_verdict(name, small) for name in truth.tiny]
    allowed = [set(group) for group in truth.confusable]
    for finding in confusable:
        if not any(set(finding.classes) <= group for group in allowed):
            verdicts.append(Verdict("not planted", finding.classes, True, finding.message))
    return tuple(verdicts)


def verdict_renderable(verdicts: tuple[Verdict, ...]) -> RenderableType:
    """Draw the verdicts as a table."""
    table = Table(box=None, header_style="bold")
    for column in ("planted", "classes", "named by the diagnosis"):
        table.add_column(column)
    for verdict in verdicts:
        table.add_row(verdict.difficulty, " / ".join(verdict.classes), _mark(verdict))
    return Group(Text("\nWhat was planted, and what the diagnosis names", style="bold"), table)


def _mark(verdict: Verdict) -> Text:
    if verdict.difficulty == "not planted":
        return Text("named, though nothing was planted", style="yellow")
    return Text("yes", style="green") if verdict.found else Text("no", style="red")


def _group_verdict(group: tuple[str, ...], findings: list[DiagnosisFinding]) -> Verdict:
    """A group is found when its classes hang together by pairs that the findings name."""
    named = [f for f in findings if len(set(f.classes) & set(group)) > 1]
    joined = {frozenset((a, b)) for f in named for a, b in combinations(f.classes, 2)}
    return Verdict("look alike", group, _connected(group, joined), " ".join(f.message for f in named))


def _connected(group: tuple[str, ...], pairs: set[frozenset[str]]) -> bool:
    reached = {group[0]}
    for _ in group:
        reached |= {other for pair in pairs if pair & reached for other in pair if other in group}
    return reached == set(group)


def _tiny_verdict(name: str, findings: list[DiagnosisFinding]) -> Verdict:
    named = [finding for finding in findings if name in finding.classes]
    return Verdict("tiny", (name,), bool(named), " ".join(finding.message for finding in named))
