from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection

from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.deadlines import rulebook as book
from answerable.contexts.deadlines.errors import ClockNotRunning, ExtensionRefused
from answerable.contexts.deadlines.events import ClockWarned
from answerable.contexts.deadlines.models import Clock, ClockEntry
from answerable.contexts.deadlines.services.recompute import COMPUTED, entry_of, recompute
from answerable.kernel import events
from answerable.kernel.actor import Actor
from answerable.kernel.tables import read_csv
from unit.deadlines.test_calendar import local

pytestmark = [pytest.mark.django_db, pytest.mark.near_db]
SETUP = Actor.system("setup")
START = local(5, 6, 9)

CALENDAR = (
    "date,kind,name_zh,name_en\n2026-05-05,holiday,劳动节,Labour Day\n2026-05-09,workday,调休,Make-up day\n"
)
CLOCKS = (
    "kind,topic,clock,amount,unit,extension_max,why_zh,why_en\n"
    "*,*,sign_for,4,working_hours,0,签收时限,Time to sign for\n"
    "*,*,answer,5,working_days,10,答复时限,Time to answer\n"
)


@pytest.fixture(autouse=True)
def rulebook() -> None:
    deadlines.load_calendar(actor=SETUP, table=read_csv(CALENDAR.encode(), "calendar.csv"), at=START)
    deadlines.load_clocks(actor=SETUP, table=read_csv(CLOCKS.encode(), "clocks.csv"), at=START)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[ClockWarned]]:
    told: list[ClockWarned] = []

    def listen(warned: Sequence[ClockWarned]) -> None:
        told.extend(warned)

    monkeypatch.setitem(events._at_once, ClockWarned, [listen])
    monkeypatch.setitem(events._afterwards, ClockWarned, [])
    return told  # type: ignore[return-value]


def start(*subjects: str) -> None:
    deadlines.start_clocks(
        [
            deadlines.ClockStart(subject, clock, "complaint", ("noise", "nuisance"), START)
            for subject in subjects
            for clock in (deadlines.ClockKind.SIGN_FOR, deadlines.ClockKind.ANSWER)
        ]
    )


def answer_clock(subject: str = "round:1") -> deadlines.ClockView:
    return deadlines.clocks_of([subject])[subject][deadlines.ClockKind.ANSWER]


def test_clocks_start_with_a_date_and_a_reason() -> None:
    start("round:1", "round:2")
    clocks = deadlines.clocks_of(["round:1", "round:2"])
    assert clocks["round:1"][deadlines.ClockKind.SIGN_FOR].due_at == local(5, 6, 14, 30)
    assert clocks["round:2"][deadlines.ClockKind.ANSWER].due_at == local(5, 12, 17, 30)
    assert "调休" in clocks["round:1"][deadlines.ClockKind.ANSWER].why_zh
    assert "make-up" not in clocks["round:1"][deadlines.ClockKind.SIGN_FOR].why("en").lower()


def test_starting_twice_changes_nothing() -> None:
    start("round:1")
    start("round:1")
    assert Clock.objects.count() == 2
    assert ClockEntry.objects.count() == 2


def test_a_pause_moves_every_clock_of_the_subject_and_says_so() -> None:
    start("round:1")
    deadlines.pause_clocks(subjects=["round:1"], reason="waiting", at=local(5, 6, 10))
    assert answer_clock().state is deadlines.ClockState.PAUSED
    deadlines.resume_clocks(subjects=["round:1"], at=local(5, 7, 10))
    assert answer_clock().due_at == local(5, 13, 17, 30)
    assert "7小时" in answer_clock().why_zh


def test_an_extension_has_to_be_later_and_within_the_rule() -> None:
    start("round:1")

    def extend(until: datetime) -> datetime:
        return deadlines.extend_clock(
            subject="round:1",
            clock=deadlines.ClockKind.ANSWER,
            until=until,
            by_zh="分局",
            by_en="the branch",
            reason="complex",
            at=local(5, 8),
        )

    with pytest.raises(ExtensionRefused):
        extend(local(5, 12))
    with pytest.raises(ExtensionRefused):
        extend(local(6, 12))
    assert extend(local(5, 16, 12)) == local(5, 18, 17, 30)
    assert answer_clock().due_at == local(5, 18, 17, 30)


def test_what_is_stopped_does_not_move_any_more() -> None:
    start("round:1")
    deadlines.stop_clocks(subjects=["round:1"], at=local(5, 7))
    before = answer_clock()
    deadlines.pause_clocks(subjects=["round:1"], reason="x", at=local(5, 8))
    deadlines.resume_clocks(subjects=["round:1"], at=local(5, 9))
    assert answer_clock() == before
    with pytest.raises(ClockNotRunning):
        deadlines.extend_clock(
            subject="round:1",
            clock=deadlines.ClockKind.ANSWER,
            until=local(5, 20),
            by_zh="",
            by_en="",
            reason="",
            at=local(5, 9),
        )


def test_replaying_the_entries_gives_the_row_that_is_stored() -> None:
    start("round:1")
    deadlines.pause_clocks(subjects=["round:1"], reason="", at=local(5, 6, 10))
    deadlines.resume_clocks(subjects=["round:1"], at=local(5, 7, 10))
    for clock in Clock.objects.all():
        stored = [getattr(clock, name) for name in COMPUTED]
        recompute(clock, [entry_of(row) for row in clock.entries.order_by("id")], book.rulebook().calendar)
        assert [getattr(clock, name) for name in COMPUTED] == stored


def test_each_warning_is_told_once(heard: list[ClockWarned]) -> None:
    start("round:1")
    deadlines.stop_clocks(subjects=["round:1"], clocks=[deadlines.ClockKind.SIGN_FOR], at=START)
    clock = Clock.objects.get(clock="answer")
    for moment in (
        START,
        clock.half_at,
        clock.half_at,
        clock.most_at,
        clock.due_at,
        clock.due_at + timedelta(days=9),
    ):
        deadlines.warn_due_clocks(at=moment)
    assert [warned.level for warned in heard] == ["half", "most", "overdue"]
    assert {warned.subject for warned in heard} == {"round:1"}


def test_after_an_outage_only_the_strongest_warning_is_told(heard: list[ClockWarned]) -> None:
    start("round:1")
    deadlines.warn_due_clocks(at=local(6, 1))
    deadlines.warn_due_clocks(at=local(6, 2))
    assert [warned.level for warned in heard] == ["overdue", "overdue"]
    assert {warned.clock for warned in heard} == {"sign_for", "answer"}


def test_paused_clocks_do_not_warn(heard: list[ClockWarned]) -> None:
    start("round:1")
    deadlines.pause_clocks(subjects=["round:1"], reason="", at=local(5, 6, 10))
    deadlines.warn_due_clocks(at=local(6, 1))
    assert heard == []


def test_entries_are_append_only() -> None:
    start("round:1")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"):
            cursor.execute("UPDATE deadlines_clockentry SET at = now()")


def test_a_rule_that_changes_later_does_not_rewrite_what_was_promised() -> None:
    start("round:1")
    changed = CLOCKS.replace("answer,5,", "answer,1,")
    deadlines.load_clocks(actor=SETUP, table=read_csv(changed.encode(), "clocks.csv"), at=START)
    deadlines.pause_clocks(subjects=["round:1"], reason="", at=local(5, 6, 10))
    deadlines.resume_clocks(subjects=["round:1"], at=local(5, 6, 10))
    assert answer_clock().due_at == local(5, 12, 17, 30)
    start("round:2")
    assert answer_clock("round:2").due_at == local(5, 7, 17, 30)


def test_every_fault_of_a_table_is_told_with_its_line() -> None:
    table = read_csv(
        b"kind,topic,clock,amount,unit,extension_max,why_zh,why_en\n"
        b"*,*,lunch,0,weeks,x,,\n*,*,answer,5,days,,a,b\n*,*,answer,6,days,,a,b\n",
        "clocks.csv",
    )
    deadlines.load_clocks(actor=SETUP, table=table, at=START)
    assert [fault.where for fault in table.faults] == [
        "clocks.csv:2:clock",
        "clocks.csv:2:unit",
        "clocks.csv:2:amount",
        "clocks.csv:2:extension_max",
        "clocks.csv:2:why_zh",
        "clocks.csv:4:clock",
    ]


def test_loading_the_same_table_again_changes_nothing() -> None:
    result = deadlines.load_calendar(actor=SETUP, table=read_csv(CALENDAR.encode(), "calendar.csv"), at=START)
    assert (result.created, result.changed, result.unchanged) == (0, 0, 2)
