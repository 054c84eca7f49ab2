"""The pictures of a meeting with their reasons in words."""

from collections.abc import Mapping

from segscope.analysis.compare.comparison import points
from segscope.analysis.meeting import MeetingFacts, TalkPicture
from segscope.analysis.words import percent
from segscope.report.meeting.blocks import Figure
from segscope.report.meeting.panes import PaneKind, Panes, draw_panes
from segscope.report.meeting.words import Words


def compose_figures(facts: MeetingFacts, words: Words) -> tuple[Figure, ...]:
    """Draw the pictures and say why each is shown."""
    return tuple(_figure(number, talk, facts, words) for number, talk in enumerate(facts.pictures, start=1))


def _figure(number: int, talk: TalkPicture, facts: MeetingFacts, words: Words) -> Figure:
    panes = draw_panes(talk)
    return Figure(
        slug=f"{number}-{talk.kind}",
        title=words.talk[talk.kind],
        caption=f"{words.where(talk.sample, talk.row, talk.title)}: {reason(talk, facts.titles, words)}.",
        panes=panes if panes.panes else None,
        pane_titles=tuple(_pane_title(pane.kind, talk, words) for pane in panes.panes),
        missing=_missing(panes, words),
    )


def reason(talk: TalkPicture, titles: Mapping[int, str], words: Words) -> str:
    """Say why a picture was chosen, without its name."""
    names = talk.class_names
    if talk.kind in ("broken", "fixed"):
        parent = "" if talk.parent is None else titles.get(talk.parent, "")
        against = f"#{talk.parent} {parent}".rstrip()
        told = words.moved_by(_fine(abs(talk.points)), talk.pixels, against, fixed=talk.kind == "fixed")
    elif talk.kind == "weakest":
        told = words.costs_class(names[0], _fine(talk.points), talk.pixels)
    elif talk.kind == "confusion":
        told = f"{words.confused(names[0], names[1])}; {words.costs(_fine(talk.points), talk.pixels)}"
    elif talk.kind == "label":
        labelled, seen = (names[i] if talk.classes[i] >= 0 else None for i in (0, 1))
        told = words.label(labelled, seen, percent(talk.points))
    else:
        told = words.costs(_fine(talk.points), talk.pixels)
    return f"{told}; {words.like(len(talk.like))}" if talk.like else told


def _fine(share: float) -> str:
    """Write points of 100 with a digit more where one would say 0.0: one picture of many costs little."""
    return points(share) if share >= 0.001 else f"{100 * share:.2f}"


def _pane_title(kind: PaneKind, talk: TalkPicture, words: Words) -> str:
    title = words.panes[kind]
    if kind == "before":
        return f"{title} (#{talk.parent})"
    return f"{title} (#{talk.row})" if kind == "prediction" else title


def _missing(panes: Panes, words: Words) -> str:
    if not panes.panes:
        return words.nothing_kept
    if not panes.has_maps:
        return words.no_maps
    return words.no_images if panes.is_missing else ""
