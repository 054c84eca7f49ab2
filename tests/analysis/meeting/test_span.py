"""Times as people write them."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from segscope.analysis.meeting import FIRST_SPAN, TimeSpan, read_moment
from segscope.errors import UsageError

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 11, 30, 10, 15, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-29", datetime(2026, 11, 29, tzinfo=SEOUL)),
        ("2026-11-29 18:00", datetime(2026, 11, 29, 18, tzinfo=SEOUL)),
        ("2026-11-29T18:00Z", datetime(2026, 11, 29, 18, tzinfo=UTC)),
        ("2026-11-29T18:00+02:00", datetime(2026, 11, 29, 16, tzinfo=UTC)),
        ("09:30", datetime(2026, 11, 30, 9, 30, tzinfo=SEOUL)),
        ("Yesterday", datetime(2026, 11, 29, tzinfo=SEOUL)),
        ("today", datetime(2026, 11, 30, tzinfo=SEOUL)),
        ("3d", NOW - timedelta(days=3)),
        ("12 h", NOW - timedelta(hours=12)),
        ("90m", NOW - timedelta(minutes=90)),
        ("2w", NOW - timedelta(weeks=2)),
        ("now", NOW),
    ],
)
def test_times_are_read_in_the_zone_of_the_machine(text: str, moment: datetime) -> None:
    assert read_moment(text, NOW) == moment


def test_the_last_meeting_is_a_time_and_without_one_it_is_a_week() -> None:
    held = datetime(2026, 11, 27, 9, tzinfo=UTC)
    assert read_moment("last-meeting", NOW, held) == held
    assert read_moment("last-meeting", NOW) == NOW - FIRST_SPAN


def test_yesterday_begins_at_midnight_where_the_clocks_were_set() -> None:
    now = datetime(2026, 10, 26, 9, tzinfo=ZoneInfo("Europe/Berlin"))  # the 25th had 25 hours
    assert f"{read_moment('yesterday', now):%Y-%m-%d %H:%M}" == "2026-10-25 00:00"


@pytest.mark.parametrize("text", ["", "soon", "3y", "25:00", "2026-13-01", "99999999d", "999999w", "어제쯤"])
def test_what_is_no_time_is_told_with_what_is(text: str) -> None:
    with pytest.raises(UsageError, match=r"is no time: give a date"):
        read_moment(text, NOW)


def test_a_span_without_time_in_it_is_refused() -> None:
    with pytest.raises(UsageError, match="is empty"):
        TimeSpan(NOW, NOW)
    span = TimeSpan(NOW - timedelta(hours=1), NOW)
    assert NOW in span
    assert span.since not in span


@pytest.mark.parametrize("year", [1, 1969, 9999])
def test_times_that_no_database_holds_are_refused(year: int) -> None:
    moment = datetime(year, 1, 1, tzinfo=timezone(timedelta(hours=14)))
    with pytest.raises(UsageError, match="between the years 1970 and 9000"):
        TimeSpan(min(moment, NOW), max(moment, NOW))
