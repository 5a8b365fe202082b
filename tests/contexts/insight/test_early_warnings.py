"""Early warnings: when one is raised, who sees it, who acts on it."""

from collections import Counter
from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.contexts.insight.past import LAST, MONDAY, a_quiet_past, judged, many

import given
from answerable.contexts.cases.models import Case
from answerable.contexts.insight import api as insight
from answerable.contexts.insight.api import GivenCount
from answerable.contexts.insight.enums import Cause, WarningState
from answerable.contexts.insight.errors import Invalid, NotFound, NotPermitted, WarningClosed
from answerable.contexts.insight.models import EarlyWarning, JudgedWeek, WeekCount
from answerable.contexts.insight.services.judge_week import share_for
from answerable.contexts.ledger.models import JournalLine
from answerable.contexts.messaging.models import Notice
from answerable.kernel.tables import read_csv

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def bureau() -> given.Bureau:
    return given.a_bureau()


@pytest.fixture
def raised(bureau: given.Bureau) -> EarlyWarning:
    """A warning about night noise in Pine Street."""
    a_quiet_past(bureau)
    many(bureau, 16)
    judged()
    return EarlyWarning.objects.get()


def test_a_street_that_is_loud_is_one_warning_of_that_street(bureau: given.Bureau) -> None:
    a_quiet_past(bureau)
    many(bureau, 16)
    assert judged() == [("nuisance.night", bureau.area("pine"), 16)]
    week = JudgedWeek.objects.get()
    assert (week.week, week.raised) == (LAST, 1)
    # Street, district and bureau, for the topic and its group.
    assert week.alarms >= 4
    assert week.series * week.alpha <= week.budget
    assert JournalLine.objects.filter(code="insight.warning.raised").count() == 1


def test_what_is_loud_everywhere_is_a_warning_of_what_is_around(bureau: given.Bureau) -> None:
    a_quiet_past(bureau)
    many(bureau, 14)
    many(bureau, 14, area="oak")
    [(topic, area, count)] = judged()
    assert (area, count) == (bureau.area("east-district"), 28)
    assert topic in ("nuisance", "nuisance.night")


def test_a_usual_week_warns_of_nothing(bureau: given.Bureau) -> None:
    a_quiet_past(bureau)
    many(bureau, 4)
    assert judged() == []
    assert JudgedWeek.objects.get().raised == 0


def test_a_short_past_warns_of_nothing_and_is_not_judged(bureau: given.Bureau) -> None:
    a_quiet_past(bureau, weeks=insight.LEAST_HISTORY - 2)
    many(bureau, 40)
    assert judged() == []
    assert not JudgedWeek.objects.exists()


def test_a_week_is_judged_once_and_a_matter_warned_of_once(
    bureau: given.Bureau, raised: EarlyWarning
) -> None:
    assert judged() == []
    for _ in range(16):
        given.a_case(bureau, at=given.AT + timedelta(days=1), area="pine")
    assert judged(given.AT + WEEK) == []
    assert JudgedWeek.objects.count() == 2
    leader = bureau.actor("east-1-leader")
    insight.close_warning(
        actor=leader, public_id=raised.public_id, cause=Cause.MATTER, words="已停工", at=given.AT + WEEK
    )
    for _ in range(25):
        given.a_case(bureau, at=given.AT + WEEK + timedelta(days=1), area="pine")
    assert judged(given.AT + 2 * WEEK) == [("nuisance.night", bureau.area("pine"), 25)]


def test_nobody_learns_of_a_complaint_from_a_count(bureau: given.Bureau) -> None:
    """Two worlds: with complaints about the head of the station, and without."""
    a_quiet_past(bureau)
    many(bureau, 3)
    many(bureau, 30, accused=["east-1-leader"])
    assert judged() == []
    assert sum(WeekCount.objects.filter(week=LAST).values_list("count", flat=True)) == 3


def test_the_roll_up_is_the_full_count(bureau: given.Bureau) -> None:
    many(bureau, 3)
    many(bureau, 2, area="oak", topic_code="traffic.parking")
    insight.count_weeks(at=given.AT)
    # A topic is corrected, a wall is built.
    first, second = Case.objects.order_by("id")[:2]
    Case.objects.filter(id=first.id).update(topic_code="identity")
    Case.objects.filter(id=second.id).update(walled_persons=[1])
    insight.count_weeks(at=given.AT)
    rolled = Counter({(row.week, row.topic_code, row.area_id): row.count for row in WeekCount.objects.all()})
    full = Counter((LAST, case.topic_code, case.area_id) for case in Case.objects.filter(walled_persons=[]))
    assert rolled == full
    insight.count_weeks(at=given.AT, weeks=None)
    again = Counter({(row.week, row.topic_code, row.area_id): row.count for row in WeekCount.objects.all()})
    assert again == full


def test_this_week_is_not_counted_before_it_is_over(bureau: given.Bureau) -> None:
    given.a_case(bureau, area="pine")
    assert insight.count_weeks(at=given.AT) == LAST
    assert not WeekCount.objects.exists()
    assert insight.count_weeks(at=given.AT + WEEK) == MONDAY
    assert WeekCount.objects.get().week == MONDAY


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("chief", True),
        ("inspector", True),
        ("analyst", True),
        ("east-leader", True),
        ("east-1-leader", True),
        ("traffic-leader", True),
        ("east-2-leader", False),
        ("west-leader", False),
        ("east-1-handler", False),
    ],
)
def test_it_is_seen_by_those_who_answer_for_the_place(
    bureau: given.Bureau, raised: EarlyWarning, who: str, sees: bool
) -> None:
    actor = bureau.actor(who)
    assert bool(insight.warnings(actor)) is sees
    if sees:
        assert insight.warning(actor, raised.public_id).count == 16
    else:
        with pytest.raises(NotFound):
            insight.warning(actor, raised.public_id)
        with pytest.raises(NotFound):
            insight.take_warning(actor=actor, public_id=raised.public_id, at=given.AT)


def test_a_warning_is_taken_given_and_closed(bureau: given.Bureau, raised: EarlyWarning) -> None:
    leader, at = bureau.actor("east-1-leader"), given.AT
    insight.take_warning(actor=leader, public_id=raised.public_id, at=at)
    raised.refresh_from_db()
    assert (raised.state, raised.post_id, raised.taken_at) == (WarningState.TAKEN, leader.post_id, at)
    analyst = bureau.actor("analyst")
    assert analyst.post_id is not None
    insight.assign_warning(actor=leader, public_id=raised.public_id, post_id=analyst.post_id, at=at)
    assert Notice.objects.filter(code="warning.assigned", post_id=analyst.post_id).count() == 1
    with pytest.raises(Invalid):
        insight.assign_warning(
            actor=leader, public_id=raised.public_id, post_id=bureau.post("west-leader"), at=at
        )
    with pytest.raises(Invalid):
        insight.close_warning(actor=analyst, public_id=raised.public_id, cause=Cause.EVENT, words=" ", at=at)
    insight.close_warning(actor=analyst, public_id=raised.public_id, cause=Cause.EVENT, words="灯会", at=at)
    for act in (
        lambda: insight.take_warning(actor=leader, public_id=raised.public_id, at=at),
        lambda: insight.close_warning(
            actor=leader, public_id=raised.public_id, cause=Cause.CHANCE, words="又一次", at=at
        ),
    ):
        with pytest.raises(WarningClosed):
            act()
    view = insight.warning(leader, raised.public_id)
    assert (view.cause, view.words, view.is_open) == (Cause.EVENT, "灯会", False)
    codes = JournalLine.objects.filter(code__startswith="insight.warning.").values_list("code", flat=True)
    assert Counter(codes) == {
        "insight.warning.raised": 1,
        "insight.warning.taken": 2,
        "insight.warning.closed": 1,
    }


def test_an_inspector_reads_and_does_not_act(bureau: given.Bureau, raised: EarlyWarning) -> None:
    with pytest.raises(NotPermitted):
        insight.take_warning(actor=bureau.actor("inspector"), public_id=raised.public_id, at=given.AT)
    with pytest.raises(NotFound):
        insight.take_warning(actor=bureau.actor("chief"), public_id=uuid4(), at=given.AT)


def test_what_nobody_takes_climbs_once(bureau: given.Bureau, raised: EarlyWarning) -> None:
    told = set(Notice.objects.filter(code="warning.raised").values_list("post_id", flat=True))
    assert told == {bureau.post("east-1-leader"), bureau.post("analyst")}
    assert insight.climb_warnings(at=given.AT + timedelta(days=2)) == 0
    assert insight.climb_warnings(at=given.AT + timedelta(days=3)) == 1
    assert insight.climb_warnings(at=given.AT + timedelta(days=4)) == 0
    climbed = Notice.objects.filter(code="warning.climbed").values_list("post_id", flat=True)
    assert set(climbed) == {bureau.post("chief")}


def test_the_curve_ends_with_the_week_that_was_warned_of(bureau: given.Bureau, raised: EarlyWarning) -> None:
    view = insight.warning(bureau.actor("chief"), raised.public_id)
    points = insight.curve_of(view, LAST)
    assert (points[-1].week, points[-1].point.cases) == (LAST, 16)
    expected, high = points[-1].point.expected, points[-1].point.high
    assert expected is not None
    assert high is not None
    assert abs(expected - view.expected) < 1e-6
    assert expected < high < 16


def test_history_is_taken_for_weeks_before_our_own(bureau: given.Bureau) -> None:
    many(bureau, 1)
    insight.count_weeks(at=given.AT)
    before = GivenCount("identity", None, LAST - timedelta(days=3), 4)
    insight.load_history(actor=given.SYSTEM, counts=[before], at=given.AT)
    kept = WeekCount.objects.get(given=True)
    assert (kept.week, kept.count) == (LAST - WEEK, 4)
    with pytest.raises(Invalid, match="2026-05-04"):
        insight.load_history(actor=given.SYSTEM, counts=[GivenCount("identity", None, LAST, 4)], at=given.AT)
    assert WeekCount.objects.filter(given=True).count() == 1
    # Given once more, it stands in place of what was given before.
    insight.load_history(actor=given.SYSTEM, counts=[before._replace(cases=5)], at=given.AT)
    assert WeekCount.objects.get(given=True).count == 5
    with pytest.raises(NotPermitted):
        insight.load_history(actor=bureau.actor("analyst"), counts=[], at=given.AT)


def test_a_file_of_counts_is_read_or_refused_with_every_line(bureau: given.Bureau) -> None:
    good = "topic,area,week,count\nnuisance.night,pine,2025-03-12,4\nidentity,,2025-03-10,0\n"
    assert insight.read_history(read_csv(good.encode(), "counts.csv")) == [
        GivenCount("nuisance.night", bureau.area("pine"), date(2025, 3, 12), 4),
        GivenCount("identity", None, date(2025, 3, 10), 0),
    ]
    wrong = (
        "none,,2025-03-10,1",
        "identity,none,2025-03-10,1",
        "identity,,soon,1",
        "identity,,2025-03-10,-1",
    )
    bad = "\n".join(("topic,area,week,count", *wrong))
    with pytest.raises(Invalid) as refused:
        insight.read_history(read_csv(bad.encode(), "counts.csv"))
    assert [fault.where for fault in refused.value.faults] == [f"counts.csv:{line}" for line in (2, 3, 4, 5)]
    with pytest.raises(Invalid) as refused:
        insight.read_history(read_csv(b"topic,week\nidentity,2025-03-10\n", "counts.csv"))
    assert [fault.where for fault in refused.value.faults] == ["counts.csv:1:area", "counts.csv:1:count"]


def test_the_share_keeps_to_the_budget_and_to_a_grid() -> None:
    for series in (1, 40, 333, 5_000):
        share = share_for(2.0, series)
        assert share <= max(2.0 / series, 1e-4) or share == pytest.approx(0.05)
    assert share_for(2.0, 400) == share_for(2.0, 405)


def test_leaders_are_told_where_it_is(bureau: given.Bureau) -> None:
    a_quiet_past(bureau)
    many(bureau, 14)
    many(bureau, 14, area="oak")
    judged()
    told = set(Notice.objects.filter(code="warning.raised").values_list("post_id", flat=True))
    assert told == {bureau.post(who) for who in ("east-leader", "traffic-leader", "analyst")}
