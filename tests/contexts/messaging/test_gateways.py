"""Text messages by a vendor's HTTP interface, against a vendor in a process of its own."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from answerable.contexts.ledger.models import JournalLine
from answerable.contexts.messaging import api as messaging
from answerable.contexts.messaging.api import NewMessage, OutgoingState, Purpose, Unwanted
from answerable.contexts.messaging.gateways.protocol import Report
from answerable.contexts.messaging.models import EarlyReport, Gateway, Outgoing
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Invalid
from given.gateways import HOOK_SECRET, SECRET, Vendor, a_gateway, a_vendor

AT = datetime(2026, 5, 11, 2, tzinfo=UTC)  # ten in the morning in Shanghai
NUMBER = "10000001234"
SYSTEM = Actor.system("test")
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vendor]:
    with a_vendor(tmp_path_factory.mktemp("vendor")) as vendor:
        yield vendor


@pytest.fixture
def vendor(process: Vendor) -> Vendor:
    process.does("ok")
    (process.folder / "taken.jsonl").unlink(missing_ok=True)
    return process


def queue(*keys: str, **more: object) -> None:
    plain = NewMessage(7, Purpose.PROGRESS, "", "sms", "服务通知", "您好，有新进展。")
    messaging.queue_messages([replace(plain, key=key, **more) for key in keys], at=AT)  # type: ignore[arg-type]


def addresses(channel: str, ids: Iterable[int]) -> Mapping[int, str]:
    return dict.fromkeys(ids, NUMBER if channel == "sms" else "r@example.org")


def send(at: datetime = AT) -> int:
    return messaging.send_due_messages(addresses=addresses, at=at)


def state(key: str = "a") -> OutgoingState:
    return messaging.states_of([key])[key]


def report(gateway_id: object, peer_id: str, *, arrived: bool = True) -> None:
    row = Gateway.objects.get(public_id=gateway_id)
    messaging.note_reports(row, [Report(peer_id, arrived, "" if arrived else "report_EXPIRED")], at=AT)


def test_a_message_goes_out_signed_with_the_bureaus_signature_in_front(vendor: Vendor) -> None:
    a_gateway(vendor.port, AT)
    queue("a")
    assert send() == 1
    row = Outgoing.objects.get()
    [taken] = vendor.taken
    assert taken == {
        "to": NUMBER,
        "text": "【市公安局】您好，有新进展。",
        "id": row.public_id.hex,
        "address": "/send",
    }
    assert (state(), row.segments, row.peer_id) == (OutgoingState.SENT, 1, f"v-{row.public_id.hex[:8]}")


def test_a_text_can_not_break_out_of_its_field(vendor: Vendor) -> None:
    a_gateway(vendor.port, AT)
    queue("a", body='", "to": "10000009999\r\n\\')
    send()
    assert [one["to"] for one in vendor.taken] == [NUMBER]
    assert state() is OutgoingState.SENT


def test_what_arrived_is_delivered_and_stays_so(vendor: Vendor) -> None:
    gateway_id = a_gateway(vendor.port, AT)
    queue("a")
    send()
    report(gateway_id, Outgoing.objects.get().peer_id)
    report(gateway_id, Outgoing.objects.get().peer_id, arrived=False)
    assert state() is OutgoingState.DELIVERED
    assert messaging.sent_count(["a"]) == 1


def test_a_report_that_is_faster_than_our_own_note_is_kept_for_it(vendor: Vendor) -> None:
    gateway_id = a_gateway(vendor.port, AT)
    queue("a")
    report(gateway_id, "v-" + Outgoing.objects.get().public_id.hex[:8])
    assert messaging.match_early_reports(at=AT) == 0
    send()
    assert messaging.match_early_reports(at=AT) == 1
    assert (state(), EarlyReport.objects.count()) == (OutgoingState.DELIVERED, 0)


def test_a_report_of_another_gateway_changes_nothing(vendor: Vendor) -> None:
    a_gateway(vendor.port, AT)
    other = a_gateway(vendor.port, AT, name="另一家", rank=2)
    queue("a")
    send()
    report(other, Outgoing.objects.get().peer_id, arrived=False)
    report(other, Outgoing.objects.get().public_id.hex, arrived=False)
    assert state() is OutgoingState.SENT


@pytest.mark.parametrize(
    ("mode", "expected", "error"),
    [
        ("busy", OutgoingState.QUEUED, "vendor_wait"),
        ("429", OutgoingState.QUEUED, "http_429"),
        ("401", OutgoingState.QUEUED, "http_401"),
        ("400", OutgoingState.FAILED, "http_400"),
        ("500", OutgoingState.UNCERTAIN, "http_500"),
        ("302", OutgoingState.UNCERTAIN, "http_redirect"),
        ("garbage", OutgoingState.UNCERTAIN, "garbage"),
        ("hang up", OutgoingState.UNCERTAIN, "cut_off"),
    ],
)
def test_only_what_was_certainly_not_taken_is_sent_again(
    mode: str, expected: OutgoingState, error: str, vendor: Vendor
) -> None:
    a_gateway(vendor.port, AT)
    vendor.does(mode)
    queue("a")
    send()
    assert (state(), Outgoing.objects.get().error) == (expected, error)
    vendor.does("ok")
    before = len(vendor.taken)
    send(AT + timedelta(hours=5))
    assert len(vendor.taken) - before == (expected is OutgoingState.QUEUED)


def test_what_a_report_says_of_a_doubtful_message_ends_the_doubt(vendor: Vendor) -> None:
    gateway_id = a_gateway(vendor.port, AT)
    vendor.does("hang up")
    queue("a")
    send()
    report(gateway_id, Outgoing.objects.get().public_id.hex)
    assert state() is OutgoingState.DELIVERED


def test_no_more_goes_out_in_a_second_than_was_agreed(vendor: Vendor) -> None:
    a_gateway(vendor.port, AT, per_second=4)
    queue(*"abcdefghij")
    assert [send(), send(), send(AT + timedelta(seconds=1))] == [4, 0, 4]
    assert len(vendor.taken) == 8
    assert messaging.next_due(until=AT + timedelta(minutes=1)) == AT + timedelta(seconds=2)


def test_a_paused_gateway_sends_nothing_and_what_waits_goes_out_later(vendor: Vendor) -> None:
    gateway_id = a_gateway(vendor.port, AT)
    messaging.pause_gateway(actor=SYSTEM, gateway_id=gateway_id, paused=True, at=AT)
    queue("a")
    send()
    assert (state(), vendor.taken) == (OutgoingState.QUEUED, [])
    messaging.pause_gateway(actor=SYSTEM, gateway_id=gateway_id, paused=False, at=AT)
    send(AT + timedelta(minutes=1))
    assert state() is OutgoingState.SENT


def test_the_second_gateway_takes_over_while_the_first_can_not_be_reached(vendor: Vendor) -> None:
    first = a_gateway(1, AT)
    a_gateway(vendor.port, AT, name="备用", rank=2)
    queue("a", "b", "c")
    send()
    assert {row.error for row in Outgoing.objects.all()} == {"unreachable"}
    view = messaging.gateway(SYSTEM, first)
    assert (view.is_troubled, view.failures, view.why) == (True, 3, "无法连接网关。")
    send(AT + timedelta(minutes=2))
    assert len(vendor.taken) == 3
    queue("d")
    send(AT + timedelta(minutes=10))
    assert state("d") is OutgoingState.QUEUED, "the first has rested and is tried again"


def test_news_that_is_too_late_is_not_sent(vendor: Vendor) -> None:
    a_gateway(vendor.port, AT)
    queue("a", expires_at=AT + timedelta(hours=1))
    send(AT + timedelta(hours=1))
    assert (state(), vendor.taken) == (OutgoingState.EXPIRED, [])


def test_the_other_way_is_tried_once_where_the_party_allows_it(vendor: Vendor) -> None:
    a_gateway(vendor.port, AT)
    vendor.does("400")
    queue("a", fallback="sms")
    queue("b")
    send()
    assert {state("a"), state("b")} == {OutgoingState.FAILED}
    assert messaging.states_of(["a:by:sms", "b:by:sms"]) == {"a:by:sms": OutgoingState.QUEUED}
    vendor.does("ok")
    send()
    assert [one["text"] for one in vendor.taken] == ["【市公安局】您好，有新进展。"]
    assert messaging.sent_count(["a", "b"]) == 1


def test_why_nothing_was_sent_is_kept_and_counted(vendor: Vendor) -> None:
    a_gateway(vendor.port, AT)
    queue("a", "b", unwanted=Unwanted.SAFE_TOPIC)
    queue("c", unwanted=Unwanted.NO_SMS)
    assert send() == 0
    assert messaging.suppressed_counts() == {("sms", Unwanted.SAFE_TOPIC): 2, ("sms", Unwanted.NO_SMS): 1}


def test_secrets_are_sealed_and_never_shown_or_journaled(vendor: Vendor) -> None:
    gateway_id = a_gateway(vendor.port, AT)
    view = messaging.gateway(SYSTEM, gateway_id)
    assert view.secrets == {"secret", "hook_secret"}
    kept = messaging.GatewayForm("短信", {**view.values, "prefix": "【公安】"})
    messaging.change_gateway(actor=SYSTEM, gateway_id=gateway_id, form=kept, at=AT)
    queue("a")
    send()
    assert vendor.taken[0]["text"].startswith("【公安】"), "what was left empty is still signed with"
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(g::text, ' ') FROM messaging_gateway g")
        (stored,) = cursor.fetchone()
        cursor.execute("SELECT string_agg(l::text, ' ') FROM ledger_journalline l")
        (journal,) = cursor.fetchone()
    for secret in (SECRET, HOOK_SECRET):
        assert secret not in stored + journal
        assert secret.encode().hex() not in stored
    assert JournalLine.objects.filter(code="messaging.gateway.changed").count() == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("url", "http://localhost/"),
        ("url", "https://localhost/?to={{to}}"),
        ("body", '{"a": "{{surname}}"}'),
        ("body", ""),
        ("headers", "no header"),
        ("hook_secret", "short"),
    ],
)
def test_settings_that_could_not_work_or_would_leak_are_refused(
    name: str, value: str, vendor: Vendor
) -> None:
    gateway_id = a_gateway(vendor.port, AT)
    view = messaging.gateway(SYSTEM, gateway_id)
    form = messaging.GatewayForm("短信", {**view.values, name: value})
    with pytest.raises(Invalid) as refused:
        messaging.change_gateway(actor=SYSTEM, gateway_id=gateway_id, form=form, at=AT)
    assert [fault.where for fault in refused.value.faults] == [name]


def test_a_test_goes_out_while_it_is_paused_and_keeps_no_number(vendor: Vendor) -> None:
    gateway_id = a_gateway(vendor.port, AT)
    messaging.pause_gateway(actor=SYSTEM, gateway_id=gateway_id, paused=True, at=AT)
    said = messaging.try_gateway(actor=SYSTEM, gateway_id=gateway_id, to=NUMBER, at=AT)
    assert (said.outcome, vendor.taken[0]["to"]) == ("sent", NUMBER)
    assert not Outgoing.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(l::text, ' ') FROM ledger_journalline l")
        assert NUMBER not in cursor.fetchone()[0]
