"""The rows of a meeting in words: what finished, what moved, what broke, what is open."""

import math
from datetime import tzinfo

from segscope.analysis.compare import ScoreChange, Verdict
from segscope.analysis.compare.comparison import points
from segscope.analysis.meeting import FinishedRow, MeetingFacts, OpenQuestion
from segscope.analysis.notebook import Experiment
from segscope.report.meeting.blocks import Item, Text, Tone
from segscope.report.meeting.user_text import plain_of
from segscope.report.meeting.words import Words

_TONES: dict[Verdict, Tone] = {
    "better": "better",
    "worse": "worse",
    "cannot tell": "unsure",
    "too few": "unsure",
}
_MOST_PEOPLE = 3
_LONGEST_SAID = 300


def finished_row(one: FinishedRow, words: Words) -> tuple[Text, ...]:
    """Give the texts of a row of the table."""
    row = one.row
    weakest = "" if row.weakest is None else f"{row.weakest[0]} {points(row.weakest[1])}"
    people = dict.fromkeys(run.user for run in one.runs)
    return (
        Text(f"#{row.note.number}"),
        Text(row.title),
        Text(", ".join(list(people)[:_MOST_PEOPLE])),
        Text("; ".join(row.changed)),
        Text(_score(row)),
        Text("" if math.isnan(row.difference) else points(row.difference, sign=True)),
        _verdict(one, words),
        Text(weakest),
    )


def _score(row: Experiment) -> str:
    if not row.scores:
        return "–"
    several = f" ± {points(row.miou_sd)} (n = {len(row.scores)})" if len(row.scores) > 1 else ""
    return f"{points(row.miou)}{several}"


def _verdict(one: FinishedRow, words: Words) -> Text:
    if one.verdict is None:
        return Text(words.first if one.row.parent is None else words.not_compared)
    if one.verdict.comparison is None:
        return Text(words.refused, "unsure")
    overall = one.verdict.comparison.overall
    return Text(f"{words.verdicts[overall.verdict]}{_interval(overall)}", _TONES[overall.verdict])


def _interval(change: ScoreChange) -> str:
    return "" if math.isnan(change.low) else f" ({points(change.low)} … {points(change.high)})"


def moved_items(facts: MeetingFacts, words: Words) -> list[Item]:
    """Tell what was proven of each row that was compared, classes and all."""
    items = []
    for one in facts.finished:
        if one.verdict is None or one.verdict.comparison is None:
            continue
        comparison, parent = one.verdict.comparison, one.verdict.parent
        lead = words.against(
            one.row.note.number, one.row.title, parent, facts.titles.get(parent, ""), comparison.images
        )
        notes = []
        if comparison.overall.unit == "group":
            notes.append(Text(words.groups(comparison.units)))
        if len(comparison.a.runs) + len(comparison.b.runs) == 2:
            notes.append(Text(words.single_runs()))
        items.append(Item(lead, (change_text(comparison.overall, words), *notes), _classes(one, words)))
    return items


def _classes(one: FinishedRow, words: Words) -> tuple[Text, ...]:
    assert one.verdict is not None
    assert one.verdict.comparison is not None
    classes = one.verdict.comparison.classes
    proven = [change for change in classes if change.verdict in ("better", "worse")]
    told = [
        change_text(change, words) for change in sorted(proven, key=lambda change: -abs(change.difference))
    ]
    unsure = [change.name for change in classes if change.verdict == "cannot tell"]
    few = [change.name for change in classes if change.verdict == "too few"]
    if unsure:
        told.append(Text(words.no_proof(unsure), "unsure"))
    if few:
        told.append(Text(words.too_few(few, one.verdict.comparison.overall.unit), "unsure"))
    return tuple(told)


def change_text(change: ScoreChange, words: Words) -> Text:
    """Put the change of a score in words, with its interval and verdict."""
    low, high = ("", "") if math.isnan(change.low) else (points(change.low), points(change.high))
    difference = "–" if math.isnan(change.difference) else points(change.difference, sign=True)
    return Text(words.change(change.name, difference, low, high, change.verdict), _TONES[change.verdict])


def broken_items(facts: MeetingFacts, words: Words, zone: tzinfo | None) -> list[Item]:
    """Tell of the runs that did not finish."""
    return [
        Item(
            f"#{one.row} {one.run.name or one.title}",
            (
                Text(f"{words.status(one.run.status)}, {words.by(one.run.user, one.time.astimezone(zone))}"),
                *((Text(one.reason),) if one.reason else ()),
            ),
        )
        for one in facts.broken
    ]


def question_items(facts: MeetingFacts, words: Words) -> list[Item]:
    """Tell what is open, a kind after another."""
    items = []
    for kind, asked in words.asked.items():
        of_kind = [question for question in facts.questions.questions if question.kind == kind]
        items += [Item(_named(question), (Text(asked),), _said(question, words)) for question in of_kind]
        if more := facts.questions.more.get(kind, 0):
            items.append(Item(words.more(more), (Text(asked),)))
    return items


def _named(question: OpenQuestion) -> str:
    return f"#{question.row} {question.title}".rstrip()


def _said(question: OpenQuestion, words: Words) -> tuple[Text, ...]:
    if question.kind == "trade-off":
        return (Text(words.trade_off(list(question.better), list(question.worse))),)
    people_wrote = question.kind in ("no-conclusion", "no-run")
    text = _shortened(plain_of(question.text)) if people_wrote else question.text
    return (Text(text),) if text else ()


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SAID else f"{text[:_LONGEST_SAID].rstrip()} …"


def question_sentence(question: OpenQuestion, words: Words) -> str:
    """Put a question in one text: what is asked, and what the row says."""
    said = " ".join(text.text for text in _said(question, words))
    return f"{words.asked[question.kind]} {said}".rstrip()
