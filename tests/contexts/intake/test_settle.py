"""Claiming, settling, setting aside: nothing that came in is lost or taken twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import Error, connection, transaction

from answerable.contexts.intake import api as intake
from answerable.contexts.intake.enums import SubmissionState
from answerable.contexts.intake.models import Submission
from answerable.contexts.ledger import api as ledger
from answerable.contexts.parties import api as parties
from answerable.kernel.actor import Actor, ActorKind
from answerable.kernel.errors import Conflict, NotFound, NotPermitted

AT = datetime(2026, 5, 11, 3, tzinfo=UTC)
SWEEP = Actor.system("sweep")
STRANGER = Actor(kind=ActorKind.STAFF, name="post:nobody", post_id=1)

pytestmark = pytest.mark.django_db


def received(number: int = 1, **changes: object) -> str:
    given = {"channel": "web", "text": f"第{number}件事", "source_id": str(number), **changes}
    return intake.receive(intake.NewSubmission(**given), AT).reference  # type: ignore[arg-type]


def settled(state: SubmissionState, **told: str) -> None:
    [one] = intake.claim_submissions(1, AT)
    intake.settle(actor=SWEEP, outcomes=[intake.Outcome(one.id, state, **told)], at=AT)


def test_what_is_claimed_is_what_came_in_oldest_first() -> None:
    contact = parties.Contact(name="王测试", phone="19900001234")
    first = received(1, contact=contact, accused_units=[3, 4], lat=31.8, lon=117.2, urgent=True)
    second = received(2)
    claimed = intake.claim_submissions(10, AT)
    assert [one.reference for one in claimed] == [first, second]
    one = claimed[0].submission
    assert (one.contact, one.accused_units, one.urgent) == (contact, (3, 4), True)
    assert intake.claim_submissions(1, AT)[0].reference == first


def test_the_contact_leaves_the_row_when_it_is_settled() -> None:
    reference = received(1, contact=parties.Contact(phone="19900001234"))
    settled(SubmissionState.OPENED, case_reference=reference)
    assert Submission.objects.get().contact is None
    assert intake.claim_submissions(10, AT) == []


def test_a_submission_is_settled_once() -> None:
    reference = received()
    [one] = intake.claim_submissions(1, AT)
    outcome = intake.Outcome(one.id, SubmissionState.OPENED, reference)
    intake.settle(actor=SWEEP, outcomes=[outcome], at=AT)
    with pytest.raises(Conflict):
        intake.settle(actor=SWEEP, outcomes=[outcome], at=AT)


def test_a_rejection_is_journalled_and_told_to_whoever_has_the_code() -> None:
    receipt = intake.receive(intake.NewSubmission(channel="web", text="广告"), AT)
    settled(SubmissionState.REJECTED, reason_zh="这是广告。", reason_en="This is an advertisement.")
    assert [line.code for line in ledger.lines_of(receipt.reference)] == [
        "intake.submission.received",
        "intake.submission.rejected",
    ]
    assert receipt.code is not None
    tracked = intake.track(receipt.reference.lower(), receipt.code.lower())
    assert tracked is not None
    assert (tracked.state, tracked.reason_zh) == ("rejected", "这是广告。")


def test_tracking_works_before_the_sweep_and_only_with_the_code() -> None:
    receipt = intake.receive(intake.NewSubmission(channel="web", text="路灯坏了"), AT)
    assert receipt.code is not None
    tracked = intake.track(receipt.reference, receipt.code)
    assert tracked is not None
    assert tracked.state is SubmissionState.WAITING
    assert intake.track(receipt.reference, "0000-0000-0000-0000") is None
    assert intake.track("2026-0000-0000", receipt.code) is None
    assert intake.track("nonsense", receipt.code) is None
    silent = intake.receive(intake.NewSubmission(channel="web", text="无码", with_code=False), AT)
    assert intake.track(silent.reference, "") is None


def test_a_failure_waits_longer_each_time_and_is_set_aside_at_the_third() -> None:
    reference = received()
    row = Submission.objects.get()
    assert not intake.note_failure(submission_id=row.pk, error="ValueError at x.py:1", at=AT)
    assert intake.claim_submissions(1, AT) == []
    later = AT + timedelta(minutes=1)
    assert len(intake.claim_submissions(1, later)) == 1
    assert not intake.note_failure(submission_id=row.pk, error="ValueError at x.py:1", at=later)
    assert intake.note_failure(submission_id=row.pk, error="ValueError at x.py:1", at=later)
    assert intake.claim_submissions(1, AT + timedelta(days=9)) == []
    [aside] = intake.set_aside(Actor.system("test"))
    assert (aside.reference, aside.error) == (reference, "ValueError at x.py:1")
    with pytest.raises(NotPermitted):
        intake.set_aside(STRANGER)
    intake.take_up_again(actor=Actor.system("test"), reference=reference, at=later)
    assert len(intake.claim_submissions(1, later)) == 1
    with pytest.raises(NotFound):
        intake.take_up_again(actor=Actor.system("test"), reference=reference, at=later)


def test_every_channel_balances_every_day() -> None:
    for number in range(5):
        received(number)
    received(9, channel="sms")
    settled(SubmissionState.OPENED, case_reference="2026-AAAA-AAAA")
    settled(SubmissionState.JOINED, case_reference="2026-AAAA-AAAA")
    settled(SubmissionState.REJECTED, reason_zh="空白", reason_en="Empty")
    intake.note_failure(submission_id=intake.claim_submissions(1, AT)[0].id, error="x", at=AT)
    balances = intake.balances(date(2026, 5, 11))
    assert balances["web"] == intake.Balance(5, opened=1, joined=1, rejected=1, waiting=2)
    assert balances["sms"] == intake.Balance(1, waiting=1)
    assert all(balance.holds for balance in balances.values())
    assert intake.balances(date(2026, 5, 12)) == {}


def test_a_lost_submission_shows_in_the_balance() -> None:
    reference = received()
    Submission.objects.filter(reference=reference).delete()
    assert not intake.balances(date(2026, 5, 11))["web"].holds


@pytest.mark.parametrize("change", ["text = ''", "received_at = now()", "reference = '2026-AAAA-AAAA'"])
def test_what_came_in_can_not_be_changed(change: str) -> None:
    received()
    with pytest.raises(Error, match="kept as it came"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE intake_submission SET {change}")
