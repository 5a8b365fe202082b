"""Messages to residents, sent to a real SMTP server."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.db import connection
from pydantic import SecretStr

from answerable.contexts.messaging import api as messaging
from answerable.contexts.messaging.api import NewMessage, OutgoingState, Purpose, Unwanted
from answerable.contexts.messaging.channels import protocol, smtp
from answerable.contexts.messaging.channels.protocol import Delivery, Parcel
from answerable.contexts.messaging.enums import Outcome
from answerable.contexts.messaging.errors import UnsafeMessage
from answerable.contexts.messaging.models import Outgoing
from answerable.contexts.messaging.sealing import unseal
from answerable.contexts.messaging.services.forget import forget_texts
from contexts.messaging.peer import Mailbox, running, tls_context

AT = datetime(2026, 5, 11, 2, tzinfo=UTC)  # ten in the morning in Shanghai
ADDRESS = "resident@example.org"
CANARY = "K7QF-3M2P-9XWD-0A5H"

pytestmark = pytest.mark.django_db


def message(key: str = "receipt:1", **more: object) -> NewMessage:
    plain = NewMessage(
        party_id=7,
        purpose=Purpose.RECEIPT,
        key=key,
        channel="email",
        subject="服务通知",
        body=f"您好！{CANARY}",
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def use(monkeypatch: pytest.MonkeyPatch, port: int, scheme: str = "smtp") -> None:
    monkeypatch.setattr(settings.OPTIONS, "smtp_url", SecretStr(f"{scheme}://127.0.0.1:{port}"))
    monkeypatch.setattr(settings.OPTIONS, "mail_from", "service@example.org")


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    box = Mailbox()
    with running(box) as port:
        use(monkeypatch, port)
        yield box


def addresses(_channel: str, party_ids: Iterable[int]) -> Mapping[int, str]:
    return dict.fromkeys(party_ids, ADDRESS)


def send(at: datetime = AT) -> int:
    return messaging.send_due_messages(addresses=addresses, at=at)


def state(key: str = "receipt:1") -> OutgoingState:
    return messaging.states_of([key])[key]


def test_a_message_reaches_the_resident_with_neutral_headers(mailbox: Mailbox) -> None:
    messaging.queue_messages([message(chain="2026-AAAA-BBBB")], at=AT)
    assert send() == 1
    [taken] = mailbox.taken
    assert mailbox.recipients == [[ADDRESS]]
    assert taken["From"] == "service@example.org"
    assert taken["Subject"] == "服务通知"
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken.get_content().strip() == f"您好！{CANARY}"
    assert state() is OutgoingState.SENT
    [view] = messaging.messages_about("2026-AAAA-BBBB")
    assert (view.state, view.attempts, view.settled_at) == (OutgoingState.SENT, 1, AT)


def test_a_message_is_sent_once_however_often_it_is_queued(mailbox: Mailbox) -> None:
    messaging.queue_messages([message(), message()], at=AT)
    messaging.queue_messages([message(body="another text")], at=AT)
    assert (send(), send()) == (1, 0)
    assert len(mailbox.taken) == 1


def test_nothing_readable_waits_in_the_queue(mailbox: Mailbox) -> None:
    messaging.queue_messages([message("a"), message("b")], at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(o::text, ' ') FROM messaging_outgoing o")
        (stored,) = cursor.fetchone()
    assert CANARY not in stored
    assert CANARY.encode().hex() not in stored
    one, other = Outgoing.objects.order_by("key")
    with pytest.raises(InvalidTag):
        unseal(bytes(one.sealed), other.public_id.bytes)


def test_nobody_is_written_to_at_night(mailbox: Mailbox) -> None:
    night = datetime(2026, 5, 11, 14, 30, tzinfo=UTC)
    morning = datetime(2026, 5, 12, 0, 0, tzinfo=UTC)
    messaging.queue_messages([message()], at=night)
    assert send(night) == 0
    assert Outgoing.objects.get().send_after == morning
    assert send(morning) == 1


def test_what_became_due_by_day_is_not_sent_at_night_after_an_outage(mailbox: Mailbox) -> None:
    messaging.queue_messages([message()], at=AT)
    assert send(datetime(2026, 5, 11, 15, tzinfo=UTC)) == 0
    assert (state(), mailbox.taken) == (OutgoingState.QUEUED, [])
    assert send(datetime(2026, 5, 12, 0, tzinfo=UTC)) == 1


def test_a_channel_that_is_not_set_up_is_told_and_not_hidden(mailbox: Mailbox) -> None:
    messaging.queue_messages([message(channel="sms")], at=AT)
    assert state() is OutgoingState.NO_CHANNEL
    assert send() == 0
    assert messaging.message_counts() == {("sms", OutgoingState.NO_CHANNEL): 1}
    assert messaging.requeue_waiting(channel="sms", at=AT) == 0


def test_what_waited_for_a_channel_goes_out_once_there_is_one(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = settings.OPTIONS.mail_from
    monkeypatch.setattr(settings.OPTIONS, "mail_from", "")
    messaging.queue_messages([message()], at=AT)
    assert state() is OutgoingState.NO_CHANNEL
    monkeypatch.setattr(settings.OPTIONS, "mail_from", sender)
    assert messaging.requeue_waiting(channel="email", at=AT) == 1
    send()
    assert state() is OutgoingState.SENT


def test_whoever_wants_no_message_gets_none(mailbox: Mailbox) -> None:
    messaging.queue_messages([message(unwanted=Unwanted.NO_SMS)], at=AT)
    assert send() == 0
    assert state() is OutgoingState.SUPPRESSED


def test_a_party_without_an_address_is_a_failure_that_is_seen(mailbox: Mailbox) -> None:
    messaging.queue_messages([message()], at=AT)
    messaging.send_due_messages(addresses=lambda _channel, _ids: {}, at=AT)
    assert (state(), Outgoing.objects.get().error) == (OutgoingState.FAILED, "no_address")


def test_a_passing_refusal_is_tried_again_later_and_a_lasting_one_is_not(mailbox: Mailbox) -> None:
    messaging.queue_messages([message()], at=AT)
    mailbox.answer = "450 greylisted"
    send()
    row = Outgoing.objects.get()
    assert (row.state, row.error) == ("queued", "smtp_450")
    assert timedelta(minutes=1) <= row.send_after - AT <= timedelta(minutes=1.25)
    assert send() == 0
    mailbox.answer = "550 no such user"
    assert send(AT + timedelta(minutes=2)) == 1
    assert (state(), Outgoing.objects.get().error) == (OutgoingState.FAILED, "smtp_550")
    assert ADDRESS not in Outgoing.objects.get().error


def test_it_gives_up_after_the_last_attempt(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, 1)
    messaging.queue_messages([message()], at=AT)
    at, runs = AT, 0
    while state() is OutgoingState.QUEUED:
        runs += send(at)
        at = Outgoing.objects.get().send_after
    assert (runs, state()) == (6, OutgoingState.FAILED)
    assert Outgoing.objects.get().error == "smtp_ConnectionRefusedError"


def test_cut_off_in_the_middle_is_uncertain_and_not_sent_again(mailbox: Mailbox) -> None:
    mailbox.hang_up = True
    messaging.queue_messages([message("a"), message("b")], at=AT)
    assert send() == 2
    assert {state("a"), state("b")} == {OutgoingState.UNCERTAIN}
    mailbox.hang_up = False
    assert send(AT + timedelta(days=1)) == 0
    assert len(mailbox.taken) == 2


class Killed(BaseException):
    """The process ends here."""


class DyingChannel:
    """Hands one message over and dies before it can say so."""

    name = "email"

    def is_ready(self) -> bool:
        return True

    def send(self, parcels: Sequence[Parcel]) -> Iterator[Delivery]:
        yield Delivery(Outcome.SENT)
        raise Killed


def test_a_sender_that_dies_leaves_uncertainty_and_no_second_message(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    messaging.queue_messages([message("a"), message("b"), message("c")], at=AT)
    monkeypatch.setitem(protocol._channels, "email", DyingChannel())
    with pytest.raises(Killed):
        send()
    assert [state(key) for key in "abc"] == [OutgoingState.SENT, OutgoingState.SENDING, OutgoingState.SENDING]
    monkeypatch.setitem(protocol._channels, "email", smtp.Smtp())
    assert send(AT + timedelta(hours=1)) == 0
    assert messaging.mark_uncertain(at=AT + timedelta(minutes=14)) == 0
    assert messaging.mark_uncertain(at=AT + timedelta(minutes=16)) == 2
    assert state("b") is OutgoingState.UNCERTAIN
    assert mailbox.taken == []


def test_a_text_is_forgotten_after_a_month_and_then_never_sent(mailbox: Mailbox) -> None:
    messaging.queue_messages([message("old"), message("new", at=AT + timedelta(days=20))], at=AT)
    late = AT + timedelta(days=31)
    assert forget_texts(at=AT + timedelta(days=29)) == 0
    assert forget_texts(at=late) == 1
    assert send(late) == 2
    assert (state("old"), state("new")) == (OutgoingState.FAILED, OutgoingState.SENT)
    assert forget_texts(at=late) == 0


@pytest.mark.parametrize("field", ["to", "subject"])
@pytest.mark.parametrize("breaker", ["\r\nBcc: all@example.org", "\nBcc: x@example.org", "\r", "\0", "\x0b"])
def test_nobody_adds_a_header_or_a_recipient(
    field: str, breaker: str, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    parcel = Parcel(id="1", to=ADDRESS, subject="服务通知", body="x")
    with pytest.raises(UnsafeMessage):
        smtp.compose(replace(parcel, **{field: getattr(parcel, field) + breaker}))


@pytest.mark.parametrize("to", ["a@example.org, b@example.org", "a", "", "a b@example.org"])
def test_one_message_has_one_recipient(to: str, mailbox: Mailbox) -> None:
    messaging.queue_messages([message()], at=AT)
    messaging.send_due_messages(addresses=lambda _channel, ids: dict.fromkeys(ids, to), at=AT)
    assert state() is OutgoingState.FAILED
    assert mailbox.taken == []


def test_without_tls_nothing_is_handed_to_another_machine(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "_HERE", frozenset())
    messaging.queue_messages([message()], at=AT)
    send()
    assert (state(), mailbox.taken) == (OutgoingState.QUEUED, [])
    assert Outgoing.objects.get().error == "smtp_SMTPNotSupportedError"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.IPAddress(IPv4Address("127.0.0.1")), x509.DNSName("localhost")]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


def test_starttls_is_used_when_the_certificate_is_trusted(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Mailbox()
    monkeypatch.setattr(smtp, "_HERE", frozenset())
    with running(box, tls_context=tls_context(str(certificate)), require_starttls=True) as port:
        use(monkeypatch, port)
        messaging.queue_messages([message()], at=AT)
        send()
        assert (state(), box.taken) == (OutgoingState.QUEUED, [])
        assert Outgoing.objects.get().error == "smtp_SSLCertVerificationError"
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        send(AT + timedelta(minutes=2))
    assert (state(), len(box.taken)) == (OutgoingState.SENT, 1)


def test_tls_from_the_start(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = Mailbox()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with running(box, ssl_context=tls_context(str(certificate))) as port:
        use(monkeypatch, port, "smtps")
        messaging.queue_messages([message()], at=AT)
        send()
    assert (state(), len(box.taken)) == (OutgoingState.SENT, 1)
