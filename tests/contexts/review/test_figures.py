"""Figures with their denominators, and queues that cost the same however long they are."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.messaging.models import Outgoing
from answerable.contexts.parties import api as parties
from answerable.contexts.review import api as review
from answerable.contexts.review.api import NewRating, Outcome, Resolved, Satisfaction
from answerable.contexts.review.models import Invitation, ReturnVisit
from answerable.kernel.errors import NotFound

START, END = given.AT, given.later(days=30)
RATED = given.later(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau() -> given.Bureau:
    return given.a_bureau()


def rated(case_id: cases.CaseId, satisfaction: Satisfaction, resolved: Resolved = Resolved.YES) -> NewRating:
    round_id = Invitation.objects.get(case_id=case_id).round_id
    return NewRating(round_id, satisfaction, resolved, RATED, may_call=False)


def a_party() -> int:
    [party_id] = parties.register_parties([parties.Contact(email="w@example.org", channel="email")])
    assert party_id is not None
    return party_id


def test_every_share_tells_what_it_is_a_share_of(bureau: given.Bureau) -> None:
    silent, content, basically, angry, unsolved = (
        given.an_answered_case(bureau, party_id=a_party()) for _ in range(5)
    )
    given.an_answered_case(bureau)
    review.rate_rounds(
        [
            rated(content, Satisfaction.SATISFIED),
            rated(basically, Satisfaction.BASICALLY, Resolved.PARTLY),
            rated(angry, Satisfaction.DISSATISFIED, Resolved.NO),
            rated(unsolved, Satisfaction.SATISFIED, Resolved.NO),
        ]
    )
    Outgoing.objects.filter(chain=cases.facts_of([silent])[silent].reference).update(state="sent")
    visit = ReturnVisit.objects.get()
    review.take_visit(actor=bureau.actor("reviewer"), visit_id=visit.public_id, at=RATED)
    review.conclude_visit(
        actor=bureau.actor("reviewer"),
        visit_id=visit.public_id,
        outcome=Outcome.UPHELD,
        reason="x",
        at=given.later(days=1, hours=5),
    )
    found = review.figures(bureau.actor("chief"), bureau.unit("bureau"), start=START, end=END)
    assert (found.due, found.invited, found.delivered, found.rated, found.lapsed) == (6, 5, 1, 4, 0)
    assert (found.satisfied.count, found.satisfied.n, found.satisfied.asked) == (3, 4, 6)
    assert (found.resolved.count, found.resolved.n) == (1, 4)
    assert (found.satisfied.floor, found.satisfied.ceiling) == (3 / 6, 5 / 6)
    assert not found.satisfied.may_be_published
    assert (found.visits, found.visits_in_time, found.upheld) == (1, 1, 1)


def test_figures_are_for_those_who_lead_or_look_after_the_unit(bureau: given.Bureau) -> None:
    given.an_answered_case(bureau)
    for name, unit, due in (("east-leader", "east", 1), ("east-leader", "east-1", 1), ("analyst", "west", 0)):
        found = review.figures(bureau.actor(name), bureau.unit(unit), start=START, end=END)
        assert found.due == due
    for name, unit in (("east-leader", "bureau"), ("west-leader", "east"), ("east-1-handler", "east-1")):
        with pytest.raises(NotFound):
            review.figures(bureau.actor(name), bureau.unit(unit), start=START, end=END)


def test_what_is_walled_off_is_not_counted_either(bureau: given.Bureau) -> None:
    given.an_answered_case(bureau)
    before = review.figures(bureau.actor("chief"), bureau.unit("bureau"), start=START, end=END)
    given.an_answered_case(bureau, unit="west-1", by="west-1-handler", accused=["chief"], party_id=a_party())
    after = review.figures(bureau.actor("chief"), bureau.unit("bureau"), start=START, end=END)
    assert after == before
    assert review.figures(bureau.actor("inspector"), bureau.unit("bureau"), start=START, end=END).due == 2


def statements(bureau: given.Bureau) -> int:
    """Count what the queue asks the database, without the look whether the organisation has changed."""
    with CaptureQueriesContext(connection) as asked:
        review.visits(bureau.actor("reviewer"), at=RATED)
    return len([one for one in asked.captured_queries if not re.search(r"version\b", one["sql"])])


def test_the_queue_costs_the_same_however_long_it_is(bureau: given.Bureau) -> None:
    def dissatisfied(count: int) -> None:
        found = [given.an_answered_case(bureau) for _ in range(count)]
        review.rate_rounds([rated(case_id, Satisfaction.DISSATISFIED) for case_id in found])

    dissatisfied(1)
    few = statements(bureau)
    dissatisfied(6)
    assert statements(bureau) == few
    assert few <= 7
    assert len(review.visits(bureau.actor("reviewer"), at=RATED)) == 7
