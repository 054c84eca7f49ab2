"""The time that a meeting or a report is about, and how people write its ends."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from segscope.errors import UsageError

FIRST_SPAN = timedelta(days=7)
"""How far a team's first report looks back."""
FIRST_YEAR, LAST_YEAR = 1970, 9000

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_HOW = "give a date (2026-11-29), a time (2026-11-29 18:00, 09:30), yesterday, 3d, 12h, or last-meeting"


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """From after ``since`` up to ``until``, both aware.

    Raises:
        UsageError: It ends before it begins, or lies outside of what databases hold.
    """

    since: datetime
    until: datetime

    def __post_init__(self) -> None:
        if not all(FIRST_YEAR <= moment.year <= LAST_YEAR for moment in (self.since, self.until)):
            raise UsageError(
                f"a time lies between the years {FIRST_YEAR} and {LAST_YEAR}: give one of these."
            )
        if self.since >= self.until:
            raise UsageError(
                f"the time from {self.since:%Y-%m-%d %H:%M} to {self.until:%Y-%m-%d %H:%M} is empty: give an "
                "earlier --since or a later --until."
            )

    def __contains__(self, moment: datetime) -> bool:
        return self.since < moment <= self.until


def read_moment(text: str, now: datetime, last_meeting: datetime | None = None) -> datetime:
    """Read a time as people write it.

    Dates and times without a zone are those of ``now``'s zone.

    Args:
        text: ``2026-11-29``, ``2026-11-29 18:00``, ``2026-11-29T18:00Z``, ``09:30`` (today), ``now``,
            ``today`` and ``yesterday`` (from midnight on), ``3d``, ``12h``, ``30m``, ``2w`` (so long ago),
            or ``last-meeting``.
        now: Aware.
        last_meeting: When the last one was; None where there was none: then :data:`FIRST_SPAN` ago.

    Raises:
        UsageError: The text is none of these.

    Example:
        >>> now = datetime(2026, 11, 30, 10, 15, tzinfo=UTC)
        >>> for text in ("yesterday", "3d", "09:30", "2026-11-01"):
        ...     print(f"{read_moment(text, now):%Y-%m-%d %H:%M}")
        2026-11-29 00:00
        2026-11-27 10:15
        2026-11-30 09:30
        2026-11-01 00:00
    """
    word = text.strip().lower()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    named = {
        "now": now,
        "today": midnight,
        "yesterday": _midnight_before(midnight),
        "last-meeting": last_meeting or now - FIRST_SPAN,
    }
    if word in named:
        return named[word]
    try:
        return _ago(word, now) or _time_of_day(word, now) or _written_out(text.strip(), now)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{text!r} is no time: {_HOW}.") from error


def _midnight_before(midnight: datetime) -> datetime:
    # the day before by the calendar: where clocks are set, a day has 23 or 25 hours
    return (midnight.replace(tzinfo=None) - timedelta(days=1)).replace(tzinfo=midnight.tzinfo)


def _ago(word: str, now: datetime) -> datetime | None:
    found = re.fullmatch(r"(\d{1,6})\s*([mhdw])", word)
    return None if found is None else now - timedelta(**{_UNITS[found[2]]: int(found[1])})


def _time_of_day(word: str, now: datetime) -> datetime | None:
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", word)
    if found is None:
        return None
    return now.replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)


def _written_out(text: str, now: datetime) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=now.tzinfo or UTC)
