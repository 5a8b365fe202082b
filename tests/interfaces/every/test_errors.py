"""What a stranger learns when something breaks: that it did, and nothing of what or where (ASVS 16.5)."""

import logging

import pytest
from django.conf import settings
from django.test import Client

from answerable.contexts.intake import api as intake
from answerable.contexts.ledger import api as ledger
from given import AT, SYSTEM, a_bureau

pytestmark = pytest.mark.django_db
SECRET = "canary 10000001234"


def broken(*_given: object, **_more: object) -> None:
    raise RuntimeError(SECRET)


@pytest.fixture
def stranger() -> Client:
    return Client(raise_request_exception=False)


def tells_nothing(content: bytes) -> bool:
    text = content.decode()
    return not any(part in text for part in (SECRET, "RuntimeError", "Traceback", "answerable.", ".py"))


def test_a_page_that_breaks_says_only_that_it_did(
    stranger: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    a_bureau()
    monkeypatch.setattr(ledger, "newest_checkpoint", broken)
    answer = stranger.get("/journal/")
    assert answer.status_code == 500
    assert tells_nothing(answer.content)
    # Whoever keeps the house learns of it.
    assert any(record.levelno == logging.ERROR for record in caplog.records)


def test_the_api_says_no_more(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    a_bureau()
    key = intake.issue_key(actor=SYSTEM, name="test", channel="api", per_minute=60, at=AT)
    monkeypatch.setattr(intake, "receive", broken)
    answer = stranger.post(
        "/api/v1/submissions",
        {"text": "路灯坏了"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )
    assert answer.status_code == 500
    assert tells_nothing(answer.content)


def test_an_address_that_is_none_is_not_told_from_which_there_are(stranger: Client) -> None:
    answer = stranger.get("/journal/nowhere")
    assert answer.status_code == 404
    assert "portal" not in answer.content.decode().lower().replace("/static/dist/portal", "")
    assert settings.DEBUG is False
