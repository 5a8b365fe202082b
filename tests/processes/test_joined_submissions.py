"""What is told twice joins the case that is there, and nothing is lost by it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import given as givens
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Act, JoinRule, Outcome
from answerable.contexts.cases.errors import CaseNotFound
from answerable.contexts.cases.events import CaseWithdrawn
from answerable.contexts.cases.models import Attachment, Case, Move
from answerable.contexts.intake import api as intake
from answerable.contexts.intake.models import Submission
from answerable.contexts.ledger import api as ledger
from answerable.contexts.messaging.models import Notice
from answerable.contexts.parties.api import Contact, SafeContact
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotPermitted
from answerable.kernel.events import Event, heard_by, run_afterwards
from answerable.processes.find_earlier import ALIKE, alike
from answerable.processes.separate_submission import separate_submission
from answerable.processes.sweep_submissions import sweep_submissions
from given import AT, Bureau

pytestmark = pytest.mark.django_db
NOISE = "松树街工地每天夜里施工，半夜还在吵，夜间噪音大得老人孩子都睡不着，请管一管。"
AGAIN = NOISE + "昨晚又吵了。"
OTHER = "橡树街人行道上天天有车违停，行人只能走机动车道，接送孩子很不安全，请处理。"
ONE = Contact(name="王测试", phone="10000001234", channel="sms")


@pytest.fixture
def bureau() -> Bureau:
    return givens.a_bureau()


def told(text: str = NOISE, at_hours: float = 0, *, channel: str = "web", **more: Any) -> intake.Receipt:
    """Return the receipt of something told, which the sweep has taken up."""
    more.setdefault("place", "松树街")
    at = AT + timedelta(hours=at_hours)
    receipt = intake.receive(intake.NewSubmission(channel=channel, text=text, **more), at)
    while sweep_submissions(at=at).settled:
        pass
    return receipt


def state(receipt: intake.Receipt) -> str:
    return Submission.objects.get(reference=receipt.reference).state


def the_id(receipt: intake.Receipt) -> cases.CaseId:
    found = cases.case_with_reference(receipt.reference)
    assert found is not None
    return found


def test_the_same_person_telling_the_same_again_joins_the_open_case(bureau: Bureau) -> None:
    first = told(contact=ONE)
    second = told(AGAIN, 5, channel="hotline_12345", contact=ONE)
    row = Submission.objects.get(reference=second.reference)
    assert (row.state, row.case_reference) == ("joined", first.reference)
    assert Case.objects.count() == 1
    [one] = cases.joined_to(the_id(first))
    assert (one.submission, one.rule, one.text) == (second.reference, JoinRule.CONTACT, AGAIN)
    assert [line.code for line in ledger.lines_of(second.reference)] == [
        "intake.submission.received",
        "intake.submission.joined",
    ]
    assert ledger.lines_of(first.reference)[-1].code == "cases.submission.joined"


def test_the_same_words_about_the_same_place_by_another_channel_join(bureau: Bureau) -> None:
    first = told(contact=ONE)
    second = told(channel="hotline_12345")
    assert (state(second), cases.joined_to(the_id(first))[0].rule) == ("joined", JoinRule.WORDS)


@pytest.mark.parametrize(
    ("why", "text", "more"),
    [
        ("another matter", OTHER, {"contact": ONE}),
        ("another number", AGAIN, {"contact": Contact(name="王测试", phone="10000009999", channel="sms")}),
        ("another name", AGAIN, {"contact": Contact(name="李测试", phone="10000001234", channel="sms")}),
        ("must not be called", AGAIN, {"contact": replace(ONE, safe=SafeContact(True))}),
        ("an address that is new", AGAIN, {"contact": replace(ONE, email="a@example.org")}),
        ("another place", AGAIN, {"contact": ONE, "place": "橡树街"}),
        ("in confidence", AGAIN, {"contact": ONE, "confidential": True}),
        ("somebody is complained of", AGAIN, {"contact": ONE, "accused_words": "东一派出所"}),
        ("an unknown one is complained of", AGAIN, {"contact": ONE, "accused_words": "那个高个子"}),
        ("about the police", AGAIN, {"contact": ONE, "topic_code": "conduct.rude"}),
        ("alike, by another channel, nobody known", AGAIN, {"channel": "hotline_12345"}),
        ("the same words of somebody else", NOISE, {"channel": "sms", "contact": Contact(phone="10000009999")}),
        ("the same words elsewhere", NOISE, {"channel": "hotline_12345", "place": "橡树街"}),
    ],
)  # fmt: skip
def test_whatever_may_be_another_matter_stays_one(
    why: str, text: str, more: dict[str, Any], bureau: Bureau
) -> None:
    told(contact=ONE)
    assert state(told(text, 5, **more)) == "opened", why


def test_short_words_say_nothing(bureau: Bureau) -> None:
    told("太吵了", contact=ONE)
    assert state(told("太吵了", channel="hotline_12345")) == "opened"


def test_nothing_joins_a_case_that_keeps_somebody_away_or_was_told_in_confidence(bureau: Bureau) -> None:
    told(contact=ONE, accused_units=[bureau.unit("east-1")])
    assert state(told(AGAIN, 1, contact=ONE)) == "opened"
    told(OTHER, contact=ONE, confidential=True, place="橡树街")
    assert state(told(OTHER, 1, channel="hotline_12345", place="橡树街")) == "opened"


def test_nothing_joins_what_is_answered_or_long_ago(bureau: Bureau) -> None:
    first = told(contact=ONE)
    desk = bureau.actor("dispatcher")
    cases.answer_round(actor=desk, case_id=the_id(first), outcome=Outcome.SOLVED, text="已处理。", at=AT)
    second = told(AGAIN, 1, contact=ONE)
    assert state(second) == "opened"
    assert state(told(AGAIN + "！", 24 * 7 + 2, contact=ONE)) == "opened"


def test_two_in_one_chunk_join_as_if_one_had_come_after_the_other(bureau: Bureau) -> None:
    for channel, text in (("web", NOISE), ("sms", AGAIN), ("hotline_12345", NOISE)):
        new = intake.NewSubmission(channel=channel, text=text, place="松树街", contact=ONE)
        intake.receive(new, AT)
    first = sweep_submissions(at=AT)
    assert (len(first.opened), len(first.joined), intake.waiting_count()) == (1, 0, 2)
    second = sweep_submissions(at=AT)
    assert (len(second.opened), len(second.joined), intake.waiting_count()) == (0, 2, 0)


def test_whoever_handles_it_is_told_and_urgency_is_not_lost(bureau: Bureau) -> None:
    first = told(contact=ONE)
    order = cases.DispatchOrder(the_id(first), bureau.unit("east-1"))
    cases.dispatch_cases(actor=givens.SYSTEM, orders=[order], at=AT)
    cases.sign_for(actor=bureau.actor("east-1-handler"), case_id=the_id(first), at=AT)
    happened: list[Event] = []
    with heard_by(happened.extend):
        told(AGAIN, 1, contact=ONE, urgent=True)
    run_afterwards(happened)
    case = Case.objects.get()
    assert (case.state, case.urgent, case.joined) == ("handling", True, 1)
    codes = set(Notice.objects.filter(post_id=bureau.post("east-1-handler")).values_list("code", flat=True))
    assert codes == {"submission.joined", "case.urgent"}


def test_a_dispatcher_takes_it_out_again_and_its_sender_loses_nothing(bureau: Bureau) -> None:
    first = told(contact=ONE)
    second = told(AGAIN, 1, contact=ONE)
    opened = separate_submission(
        actor=bureau.actor("dispatcher"),
        case_id=the_id(first),
        submission=second.reference,
        reason="是另一处工地。",
        at=AT + timedelta(hours=2),
    )
    made, kept = Case.objects.get(pk=opened.case_id), Case.objects.get(pk=the_id(first))
    assert (made.reference, made.text, made.party_id) == (second.reference, AGAIN, kept.party_id)
    assert (kept.joined, cases.joined_to(the_id(first))) == (0, [])
    assert state(second) == "opened"
    assert cases.find_by_code(second.reference, second.code or "") == opened.case_id
    codes = [line.code for line in ledger.lines_of(second.reference)]
    assert codes[1:4] == ["intake.submission.joined", "intake.submission.separated", "cases.case.opened"]


def test_only_the_desk_takes_out(bureau: Bureau) -> None:
    first = told(contact=ONE)
    second = told(AGAIN, 1, contact=ONE)
    for who, error in (("west-leader", CaseNotFound), ("agent", NotPermitted)):
        with pytest.raises(error):
            separate_submission(
                actor=bureau.actor(who), case_id=the_id(first), submission=second.reference, reason="x", at=AT
            )
    assert state(second) == "joined"


def test_nobody_joins_by_hand(bureau: Bureau) -> None:
    first = told(contact=ONE)
    for who in ("dispatcher", "chief", "agent"):
        assert Act.JOIN not in cases.case_view(bureau.actor(who), first.reference, AT).allowed_acts


def test_whoever_told_it_first_does_not_withdraw_for_the_others(bureau: Bureau) -> None:
    first = told(contact=ONE)
    second = told(channel="hotline_12345")
    third = told(AGAIN, 1, contact=ONE)
    resident = Actor.resident(the_id(first))
    cases.withdraw_case(actor=resident, case_id=the_id(first), reason="", at=AT)
    run_afterwards([CaseWithdrawn(the_id(first), 0, None, None, AT)])
    assert (state(second), state(third)) == ("opened", "joined")
    assert Case.objects.get(reference=second.reference).is_open
    run_afterwards([CaseWithdrawn(the_id(first), 0, None, None, AT)])
    assert Case.objects.count() == 2


def look(client: Client, receipt: intake.Receipt) -> str:
    typed = {"reference": receipt.reference, "code": receipt.code}
    return client.post("/track", typed, follow=True).content.decode()


def test_each_sender_sees_what_becomes_of_it_and_no_more(client: Client, bureau: Bureau) -> None:
    first = told(contact=ONE)
    same, nobody = told(AGAIN, 1, contact=ONE), told(channel="hotline_12345")
    page = look(client, nobody)
    assert "同一件事已在办理中" in page
    assert first.reference not in page
    desk = bureau.actor("dispatcher")
    cases.answer_round(
        actor=desk,
        case_id=the_id(first),
        outcome=Outcome.SOLVED,
        text="工地已停工。",
        at=givens.later(hours=6),
    )
    assert "工地已停工。" in look(client, same)
    page = look(client, nobody)
    assert "工地已停工。" not in page
    assert "已解决" in page
    headers = {"Case-Reference": nobody.reference, "Access-Code": nobody.code or ""}
    body = client.get("/api/v1/status", headers=headers).json()
    assert (body["state"], body["answers"]) == ("joined", [])
    assert first.reference not in str(body)


def test_a_sender_has_it_treated_by_itself(client: Client, bureau: Bureau) -> None:
    told(contact=ONE)
    second = told(channel="hotline_12345")
    assert client.post("/track/apart").status_code == 404
    look(client, second)
    assert client.post("/track/apart")["Location"] == "/track/case"
    assert state(second) == "opened"
    assert client.post("/track/apart").status_code == 404


def test_how_alike_two_texts_are() -> None:
    assert alike(NOISE, NOISE) == 1
    assert alike(NOISE, AGAIN) >= ALIKE > alike(NOISE, OTHER)
    assert alike("", NOISE) == 0


VOICES = st.lists(
    st.tuples(
        st.sampled_from([NOISE, AGAIN, OTHER, "太吵了"]),
        st.sampled_from(["web", "sms", "hotline_12345"]),
        st.sampled_from([None, ONE, Contact(phone="10000009999")]),
        st.sampled_from(["", "松树街"]),
        st.booleans(),
        st.sampled_from(["wait", "sweep", "answer", "apart"]),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(VOICES)
def test_whatever_comes_in_is_accounted_for(bureau: Bureau, voices: list[Any]) -> None:
    """Received = opened + joined + rejected + waiting, and every sender finds what became of it."""
    before = Submission.objects.count()
    receipts = {}
    for number, (text, channel, contact, place, accused, then) in enumerate(voices):
        words = "东一派出所" if accused else ""
        new = intake.NewSubmission(
            channel=channel, text=text, contact=contact, place=place, accused_words=words,
            source_id=f"{before}-{number}",
        )  # fmt: skip
        receipt = intake.receive(new, AT + timedelta(minutes=number))
        receipts[receipt.reference] = receipt
        _go_on(bureau, then, AT + timedelta(minutes=number))
    while sweep_submissions(at=AT + timedelta(hours=1), limit=3).settled:
        pass
    for balance in intake.balances(AT.date()).values():
        assert balance.holds
        assert balance.waiting == 0
    rows = Submission.objects.filter(reference__in=list(receipts))
    assert {row.state for row in rows} <= {"opened", "joined"}
    for row in rows:
        case = Case.objects.get(reference=row.case_reference)
        assert (row.state == "opened") == (row.reference == case.reference)
        told_in = {one.submission for one in cases.joined_to(cases.CaseId(case.pk))}
        assert (row.state == "joined") == (row.reference in told_in)
        assert case.joined == len(told_in)
        assert not (told_in and (case.walled_units or case.walled_persons))
    texts = {move.facts["submission"]: move.words for move in Move.objects.filter(act=Act.JOIN)}
    assert all(texts[row.reference] == row.text for row in rows if row.state == "joined")
    assert not Attachment.objects.exists()


def _go_on(bureau: Bureau, then: str, at: Any) -> None:
    desk = bureau.actor("dispatcher")
    if then in ("sweep", "answer", "apart"):
        sweep_submissions(at=at)
    if then == "answer":
        case = Case.objects.filter(state="triage").first()
        if case is not None:
            key = cases.CaseId(case.pk)
            cases.answer_round(actor=desk, case_id=key, outcome=Outcome.SOLVED, text="已处理。", at=at)
    if then == "apart":
        row = Submission.objects.filter(state="joined").first()
        if row is not None:
            case_id = cases.case_with_reference(row.case_reference)
            assert case_id is not None
            separate_submission(
                actor=desk, case_id=case_id, submission=row.reference, reason="另一件事", at=at
            )
