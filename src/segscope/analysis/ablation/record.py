"""What an ablation leaves: the counts, the figures as JSON, and a page ready for the team's notes."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from segscope.analysis.ablation.counts import AblationCounts
from segscope.analysis.ablation.counts_file import write_ablation
from segscope.analysis.ablation.result import AblationResult, ArmResult
from segscope.analysis.compare.comparison import ScoreChange, points
from segscope.files.atomic import write_atomic
from segscope.store import strict_json

COUNTS, FIGURES, PAGE, PICTURE = "counts.parquet", "ablation.json", "ablation.md", "classes.png"


@dataclass(frozen=True, slots=True)
class AblationFiles:
    """Where the parts of a record are.

    Attributes:
        folder: The folder of all of them.
    """

    folder: Path

    @property
    def counts(self) -> Path:
        """The integer counts of all runs, from which everything else follows."""
        return self.folder / COUNTS

    @property
    def figures(self) -> Path:
        """The figures as JSON."""
        return self.folder / FIGURES

    @property
    def page(self) -> Path:
        """The page for people."""
        return self.folder / PAGE

    @property
    def picture(self) -> Path:
        """The heat map of the classes."""
        return self.folder / PICTURE


def write_record(folder: Path, counts: AblationCounts, result: AblationResult) -> AblationFiles:
    """Write counts, figures and page; the picture is the report room's.

    Raises:
        StoreError: A file cannot be written.
    """
    files = AblationFiles(folder)
    folder.mkdir(parents=True, exist_ok=True)
    write_ablation(files.counts, counts)
    write_atomic(files.figures, (strict_json.dumps(result.to_dict(), indent=1) + "\n").encode())
    write_atomic(files.page, markdown(result).encode())
    return files


def markdown(result: AblationResult) -> str:
    """Write the result as a Markdown page: summary, table, classes, and a sentence a change.

    Points are of 100.
    """
    return "\n".join([f"# Ablation: {result.name}", "", result.summary, "", *_body(result)]) + "\n"


def _body(result: AblationResult) -> Iterator[str]:
    yield "| change | mIoU | Δ | 95 % interval | p | verdict | Boundary IoU Δ | step | memory |"
    yield "|---|---|---|---|---|---|---|---|---|"
    miou, biou = (points(result.baseline_scores[name]) for name in ("miou", "boundary_iou"))
    memory = result.baseline.memory_bytes
    yield (
        f"| baseline | {miou} | | | | | {biou} | {_seconds(result.baseline.step_seconds)} | "
        f"{'–' if memory is None else f'{memory / 2**30:.2f} GiB'} |"
    )
    for change in result.ranked:
        yield _row(change)
    yield from ("", f"![Change of each class]({PICTURE})", "", "## Classes", "")
    yield f"| change | {' | '.join(result.class_names)} |"
    yield "|---" * (len(result.class_names) + 1) + "|"
    for change in result.ranked:
        yield f"| {change.arm.name} | {' | '.join(map(_class_cell, change.classes))} |"
    yield from ("", "Points of 100; bold: better or worse after the correction.", "", "## Notes", "")
    for change in result.ranked:
        runs = ", ".join(run.run for run in change.arm.runs)
        yield f"- {change.summary} Changed: {_code(change.arm.change)}. Runs: {runs}."
    yield from ("", "## How this was measured", "", *(f"- {line}" for line in _method(result)))


def _method(result: AblationResult) -> Iterator[str]:
    yield from result.notes
    yield (
        f"Each change against the baseline on the same {result.images} images ({result.validation} "
        f"validation), drawn by {result.unit} ({result.draws:,} draws, seed {result.seed}); rule "
        f"`{result.rule}`."
    )
    yield (
        "p values are corrected after Holm over the changes, for classes over changes × classes; intervals "
        "are not. Better or worse: p below 0.05 and an interval without 0."
    )
    if result.deviation is not None:
        yield f"mIoU scatters by {points(result.deviation)} from training to training (standard deviation)."
    if not math.isnan(result.detectable):
        yield (
            f"What could have been seen, {points(result.detectable)} in the median, is the true change that "
            "is called with a probability of 80 %, from the noise of trainings and the spread over images."
        )
    yield "The table follows from `counts.parquet` alone: `segscope ablate --from FOLDER`."


def _row(change: ArmResult) -> str:
    boundary = change.others[-1]
    memory = "–" if change.memory_ratio is None else f"×{change.memory_ratio:.2f}"
    step = "–" if change.step_ratio is None else f"×{change.step_ratio:.2f}"
    overall = change.overall
    return (
        f"| {change.arm.name} | {points(overall.b)} | {_signed(overall)} | {interval(overall)} | "
        f"{p_value(overall.p)} | {change.verdict_words} | {_signed(boundary)} | {step} | {memory} |"
    )


def interval(change: ScoreChange) -> str:
    """Write the interval of a change in points.

    Example:
        >>> interval(ScoreChange("mIoU", 0.4, 0.43, 0.03, 0.011, 0.049, p=0.01, n=80, unit="image"))
        '1.1 … 4.9'
    """
    return "–" if math.isnan(change.low) else f"{points(change.low)} … {points(change.high)}"


def p_value(p: float) -> str:
    """Write a p value.

    Example:
        >>> p_value(0.00004), p_value(0.0312), p_value(float("nan"))
        ('< 0.001', '0.031', '–')
    """
    if math.isnan(p):
        return "–"
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def _signed(change: ScoreChange) -> str:
    return "–" if math.isnan(change.difference) else points(change.difference, sign=True)


def _class_cell(change: ScoreChange) -> str:
    return f"**{_signed(change)}**" if change.verdict in ("better", "worse") else _signed(change)


def _seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f} s"


def _code(lines: tuple[str, ...]) -> str:
    return ", ".join(f"`{line}`" for line in lines) or "nothing"
