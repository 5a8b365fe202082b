"""Calls of a gateway: only its own, only fresh ones, and each thing in them once (SECURITY, T18 to T20)."""

import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from answerable.contexts.intake.models import Submission
from answerable.contexts.messaging import api as messaging
from answerable.contexts.messaging.models import Gateway, Outgoing
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.kernel.clock import now
from given.gateways import HOOK_SECRET, a_gateway

pytestmark = pytest.mark.django_db
WORDS = "楼下通宵施工，K7QF"
HEARD = {"messages": [{"id": "m-1", "from": "10000001234", "text": WORDS}]}
Call = Callable[..., Any]


@pytest.fixture
def gateway_id() -> UUID:
    return a_gateway(1, now())


@pytest.fixture
def call(client: Client, gateway_id: UUID) -> Call:
    def send(
        body: object, *, secret: str = HOOK_SECRET, nonce: str = "nonce-0001", age: int = 0, **more: Any
    ) -> Any:
        raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        timestamp = str(int(now().timestamp()) - age)
        signed = hmac.new(
            secret.encode(), f"{timestamp}\n{nonce}\n".encode() + raw, hashlib.sha256
        ).hexdigest()
        headers = {
            "X-Timestamp": timestamp,
            "X-Nonce": nonce,
            "X-Signature": signed,
            **more.get("headers", {}),
        }
        address = f"/api/v1/gateways/{more.get('gateway', gateway_id)}/calls"
        return client.post(address, more.get("sent", raw), content_type="application/json", headers=headers)

    return send


def test_what_a_resident_said_is_one_submission_and_its_receipt_goes_back_the_same_way(
    call: Call, gateway_id: UUID
) -> None:
    assert [call(HEARD, nonce=f"nonce-{i:04}").status_code for i in range(3)] == [200, 200, 200]
    assert call(HEARD, nonce="nonce-0002").status_code == 200, "the same call once more is harmless"
    submission = Submission.objects.get()
    assert (submission.channel, submission.text) == ("sms", WORDS)
    with row_security.system("test"):
        message = Outgoing.objects.get()
    assert (message.purpose, message.channel, message.state) == ("receipt", "sms", "queued")


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "another secret of twenty signs"},
        {"age": 301},
        {"age": -301},
        {"sent": json.dumps(HEARD, ensure_ascii=False).encode() + b" "},
        {"headers": {"X-Signature": ""}},
        {"headers": {"X-Signature": "é" * 64}},
        {"headers": {"X-Nonce": "nonce-0002"}},
        {"headers": {"X-Timestamp": "never"}},
        {"nonce": "short"},
    ],
    ids=["secret", "old", "early", "altered", "unsigned", "no hex", "other nonce", "no time", "short nonce"],
)
def test_a_call_that_is_not_its_own_is_refused_and_counted(
    wrong: dict[str, Any], call: Call, gateway_id: UUID
) -> None:
    answer = call(HEARD, **wrong)
    assert (answer.status_code, answer.json()["code"]) == (401, "call_refused")
    assert not Submission.objects.exists()
    assert Gateway.objects.get(public_id=gateway_id).refused == 1


def test_a_nonce_is_used_for_one_call(call: Call) -> None:
    other = {"messages": [{"id": "m-2", "from": "10000001234", "text": "另一件事"}]}
    assert [call(HEARD).status_code, call(other).status_code] == [200, 401]
    assert Submission.objects.count() == 1


def test_a_call_for_one_gateway_does_not_open_another(call: Call) -> None:
    other = a_gateway(1, now(), name="另一家", rank=2)
    form = messaging.GatewayForm(
        "另一家", {**messaging.gateway(SYSTEM, other).values, "hook_secret": "x" * 20}
    )
    messaging.change_gateway(actor=SYSTEM, gateway_id=other, form=form, at=now())
    assert call(HEARD, gateway=other).status_code == 401


SYSTEM = Actor.system("test")


def test_a_paused_gateway_takes_nothing_and_others_go_on(call: Call, gateway_id: UUID) -> None:
    other = a_gateway(1, now(), name="另一家", rank=2)
    messaging.pause_gateway(actor=SYSTEM, gateway_id=gateway_id, paused=True, at=now())
    assert call(HEARD).status_code == 404
    assert call(HEARD, gateway=other).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"messages": 1}',
        b'{"messages": [{"id": "1", "from": "1", "text": ""}]}',
        b'{"messages": [{"id": "1", "from": "1", "text": {"a": 1}}]}',
        b'{"messages": [{"id": "1", "from": "1", "text": "a", "at": 1e400}]}',
        b'{"reports": [{"id": null, "status": "delivered"}]}',
        b"[" * 100_000,
        json.dumps({"reports": [{"id": "1", "status": "x"}] * 1001}).encode(),
    ],
)
def test_what_nobody_understands_is_refused_whole(body: bytes, call: Call, gateway_id: UUID) -> None:
    assert call(body).status_code == 401
    assert not Submission.objects.exists()


def test_a_body_over_the_limit_is_not_read(call: Call) -> None:
    assert call(b" " * (256 * 1024 + 1)).status_code == 413


def test_a_report_ends_a_message_and_says_nothing_in_the_log(
    call: Call, gateway_id: UUID, caplog: pytest.LogCaptureFixture
) -> None:
    at: datetime = now()
    caplog.set_level(logging.DEBUG)
    messaging.queue_messages(
        [messaging.NewMessage(7, messaging.Purpose.PROGRESS, "a", "sms", "s", "b", from_hour=0, to_hour=24)],
        at=at,
    )
    with row_security.system("test"):
        Outgoing.objects.update(
            state="sent", peer_id="v-1", gateway=Gateway.objects.get(public_id=gateway_id), settled_at=at
        )
    assert call({**HEARD, "reports": [{"id": "v-1", "status": "EXPIRED"}]}).status_code == 200
    assert messaging.states_of(["a"])["a"] is messaging.OutgoingState.FAILED
    assert "10000001234" not in caplog.text
    assert WORDS not in caplog.text
