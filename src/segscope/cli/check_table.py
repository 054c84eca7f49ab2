"""A check as people read it: the table of classes, a line a split, and the findings."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from segscope.cli.figures_table import add_figures, figures_table
from segscope.data.check import CheckReport, SplitReport
from segscope.data.finding import Finding, Severity
from segscope.data.picture_format import RGB8

_SHOWN_FILES = 4
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}


def check_renderables(report: CheckReport) -> Iterator[RenderableType]:
    """Give what is printed, from top to bottom."""
    yield Text.assemble(
        (report.root, "bold"), f"  ({report.layout}, {report.class_set.num_classes} classes{_format(report)})"
    )
    for split in report.splits:
        yield _split_line(split)
    if any(split.labelled for split in report.splits):
        yield _class_table(report)
    for finding in report.findings:
        yield from finding_lines(finding)
    yield _verdict(report)


def _format(report: CheckReport) -> str:
    return "" if report.picture_format == RGB8 else f", {report.picture_format}"


def _split_line(split: SplitReport) -> Text:
    parts = [f"{split.images:,} pictures"]
    if split.labelled < split.images:
        parts.append(f"{split.labelled:,} with a label map")
    if split.groups:
        parts.append(f"{split.groups:,} group{'' if split.groups == 1 else 's'}")
    if split.sizes:
        height, width, _ = split.sizes[0]
        others = len(split.sizes) - 1
        parts.append(f"{width}×{height} px" + (f" and {others:,} other sizes" if others else ""))
    parts.append(f"{split.ignored_share:.1%} of the pixels ignored")
    return Text.assemble((f"{split.name}: ", "bold"), ", ".join(parts))


def _class_table(report: CheckReport) -> Table:
    table = figures_table("\nclass")
    splits = [split for split in report.splits if split.labelled]
    for split in splits:
        add_figures(table, f"{split.name}\npixels", "\nimages", "\nobjects")
    for index, name in enumerate(report.class_set.names):
        red, green, blue = report.class_set.colours[index]
        cells = [Text.assemble(("■ ", f"rgb({red},{green},{blue})"), name)]
        for split in splits:
            cells += _class_cells(split, index)
        table.add_row(*cells)
    return table


def _class_cells(split: SplitReport, index: int) -> list[Text]:
    one = split.classes[index]
    if one.pixels == 0:
        return [Text("none", "yellow"), Text("0", "yellow"), Text("0", "yellow")]
    share = one.pixels / (split.pixels - split.ignored_pixels)
    shown = f"{share:.2%}" if share >= 0.0001 else "<0.01%"
    return [Text(shown), Text(f"{one.images:,}"), Text(f"{one.objects:,}")]


def finding_lines(finding: Finding) -> Iterator[RenderableType]:
    """Give the lines of one finding: what is wrong, the first files, what to do."""
    style = _STYLES[finding.severity]
    yield Text.assemble(
        (f"{finding.severity.value} ", style), (f"{finding.code}: ", "bold"), _sentence(finding.message)
    )
    if finding.files:
        more = len(finding.files) - _SHOWN_FILES
        shown = ", ".join(finding.files[:_SHOWN_FILES]) + (f" and {more:,} more" if more > 0 else "")
        yield Padding(Text(shown, "dim"), (0, 0, 0, 4))
    yield Padding(Text(f"→ {_sentence(finding.remedy)}"), (0, 0, 0, 4))


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _verdict(report: CheckReport) -> Text:
    errors = sum(finding.severity is Severity.ERROR for finding in report.findings)
    warnings = len(report.findings) - errors
    counted = f"{errors} error{'' if errors == 1 else 's'}, {warnings} warning{'' if warnings == 1 else 's'}"
    if errors:
        return Text(f"{counted}: training refuses this data set until the errors are gone.", "bold red")
    return Text(f"{counted}: fit to train on.", "bold green")
