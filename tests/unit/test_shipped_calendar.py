"""The shipped calendar, against the State Council's notices and the statutory days of the year without one."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from answerable.kernel.tables import open_tables

FOLDER = Path(__file__).parents[2] / "src/answerable/contexts/organisation/setups/china-police"
TABLE = open_tables(FOLDER).get("calendar")
assert TABLE is not None
ROWS = TABLE.rows


def days(kind: str, year: int) -> set[date]:
    found = {date.fromisoformat(row["date"]) for row in ROWS if row["kind"] == kind}
    return {day for day in found if day.year == year}


def span(first: str, last: str) -> set[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return {start + timedelta(n) for n in range((end - start).days + 1)}


NOTICES = {
    2025: (
        ["01-01 01-01", "01-28 02-04", "04-04 04-06", "05-01 05-05", "05-31 06-02", "10-01 10-08"],
        "01-26 02-08 04-27 09-28 10-11",
    ),
    2026: (
        [
            "01-01 01-03",
            "02-15 02-23",
            "04-04 04-06",
            "05-01 05-05",
            "06-19 06-21",
            "09-25 09-27",
            "10-01 10-07",
        ],
        "01-04 02-14 02-28 05-09 09-20 10-10",
    ),
    2027: (
        [
            "01-01 01-01",
            "02-05 02-08",
            "04-05 04-05",
            "05-01 05-02",
            "06-09 06-09",
            "09-15 09-15",
            "10-01 10-03",
        ],
        "",
    ),
}


@pytest.mark.parametrize("year", NOTICES)
def test_holidays_and_make_up_days_are_those_of_the_notices(year: int) -> None:
    spans, workdays = NOTICES[year]
    holidays = set().union(*(span(*(f"{year}-{end}" for end in text.split())) for text in spans))
    assert days("holiday", year) == holidays
    assert days("workday", year) == {date.fromisoformat(f"{year}-{text}") for text in workdays.split()}


def test_the_calendar_names_each_date_once_and_makes_up_at_weekends() -> None:
    dates = [row["date"] for row in ROWS]
    assert dates == sorted(set(dates))
    assert {row["kind"] for row in ROWS} == {"holiday", "workday"}
    assert all(day.isoweekday() in (6, 7) for year in NOTICES for day in days("workday", year))


def test_what_no_notice_has_settled_yet_is_called_provisional() -> None:
    for row in ROWS:
        provisional = row["date"].startswith("2027")
        assert row["name_zh"].endswith("（暂定）") == provisional
        assert row["name_en"].endswith("(provisional)") == provisional
