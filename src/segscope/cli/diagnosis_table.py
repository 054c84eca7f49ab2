"""The diagnosis in the terminal: scores by class, the worst pictures, and the findings in words."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from segscope.analysis.class_diagnosis import ClassDiagnosis
from segscope.analysis.diagnosis import Diagnosis
from segscope.analysis.gains import Gain
from segscope.analysis.trends import ClassTrend
from segscope.analysis.words import percent
from segscope.cli.interval_text import interval_cell, interval_explanation, interval_words
from segscope.cli.object_table import object_table, objects_explanation
from segscope.cli.worst_pictures import class_pictures, picture_names, reasons_table
from segscope.engine.class_set import ClassSet
from segscope.engine.image_counts import ERROR_KINDS, NO_CLASS

WIDE = 100
"""Columns from which the error kinds are headed by their full names."""
VERY_WIDE = 130
"""Columns from which the worst pictures of a class stand in its row and not in a list of their own."""
INTERVAL = "95 %"
MOST_CLASSES = 25
"""Class sets up to this size are shown whole …"""
WEAKEST = 15
"""… and of larger ones, the weakest classes."""
MOST_FINDINGS = 8
MOST_FLOWS = 3
MOST_GAINS = 3
MOST_FALLEN = 5
MOST_SUSPECTS = 5
LIKELY_WRONG = 0.25
"""Score from which a label is worth a look: six in ten were wrong ones where these were planted."""


def diagnosis_renderable(
    diagnosis: Diagnosis,
    class_set: ClassSet,
    *,
    panels_folder: Path | None = None,
    file_names: Mapping[str, str] | None = None,
    fallen: Sequence[ClassTrend] = (),
) -> RenderableType:
    """Make what the terminal shows at the end of a training or of ``segscope diagnose``.

    Args:
        diagnosis: What is known of the validation.
        class_set: The classes, for names and roles.
        panels_folder: Where the pictures are; None if none were drawn.
        file_names: {sample id: name of its picture}; a sample without one is named by its id.
        fallen: The classes whose IoU fell from its best until the last validation.

    Returns:
        A rich renderable that fits itself to the width it is given, from 80 columns on. Only the path of the
        pictures may be longer: print it with ``crop=False``.
    """
    return _DiagnosisView(diagnosis, class_set, panels_folder, file_names or {}, fallen)


@dataclass(frozen=True)
class _DiagnosisView:
    diagnosis: Diagnosis
    class_set: ClassSet
    panels_folder: Path | None
    file_names: Mapping[str, str]
    fallen: Sequence[ClassTrend]

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        """Give the parts from top to bottom, laid out for the width at hand."""
        width = options.max_width
        shown = self._shown()
        yield self._heading()
        yield self._score_table(shown, width)
        yield from self._notes(shown)
        worst = reasons_table(self.diagnosis.worst_images, self.file_names)
        yield from _section("Worst pictures over all classes", worst)
        if width < VERY_WIDE:
            yield from _section("Worst pictures of each class", class_pictures(shown, self.file_names))
        yield from _section("Costliest confusions", self._flow_list())
        objects = object_table(self.diagnosis, shown)
        yield from _section("By object", objects, objects_explanation(self.diagnosis))
        yield from _section("Findings", self._finding_list())
        yield from _section("Classes that were better before", self._fallen_list())
        yield from _section("Labels to check: a sure model contradicts them", self._suspect_list())
        yield from _section("mIoU that repairing one kind of error would add", self._gain_list())
        if self.panels_folder is not None:
            # on one line whatever the width: a path that is broken into two cannot be copied
            yield Text(f"\nPictures: {self.panels_folder}", no_wrap=True, overflow="ignore")

    def _shown(self) -> list[ClassDiagnosis]:
        """List the classes weakest first; those that do not occur come last."""
        ranked = sorted(self.diagnosis.classes, key=lambda entry: (math.isnan(entry.iou), entry.iou))
        return ranked if len(ranked) <= MOST_CLASSES else ranked[:WEAKEST]

    def _heading(self) -> Text:
        scores = self.diagnosis.scores
        pooled, per_image = (self.diagnosis.intervals.overall[name] for name in ("miou", "miou_per_image"))
        heading = Text()
        heading.append(f"mIoU {_score(scores.miou)}{interval_words(pooled)}", style="bold")
        heading.append(f" over the split, {_score(scores.miou_per_image)}{interval_words(per_image)}")
        heading.append(" in the mean of the images")
        heading.append(f" ({self.diagnosis.images} image{'' if self.diagnosis.images == 1 else 's'}).")
        return heading

    def _score_table(self, shown: Sequence[ClassDiagnosis], width: int) -> Table:
        # expanded, so that the figures keep their widths and the names behind them are cut
        gap = (0, 1 if width >= WIDE else 0, 0, 0)  # beside the space that the box leaves
        table = Table(box=box.SIMPLE_HEAD, padding=gap, pad_edge=False, show_edge=False, expand=True)
        longest = max(cell_len(entry.name) for entry in shown)
        names_width = max(5, min(longest, width // 5)) + (0 if width >= WIDE else 1)
        table.add_column("class", overflow="ellipsis", no_wrap=True, width=names_width)
        kinds = ERROR_KINDS if width >= WIDE else ("bound.", "ext.", "segm.")
        for name in ("IoU", INTERVAL, "prec.", "recall", *kinds):
            widest = (8 if width < WIDE else 10) if name == INTERVAL else max(5, len(name))
            table.add_column(name, justify="right", no_wrap=True, min_width=widest)
        table.add_column("most taken for", overflow="ellipsis", no_wrap=True, ratio=1)
        if width >= VERY_WIDE:
            table.add_column("worst pictures", overflow="ellipsis", no_wrap=True, ratio=3)
        for entry in shown:
            pictures = [picture_names(entry.worst, self.file_names)] if width >= VERY_WIDE else []
            table.add_row(*self._row(entry, narrow=width < WIDE), *pictures)
        return table

    def _row(self, entry: ClassDiagnosis, *, narrow: bool) -> Iterator[Text]:
        yield Text(entry.name, style="bold")
        yield Text(_score(entry.iou))
        yield interval_cell(entry.interval, narrow=narrow)
        for score in (entry.precision, entry.recall):
            yield Text(_score(score))
        shares = [getattr(entry.lost, kind) for kind in ERROR_KINDS]
        for share in shares:
            yield Text(_share(share), style="bold" if share == max(shares) else "")
        yield self._taken_for(entry)

    def _taken_for(self, entry: ClassDiagnosis) -> Text:
        flow = entry.most_confused
        if flow is None:
            return Text("–")
        unpredicted = flow.predicted_class == NO_CLASS
        name = "no class" if unpredicted else self.class_set.names[flow.predicted_class]
        return Text(f"{percent(flow.share_of_class)} {name}")

    def _notes(self, shown: Sequence[ClassDiagnosis]) -> Iterator[Text]:
        total = len(self.diagnosis.classes)
        order = "Weakest class first"
        if len(shown) < total:
            order = f"The {len(shown)} weakest of {total} classes"
        explained = (
            f"{order}. Boundary, extent and segment: shares of the class's lost IoU (along borders, parts of "
            "objects, whole objects). Most taken for: share of the class's pixels."
        )
        yield Text(f"{explained} {interval_explanation(self.diagnosis.intervals)}", style="dim")

    def _flow_list(self) -> Table | None:
        grid = _grid()
        for flow in self.diagnosis.confusions[:MOST_FLOWS]:
            grid.add_row(Text(f"−{flow.lost_miou:.3f}"), Text(flow.describe(self.class_set.names)))
        return grid if grid.row_count else None

    def _finding_list(self) -> Table | None:
        findings = self.diagnosis.findings
        if not findings:
            return None
        grid = _grid()
        advised = set()
        for number, finding in enumerate(findings[:MOST_FINDINGS], start=1):
            text = Text.assemble((f"{finding.code}: ", "bold"), finding.message)
            if finding.images:
                text.append(f"\nLook at {', '.join(map(self._file_name, finding.images))}.", style="cyan")
            if finding.remedy not in advised:
                text.append(f"\n{finding.remedy}", style="dim")
                advised.add(finding.remedy)
            grid.add_row(Text(f"{number}."), text)
        if len(findings) > MOST_FINDINGS:
            grid.add_row(Text(""), Text(f"and {len(findings) - MOST_FINDINGS} more that cost less."))
        return grid

    def _file_name(self, sample_id: str) -> str:
        return self.file_names.get(sample_id, sample_id)

    def _fallen_list(self) -> Table | None:
        grid = _grid()
        for trend in self.fallen[:MOST_FALLEN]:
            text = f"{trend.last:.3f} at the end, {trend.best:.3f} at epoch {trend.best_epoch}"
            grid.add_row(Text(self.class_set.names[trend.index]), Text(text))
        return grid if grid.row_count else None

    def _suspect_list(self) -> Table | None:
        suspects = [suspect for suspect in self.diagnosis.label_suspects if suspect.score >= LIKELY_WRONG]
        grid = _grid()
        for suspect in suspects[:MOST_SUSPECTS]:
            top, left, end_row, end_column = suspect.box
            labelled, predicted = self._name(suspect.labelled_class), self._name(suspect.predicted_class)
            if labelled and predicted:
                words = f"labelled {labelled}, looks like {predicted}"
            else:
                words = f"labelled {labelled}, looks like none" if labelled else f"{predicted}, not labelled"
            place = f"rows {top}–{end_row - 1}, columns {left}–{end_column - 1}"
            text = Text.assemble(words, (f" ({place}; {suspect.doubt:.0%} sure)", "dim"))
            grid.add_row(Text(self._file_name(suspect.image)), text)
        return grid if grid.row_count else None

    def _name(self, class_index: int | None) -> str:
        return "" if class_index is None else self.class_set.names[class_index]

    def _gain_list(self) -> Table | None:
        """List the greatest repairs; those of the background are the mirror of all other classes'."""
        background = self.class_set.background
        gains = [gain for gain in self.diagnosis.gains if gain.classes != (background,)][:MOST_GAINS]
        if not gains:
            return None
        grid = _grid()
        for gain in gains:
            grid.add_row(Text(f"+{gain.gain:.3f}"), Text(self._repair(gain)))
        return grid

    def _repair(self, gain: Gain) -> str:
        names = [self.class_set.names[index] for index in gain.classes]
        if gain.repair == "pair":
            return f"{names[0]} and {names[1]} taken for each other"
        return f"{gain.repair} errors of {names[0]}"


def _section(title: str, body: RenderableType | None, explained: str = "") -> Iterator[RenderableType]:
    if body is None:
        return
    yield Text(f"\n{title}", style="bold")
    yield body
    if explained:
        yield Text(explained, style="dim")


def _grid() -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, overflow="ellipsis", max_width=24)
    grid.add_column(overflow="fold", ratio=1)
    return grid


def _score(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3f}"


def _share(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.0%}"
