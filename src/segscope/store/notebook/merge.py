"""Two people changed one text: what both wrote is joined line by line, and where it collides both stay."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class MergePart:
    """A stretch of a merged text.

    Attributes:
        ours: The lines as one side has them.
        theirs: The lines as the other side has them; equal to ``ours`` where the sides agree, or where
            only one of them changed anything.
    """

    ours: tuple[str, ...]
    theirs: tuple[str, ...]

    @property
    def is_conflict(self) -> bool:
        """True where both sides changed the same lines, each in its own way."""
        return self.ours != self.theirs


@dataclass(frozen=True, slots=True)
class MergedText:
    """The join of two texts that come from one.

    Attributes:
        parts: The stretches in order; they join to a whole text whichever side is taken of each.
    """

    parts: tuple[MergePart, ...]

    @property
    def has_conflict(self) -> bool:
        """True where somebody has to choose."""
        return any(part.is_conflict for part in self.parts)

    @property
    def text(self) -> str:
        """Everything that anyone wrote: of a conflict, theirs first and ours below it."""
        lines: list[str] = []
        for part in self.parts:
            lines += (*part.theirs, *part.ours) if part.is_conflict else part.ours
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Hunk:
    """Lines ``start`` to ``stop`` of the base that one side replaced."""

    start: int
    stop: int
    lines: tuple[str, ...]


def merge_texts(base: str, ours: str, theirs: str) -> MergedText:
    r"""Join two changes of one text.

    Changes of different lines are joined; changes of the same or of neighbouring lines are a conflict,
    except where both sides wrote the same.

    Args:
        base: What both sides began with.
        ours: One side's text.
        theirs: The other side's.

    Example:
        >>> merge_texts("a\n\nb", "A\n\nb", "a\n\nB").text
        'A\n\nB'
        >>> merge_texts("lower rate", "lower rate, longer", "lower rate and EMA").has_conflict
        True
    """
    lines = base.split("\n")
    hunks = (_hunks(lines, ours.split("\n")), _hunks(lines, theirs.split("\n")))
    parts: list[MergePart] = []
    done = 0
    for start, stop in _touched(hunks):
        _append_same(parts, lines[done:start])
        sides = [_replaced(lines, start, stop, own) for own in hunks]
        untouched = tuple(lines[start:stop])
        if sides[0] == untouched:
            sides[0] = sides[1]
        elif sides[1] == untouched:
            sides[1] = sides[0]
        parts.append(MergePart(*sides))
        done = stop
    _append_same(parts, lines[done:])
    return MergedText(tuple(parts))


def _hunks(base: Sequence[str], changed: Sequence[str]) -> tuple[_Hunk, ...]:
    matcher = SequenceMatcher(None, base, changed, autojunk=False)
    return tuple(
        _Hunk(start, stop, tuple(changed[low:high]))
        for kind, start, stop, low, high in matcher.get_opcodes()
        if kind != "equal"
    )


def _touched(hunks: tuple[Sequence[_Hunk], Sequence[_Hunk]]) -> Iterator[tuple[int, int]]:
    """Give the stretches of the base that any side touched, joined where they meet."""
    begun: tuple[int, int] | None = None
    for start, stop in sorted((hunk.start, hunk.stop) for own in hunks for hunk in own):
        if begun is not None and start <= begun[1]:
            begun = begun[0], max(begun[1], stop)
            continue
        if begun is not None:
            yield begun
        begun = start, stop
    if begun is not None:
        yield begun


def _replaced(base: Sequence[str], start: int, stop: int, hunks: Sequence[_Hunk]) -> tuple[str, ...]:
    """Give a stretch of the base as one side has it."""
    lines: list[str] = []
    place = start
    for hunk in hunks:
        if start <= hunk.start and hunk.stop <= stop:
            lines += (*base[place : hunk.start], *hunk.lines)
            place = hunk.stop
    return (*lines, *base[place:stop])


def _append_same(parts: list[MergePart], lines: Sequence[str]) -> None:
    if lines:
        parts.append(MergePart(tuple(lines), tuple(lines)))
