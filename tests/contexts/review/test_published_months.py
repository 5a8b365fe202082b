"""Months as they are published: what is counted, when, and how they are corrected."""

from datetime import date, timedelta
from hashlib import sha256

import pytest

import given
from answerable.contexts.ledger import api as ledger
from answerable.contexts.ledger.models import JournalLine
from answerable.contexts.messaging.models import Outgoing
from answerable.contexts.parties import api as parties
from answerable.contexts.review import api as review
from answerable.contexts.review.api import NewRating, Resolved, Satisfaction
from answerable.contexts.review.errors import NothingToCorrect
from answerable.contexts.review.models import Invitation, PublishedMonth
from answerable.kernel.errors import Invalid, NotFound

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 1)
AFTER = given.AT + timedelta(days=60)


@pytest.fixture
def bureau() -> given.Bureau:
    return given.a_bureau()


def a_party() -> int:
    [party_id] = parties.register_parties([parties.Contact(email="w@example.org", channel="email")])
    assert party_id is not None
    return party_id


def rate(case_id: int, satisfaction: Satisfaction, resolved: Resolved = Resolved.YES) -> None:
    round_id = Invitation.objects.get(case_id=case_id).round_id
    review.rate_rounds([NewRating(round_id, satisfaction, resolved, given.later(days=1), may_call=False)])


def a_lived_month(bureau: given.Bureau) -> None:
    """Five answers: two good ratings, one bad, one silent, one of somebody who can't be asked."""
    one, two, three, _silent = (given.an_answered_case(bureau, party_id=a_party()) for _ in range(4))
    given.an_answered_case(bureau, unit="east-2", topic_code="traffic.parking")
    rate(one, Satisfaction.SATISFIED)
    rate(two, Satisfaction.BASICALLY, Resolved.PARTLY)
    rate(three, Satisfaction.DISSATISFIED, Resolved.NO)
    Outgoing.objects.update(state="sent")


def published(month: date = MAY) -> review.Published:
    return review.published_versions(month)[0]


def test_every_step_is_counted_for_the_bureau_and_its_parts(bureau: given.Bureau) -> None:
    a_lived_month(bureau)
    assert review.publish_months(at=AFTER) == [MAY]
    shown = published()
    assert shown.bureau is not None
    counts = shown.bureau.counts
    assert {
        step: counts[step] for step in ("due", "in_time", "invited", "delivered", "answered", "silent")
    } == {
        "due": 5,
        "in_time": 5,
        "invited": 4,
        "delivered": 4,
        "answered": 3,
        "silent": 1,
    }
    assert [counts[step] for step in ("satisfied", "basically", "dissatisfied")] == [1, 1, 1]
    assert [counts[step] for step in ("solved", "partly", "not_solved", "visits")] == [1, 1, 1, 1]
    assert (shown.bureau.satisfied.count, shown.bureau.satisfied.n, shown.bureau.satisfied.asked) == (2, 3, 5)
    for what in ("unit", "topic", "channel"):
        assert sum(part.counts["due"] for part in shown.by(what)) == 5, what
    assert [part.counted.part.code for part in shown.by("topic")] == ["nuisance", "traffic"]
    # The branch, not the team: a team has too few answers, and its people can be told.
    assert [part.counted.part.code for part in shown.by("unit")] == ["east"]


def test_an_answer_after_its_date_is_not_in_time(bureau: given.Bureau) -> None:
    given.an_answered_case(bureau)
    late = given.a_handled_case(bureau)
    from answerable.contexts.cases import api as cases  # noqa: PLC0415
    from answerable.contexts.cases.enums import Outcome  # noqa: PLC0415

    cases.answer_round(
        actor=bureau.actor("east-1-handler"),
        case_id=late,
        outcome=Outcome.SOLVED,
        text="已停工。",
        at=given.AT + timedelta(days=19),
    )
    review.publish_months(at=AFTER)
    bureau_part = published().bureau
    assert bureau_part is not None
    assert (bureau_part.counts["in_time"], bureau_part.counts["due"]) == (1, 2)


def test_a_month_is_published_once_and_not_before_the_last_question_is_closed(bureau: given.Bureau) -> None:
    a_lived_month(bureau)
    closes = review.closes_at(MAY)
    assert review.publish_months(at=closes - timedelta(seconds=1)) == []
    assert review.publish_months(at=closes) == [MAY]
    assert review.publish_months(at=closes + timedelta(days=1)) == []
    # June has no answers; it is published as such, so that nobody can leave a month out.
    assert review.publish_months(at=review.closes_at(date(2026, 6, 1))) == [date(2026, 6, 1)]
    assert published(date(2026, 6, 1)).parts == []


def test_a_correction_stands_beside_what_was_published(bureau: given.Bureau) -> None:
    a_lived_month(bureau)
    review.publish_months(at=AFTER)
    why = {"why_zh": "补录一件", "why_en": "One was missing"}
    with pytest.raises(NothingToCorrect):
        review.correct_month(month=MAY, at=AFTER, **why)
    given.an_answered_case(bureau)
    with pytest.raises(Invalid):
        review.correct_month(month=MAY, at=AFTER, why_zh="补录", why_en=" ")
    with pytest.raises(NotFound):
        review.correct_month(month=date(2025, 1, 1), at=AFTER, **why)
    assert review.correct_month(month=MAY, at=AFTER, **why) == 2
    newest, first = review.published_versions(MAY)
    assert newest.bureau is not None
    assert first.bureau is not None
    assert (newest.bureau.counts["due"], first.bureau.counts["due"]) == (6, 5)
    assert newest.why("en") == "One was missing"
    assert [one.version for one in review.published_months()] == [2]


def test_the_journal_holds_the_digest_of_the_counts(bureau: given.Bureau) -> None:
    a_lived_month(bureau)
    review.publish_months(at=AFTER)
    row = PublishedMonth.objects.get()
    line = JournalLine.objects.get(code="review.month.published")
    assert line.opening.pub == {"month": "2026-05-01", "version": 1, "sha256": row.sha256}
    assert sha256(ledger.canonical(row.counts)).hexdigest() == row.sha256


def test_nobody_learns_of_a_complaint_from_what_is_published(bureau: given.Bureau) -> None:
    """Two worlds: with a complaint about the head of the station, and without."""
    a_lived_month(bureau)
    given.an_answered_case(bureau, unit="west-1", accused=["east-1-leader"], party_id=a_party())
    review.publish_months(at=AFTER)
    bureau_part = published().bureau
    assert bureau_part is not None
    assert bureau_part.counts["due"] == 5
    assert [part.counted.part.code for part in published().by("unit")] == ["east"]
