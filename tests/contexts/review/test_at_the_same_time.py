"""Two people press at once: one is first, and the other is told so."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.ledger import api as ledger
from answerable.contexts.review import api as review
from answerable.contexts.review.api import Resolved, Satisfaction
from answerable.contexts.review.models import Contest, Rating, ReturnVisit
from answerable.kernel.errors import AnswerableError

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.near_db]
RATED = given.later(days=1)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts in threads of their own, all let loose together; return the code of each one's error, or nothing."""
    start, told = Barrier(len(acts)), [""] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            start.wait(10)
            act()
        except AnswerableError as error:
            told[number] = error.code
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return told


def rating(case_id: int, satisfaction: Satisfaction) -> Callable[[], object]:
    return lambda: review.rate_round(
        case_id=case_id, satisfaction=satisfaction, resolved=Resolved.NO, may_call=False, at=RATED
    )


def test_of_two_ratings_at_once_one_counts() -> None:
    bureau = given.a_bureau()
    case_id = given.an_answered_case(bureau)
    told = at_once(
        *[
            rating(case_id, said)
            for said in (Satisfaction.SATISFIED, Satisfaction.DISSATISFIED, Satisfaction.BASICALLY)
        ]
    )
    assert sorted(told) == ["", "already_rated", "already_rated"]
    assert Rating.objects.count() == 1
    chain = cases.facts_of([case_id])[case_id].reference
    assert [line.code for line in ledger.lines_of(chain)].count("review.round.rated") == 1


def test_of_two_reviewers_at_once_one_has_the_call() -> None:
    bureau = given.a_bureau()
    visit = disputed(bureau)
    reviewer = bureau.actor("reviewer")
    told = at_once(
        *[
            lambda: review.take_visit(actor=reviewer, visit_id=visit.public_id, at=RATED),
            lambda: review.take_visit(actor=reviewer, visit_id=visit.public_id, at=RATED),
        ]
    )
    assert told == ["", ""]
    chain = cases.facts_of([visit.case_id])[cases.CaseId(visit.case_id)].reference
    assert [line.code for line in ledger.lines_of(chain)].count("review.visit.taken") == 1


def test_of_two_contests_at_once_one_counts() -> None:
    bureau = given.a_bureau()
    visit = disputed(bureau)
    reviewer = bureau.actor("reviewer")
    review.take_visit(actor=reviewer, visit_id=visit.public_id, at=RATED)
    review.conclude_visit(
        actor=reviewer, visit_id=visit.public_id, outcome=review.Outcome.REFUSED, reason="x", at=RATED
    )

    def contest() -> None:
        review.contest_refusal(case_id=visit.case_id, text="不对", at=RATED)

    assert sorted(at_once(contest, contest)) == ["", "no_contest"]
    assert Contest.objects.count() == 1


def test_a_rating_and_the_lapse_at_once_leave_one_outcome() -> None:
    bureau = given.a_bureau()
    case_id = given.an_answered_case(bureau)
    last = given.later(days=15, minutes=59)
    told = at_once(
        lambda: review.rate_round(
            case_id=case_id, satisfaction=Satisfaction.SATISFIED, resolved=Resolved.YES, at=last
        ),
        lambda: review.lapse_invitations(at=given.later(days=16)),
    )
    assert told[1] == ""
    assert told[0] in ("", "nothing_to_rate")
    [shown] = review.resident_reviews(case_id, at=given.later(days=16))
    assert shown.invitation == ("rated" if told[0] == "" else "lapsed")
    assert not cases.facts_of([case_id])[case_id].is_open or told[0] == ""


def disputed(bureau: given.Bureau) -> ReturnVisit:
    case_id = given.an_answered_case(bureau)
    rating(case_id, Satisfaction.DISSATISFIED)()
    return ReturnVisit.objects.get(case_id=case_id)
