from datetime import datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from answerable.contexts.deadlines.domain.replay import Entry, ImpossibleEntry, replay
from answerable.contexts.deadlines.domain.rules import Rule, rule_for
from answerable.contexts.deadlines.domain.sentence import explain
from answerable.contexts.deadlines.enums import ClockKind, ClockState, EntryKind, TimeUnit
from unit.deadlines.test_calendar import CALENDAR, MOMENTS, local


def rule(amount: int, unit: TimeUnit, *, kind: str = "*", topic: str = "*") -> Rule:
    return Rule(kind, topic, ClockKind.ANSWER, amount, unit, 10, "群众诉求答复时限", "Time to answer")


FIVE_DAYS = rule(5, TimeUnit.WORKING_DAYS)
RULES = st.builds(rule, st.integers(1, 30), st.sampled_from(TimeUnit))


def started(at: datetime, *more: Entry) -> list[Entry]:
    return [Entry(EntryKind.START, at), *more]


@pytest.mark.parametrize(
    ("amount", "unit", "start", "due"),
    [
        (5, TimeUnit.WORKING_DAYS, local(4, 29, 16, 0), local(5, 9, 17, 30)),
        (1, TimeUnit.WORKING_DAYS, local(5, 8, 20, 0), local(5, 9, 17, 30)),
        (4, TimeUnit.WORKING_HOURS, local(4, 30, 16, 30), local(5, 6, 12, 0)),
        (15, TimeUnit.WORKING_MINUTES, local(5, 6, 11, 50), local(5, 6, 13, 35)),
        (24, TimeUnit.HOURS, local(5, 1, 10, 0), local(5, 2, 10, 0)),
        (3, TimeUnit.DAYS, local(4, 29, 10, 0), local(5, 6, 17, 30)),
    ],
)
def test_a_rule_sets_the_date_that_an_officer_would_count(
    amount: int, unit: TimeUnit, start: datetime, due: datetime
) -> None:
    assert replay(started(start), rule(amount, unit), CALENDAR).at == due


@given(RULES, MOMENTS, st.integers(0, 2000), st.integers(0, 3000))
def test_a_pause_moves_the_date_by_just_the_time_it_lasted(
    set_by: Rule, start: datetime, after: int, lasted: int
) -> None:
    begin = start + timedelta(minutes=after)
    end = begin + timedelta(minutes=lasted)
    plain = replay(started(start), set_by, CALENDAR)
    assume(begin < plain.at)
    paused = replay(
        started(start, Entry(EntryKind.PAUSE, begin), Entry(EntryKind.RESUME, end)), set_by, CALENDAR
    )
    if set_by.unit is TimeUnit.HOURS:
        assert paused.at - plain.at == end - begin
    else:
        assert CALENDAR.between(plain.at, paused.at) == CALENDAR.between(begin, end)


@given(RULES, MOMENTS)
def test_half_comes_before_most_and_most_before_due(set_by: Rule, start: datetime) -> None:
    due = replay(started(start), set_by, CALENDAR)
    assert start - timedelta(days=10) < due.half_at <= due.most_at <= due.at
    assert due == replay(started(start), set_by, CALENDAR)


def test_an_extension_sets_the_date_and_stays_in_the_sentence() -> None:
    later = local(5, 20, 17, 30)
    extended = Entry(EntryKind.EXTEND, local(5, 7), later, "市局", "the bureau")
    due = replay(started(local(5, 6, 9), extended), FIVE_DAYS, CALENDAR)
    assert due.at == later
    zh, en = explain(due, FIVE_DAYS, CALENDAR)
    assert "经市局批准延期" in zh
    assert "approval of the bureau" in en


@pytest.mark.parametrize(
    "kinds",
    [
        [EntryKind.PAUSE],
        [EntryKind.START, EntryKind.RESUME],
        [EntryKind.START, EntryKind.STOP, EntryKind.PAUSE],
        [EntryKind.START, EntryKind.START],
        [],
    ],
)
def test_entries_that_contradict_one_another_are_refused(kinds: list[EntryKind]) -> None:
    with pytest.raises(ImpossibleEntry):
        replay([Entry(kind, local(5, 6, 9)) for kind in kinds], FIVE_DAYS, CALENDAR)


def test_a_stopped_clock_is_stopped() -> None:
    entries = started(local(5, 6, 9), Entry(EntryKind.STOP, local(5, 6, 10)))
    assert replay(entries, FIVE_DAYS, CALENDAR).state is ClockState.STOPPED


def test_the_sentence_names_norm_start_holidays_make_up_days_pauses_and_date() -> None:
    start = local(4, 29, 16, 0)
    pause = [Entry(EntryKind.PAUSE, local(5, 6, 9)), Entry(EntryKind.RESUME, local(5, 6, 11))]
    zh, en = explain(replay(started(start, *pause), FIVE_DAYS, CALENDAR), FIVE_DAYS, CALENDAR)
    for part in (
        "群众诉求答复时限",
        "4月29日（周三）16:00",
        "5个工作日",
        "5月1日至5月5日劳动节放假不计",
        "5月9日（周六）调休上班",
        "2小时不计",
    ):
        assert part in zh
    for part in (
        "Time to answer",
        "Wed 29 Apr 16:00",
        "5 working days",
        "Labour Day",
        "Sat 9 May",
        "2 hours",
    ):
        assert part in en
    assert zh.endswith("因此期限为5月11日（周一）11:00。")


@given(RULES, MOMENTS)
def test_the_sentence_names_each_special_day_within_and_none_outside(set_by: Rule, start: datetime) -> None:
    due = replay(started(start), set_by, CALENDAR)
    zh, _ = explain(due, set_by, CALENDAR)
    first, last = CALENDAR.local_day(start), CALENDAR.local_day(due.at)
    within = [day for day in CALENDAR.special.values() if first <= day.day <= last]
    counted = set_by.unit is not TimeUnit.HOURS
    assert ("放假不计" in zh) == (counted and any(not day.works for day in within))
    assert ("调休上班" in zh) == (counted and any(day.works for day in within))


def test_the_most_specific_rule_wins_and_a_topic_weighs_more_than_a_kind() -> None:
    rules = [
        rule(1, TimeUnit.DAYS),
        rule(2, TimeUnit.DAYS, kind="complaint"),
        rule(3, TimeUnit.DAYS, topic="traffic"),
        rule(4, TimeUnit.DAYS, topic="traffic.parking"),
    ]
    topics = ("traffic.parking", "traffic")

    def chosen(kind: str, chain: tuple[str, ...]) -> int | None:
        found = rule_for(rules, ClockKind.ANSWER, kind, chain)
        return found.amount if found else None

    assert chosen("complaint", topics) == 4
    assert chosen("complaint", ("traffic.jam", "traffic")) == 3
    assert chosen("complaint", ("fraud",)) == 2
    assert chosen("request", ("fraud",)) == 1
    assert rule_for(rules, ClockKind.CLOSE, "request", ()) is None
