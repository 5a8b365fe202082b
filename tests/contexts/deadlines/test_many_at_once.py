"""Many changes of clocks in one go do what the same changes do one by one."""

from datetime import datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.deadlines.api import ClockChange, ClockKind, ClockStart, EntryKind
from answerable.contexts.deadlines.errors import ClockNotRunning, ExtensionRefused
from answerable.contexts.deadlines.models import Clock, ClockEntry
from answerable.contexts.deadlines.rulebook import RuleBook
from answerable.contexts.deadlines.rulebook import rulebook as held_rulebook
from answerable.contexts.deadlines.services.recompute import COMPUTED, entry_of, recompute
from answerable.kernel.actor import Actor
from answerable.kernel.tables import read_csv
from unit.deadlines.test_calendar import local

pytestmark = pytest.mark.django_db
SETUP = Actor.system("setup")
START = local(5, 6, 9)
CLOCKS = (
    "kind,topic,clock,amount,unit,extension_max,why_zh,why_en\n"
    "*,*,sign_for,4,working_hours,0,签收时限,Time to sign for\n"
    "*,*,answer,5,working_days,10,答复时限,Time to answer\n"
    "*,*,close,30,days,30,办结时限,Time to close\n"
)
NUMBERS = count()
KINDS = (EntryKind.STOP, EntryKind.PAUSE, EntryKind.RESUME)


@pytest.fixture(autouse=True)
def rulebook() -> RuleBook:
    deadlines.load_clocks(actor=SETUP, table=read_csv(CLOCKS.encode(), "clocks.csv"), at=START)
    return held_rulebook()


def start(subject: str, clock: ClockKind, at: datetime = START) -> ClockStart:
    return ClockStart(subject, clock, "complaint", (), at)


def starts(subject: str) -> list[ClockStart]:
    return [start(subject, clock) for clock in (ClockKind.SIGN_FOR, ClockKind.ANSWER, ClockKind.CLOSE)]


def rows(subject: str) -> list[tuple[object, ...]]:
    found = Clock.objects.filter(subject=subject).order_by("clock")
    return [(clock.clock, *(getattr(clock, name) for name in COMPUTED)) for clock in found]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(KINDS), st.sampled_from([(), (ClockKind.ANSWER,), (ClockKind.CLOSE,)])),
        max_size=8,
    ),
    st.integers(0, 8),
)
def test_the_rows_are_the_same(
    rulebook: RuleBook, changes: list[tuple[EntryKind, tuple[ClockKind, ...]]], cut: int
) -> None:
    number = next(NUMBERS)
    one_by_one, at_once = f"a:{number}", f"b:{number}"

    def told(subject: str) -> list[ClockStart | ClockChange]:
        later = [
            ClockChange(subject, kind, START + timedelta(hours=3 * hour), clocks, reason="x")
            for hour, (kind, clocks) in enumerate(changes, 1)
        ]
        return [*starts(subject), *later]

    for change in told(one_by_one):
        deadlines.apply_clocks([change])
    together = told(at_once)
    deadlines.apply_clocks(together[: 3 + cut])
    deadlines.apply_clocks(together[3 + cut :])
    assert rows(at_once) == rows(one_by_one)
    for clock in Clock.objects.filter(subject=at_once):
        stored = [getattr(clock, name) for name in COMPUTED]
        entries = [entry_of(row) for row in ClockEntry.objects.filter(clock=clock).order_by("id")]
        recompute(clock, entries, rulebook.calendar)
        assert [getattr(clock, name) for name in COMPUTED] == stored, "replaying gives the row"


def test_each_change_says_what_is_due_after_it() -> None:
    dues = deadlines.apply_clocks(
        [
            start("round:1", ClockKind.ANSWER),
            start("round:1", ClockKind.ANSWER),
            start("round:1", ClockKind.RETURN_VISIT),
            ClockChange("round:1", EntryKind.PAUSE, local(5, 6, 10)),
            ClockChange("round:1", EntryKind.RESUME, local(5, 7, 10)),
            ClockChange(
                "round:1", EntryKind.EXTEND, local(5, 8), (ClockKind.ANSWER,), local(5, 18), "分局", "branch"
            ),
            ClockChange("round:2", EntryKind.STOP, local(5, 8)),
        ]
    )
    answer = ClockKind.ANSWER
    assert dues == [
        {answer: local(5, 13, 17, 30)},
        {},
        {},
        {answer: local(5, 13, 17, 30)},
        {answer: local(5, 14, 17, 30)},
        {answer: local(5, 18, 17, 30)},
        {},
    ]


def test_what_does_not_run_can_not_be_extended_and_nothing_is_written() -> None:
    extend = ClockChange("round:9", EntryKind.EXTEND, START, (ClockKind.ANSWER,), local(5, 20))
    with pytest.raises(ClockNotRunning):
        deadlines.apply_clocks([start("round:8", ClockKind.ANSWER), extend])
    assert not Clock.objects.exists()


def test_extensions_do_not_add_up_beyond_the_rule() -> None:
    """How far an extension may go counts from the date without any: two of them reach no further than one."""
    deadlines.apply_clocks([start("round:1", ClockKind.ANSWER)])

    def extend(month: int, day: int) -> None:
        until = local(month, day)
        deadlines.apply_clocks([ClockChange("round:1", EntryKind.EXTEND, START, (ClockKind.ANSWER,), until)])

    extend(5, 25)
    extend(5, 27)
    with pytest.raises(ExtensionRefused):
        extend(5, 28)
