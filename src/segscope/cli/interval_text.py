"""How the 95 % interval of a score is written, in the table and in a sentence."""

from rich.text import Text

from segscope.analysis.intervals import DiagnosisIntervals
from segscope.engine.resampling import MIN_UNITS, Interval

UNSAFE = "?"


def interval_cell(interval: Interval, *, narrow: bool = False) -> Text:
    """Write an interval for a column: ``0.45–0.55``, with a ``?`` where it is unsafe.

    Args:
        interval: The interval.
        narrow: Leave out the zeros before the points.

    Example:
        >>> str(interval_cell(Interval(0.451, 0.549, units=40), narrow=True))
        '.45–.55'
        >>> str(interval_cell(Interval(0.451, 0.549, units=40))), str(interval_cell(Interval(0.1, 0.9, 4)))
        ('0.45–0.55', '0.10–0.90?')
        >>> str(interval_cell(Interval(1.0, 1.0, 40))), str(interval_cell(Interval(float("nan"), 1.0, 1)))
        ('–', '–')
    """
    if not interval.high > interval.low:
        return Text("–")
    ends = [f"{end:.2f}" for end in (interval.low, interval.high)]
    text = "–".join(end.lstrip("0") if narrow else end for end in ends)
    return Text(text) if interval.safe else Text(f"{text}{UNSAFE}", style="dim")


def interval_words(interval: Interval) -> str:
    """Write an interval behind a score, with a space before it; empty where there is none.

    Example:
        >>> interval_words(Interval(0.4512, 0.5488, units=40))
        ' (0.451 … 0.549)'
        >>> interval_words(Interval(0.1, 0.9, units=4))
        ' (0.100 … 0.900?)'
    """
    if not interval.high > interval.low:
        return ""
    return f" ({interval.low:.3f} … {interval.high:.3f}{'' if interval.safe else UNSAFE})"


def interval_explanation(intervals: DiagnosisIntervals) -> str:
    """Say what the intervals are, what marks the unsafe ones, and what limits all of them."""
    unit, every = intervals.unit, (*intervals.overall.values(), *intervals.iou)
    text = f"95 %: what another sample of such {unit}s might have given ({intervals.units} {unit}s)"
    if any(not one.safe and one.high > one.low for one in every):
        text += f"; {UNSAFE}: from fewer than {MIN_UNITS} {unit}s, unsafe"
    return f"{text}. {intervals.note}".rstrip()
