"""Machines bring voices in: receipts, refusals, and nothing taken by halves."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from answerable.contexts.intake import api as intake
from answerable.contexts.intake.models import Submission
from answerable.contexts.messaging.models import Outgoing
from answerable.contexts.messaging.sealing import unseal
from answerable.interfaces.api.views import submissions
from answerable.kernel.actor import Actor
from answerable.kernel.clock import now

Post = Callable[..., Any]

ONE = "/api/v1/submissions"
BATCH = "/api/v1/submissions/batch"

pytestmark = pytest.mark.django_db


def where(response: Any) -> list[str]:
    return [fault["where"] for fault in response.json()["errors"]]


def test_a_submission_is_acknowledged_with_reference_and_code(post: Post) -> None:
    response = post(ONE, {"text": "路灯坏了", "source_id": "A-1"})
    assert response.status_code == 201
    body = response.json()
    assert intake.track(body["reference"], body["code"]) is not None
    assert Submission.objects.get().channel == "hotline_12345"
    assert response["Cache-Control"] == "no-store"


def test_a_repeat_is_the_same_receipt_and_not_a_second_submission(post: Post) -> None:
    first = post(ONE, {"text": "路灯坏了"}, **{"Idempotency-Key": "k"})
    again = post(ONE, {"text": "路灯坏了"}, **{"Idempotency-Key": "k"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json() | {"again": True}
    assert Submission.objects.count() == 1


def test_a_key_used_for_something_else_is_refused(post: Post) -> None:
    post(ONE, {"text": "路灯坏了"}, **{"Idempotency-Key": "k"})
    response = post(ONE, {"text": "井盖丢了"}, **{"Idempotency-Key": "k"})
    assert (response.status_code, response.json()["code"]) == (422, "idempotency_key_reused")


@pytest.mark.parametrize("authorization", ["", "Bearer ", "Bearer ans_wrong", "Basic abc", "Bearer \u00e9"])
def test_without_a_key_nothing_is_taken(client: Client, authorization: str) -> None:
    response = client.post(
        ONE, b'{"text": "x"}', content_type="application/json", headers={"Authorization": authorization}
    )
    assert (response.status_code, response.json()["code"]) == (401, "key_unknown")
    assert not Submission.objects.exists()


def test_a_revoked_key_opens_nothing(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    intake.revoke_key(actor=Actor.system("test"), name="gateway", at=now())
    assert post(ONE, {"text": "x"}).status_code == 401


def test_a_channel_over_its_quota_waits_and_others_go_on(
    post: Post, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # All within one minute, however long it takes.
    minute = [6000.0]
    monkeypatch.setattr("answerable.contexts.intake.gate.monotonic", lambda: minute[0])
    assert post(BATCH, {"submissions": [{"text": str(n)} for n in range(1000)]}).status_code == 200
    for _ in range(4):
        post(BATCH, {"submissions": [{"text": "same"}] * 1000})
    response = post(ONE, {"text": "one too many"})
    assert (response.status_code, response["Retry-After"]) == (429, "5")
    other = intake.issue_key(actor=Actor.system("test"), name="sms", channel="sms", at=now())
    free = client.post(
        ONE, b'{"text": "hi"}', content_type="application/json", headers={"Authorization": f"Bearer {other}"}
    )
    assert free.status_code == 201
    minute[0] += 60
    assert post(ONE, {"text": "in the next minute"}).status_code == 201


@pytest.mark.parametrize(
    "field", ["received_at", "channel", "state", "reference", "case_reference", "code_hash", "id", "attempts"]
)
def test_a_field_that_is_not_the_callers_is_refused_and_nothing_is_taken(post: Post, field: str) -> None:
    response = post(ONE, {"text": "x", field: "2020-01-01T00:00:00Z"})
    assert (response.status_code, response.json()["code"]) == (400, "unknown_field")
    assert where(response) == [field]
    assert not Submission.objects.exists()


def test_every_fault_is_told_at_once_in_the_callers_language(post: Post) -> None:
    body = {"text": 5, "lat": "north", "said_at": "yesterday", "attachments": ["x"], "urgent": "perhaps"}
    response = post(ONE, body, **{"Accept-Language": "zh-hans"})
    assert response.status_code == 422
    assert response["Content-Type"].startswith("application/problem+json")
    assert where(response) == ["text", "said_at", "lat", "attachments.0", "urgent"]
    assert all("一" <= fault["message"][0] <= "鿿" for fault in response.json()["errors"])
    assert post(ONE, body).json()["errors"][0]["message"] == "This has to be text."


def test_an_empty_text_is_told(post: Post) -> None:
    assert where(post(ONE, {"text": "  \u0000 "})) == ["text"]
    assert where(post(ONE, {})) == ["text"]


@pytest.mark.parametrize(
    "raw",
    [
        b"not json",
        b'{"text": "unfinished',
        b"[]",
        "{\"text\": \"路灯坏了\"}".encode("gbk"),
        "{\"text\": \"路灯坏了\"}".encode("utf-16"),
        b'{"text": "\\ud800"}',
        b'{"text": "a\x00b"}',
        b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_json_in_utf_8_is_a_clear_error(post: Post, raw: bytes) -> None:
    response = post(ONE, raw)
    assert response.status_code in (400, 422)
    assert response.json()["code"] in ("malformed", "invalid")
    assert not Submission.objects.exists()


def test_a_byte_order_mark_is_forgiven(post: Post) -> None:
    assert post(ONE, '{"text": "路灯坏了"}'.encode("utf-8-sig")).status_code == 201


def test_escaped_nul_and_bidi_characters_are_not_kept(post: Post) -> None:
    assert post(ONE, b'{"text": "a\\u0000b\\u202ec"}').status_code == 201
    assert Submission.objects.get().text == "abc"


def test_a_megabyte_is_too_large_and_says_the_limit(post: Post) -> None:
    response = post(ONE, {"text": "x" * 1_000_000})
    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    assert "512 kB" in response.json()["title"]


def test_a_long_text_below_the_bodys_limit_is_told_the_texts_limit(post: Post) -> None:
    response = post(ONE, {"text": "x" * 20_001})
    assert response.status_code == 422
    assert "20000" in response.json()["errors"][0]["message"]


def test_another_method_or_type_is_told(post: Post, client: Client) -> None:
    assert client.get(ONE).status_code == 405
    assert post(ONE, b"text=x", content_type="application/x-www-form-urlencoded").status_code == 415


def test_a_batch_accounts_for_every_row(post: Post) -> None:
    rows = [
        {"text": "一", "source_id": "1"},
        {"text": "", "source_id": "2"},
        {"text": "三", "received_at": "2020-01-01T00:00:00Z"},
        "not even an object",
        {"text": "一", "source_id": "1"},
        {"text": "六", "said_at": "2026-05-11T09:30:00+08:00"},
    ]
    body = post(BATCH, {"submissions": rows}).json()
    assert (body["received"], body["again"], body["refused"]) == (2, 1, 3)
    results = body["results"]
    assert len(results) == 6
    assert results[4]["receipt"]["reference"] == results[0]["receipt"]["reference"]
    assert [len(result.get("errors", [])) for result in results] == [0, 1, 1, 1, 0, 0]
    assert results[0]["receipt"]["code"] is None
    assert Submission.objects.count() == 2


def test_a_batch_repeated_with_its_key_is_the_same_batch(post: Post) -> None:
    body = {"submissions": [{"text": "一"}, {"text": "二"}], "codes": True}
    first = post(BATCH, body, **{"Idempotency-Key": "b"}).json()
    again = post(BATCH, body, **{"Idempotency-Key": "b"}).json()
    assert [r["receipt"]["code"] for r in again["results"]] == [
        r["receipt"]["code"] for r in first["results"]
    ]
    assert (again["received"], again["again"]) == (0, 2)


@pytest.mark.parametrize("rows", [0, 1001])
def test_a_batch_has_one_to_a_thousand_rows(post: Post, rows: int) -> None:
    assert post(BATCH, {"submissions": [{"text": "x"}] * rows}).status_code == 422
    assert not Submission.objects.exists()


def test_a_lost_database_is_a_503_that_says_not_received(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise OperationalError("server closed the connection unexpectedly: 路灯坏了")

    monkeypatch.setattr(submissions.intake, "receive", gone)
    response = post(ONE, {"text": "路灯坏了"})
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "not received" in response.json()["title"]


def test_an_error_of_ours_tells_nothing_of_its_inside(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret path /etc/x")

    monkeypatch.setattr(submissions.intake, "receive", broken)
    response = post(ONE, {"text": "路灯坏了"})
    assert response.status_code == 500
    assert "secret" not in json.dumps(response.json())


CONTACT = {"phone": "10000001234", "channel": "sms"}


def sent() -> list[str]:
    return [unseal(bytes(row.sealed), row.public_id.bytes)[1] for row in Outgoing.objects.order_by("id")]


def test_the_receipt_goes_to_the_contact_if_that_is_wished(post: Post) -> None:
    body = {"text": "路灯坏了", "contact": CONTACT, "send_receipt": True}
    receipt = post(ONE, body, **{"Idempotency-Key": "k"}).json()
    post(ONE, body, **{"Idempotency-Key": "k"})
    post(ONE, {**body, "text": "井盖丢了", "send_receipt": False})
    [text] = sent()
    assert receipt["reference"] in text
    assert receipt["code"] in text
    assert "路灯" not in text


def test_of_a_batch_those_who_get_a_code_are_sent_it_at_once(post: Post) -> None:
    row = {"contact": CONTACT, "send_receipt": True}
    rows = [{**row, "text": "路灯坏了"}, {**row, "text": ""}, {**row, "text": "井盖丢了"}]
    results = post(BATCH, {"submissions": rows, "codes": True}).json()["results"]
    assert [
        one["receipt"]["code"] in text for one, text in zip((results[0], results[2]), sent(), strict=True)
    ] == [
        True,
        True,
    ]
