"""From the answer to the rating, and from discontent to another round or to peace."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Outcome as AnswerOutcome
from answerable.contexts.cases.enums import RoundState
from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.ledger import api as ledger
from answerable.contexts.messaging.models import Outgoing
from answerable.contexts.messaging.sealing import unseal
from answerable.contexts.parties import api as parties
from answerable.contexts.review import api as review
from answerable.contexts.review.api import (
    AttemptOutcome,
    CallTime,
    ContestState,
    InvitationState,
    Outcome,
    Resolved,
    ReviewAct,
    Satisfaction,
    VisitState,
)
from answerable.contexts.review.clocks import contest_subject
from answerable.contexts.review.errors import (
    AlreadyRated,
    CallFirst,
    NoContest,
    NoSuchCode,
    NothingToRate,
    NotIndependent,
    NotYetUnreachable,
    TooManyCodes,
    VisitNotFound,
)
from answerable.contexts.review.models import Invitation, Rating, ReturnVisit, VisitAttempt
from answerable.contexts.review.services.end_reviews import end_reviews
from answerable.contexts.review.services.rate_round import forget_wrong_codes
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Conflict, IllegalMove, Invalid, NotPermitted
from answerable.kernel.tables import read_csv

RATED = given.later(days=1)
CALLED = given.later(days=1, hours=1)
LATER = given.later(days=2, hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau() -> given.Bureau:
    return given.a_bureau()


def a_party(channel: str = "email", **more: object) -> int:
    contact = parties.Contact(
        name="王示例", phone="10000001234", email="wang@example.org", channel=channel, **more
    )  # type: ignore[arg-type]
    [party_id] = parties.register_parties([contact])
    assert party_id is not None
    return party_id


def code_sent_to(case_id: int) -> str:
    """Return the code as it stands in the message that was queued."""
    row = Outgoing.objects.get(
        key=f"rating_invitation:round:{Invitation.objects.get(case_id=case_id).round_id}"
    )
    _, body = unseal(bytes(row.sealed), row.public_id.bytes)
    return body.partition("/rate#")[2].split()[0]


def rate(
    case_id: int, satisfaction: Satisfaction, at: datetime = RATED, **more: object
) -> review.ResidentReview:
    return review.rate_round(case_id=case_id, satisfaction=satisfaction, resolved=Resolved.NO, at=at, **more)  # type: ignore[arg-type]


@dataclass
class Disputed:
    case_id: cases.CaseId
    visit_id: UUID

    @property
    def row(self) -> ReturnVisit:
        return ReturnVisit.objects.get(public_id=self.visit_id)


def disputed(bureau: given.Bureau, *, taken_by: str | None = "reviewer", **more: object) -> Disputed:
    more.setdefault("party_id", a_party())
    case_id = given.an_answered_case(bureau, **more)  # type: ignore[arg-type]
    rate(case_id, Satisfaction.DISSATISFIED, comment="还是吵")
    found = Disputed(case_id, ReturnVisit.objects.get(case_id=case_id).public_id)
    if taken_by is not None:
        review.take_visit(actor=bureau.actor(taken_by), visit_id=found.visit_id, at=CALLED)
    return found


def call(bureau: given.Bureau, visit: Disputed, outcome: AttemptOutcome, at: datetime = CALLED) -> None:
    review.record_attempt(
        actor=bureau.actor("reviewer"), visit_id=visit.visit_id, outcome=outcome, note="", at=at
    )


def conclude(
    bureau: given.Bureau, visit: Disputed, outcome: Outcome, at: datetime = CALLED, reason: str = "核实过了"
) -> None:
    review.conclude_visit(
        actor=bureau.actor("reviewer"), visit_id=visit.visit_id, outcome=outcome, reason=reason, at=at
    )


def refused(bureau: given.Bureau, **more: object) -> Disputed:
    visit = disputed(bureau, **more)
    call(bureau, visit, AttemptOutcome.REACHED)
    conclude(bureau, visit, Outcome.REFUSED)
    return visit


def state(case_id: int) -> RoundState:
    return cases.facts_of([case_id])[cases.CaseId(case_id)].state


def newest(case_id: int) -> review.ResidentReview:
    return review.resident_reviews(case_id, at=LATER)[-1]


# Being asked.


def test_every_answer_is_followed_by_the_question(bureau: given.Bureau) -> None:
    case_id = given.an_answered_case(bureau, party_id=a_party())
    [asked] = review.resident_reviews(case_id, at=RATED)
    assert (asked.may_rate, asked.rating) == (True, None)
    assert asked.rate_until == given.later(hours=1, days=settings.OPTIONS.rating_days)
    assert Outgoing.objects.filter(purpose="rating_invitation").count() == 1


def test_the_link_opens_the_question_and_tells_nothing_of_the_case(bureau: given.Bureau) -> None:
    case_id = given.an_answered_case(bureau, party_id=a_party())
    code = code_sent_to(case_id)
    shown = review.rating_by_code(code=code.lower().replace("-", " "), at=RATED)
    assert shown.may_rate
    text = repr(shown)
    reference = cases.facts_of([case_id])[case_id].reference
    for secret in ("夜间", "松树街", "工地", reference, code):
        assert secret not in text


def test_the_code_is_stored_nowhere_readable(bureau: given.Bureau) -> None:
    code = code_sent_to(given.an_answered_case(bureau, party_id=a_party()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM review_invitation t")
        (invitations,) = cursor.fetchone()
        cursor.execute("SELECT string_agg(t::text, ' ') FROM messaging_outgoing t")
        (messages,) = cursor.fetchone()
    for form in (code, code.replace("-", ""), code.encode().hex()):
        assert form not in invitations + messages


def test_a_message_says_nothing_of_the_matter(bureau: given.Bureau) -> None:
    given.an_answered_case(
        bureau, party_id=a_party(), title="canary-title", text="canary-text", place="canary"
    )
    for row in Outgoing.objects.all():
        subject, body = unseal(bytes(row.sealed), row.public_id.bytes)
        for word in ("canary", "2026-", "警", "派出所", "工地", "police", "complain", "王示例"):
            assert word not in subject + body


def test_the_anonymous_are_asked_on_the_tracking_page(bureau: given.Bureau) -> None:
    case_id = given.an_answered_case(bureau)
    assert not Outgoing.objects.exists()
    assert not Invitation.objects.get().told
    assert rate(case_id, Satisfaction.SATISFIED).rating is not None


SAFE_TOPIC = (
    "code,parent,name_zh,name_en,description_zh,description_en,terms_zh,terms_en,kind,sensitive\n"
    "danger,,人身安全,Safety,安全,Safety,打人,hit,request,\n"
    "danger.home,danger,家庭暴力,At home,家暴,At home,家暴,hit at home,request,safe\n"
)


def test_whoever_asked_for_a_call_is_not_written_to(bureau: given.Bureau) -> None:
    given.an_answered_case(bureau, party_id=a_party("phone"))
    assert Outgoing.objects.get(purpose="rating_invitation").state == "suppressed"
    assert not Invitation.objects.get().told


def test_where_a_message_was_declined_none_is_sent(bureau: given.Bureau) -> None:
    given.an_answered_case(bureau, party_id=a_party("sms", safe=parties.SafeContact(no_sms=True)))
    assert Outgoing.objects.get(purpose="rating_invitation").state == "suppressed"
    assert not Invitation.objects.get().told


def test_where_a_message_could_be_dangerous_none_is_sent(bureau: given.Bureau) -> None:
    table = read_csv(SAFE_TOPIC.encode(), "topics.csv")
    cases.load_topics(actor=given.SYSTEM, table=table, at=given.AT)
    assert not table.faults
    given.an_answered_case(bureau, party_id=a_party("sms"), topic_code="danger.home")
    assert Outgoing.objects.get(purpose="rating_invitation").state == "suppressed"


# Rating.


def test_the_staff_read_a_comment_without_the_numbers_of_persons(bureau: given.Bureau) -> None:
    case_id = given.an_answered_case(bureau)
    rate(case_id, Satisfaction.DISSATISFIED, comment="打13900001234找我")
    reviewer = bureau.actor("reviewer")
    [row] = review.visits(reviewer, at=CALLED)
    [seen] = review.review_view(reviewer, case_id, at=CALLED)
    assert seen.visit is not None
    assert seen.rating is not None
    for comment in (row.comment, seen.rating.comment, seen.visit.rating.comment):
        assert comment == "打139****1234找我"
    own = newest(case_id).rating
    assert own is not None
    assert own.comment == "打13900001234找我"


@pytest.mark.parametrize("satisfaction", [Satisfaction.SATISFIED, Satisfaction.BASICALLY])
def test_content_closes_the_round(satisfaction: Satisfaction, bureau: given.Bureau) -> None:
    case_id = given.an_answered_case(bureau)
    shown = rate(case_id, satisfaction)
    assert state(case_id) is RoundState.CLOSED
    assert shown.rating is not None
    assert (shown.rating.satisfaction, shown.rating.resolved) == (satisfaction, Resolved.NO)
    assert not ReturnVisit.objects.exists()
    lines = [line.code for line in ledger.lines_of(cases.facts_of([case_id])[case_id].reference)]
    assert lines[-2:] == ["review.round.rated", "cases.round.closed"]


def test_discontent_opens_a_return_visit_with_a_deadline(bureau: given.Bureau) -> None:
    visit = disputed(bureau, taken_by=None)
    assert state(visit.case_id) is RoundState.DISPUTED
    row = visit.row
    assert (row.state, row.handling_unit_id) == ("waiting", bureau.unit("east-1"))
    assert row.due_at == RATED + timedelta(hours=24)
    clock = deadlines.clocks_of([f"visit:{row.pk}"])[f"visit:{row.pk}"][deadlines.ClockKind.RETURN_VISIT]
    assert clock.due_at == row.due_at
    assert "24" in clock.why_zh


def test_the_wish_to_be_called_in_the_evening_is_kept(bureau: given.Bureau) -> None:
    case_id = given.an_answered_case(bureau, party_id=a_party())
    rate(case_id, Satisfaction.DISSATISFIED, call_time=CallTime.EVENING)
    assert ReturnVisit.objects.get().call_at == given.local(5, 12, 18)


def test_an_answer_is_rated_once_and_a_repeat_shows_what_was_said(bureau: given.Bureau) -> None:
    case_id = given.an_answered_case(bureau, party_id=a_party())
    code = code_sent_to(case_id)
    review.rate_round(
        code=code, satisfaction=Satisfaction.BASICALLY, resolved=Resolved.PARTLY, comment="还行", at=RATED
    )
    for again in ({"code": code}, {"case_id": case_id}):
        with pytest.raises(AlreadyRated):
            review.rate_round(satisfaction=Satisfaction.DISSATISFIED, resolved=Resolved.NO, at=LATER, **again)  # type: ignore[arg-type]
    shown = review.rating_by_code(code=code, at=LATER)
    assert shown.rating is not None
    assert (shown.rating.comment, shown.may_rate) == ("还行", False)
    assert Rating.objects.count() == 1


def test_before_an_answer_there_is_nothing_to_rate(bureau: given.Bureau) -> None:
    with pytest.raises(NothingToRate):
        rate(given.a_handled_case(bureau), Satisfaction.SATISFIED)


def test_a_comment_is_bounded(bureau: given.Bureau) -> None:
    with pytest.raises(Invalid):
        rate(given.an_answered_case(bureau), Satisfaction.SATISFIED, comment="长" * 2001)


def test_a_wrong_or_expired_code_gets_one_and_the_same_answer(bureau: given.Bureau) -> None:
    case_id = given.an_answered_case(bureau, party_id=a_party())
    code = code_sent_to(case_id)
    too_late = given.later(days=40)
    for wrong, at in (("K7QF-3M2P-9XWD-0A5H", RATED), ("", RATED), ("x" * 10_000, RATED), (code, too_late)):
        with pytest.raises(NoSuchCode) as refusal:
            review.rating_by_code(code=wrong, at=at)
        assert refusal.value.status == 404
    with pytest.raises(NothingToRate):
        rate(case_id, Satisfaction.SATISFIED, at=too_late)


def test_whoever_guesses_codes_has_to_wait_and_others_do_not(bureau: given.Bureau) -> None:
    code = code_sent_to(given.an_answered_case(bureau, party_id=a_party()))
    for _ in range(5):
        with pytest.raises(NoSuchCode):
            review.rating_by_code(code="K7QF-3M2P-9XWD-0A5H", at=RATED, source="a")
    with pytest.raises(TooManyCodes) as refusal:
        review.rating_by_code(code=code, at=RATED, source="a")
    assert "2" in str(refusal.value) or "3" in str(refusal.value)
    assert review.rating_by_code(code=code, at=RATED, source="b").may_rate
    assert review.rating_by_code(code=code, at=RATED + timedelta(seconds=3), source="a").may_rate
    assert forget_wrong_codes(at=RATED + timedelta(hours=1)) == 0
    assert forget_wrong_codes(at=RATED + timedelta(hours=7)) == 1


def test_what_was_said_is_never_changed_but_may_be_blanked(bureau: given.Bureau) -> None:
    visit = disputed(bureau)
    call(bureau, visit, AttemptOutcome.REACHED)
    conclude(bureau, visit, Outcome.REFUSED)
    for change in (
        lambda: Rating.objects.update(satisfaction="satisfied"),
        lambda: Rating.objects.update(comment="ganz anders"),
        lambda: Rating.objects.all().delete(),
        lambda: VisitAttempt.objects.update(outcome="no_answer"),
        lambda: ReturnVisit.objects.update(reason="something else"),
        lambda: ReturnVisit.objects.update(state="settled", contest_until=None),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    Rating.objects.update(comment="")
    ReturnVisit.objects.update(reason="")


# The call.


def test_a_reviewer_takes_calls_and_concludes(bureau: given.Bureau) -> None:
    visit, reviewer = disputed(bureau, taken_by=None), bureau.actor("reviewer")
    [row] = review.visits(reviewer, at=CALLED)
    assert (row.comment, row.attempts, row.allowed_acts) == ("还是吵", 0, {ReviewAct.TAKE})
    review.take_visit(actor=reviewer, visit_id=visit.visit_id, at=CALLED)
    review.take_visit(actor=reviewer, visit_id=visit.visit_id, at=CALLED)
    call(bureau, visit, AttemptOutcome.NO_ANSWER)
    [row] = review.visits(reviewer, at=CALLED)
    assert (row.attempts, row.last_outcome) == (1, AttemptOutcome.NO_ANSWER)
    assert row.call_at == CALLED + timedelta(hours=3)
    call(bureau, visit, AttemptOutcome.REACHED, LATER)
    conclude(bureau, visit, Outcome.SETTLED, LATER, reason="")
    assert state(visit.case_id) is RoundState.CLOSED
    assert review.visits(reviewer, at=LATER) == []
    stopped = deadlines.clocks_of([f"visit:{visit.row.pk}"])[f"visit:{visit.row.pk}"]
    assert stopped[deadlines.ClockKind.RETURN_VISIT].stopped_at == LATER


def test_upheld_opens_another_round_one_level_up_with_its_own_clocks(bureau: given.Bureau) -> None:
    visit = disputed(bureau)
    conclude(bureau, visit, Outcome.UPHELD)
    fact = cases.facts_of([visit.case_id])[visit.case_id]
    assert (fact.state, fact.round_no) == (RoundState.DISPATCHED, 2)
    assert fact.unit_id == bureau.unit("east")
    clocks = deadlines.clocks_of([f"round:{fact.round_id}"])[f"round:{fact.round_id}"]
    assert {deadlines.ClockKind.SIGN_FOR, deadlines.ClockKind.ANSWER} <= set(clocks)
    leader = bureau.actor("east-leader")
    cases.sign_for(actor=leader, case_id=visit.case_id, at=LATER)
    cases.answer_round(
        actor=leader, case_id=visit.case_id, outcome=AnswerOutcome.SOLVED, text="办好了。", at=LATER
    )
    first, second = review.resident_reviews(visit.case_id, at=LATER)
    assert (first.visit, first.may_rate) == (VisitState.UPHELD, False)
    assert second.may_rate
    rate(visit.case_id, Satisfaction.SATISFIED, at=LATER)
    assert state(visit.case_id) is RoundState.CLOSED


def test_a_decision_needs_a_reason_and_a_call(bureau: given.Bureau) -> None:
    visit = disputed(bureau)
    for outcome in (Outcome.REFUSED, Outcome.SETTLED):
        with pytest.raises(CallFirst):
            conclude(bureau, visit, outcome)
    with pytest.raises(Invalid):
        conclude(bureau, visit, Outcome.REFUSED, reason=" ")
    call(bureau, visit, AttemptOutcome.DECLINED)
    with pytest.raises(CallFirst):
        conclude(bureau, visit, Outcome.SETTLED)
    conclude(bureau, visit, Outcome.REFUSED)


def test_whoever_wants_no_call_is_decided_about_without_one(bureau: given.Bureau) -> None:
    case_id = given.an_answered_case(bureau, party_id=a_party())
    rate(case_id, Satisfaction.DISSATISFIED, may_call=False)
    visit = Disputed(case_id, ReturnVisit.objects.get().public_id)
    review.take_visit(actor=bureau.actor("reviewer"), visit_id=visit.visit_id, at=CALLED)
    conclude(bureau, visit, Outcome.REFUSED)
    assert newest(case_id).may_contest


def test_giving_up_needs_several_calls_on_several_days(bureau: given.Bureau) -> None:
    visit = disputed(bureau)
    for _ in range(3):
        call(bureau, visit, AttemptOutcome.NO_ANSWER)
    with pytest.raises(NotYetUnreachable):
        conclude(bureau, visit, Outcome.UNREACHABLE)
    call(bureau, visit, AttemptOutcome.WRONG_NUMBER, LATER)
    assert review.visit_view(bureau.actor("reviewer"), visit.visit_id, at=LATER).may_give_up
    conclude(bureau, visit, Outcome.UNREACHABLE, LATER)
    assert state(visit.case_id) is RoundState.CLOSED
    review.contest_refusal(case_id=visit.case_id, text="我没接到电话", at=LATER)
    assert newest(visit.case_id).contest is ContestState.OPEN


def test_a_promised_call_needs_its_time(bureau: given.Bureau) -> None:
    visit = disputed(bureau)
    with pytest.raises(Invalid):
        call(bureau, visit, AttemptOutcome.CALL_BACK)
    review.record_attempt(
        actor=bureau.actor("reviewer"),
        visit_id=visit.visit_id,
        outcome=AttemptOutcome.CALL_BACK,
        note="下班后",
        at=CALLED,
        call_back_at=LATER,
    )
    assert visit.row.call_at == LATER


def test_two_reviewers_do_not_call_at_once(bureau: given.Bureau) -> None:
    visit, other = disputed(bureau), bureau.actor("reviewer")
    second = Actor(
        kind=other.kind,
        name="second",
        post_id=bureau.post("analyst"),
        person_id=999_999,
        unit_id=other.unit_id,
        grants=other.grants,
    )
    assert review.visits(second, at=CALLED) == []
    with pytest.raises(Conflict):
        review.take_visit(actor=second, visit_id=visit.visit_id, at=CALLED)
    with pytest.raises((NotPermitted, IllegalMove)):
        review.conclude_visit(
            actor=second, visit_id=visit.visit_id, outcome=Outcome.UPHELD, reason="x", at=CALLED
        )
    review.release_visit(actor=other, visit_id=visit.visit_id, at=CALLED)
    review.take_visit(actor=second, visit_id=visit.visit_id, at=CALLED)
    assert visit.row.reviewer_person_id == 999_999


# Contests.


def test_a_refusal_is_told_with_its_reason_and_can_be_contested_once(bureau: given.Bureau) -> None:
    visit = refused(bureau)
    assert state(visit.case_id) is RoundState.DISPUTED
    shown = newest(visit.case_id)
    assert (shown.visit, shown.visit_reason, shown.may_contest) == (VisitState.REFUSED, "核实过了", True)
    review.contest_refusal(case_id=visit.case_id, text="工地昨晚又开工了", at=LATER)
    with pytest.raises(NoContest):
        review.contest_refusal(case_id=visit.case_id, text="再来一次", at=LATER)
    shown = newest(visit.case_id)
    assert (shown.may_contest, shown.contest, shown.contest_text) == (
        False,
        ContestState.OPEN,
        "工地昨晚又开工了",
    )


def test_the_level_above_decides_and_not_the_one_who_refused(bureau: given.Bureau) -> None:
    visit = refused(bureau)
    review.contest_refusal(case_id=visit.case_id, text="不对", at=LATER)
    for name in ("reviewer", "east-leader", "east-1-leader", "west-leader", "analyst"):
        assert review.contests(bureau.actor(name), at=LATER) == [], name
    [row] = review.contests(bureau.actor("inspector"), at=LATER)
    assert (row.refused_reason, row.level_unit_id) == ("核实过了", bureau.unit("bureau"))
    for name, error in (("reviewer", NotIndependent), ("east-leader", VisitNotFound)):
        with pytest.raises(error):
            review.decide_contest(
                actor=bureau.actor(name), contest_id=row.public_id, allow=False, reason="x", at=LATER
            )
    review.decide_contest(
        actor=bureau.actor("inspector"), contest_id=row.public_id, allow=True, reason="应当重办", at=LATER
    )
    fact = cases.facts_of([visit.case_id])[visit.case_id]
    assert (fact.state, fact.unit_id) == (RoundState.DISPATCHED, bureau.unit("east"))


def test_a_rejected_contest_closes_for_good(bureau: given.Bureau) -> None:
    visit = refused(bureau)
    review.contest_refusal(case_id=visit.case_id, text="不对", at=LATER)
    [row] = review.contests(bureau.actor("chief"), at=LATER)
    with pytest.raises(Invalid):
        review.decide_contest(
            actor=bureau.actor("chief"), contest_id=row.public_id, allow=False, reason="", at=LATER
        )
    review.decide_contest(
        actor=bureau.actor("chief"), contest_id=row.public_id, allow=False, reason="原处理得当", at=LATER
    )
    assert state(visit.case_id) is RoundState.CLOSED
    shown = newest(visit.case_id)
    assert (shown.contest, shown.contest_reason) == (ContestState.REJECTED, "原处理得当")
    with pytest.raises(IllegalMove):
        review.decide_contest(
            actor=bureau.actor("inspector"), contest_id=row.public_id, allow=True, reason="x", at=LATER
        )
    with pytest.raises(NoContest):
        review.contest_refusal(case_id=visit.case_id, text="再来", at=LATER)


def test_a_contest_has_its_time(bureau: given.Bureau) -> None:
    visit = refused(bureau)
    over = CALLED + timedelta(days=settings.OPTIONS.contest_days)
    with pytest.raises(NoContest):
        review.contest_refusal(case_id=visit.case_id, text="晚了", at=over)
    assert review.lapse_contests(at=over) == 1
    assert state(visit.case_id) is RoundState.CLOSED
    assert review.lapse_contests(at=over) == 0


def test_an_open_contest_keeps_the_round_open(bureau: given.Bureau) -> None:
    visit = refused(bureau)
    review.contest_refusal(case_id=visit.case_id, text="不对", at=LATER)
    review.lapse_contests(at=given.later(days=30))
    assert state(visit.case_id) is RoundState.DISPUTED
    [row] = review.contests(bureau.actor("chief"), at=given.later(days=30))
    review.decide_contest(
        actor=bureau.actor("chief"), contest_id=row.public_id, allow=True, reason="x", at=given.later(days=30)
    )
    assert state(visit.case_id) is RoundState.DISPATCHED


def test_without_a_refusal_there_is_nothing_to_contest(bureau: given.Bureau) -> None:
    with pytest.raises(NoContest):
        review.contest_refusal(case_id=given.an_answered_case(bureau), text="x", at=LATER)
    with pytest.raises(Invalid):
        review.contest_refusal(case_id=refused(bureau).case_id, text=" ", at=LATER)


# What comes to an end by itself.


def test_silence_closes_the_round_as_not_rated(bureau: given.Bureau) -> None:
    silent = given.an_answered_case(bureau)
    spoken = given.an_answered_case(bureau)
    rate(spoken, Satisfaction.SATISFIED)
    assert review.lapse_invitations(at=given.later(days=10)) == 0
    assert review.lapse_invitations(at=given.later(days=16)) == 1
    assert state(silent) is RoundState.CLOSED
    assert newest(silent).invitation is InvitationState.LAPSED
    assert newest(spoken).invitation is InvitationState.RATED
    assert review.lapse_invitations(at=given.later(days=16)) == 0


def test_whoever_has_not_rated_is_reminded_once_and_neutrally(bureau: given.Bureau) -> None:
    silent = given.an_answered_case(bureau, party_id=a_party(), title="canary")
    spoken, anonymous = given.an_answered_case(bureau, party_id=a_party()), given.an_answered_case(bureau)
    rate(spoken, Satisfaction.SATISFIED)
    assert review.remind_of_rating(at=given.later(days=4)) == 0
    assert review.remind_of_rating(at=given.later(days=6)) == 1
    assert review.remind_of_rating(at=given.later(days=7)) == 0
    sent = Outgoing.objects.get(purpose="reminder")
    assert sent.chain == cases.facts_of([silent])[silent].reference
    _, text = unseal(bytes(sent.sealed), sent.public_id.bytes)
    assert "canary" not in text
    assert "rate#" not in text
    assert newest(anonymous).may_rate


def test_whoever_withdraws_is_neither_asked_nor_called(bureau: given.Bureau) -> None:
    silent, visit = given.an_answered_case(bureau), disputed(bureau, taken_by=None)
    for case_id in (silent, visit.case_id):
        cases.withdraw_case(actor=Actor.resident(case_id), case_id=case_id, reason="", at=CALLED)
        fact = cases.facts_of([case_id])[case_id]
        for _ in range(2):
            end_reviews(round_ids=[fact.round_id], at=CALLED)
    assert newest(silent).invitation is InvitationState.ENDED
    assert newest(visit.case_id).visit is VisitState.ENDED
    assert review.visits(bureau.actor("reviewer"), at=CALLED) == []


def test_a_round_withdrawn_before_the_job_ran_does_not_stop_the_others(bureau: given.Bureau) -> None:
    gone, silent = given.an_answered_case(bureau), given.an_answered_case(bureau)
    cases.withdraw_case(actor=Actor.resident(gone), case_id=gone, reason="", at=CALLED)
    assert review.lapse_invitations(at=given.later(days=16)) == 2
    assert (state(gone), state(silent)) == (RoundState.WITHDRAWN, RoundState.CLOSED)


def clock_of_contest(visit: Disputed) -> deadlines.ClockView:
    subject = contest_subject(ReturnVisit.objects.get(case_id=visit.case_id).pk)
    return deadlines.clocks_of([subject])[subject][deadlines.ClockKind.CONTEST]


def test_an_objection_is_decided_by_a_date_that_both_sides_see(bureau: given.Bureau) -> None:
    visit = refused(bureau)
    review.contest_refusal(case_id=visit.case_id, text="不对", at=LATER)
    clock = clock_of_contest(visit)
    assert clock.why_zh.startswith("5个工作日内由上一级决定")
    [row] = review.contests(bureau.actor("chief"), at=LATER)
    assert row.due_at == clock.due_at == newest(visit.case_id).contest_due_at
    review.decide_contest(
        actor=bureau.actor("chief"), contest_id=row.public_id, allow=False, reason="原处理得当", at=LATER
    )
    assert clock_of_contest(visit).stopped_at == LATER
    assert newest(visit.case_id).contest_due_at is None


def test_the_clock_of_an_objection_stops_when_the_resident_withdraws(bureau: given.Bureau) -> None:
    visit = refused(bureau)
    review.contest_refusal(case_id=visit.case_id, text="不对", at=LATER)
    end_reviews(round_ids=[ReturnVisit.objects.get(case_id=visit.case_id).round_id], at=LATER)
    assert clock_of_contest(visit).stopped_at == LATER
