"""Dates in several formats: read, or told to be unreadable; never guessed."""

import contextlib
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.contexts.intake.domain.dates import NoDate, read_date

CITY = ZoneInfo("Asia/Shanghai")


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=CITY).astimezone(UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2019/2/28 11:25:05", at(2019, 2, 28, 11, 25, 5)),
        ("2019/9/17 4:25:00", at(2019, 9, 17, 4, 25)),
        ("2019-08-01 00:00:00", at(2019, 8, 1)),
        ("2019.8.1", at(2019, 8, 1)),
        ("2019年8月1日", at(2019, 8, 1)),
        ("2019年8月1日 下午3时5分", at(2019, 8, 1, 15, 5)),
        ("2019年8月1日15时", at(2019, 8, 1, 15)),
        ("２０１９－０８－０１　９：３０", at(2019, 8, 1, 9, 30)),
        ("2019-08-01T09:30:00Z", datetime(2019, 8, 1, 9, 30, tzinfo=UTC)),
        ("2019-08-01T09:30:00+08:00", at(2019, 8, 1, 9, 30)),
        ("20190801", at(2019, 8, 1)),
        ("20190801093015", at(2019, 8, 1, 9, 30, 15)),
        ("43678.5", at(2019, 8, 1, 12)),
        ("1 Aug 2019", at(2019, 8, 1)),
        ("August 1, 2019", at(2019, 8, 1)),
        ("03/04/2019", at(2019, 3, 4)),
        ("2019/8/1 3:05 PM", at(2019, 8, 1, 15, 5)),
    ],
)
def test_dates_as_people_write_them(text: str, moment: datetime) -> None:
    assert read_date(text, zone=CITY) == moment


def test_the_day_comes_first_where_the_profile_says_so() -> None:
    assert read_date("03/04/2019", zone=CITY, day_first=True) == at(2019, 4, 3)


def test_the_profiles_own_formats_come_first() -> None:
    assert read_date("01-08-19", zone=CITY, formats=["%d-%m-%y"]) == at(2019, 8, 1)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2019-02-30", "19/8/1", "2019-13-01", "25/25/2019", "99999999", "2019", "0"]
)
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    with pytest.raises(NoDate):
        read_date(text, zone=CITY)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_none(text: str) -> None:
    with contextlib.suppress(NoDate):
        assert read_date(text, zone=CITY).tzinfo is not None


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)))
def test_usual_forms_say_the_same(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    forms = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y年%m月%d日%H时%M分%S秒", "%Y%m%d%H%M%S")
    assert len({read_date(whole.strftime(form), zone=CITY) for form in forms}) == 1
