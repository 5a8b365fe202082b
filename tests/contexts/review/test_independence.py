"""Nobody judges what they had a part in, whatever becomes of posts and units meanwhile."""

from datetime import datetime

import pytest
from django.db import DatabaseError, transaction

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Outcome as AnswerOutcome
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.api import Appointment
from answerable.contexts.organisation.enums import Role
from answerable.contexts.review import api as review
from answerable.contexts.review.api import AttemptOutcome, Outcome, Resolved, ReviewAct, Satisfaction
from answerable.contexts.review.errors import NotIndependent, VisitNotFound
from answerable.contexts.review.models import ReturnVisit
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound, NotPermitted

RATED = given.later(days=1)
CALLED = given.later(days=1, hours=1)

pytestmark = [pytest.mark.django_db, pytest.mark.near_db]


@pytest.fixture
def bureau() -> given.Bureau:
    return given.a_bureau()


def appointed(
    bureau: given.Bureau,
    username: str,
    unit: str,
    *roles: Role,
    over: str = "bureau",
    at: datetime = given.AT,
) -> Actor:
    """Return somebody in a new post, whom the name makes a new or a known person."""
    post = organisation.appoint(
        actor=given.SYSTEM, unit_id=bureau.unit(unit), new=Appointment(username, username, "回访员"), at=at
    )
    for role in roles:
        organisation.grant(actor=given.SYSTEM, post_id=post.id, role=role, unit_id=bureau.unit(over), at=at)
    return organisation.actor_for(post.id, at=max(at, given.later(days=1)))


def dissatisfied(case_id: cases.CaseId, at: datetime = RATED) -> ReturnVisit:
    review.rate_round(
        case_id=case_id, satisfaction=Satisfaction.DISSATISFIED, resolved=Resolved.NO, may_call=False, at=at
    )
    return ReturnVisit.objects.filter(case_id=case_id).latest("id")


def may_take(actor: Actor, visit: ReturnVisit, at: datetime = CALLED) -> bool:
    seen = {row.public_id for row in review.visits(actor, at=at) if ReviewAct.TAKE in row.allowed_acts}
    try:
        with transaction.atomic():
            review.take_visit(actor=actor, visit_id=visit.public_id, at=at)
            review.release_visit(actor=actor, visit_id=visit.public_id, at=at)
    except (NotIndependent, NotFound, NotPermitted):
        assert visit.public_id not in seen, "the queue offers what the act refuses"
        return False
    assert visit.public_id in seen, "the queue hides what the act allows"
    return True


@pytest.mark.parametrize(
    ("unit", "over", "may"),
    [
        ("east-1", "bureau", False),
        ("east", "bureau", True),
        ("east", "east", True),
        ("west", "bureau", True),
        ("west", "west", False),
        ("east-2", "east", True),
        ("bureau", "bureau", True),
    ],
)
def test_the_handling_unit_never_reviews_itself(
    unit: str, over: str, may: bool, bureau: given.Bureau
) -> None:
    visit = dissatisfied(given.an_answered_case(bureau))
    assert may_take(appointed(bureau, "new-reviewer", unit, Role.REVIEWER, over=over), visit) is may


def test_without_the_reviewers_grant_there_is_no_visit(bureau: given.Bureau) -> None:
    visit = dissatisfied(given.an_answered_case(bureau))
    for name in ("chief", "inspector", "analyst", "agent", "east-leader", "east-1-handler"):
        with pytest.raises(VisitNotFound):
            review.take_visit(actor=bureau.actor(name), visit_id=visit.public_id, at=CALLED)
        with pytest.raises(VisitNotFound):
            review.visit_view(bureau.actor(name), visit.public_id, at=CALLED)


def test_a_transfer_after_the_answer_makes_nobody_independent(bureau: given.Bureau) -> None:
    """The handler is appointed reviewer at the bureau the next day; his old post has ended."""
    visit = dissatisfied(given.an_answered_case(bureau))
    colleague = appointed(bureau, "east-1-handler-2", "bureau", Role.REVIEWER, at=given.later(days=1))
    organisation.end_post(actor=given.SYSTEM, post_id=bureau.post("east-1-handler-2"), at=given.later(days=1))
    assert not may_take(colleague, visit, given.later(days=3))


def test_a_second_post_where_it_was_handled_counts(bureau: given.Bureau) -> None:
    reviewer = appointed(bureau, "two-posts", "bureau", Role.REVIEWER)
    visit = dissatisfied(given.an_answered_case(bureau))
    assert may_take(reviewer, visit)
    appointed(bureau, "two-posts", "east-1", Role.HANDLER, over="east-1")
    assert not may_take(reviewer, visit)


def test_whoever_acted_on_the_case_does_not_review_it(bureau: given.Bureau) -> None:
    """A branch's dispatcher and reviewer in one: no post in the handling unit, but a hand in the case."""
    busy = appointed(bureau, "busy", "east", Role.REVIEWER, Role.DISPATCHER, over="east")
    mine, other = given.a_handled_case(bureau), given.an_answered_case(bureau)
    cases.write_note(actor=busy, case_id=mine, text="催办", at=given.AT)
    cases.answer_round(
        actor=bureau.actor("east-1-handler"),
        case_id=mine,
        outcome=AnswerOutcome.SOLVED,
        text="办好了。",
        at=given.later(hours=1),
    )
    assert not may_take(busy, dissatisfied(mine))
    assert may_take(busy, dissatisfied(other))


def test_whoever_decided_on_one_round_does_not_review_the_next(bureau: given.Bureau) -> None:
    first, second = bureau.actor("reviewer"), appointed(bureau, "fresh", "bureau", Role.REVIEWER)
    case_id = given.an_answered_case(bureau)
    visit = dissatisfied(case_id)
    review.take_visit(actor=first, visit_id=visit.public_id, at=CALLED)
    review.conclude_visit(
        actor=first, visit_id=visit.public_id, outcome=Outcome.UPHELD, reason="应当重办", at=CALLED
    )
    cases.sign_for(actor=bureau.actor("east-leader"), case_id=case_id, at=CALLED)
    cases.answer_round(
        actor=bureau.actor("east-leader"),
        case_id=case_id,
        outcome=AnswerOutcome.SOLVED,
        text="办好了。",
        at=CALLED,
    )
    again = dissatisfied(case_id, at=given.later(days=2))
    assert not may_take(first, again, given.later(days=3))
    assert may_take(second, again, given.later(days=3))


def test_the_walled_off_neither_see_nor_take_it(bureau: given.Bureau) -> None:
    reviewer = bureau.actor("reviewer")
    walled = dissatisfied(given.an_answered_case(bureau, accused=["reviewer"]))
    open_one = dissatisfied(given.an_answered_case(bureau))
    assert [row.public_id for row in review.visits(reviewer, at=CALLED)] == [open_one.public_id]
    with pytest.raises(VisitNotFound):
        review.visit_view(reviewer, walled.public_id, at=CALLED)
    with pytest.raises(VisitNotFound):
        review.take_visit(actor=reviewer, visit_id=walled.public_id, at=CALLED)


def test_a_reviewer_who_is_moved_into_the_unit_can_only_give_the_call_back(bureau: given.Bureau) -> None:
    reviewer = appointed(bureau, "mover", "bureau", Role.REVIEWER)
    visit = dissatisfied(given.an_answered_case(bureau))
    review.take_visit(actor=reviewer, visit_id=visit.public_id, at=CALLED)
    appointed(bureau, "mover", "east-1", at=CALLED)
    later = given.later(days=2)
    for act in (
        lambda: review.record_attempt(
            actor=reviewer, visit_id=visit.public_id, outcome=AttemptOutcome.REACHED, note="", at=later
        ),
        lambda: review.conclude_visit(
            actor=reviewer, visit_id=visit.public_id, outcome=Outcome.REFUSED, reason="x", at=later
        ),
    ):
        with pytest.raises(NotIndependent):
            act()
    [row] = review.visits(reviewer, at=later)
    assert row.allowed_acts == {ReviewAct.RELEASE}
    review.release_visit(actor=reviewer, visit_id=visit.public_id, at=later)
    assert may_take(bureau.actor("reviewer"), visit, later)


def test_a_call_left_behind_by_a_reviewer_who_is_gone_is_free_again(bureau: given.Bureau) -> None:
    leaving = appointed(bureau, "leaving", "bureau", Role.REVIEWER)
    visit = dissatisfied(given.an_answered_case(bureau))
    review.take_visit(actor=leaving, visit_id=visit.public_id, at=CALLED)
    assert leaving.post_id is not None
    organisation.end_post(actor=given.SYSTEM, post_id=leaving.post_id, at=CALLED)
    review.take_visit(actor=bureau.actor("reviewer"), visit_id=visit.public_id, at=given.later(days=3))
    assert ReturnVisit.objects.get().reviewer_post_id == bureau.post("reviewer")


def test_what_the_bureau_itself_answered_is_reviewed_by_a_post_that_does_not_handle(
    bureau: given.Bureau,
) -> None:
    case_id = given.a_case(bureau)
    cases.answer_round(
        actor=bureau.actor("agent"),
        case_id=case_id,
        outcome=AnswerOutcome.EXPLAINED,
        text="可以的。",
        at=given.later(hours=1),
    )
    visit = dissatisfied(case_id)
    assert visit.handling_unit_id == bureau.unit("bureau")
    assert may_take(bureau.actor("reviewer"), visit)
    assert not may_take(appointed(bureau, "both", "bureau", Role.REVIEWER, Role.AGENT), visit)


def test_the_database_refuses_a_reviewer_of_the_handling_unit_or_below_it(bureau: given.Bureau) -> None:
    visit = dissatisfied(given.an_answered_case(bureau))
    with pytest.raises(DatabaseError), transaction.atomic():
        ReturnVisit.objects.update(
            state="taken",
            reviewer_post_id=bureau.post("east-1-leader"),
            reviewer_unit_id=bureau.unit("east-1"),
        )
    ReturnVisit.objects.filter(pk=visit.pk).update(
        state="taken", reviewer_post_id=bureau.post("reviewer"), reviewer_unit_id=bureau.unit("bureau")
    )
    case_id = given.a_handled_case(bureau)
    cases.take_over(actor=bureau.actor("east-leader"), case_id=case_id, reason="x", at=given.AT)
    cases.answer_round(
        actor=bureau.actor("east-leader"),
        case_id=case_id,
        outcome=AnswerOutcome.SOLVED,
        text="办好了。",
        at=given.later(hours=1),
    )
    branch = dissatisfied(case_id)
    assert branch.handling_unit_id == bureau.unit("east")
    with pytest.raises(DatabaseError), transaction.atomic():
        ReturnVisit.objects.filter(pk=branch.pk).update(
            state="taken",
            reviewer_post_id=bureau.post("east-2-leader"),
            reviewer_unit_id=bureau.unit("east-2"),
        )


def test_a_failure_in_the_middle_leaves_everything_as_it_was(
    bureau: given.Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever breaks after the first step, neither the rating nor the visit nor the round has moved."""
    case_id = given.an_answered_case(bureau)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr("answerable.contexts.deadlines.api.apply_clocks", broken)
        with pytest.raises(RuntimeError):
            dissatisfied(case_id)
    assert not ReturnVisit.objects.exists()
    assert review.resident_reviews(case_id, at=RATED)[0].may_rate
    visit = dissatisfied(case_id)
    review.take_visit(actor=bureau.actor("reviewer"), visit_id=visit.public_id, at=CALLED)
    with monkeypatch.context() as patch:
        patch.setattr("answerable.contexts.cases.api.reopen_round", broken)
        with pytest.raises(RuntimeError):
            review.conclude_visit(
                actor=bureau.actor("reviewer"),
                visit_id=visit.public_id,
                outcome=Outcome.UPHELD,
                reason="x",
                at=CALLED,
            )
    assert ReturnVisit.objects.get().state == "taken"
    assert cases.facts_of([case_id])[case_id].round_no == 1
