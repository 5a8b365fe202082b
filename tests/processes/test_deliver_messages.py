"""From the queue to a real mail server, as the worker does it."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from pydantic import SecretStr

from answerable.contexts.messaging import api as messaging
from answerable.contexts.parties import api as parties
from answerable.kernel.clock import now
from answerable.processes.deliver_messages import deliver_messages
from answerable.processes.send_receipt import send_receipt
from contexts.messaging.peer import Mailbox, running

pytestmark = pytest.mark.django_db
CONTACT = parties.Contact(email="w@example.org", channel="email")


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    with running(box) as port:
        box.port = port
        yield box


def set_up(monkeypatch: pytest.MonkeyPatch, mailbox: Mailbox) -> None:
    monkeypatch.setattr(settings.OPTIONS, "smtp_url", SecretStr(f"smtp://127.0.0.1:{mailbox.port}"))
    monkeypatch.setattr(settings.OPTIONS, "mail_from", "service@example.org")


def test_a_receipt_reaches_the_resident(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(monkeypatch, mailbox)
    send_receipt(contact=CONTACT, reference="2026-AAAA-BBBB", code="K7QF-3M2P-9XWD-0A5H", at=now())
    deliver_messages(timestamp=0)
    deliver_messages(timestamp=60)
    [mail] = mailbox.taken
    assert mailbox.recipients == [["w@example.org"]]
    assert "2026-AAAA-BBBB" in mail.get_content()
    assert "2026" not in mail["Subject"]
    [view] = messaging.messages_about("2026-AAAA-BBBB")
    assert view.state is messaging.OutgoingState.SENT


def test_what_waited_for_a_mail_server_goes_out_once_there_is_one(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_receipt(contact=CONTACT, reference="2026-AAAA-BBBB", code="x", at=now())
    deliver_messages(timestamp=0)
    assert messaging.states_of(["receipt:2026-AAAA-BBBB"]) == {
        "receipt:2026-AAAA-BBBB": messaging.OutgoingState.NO_CHANNEL
    }
    set_up(monkeypatch, mailbox)
    deliver_messages(timestamp=60)
    assert len(mailbox.taken) == 1
