"""Whoever has to know is told, whoever must not know is not, and no message says what a case is about."""

from datetime import datetime, timedelta

import pytest

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Outcome as AnswerOutcome
from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.deadlines.enums import ClockKind
from answerable.contexts.messaging import api as messaging
from answerable.contexts.messaging.models import Notice, Outgoing
from answerable.contexts.messaging.sealing import unseal
from answerable.contexts.organisation import api as organisation
from answerable.contexts.parties import api as parties
from answerable.contexts.review import api as review
from answerable.contexts.review.api import AttemptOutcome, Outcome, Resolved, Satisfaction
from answerable.kernel import events
from answerable.kernel.actor import Actor
from answerable.processes import deliver_messages, read_notices
from answerable.processes.send_receipt import send_receipt

CANARIES = ("canary", "2026-", "夜间", "松树街", "王示例", "派出所", "公安", "投诉", "police", "complain")

Queue = list[tuple[str, list[dict[str, object]]]]

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau() -> given.Bureau:
    return given.a_bureau()


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Queue:
    """Keep the jobs of events here instead of in the queue's table."""
    kept: Queue = []

    def defer(subscriber: str, chunks: list[list[dict[str, object]]]) -> None:
        kept.extend((subscriber, chunk) for chunk in chunks)

    monkeypatch.setattr("answerable.kernel.jobs.defer_subscriber", defer)
    return kept


def deliver(queue: Queue, times: int = 2) -> None:
    """Run the jobs as the worker would, each twice, because the worker may die after the first time."""
    while queue:
        subscriber, raw = queue.pop(0)
        for _ in range(times):
            events.run_subscriber(subscriber, raw)


def told(code: str) -> set[str]:
    """Return who was told something, by name."""
    return {
        organisation.post_view(post_id).person_name
        for post_id in Notice.objects.filter(code=code).values_list("post_id", flat=True)
    }


def a_party(channel: str = "email") -> int:
    [party_id] = parties.register_parties(
        [parties.Contact(name="王示例", phone="10000001234", email="w@example.org", channel=channel)]
    )
    assert party_id is not None
    return party_id


def texts() -> list[tuple[str, str]]:
    """Return purpose and text of all messages, in the order of their making."""
    rows = Outgoing.objects.order_by("id")
    return [(row.purpose, "\n".join(unseal(bytes(row.sealed), row.public_id.bytes))) for row in rows]


# Posts.


def test_a_unit_is_told_of_its_cases_once(bureau: given.Bureau, queue: Queue) -> None:
    case_id = given.a_dispatched_case(bureau)
    deliver(queue)
    assert told("round.dispatched") == {"沈示例"}
    assert Notice.objects.count() == 1
    cases.ask_extension(
        actor=bureau.actor("east-1-leader"),
        case_id=case_id,
        until=given.local(5, 20),
        reason="复杂",
        at=given.AT,
    )
    deliver(queue)
    assert told("extension.asked") == {"卫示例"}
    cases.approve_extension(actor=bureau.actor("east-leader"), case_id=case_id, reason="可以", at=given.AT)
    deliver(queue)
    assert told("extension.approved") == {"沈示例"}


def test_the_accused_and_their_units_are_never_told(bureau: given.Bureau, queue: Queue) -> None:
    """The leader of the team is complained of, so that the branch has the case and hears of it, and nobody below."""
    case_id = given.a_case(bureau, accused=["east-leader"], party_id=a_party())
    cases.dispatch_cases(
        actor=given.SYSTEM, orders=[cases.DispatchOrder(case_id, bureau.unit("west-1"))], at=given.AT
    )
    cases.add_to_case(
        actor=Actor.resident(case_id), case_id=case_id, text="补充", attachment_ids=[], at=given.AT
    )
    deliver(queue)
    deadlines.warn_due_clocks(at=given.later(days=60))
    deliver(queue)
    assert Notice.objects.exists()
    names = {
        organisation.post_view(post).person_name for post in Notice.objects.values_list("post_id", flat=True)
    }
    assert not names & {"卫示例", "沈示例", "郑示例", "朱示例", "王示例", "蒋示例", "韩示例"}


def test_a_wall_built_later_hides_what_was_told_before(bureau: given.Bureau, queue: Queue) -> None:
    leader = bureau.actor("east-1-leader")
    case_id = given.a_dispatched_case(bureau)
    other = given.a_dispatched_case(bureau)
    deliver(queue)
    assert read_notices.unread_notices(leader) == 2
    cases.record_accused(
        actor=bureau.actor("dispatcher"),
        case_id=case_id,
        units=[],
        posts=[bureau.post("east-1-leader")],
        words="态度差",
        at=given.later(hours=1),
    )
    deliver(queue)
    [left] = read_notices.notices_of(leader)
    assert left.chain == cases.facts_of([other])[other].reference
    assert read_notices.unread_notices(leader) == 1


def warned_after(queue: Queue, at: datetime) -> None:
    deadlines.warn_due_clocks(at=at)
    deliver(queue)


def test_warnings_climb_as_the_time_runs_out(bureau: given.Bureau, queue: Queue) -> None:
    case_id = given.a_handled_case(bureau)
    subject = f"round:{cases.facts_of([case_id])[case_id].round_id}"
    deliver(queue)
    answer = deadlines.clocks_of([subject])[subject][ClockKind.ANSWER]
    deadlines.stop_clocks(subjects=[subject], clocks=[ClockKind.FIRST_CONTACT, ClockKind.CLOSE], at=given.AT)
    warned_after(queue, given.local(5, 14, 12))
    assert told("clock.half") == {"郑示例"}
    warned_after(queue, answer.due_at - timedelta(minutes=30))
    assert told("clock.most") == {"郑示例", "沈示例"}
    warned_after(queue, answer.due_at)
    assert told("clock.overdue") == {"郑示例", "沈示例", "卫示例"}
    before = Notice.objects.count()
    warned_after(queue, answer.due_at + timedelta(days=9))
    assert Notice.objects.count() == before


def test_the_desk_is_warned_of_what_nobody_has_dispatched(bureau: given.Bureau, queue: Queue) -> None:
    given.a_case(bureau)
    warned_after(queue, given.later(hours=13))
    assert told("clock.half") == {"吴示例"}


def test_a_waiting_call_is_told_to_reviewers_and_never_to_the_handlers(
    bureau: given.Bureau, queue: Queue
) -> None:
    case_id = given.an_answered_case(bureau)
    deliver(queue)
    review.rate_round(
        case_id=case_id,
        satisfaction=Satisfaction.DISSATISFIED,
        resolved=Resolved.NO,
        at=given.later(hours=2),
    )
    deliver(queue)
    assert told("visit.waiting") == {"冯示例"}
    Notice.objects.all().delete()
    warned_after(queue, given.later(days=3))
    assert told("clock.overdue") == {"冯示例"}


def test_an_objection_is_told_to_the_level_above(bureau: given.Bureau, queue: Queue) -> None:
    case_id = refused(bureau)
    review.contest_refusal(case_id=case_id, text="不对", at=given.later(hours=4))
    deliver(queue)
    assert told("contest.waiting") == {"周示例", "陈示例"}
    Notice.objects.all().delete()
    warned_after(queue, given.later(days=12))
    assert told("clock.overdue") == {"周示例", "陈示例"}


def refused(bureau: given.Bureau, **more: object) -> cases.CaseId:
    case_id = given.an_answered_case(bureau, **more)  # type: ignore[arg-type]
    at = given.later(hours=2)
    review.rate_round(
        case_id=case_id, satisfaction=Satisfaction.DISSATISFIED, resolved=Resolved.NO, may_call=False, at=at
    )
    reviewer = bureau.actor("reviewer")
    [row] = review.visits(reviewer, at=at)
    review.take_visit(actor=reviewer, visit_id=row.public_id, at=at)
    review.record_attempt(
        actor=reviewer, visit_id=row.public_id, outcome=AttemptOutcome.REACHED, note="", at=at
    )
    review.conclude_visit(
        actor=reviewer, visit_id=row.public_id, outcome=Outcome.REFUSED, reason="canary-reason", at=at
    )
    return case_id


# Residents.


def test_the_resident_is_written_to_at_every_turn_and_never_about_what(
    bureau: given.Bureau, queue: Queue
) -> None:
    case_id = given.a_handled_case(
        bureau, party_id=a_party(), title="canary-title", text="canary-text", place="canary-place"
    )
    handler = bureau.actor("east-1-handler")
    cases.ask_resident(actor=handler, case_id=case_id, question="canary-question", at=given.AT)
    cases.add_to_case(
        actor=Actor.resident(case_id), case_id=case_id, text="canary-more", attachment_ids=[], at=given.AT
    )
    cases.ask_extension(
        actor=handler, case_id=case_id, until=given.local(5, 20), reason="canary-why", at=given.AT
    )
    cases.approve_extension(actor=bureau.actor("east-leader"), case_id=case_id, reason="canary", at=given.AT)
    cases.answer_round(
        actor=handler,
        case_id=case_id,
        outcome=AnswerOutcome.SOLVED,
        text="canary-answer",
        at=given.later(hours=1),
    )
    deliver(queue)
    written = texts()
    assert sorted(purpose for purpose, _ in written) == [
        "acknowledgement",
        "progress",
        "rating_invitation",
        "reminder",
    ]
    for _, text in written:
        assert not [word for word in CANARIES if word in text], text


def test_a_refusal_and_its_confirmation_are_told_neutrally(bureau: given.Bureau, queue: Queue) -> None:
    case_id = refused(bureau, party_id=a_party())
    deliver(queue)
    review.contest_refusal(case_id=case_id, text="canary", at=given.later(hours=4))
    [row] = review.contests(bureau.actor("chief"), at=given.later(hours=4))
    review.decide_contest(
        actor=bureau.actor("chief"),
        contest_id=row.public_id,
        allow=False,
        reason="canary-no",
        at=given.later(hours=5),
    )
    deliver(queue)
    news = [text for purpose, text in texts() if purpose == "refusal"]
    assert len(news) == 2
    for text in news:
        assert not [word for word in CANARIES if word in text], text


def test_the_anonymous_are_not_written_to(bureau: given.Bureau, queue: Queue) -> None:
    refused(bureau)
    deliver(queue)
    assert texts() == []


def test_the_receipt_is_sent_only_when_asked_for_and_holds_the_code(queue: Queue) -> None:
    contact = parties.Contact(email="w@example.org", channel="email")
    for _ in range(2):
        assert send_receipt(
            contact=contact, reference="2026-AAAA-BBBB", code="K7QF-3M2P-9XWD-0A5H", at=given.AT
        )
    [(purpose, text)] = texts()
    assert purpose == "receipt"
    assert "2026-AAAA-BBBB" in text
    assert "K7QF-3M2P-9XWD-0A5H" in text
    assert not send_receipt(
        contact=parties.Contact(name="王示例"), reference="2026-CCCC-DDDD", code="x", at=given.AT
    )


def test_the_address_meets_the_message_only_while_sending(bureau: given.Bureau) -> None:
    party_id = a_party()
    assert deliver_messages._addresses("email", [party_id, 0]) == {party_id: "w@example.org"}
    given.an_answered_case(bureau, party_id=party_id)
    assert messaging.message_counts() == {("email", messaging.OutgoingState.NO_CHANNEL): 1}
