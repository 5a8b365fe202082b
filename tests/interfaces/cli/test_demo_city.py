"""The demo city is alive, whole, and could have happened. It is built once for all tests of this file."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Act, Channel, RoundState, View
from answerable.contexts.cases.models import Case, Move, Round
from answerable.contexts.deadlines.domain.replay import replay
from answerable.contexts.deadlines.models import Clock
from answerable.contexts.deadlines.rulebook import rulebook
from answerable.contexts.deadlines.services.recompute import entry_of, read_back
from answerable.contexts.intake import api as intake
from answerable.contexts.intake.models import Submission
from answerable.contexts.ledger import api as ledger
from answerable.contexts.messaging.models import Notice, Outgoing
from answerable.contexts.organisation import api as organisation
from answerable.contexts.proposals import api as proposals
from answerable.contexts.retention import api as retention
from answerable.contexts.review.models import Rating, ReturnVisit
from answerable.interfaces.cli.demo.building import Built, Plan, build
from answerable.interfaces.web import demo_city
from answerable.interfaces.web.demo_logins import LOGINS, PASSWORD
from answerable.kernel.actor import Actor

pytestmark = pytest.mark.django_db

UNTIL = datetime(2026, 11, 25, 7, 30, tzinfo=UTC)
VOICES = 300


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Built]:
    with django_db_blocker.unblock():
        built = build(Plan.small(UNTIL, count=VOICES))
    yield built
    with django_db_blocker.unblock():
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
        demo_city.forget()


def actor(username: str) -> Actor:
    account = organisation.sign_in(username=username, password=PASSWORD, at=UNTIL)
    assert account is not None, username
    return organisation.actor_for(account, at=UNTIL)


def test_no_voice_is_lost_on_its_way(city: Built) -> None:
    states = Counter(Submission.objects.values_list("state", flat=True))
    assert sum(states.values()) == city.voices == VOICES
    assert set(states) <= {"opened", "joined", "rejected"}
    assert Case.objects.filter(split_from=None).count() == states["opened"]
    assert intake.waiting().waiting == intake.waiting().set_aside == 0


def test_the_services_refused_almost_nothing(city: Built) -> None:
    assert city.refused <= city.acts * 0.01


def test_whatever_is_closed_was_answered_and_whatever_ended_has_its_end(city: Built) -> None:
    for case in Case.objects.exclude(state__in=RoundState.open_states()):
        newest = Round.objects.get(case=case, number=case.round_no)
        if case.state == RoundState.WITHDRAWN:
            assert Move.objects.filter(case=case, act=Act.WITHDRAW).exists()
        else:
            assert newest.answered_at is not None, case.reference
            assert newest.answer
    assert not Round.objects.filter(state=RoundState.REOPENED, answered_at=None).exists()


def test_acts_follow_each_other_in_time_and_nothing_is_yet_to_come(city: Built) -> None:
    last: dict[int, datetime] = {}
    for case_id, at in Move.objects.order_by("case_id", "number").values_list("case_id", "at"):
        assert at >= last.get(case_id, at)
        last[case_id] = at
    assert max(last.values()) <= UNTIL


def test_the_entries_of_every_clock_replay_to_its_date(city: Built) -> None:
    calendar = rulebook().calendar
    for clock in Clock.objects.prefetch_related("entries"):
        entries = [entry_of(row) for row in sorted(clock.entries.all(), key=lambda row: row.pk)]
        assert replay(entries, read_back(clock.rule), calendar).at == clock.due_at, clock.subject


def test_every_case_has_a_journal_without_gaps(city: Built) -> None:
    for reference in Case.objects.values_list("reference", flat=True)[:60]:
        numbers = [line.case_seq for line in ledger.lines_of(reference)]
        assert numbers == list(range(1, len(numbers) + 1)) or numbers == list(range(len(numbers)))


def test_life_has_its_variety(city: Built) -> None:
    acts = set(Move.objects.values_list("act", flat=True))
    assert acts >= {
        Act.DISPATCH, Act.SIGN_FOR, Act.ASSIGN, Act.LOG_CONTACT, Act.NOTE, Act.ASK_RESIDENT, Act.ADD,
        Act.ASK_EXTENSION, Act.APPROVE_EXTENSION, Act.ANSWER, Act.CLOSE, Act.DISPUTE, Act.WITHDRAW,
    }  # fmt: skip
    assert len(set(Case.objects.values_list("channel", flat=True))) >= 8
    assert set(Case.objects.values_list("channel", flat=True)) <= set(Channel.values)
    assert set(Case.objects.values_list("language", flat=True)) == {"zh", "en"}
    assert len(set(Case.objects.values_list("topic_code", flat=True))) >= 60
    assert len(set(Case.objects.values_list("title", flat=True))) >= VOICES * 0.9


def test_the_lists_of_every_desk_have_something_to_show(city: Built) -> None:
    leader = actor("bureau-leader")
    counts = cases.count_by_view(leader, UNTIL)
    for view in (View.OPEN, View.ALL, View.CLOSED, View.OVERDUE):
        assert cases.list_cases(leader, cases.CaseFilter(view=view), UNTIL).rows, view
    assert counts[View.OPEN].count > 20
    assert Rating.objects.exists()
    assert ReturnVisit.objects.exists()
    assert Notice.objects.exists()
    assert Outgoing.objects.exists()
    agent = actor("agent")
    assert intake.sitting_now(agent, UNTIL)
    assert intake.handed_over(agent, UNTIL)
    assert intake.planned_shifts(agent, UNTIL, UNTIL + timedelta(days=3))
    assert any(shift.calls for shift in intake.past_shifts(agent, UNTIL))


def test_those_complained_of_see_nothing_of_it(city: Built) -> None:
    walled = Case.objects.exclude(walled_units=[])
    assert walled.exists()
    for case in walled:
        for unit in case.walled_units:
            for post in organisation.posts_in(unit, at=UNTIL):
                assert not cases.visible_of(organisation.actor_for(post.id, at=UNTIL), [case.pk])
        assert case.unit_id is None or case.unit_id not in case.walled_units


def test_everybody_who_is_printed_can_sign_in(city: Built) -> None:
    for login in LOGINS:
        assert actor(login.username).is_staff


def test_two_people_keep_the_rules_and_rights_for_a_time_have_an_end(city: Built) -> None:
    inspector, setup = actor("inspector"), actor("setup")
    assert {rule.kind for rule in retention.rules()} == {"", "tip", "consultation"}
    assert [one.reason for one in proposals.open_proposals(setup, at=UNTIL)] == [
        "",
        "回访积压，申请协助回访。",
    ]
    assert len(retention.holds(inspector)) == 2
    assert len(retention.open_requests(inspector)) == 2
    assert len(organisation.running_elevations(UNTIL)) == 1
    assert len(organisation.past_elevations(UNTIL)) == 3
