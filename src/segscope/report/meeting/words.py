"""The words of a meeting's page in English; other languages say the same in theirs."""

from collections.abc import Mapping
from datetime import date, datetime

from segscope.analysis.compare import Verdict
from segscope.analysis.meeting import QuestionKind, TalkKind
from segscope.analysis.words import join_names
from segscope.report.meeting.panes import PaneKind

Counts = Mapping[Verdict | None, int]
"""Verdict → number of rows; None for rows without one."""


class Words:
    """English."""

    language = "en"
    default_title = "Segmentation meeting"
    finished = "What finished"
    moved = "What moved, with proof"
    pictures = "Pictures worth talking about"
    unfinished = "What did not finish"
    questions = "Open questions"
    concluded = "What was concluded"
    comments = "What was said"
    notes = "Notes"
    columns = ("#", "experiment", "who", "what changed", "mIoU", "Δ", "against its parent", "weakest class")
    verdicts: Mapping[Verdict, str] = {
        "better": "better",
        "worse": "worse",
        "cannot tell": "cannot tell",
        "too few": "too few to tell",
    }
    panes: Mapping[PaneKind, str] = {
        "whole": "Whole picture",
        "picture": "Picture",
        "truth": "Ground truth",
        "before": "Before",
        "prediction": "Prediction",
        "errors": "Errors",
    }
    talk: Mapping[TalkKind, str] = {
        "broken": "Most lost",
        "fixed": "Most gained",
        "weakest": "The weakest class",
        "confusion": "The costliest confusion",
        "label": "A label to check",
        "worst": "Costs most of the rest",
    }
    asked: Mapping[QuestionKind, str] = {
        "no-conclusion": "What do we conclude?",
        "trade-off": "Do we take it?",
        "not-comparable": "How do we compare it?",
        "no-experiment": "Who tries something against it?",
        "no-run": "Who runs it?",
    }
    legend = "error: predicted class, striped with the true class"
    first = "nothing to compare with"
    not_compared = "not compared"
    refused = "cannot be compared"
    no_images = "The picture's file is not where it was; the label maps still show."
    no_maps = "Its label maps are no longer kept: evaluate the run again to see them."
    nothing_kept = "Neither the picture nor its label maps are there any more."
    picture_rule = (
        "One of each: most lost and most gained against the parent, the weakest class, the costliest "
        "confusion, the likeliest wrong label; filled up with what costs most. None twice, and no two that "
        "show the same."
    )

    def day(self, day: date) -> str:
        """Write a date."""
        return f"{day.day} {day:%B %Y}"

    def moment(self, moment: datetime) -> str:
        """Write a time, in its own zone."""
        return f"{moment:%Y-%m-%d %H:%M}"

    def span(self, since: datetime, until: datetime) -> str:
        """Say which time it is about."""
        return f"From {self.moment(since)} to {self.moment(until)}."

    def summary(self, rows: int, runs: int, counts: Counts, broken: int, running: int) -> str:
        """Say in a sentence or two what happened."""
        told = f"{_number(rows, 'experiment')} finished ({_number(runs, 'run')})"
        verdicts = [f"{counts[v]} {self.verdicts[v]}" for v in self.verdicts if counts.get(v)]
        told += f": {join_names(verdicts)}." if verdicts else "."
        if broken:
            told += f" {_number(broken, 'run')} did not finish."
        if running:
            told += f" {_number(running, 'experiment')} {'is' if running == 1 else 'are'} still running."
        return told

    def quiet(self, rows: int, running: int) -> str:
        """Say kindly that nothing happened."""
        if running:
            return f"Nothing finished in this time; {_number(running, 'experiment')} still running."
        if rows:
            return (
                "A quiet time: no run finished. What is open is below; a good moment to choose what is next."
            )
        return "The notebook is empty: begin with segscope train, or write down a first idea."

    def left_out(self, number: int, most: int) -> str:
        """Say that only some rows were compared."""
        return (
            f"The {most} rows whose mIoU moved most were compared, {number} more were not: segscope compare "
            "tells about them."
        )

    def against(self, row: int, title: str, parent: int, parent_title: str, images: int) -> str:
        """Say what was compared."""
        return f"#{row} {title} against #{parent} {parent_title}, on {_number(images, 'image')}"

    def change(self, name: str, difference: str, low: str, high: str, verdict: Verdict) -> str:
        """Write the change of one score."""
        interval = f" ({low} … {high})" if low else ""
        return f"{name} {difference}{interval}, {self.verdicts[verdict]}"

    def no_proof(self, names: list[str]) -> str:
        """Name the classes about which nothing can be told."""
        return f"cannot tell about {join_names(names)}"

    def too_few(self, names: list[str], unit: str) -> str:
        """Name the classes of which there are too few images."""
        return f"too few {unit}s to tell about {join_names(names)}"

    def single_runs(self) -> str:
        """Say what one training a side does not tell."""
        return "One training a side: another seed may give another difference."

    def groups(self, units: int) -> str:
        """Say that groups were drawn."""
        return f"Tested over {units} groups (scenes, videos)."

    def where(self, sample: str, row: int, title: str) -> str:
        """Say where a picture is from."""
        return f"{sample}, #{row} {title}"

    def moved_by(self, points: str, pixels: int, against: str, *, fixed: bool) -> str:
        """Say what a picture lost or gained."""
        less, fewer = ("less", "fewer") if fixed else ("more", "more")
        return f"costs {points} points of mIoU {less} than with {against}, {pixels:,} wrong pixels {fewer}"

    def costs_class(self, name: str, points: str, pixels: int) -> str:
        """Say what a picture costs a class."""
        return f"costs {name} {points} points of IoU by {pixels:,} wrong pixels"

    def costs(self, points: str, pixels: int) -> str:
        """Say what a picture costs."""
        return f"costs {points} points of mIoU by {pixels:,} wrong pixels"

    def confused(self, one: str, other: str) -> str:
        """Say what is taken for what."""
        return f"{one} and {other} are taken for each other"

    def label(self, labelled: str | None, seen: str | None, sure: str) -> str:
        """Say what a label is doubted for."""
        if labelled is None:
            return f"the model sees {seen}, which is not labelled ({sure} sure)"
        if seen is None:
            return f"labelled {labelled}, and the model sees none ({sure} sure)"
        return f"labelled {labelled}, and the model sees {seen} ({sure} sure)"

    def like(self, number: int) -> str:
        """Say that there are more of the same picture."""
        return f"{_number(number, 'more picture')} {'shows' if number == 1 else 'show'} the same"

    def trade_off(self, better: list[str], worse: list[str]) -> str:
        """Say what moved against what."""
        parts = []
        if better:
            parts.append(f"better: {join_names(better)}")
        if worse:
            parts.append(f"worse: {join_names(worse)}")
        return "; ".join(parts)

    def more(self, number: int) -> str:
        """Say that there are more of a kind."""
        return f"and {number} more"

    def status(self, status: str) -> str:
        """Write what became of a run."""
        return status

    def by(self, author: str, moment: datetime) -> str:
        """Write who wrote something, and when."""
        return f"{author}, {self.moment(moment)}"


def _number(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
