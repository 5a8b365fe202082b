"""The outbox: single messages without their words, counts that stop counting, and sending again by a person."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

import given
from answerable.contexts.ledger import api as ledger
from answerable.contexts.messaging import api as messaging
from answerable.contexts.messaging.api import NewMessage, OutboxFilter, OutgoingState, Purpose
from answerable.contexts.messaging.errors import MessageNotFound, TextForgotten
from answerable.contexts.messaging.models import Outgoing, Resend
from answerable.contexts.messaging.outbox import _COUNTS
from answerable.contexts.messaging.services.forget import forget_texts
from answerable.kernel.errors import IllegalMove, Invalid, NotPermitted

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 11, 2, tzinfo=UTC)
NOTHING_WALLED = lambda chains: frozenset()  # noqa: E731
FILL = """
INSERT INTO messaging_outgoing (public_id, key, party_id, chain, purpose, channel, sealed, from_hour, to_hour,
  queued_at, send_after, state, attempts, error)
SELECT gen_random_uuid(), 'k' || i, i, '', 'progress', 'sms', '', 8, 21, %s, %s, 'sent', 1, ''
FROM generate_series(1, %s) i
"""


@pytest.fixture
def bureau() -> given.Bureau:
    return given.a_bureau()


def queued(key: str, state: OutgoingState = OutgoingState.UNCERTAIN, **more: object) -> Outgoing:
    plain = NewMessage(7, Purpose.PROGRESS, key, "sms", "服务通知", "您好")
    messaging.queue_messages([replace(plain, **more)], at=AT)  # type: ignore[arg-type]
    Outgoing.objects.filter(key=key).update(state=state, attempts=3, error="smtp_cut_off", settled_at=AT)
    return Outgoing.objects.get(key=key)


def resend(bureau: given.Bureau, row: Outgoing, *, by: str = "chief", reason: str = "群众说没收到") -> None:
    messaging.resend_message(
        actor=bureau.actor(by),
        message_id=row.public_id,
        reason=reason,
        walled=NOTHING_WALLED,
        at=AT + timedelta(hours=1),
    )


def test_a_person_sends_what_is_uncertain_again_and_says_why(bureau: given.Bureau) -> None:
    row = queued("progress:1", chain="2026-AAAA-BBBB")
    resend(bureau, row)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.error) == ("queued", 0, "")
    [kept] = Resend.objects.all()
    assert (kept.before, kept.reason, kept.by_post_id) == ("uncertain", "群众说没收到", bureau.post("chief"))
    assert [line.code for line in ledger.lines_of("2026-AAAA-BBBB")] == ["messaging.message.resent"]
    [shown] = messaging.outbox(bureau.actor("chief"), OutboxFilter(), walled=NOTHING_WALLED).rows
    assert (shown.resends, shown.may_resend) == (1, False)


def test_sending_again_waits_for_the_morning(bureau: given.Bureau) -> None:
    row = queued("progress:1")
    messaging.resend_message(
        actor=bureau.actor("chief"),
        message_id=row.public_id,
        reason="未收到",
        walled=NOTHING_WALLED,
        at=datetime(2026, 5, 11, 15, tzinfo=UTC),
    )
    row.refresh_from_db()
    assert row.send_after == datetime(2026, 5, 12, 0, tzinfo=UTC)


def test_what_was_decided_stays(bureau: given.Bureau) -> None:
    resend(bureau, queued("progress:1"))
    with pytest.raises(DatabaseError), transaction.atomic():
        Resend.objects.update(reason="别的原因")


@pytest.mark.parametrize("state", sorted(set(OutgoingState) - {"uncertain", "failed"}))
def test_nothing_else_is_sent_again(state: OutgoingState, bureau: given.Bureau) -> None:
    with pytest.raises(IllegalMove):
        resend(bureau, queued("progress:1", state))
    assert Outgoing.objects.get().state == state


def test_a_reason_a_grant_and_a_text_are_needed(bureau: given.Bureau) -> None:
    row = queued("progress:1")
    with pytest.raises(Invalid):
        resend(bureau, row, reason=" ")
    with pytest.raises(NotPermitted):
        resend(bureau, row, by="east-leader")
    forget_texts(at=AT + timedelta(days=31))
    with pytest.raises(TextForgotten):
        resend(bureau, row)
    assert not Resend.objects.exists()


def test_a_message_about_a_matter_behind_a_wall_is_not_there(bureau: given.Bureau) -> None:
    hidden, seen = queued("progress:1", chain="2026-AAAA-BBBB"), queued("progress:2", chain="2026-AAAA-CCCC")
    chief = bureau.actor("chief")

    def walled(chains: set[str]) -> frozenset[str]:
        return frozenset(chains & {"2026-AAAA-BBBB"})

    rows = messaging.outbox(chief, OutboxFilter(), walled=walled).rows
    assert [row.public_id for row in rows] == [seen.public_id]
    with pytest.raises(MessageNotFound):
        messaging.message(chief, hidden.public_id, walled=walled)
    with pytest.raises(MessageNotFound):
        messaging.resend_message(actor=chief, message_id=hidden.public_id, reason="x", walled=walled, at=AT)


def test_the_list_is_narrowed_and_paged_without_a_serial_number(bureau: given.Bureau) -> None:
    for number in range(5):
        queued(f"progress:{number}", channel="sms" if number else "email")
    chief, wanted = bureau.actor("chief"), OutboxFilter(state=OutgoingState.UNCERTAIN, channel="sms")
    seen, cursor = [], None
    while True:
        page = messaging.outbox(chief, wanted, walled=NOTHING_WALLED, cursor=cursor, limit=3)
        seen += [row.public_id for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
        assert not cursor.isdigit()
    newest_first = Outgoing.objects.filter(channel="sms").order_by("-id")
    assert seen == list(newest_first.values_list("public_id", flat=True))


def test_counting_stops_at_the_cap_and_never_reads_the_whole_table(bureau: given.Bureau) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FILL, [AT, AT, 20_000])
        queued("progress:1")
        cursor.execute("ANALYZE messaging_outgoing")
        cursor.execute("EXPLAIN " + _COUNTS, [101])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan" not in plan, plan
    assert messaging.message_counts(cap=100) == {
        ("sms", OutgoingState.SENT): 101,
        ("sms", OutgoingState.UNCERTAIN): 1,
    }


def test_each_reason_has_a_sentence(bureau: given.Bureau) -> None:
    row = queued("progress:1")
    said = {}
    for error in ("smtp_cut_off", "smtp_550", "smtp_451", "smtp_TimeoutError", "of_another_channel", ""):
        Outgoing.objects.update(error=error)
        said[error] = messaging.message(bureau.actor("chief"), row.public_id, walled=NOTHING_WALLED).why
    assert said["smtp_cut_off"] == "交付途中线路中断。"
    assert (said["smtp_550"], said["smtp_451"]) == ("对方拒收（550）。", "对方暂时拒收（451）。")
    assert "TimeoutError" in said["smtp_TimeoutError"]
    assert (said["of_another_channel"], said[""]) == ("of_another_channel", "")
