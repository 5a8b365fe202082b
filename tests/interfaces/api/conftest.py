"""Callers of the API."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from answerable.contexts.intake import api as intake
from answerable.interfaces.api.views import submissions
from answerable.kernel.actor import Actor
from answerable.kernel.clock import now

Post = Callable[..., Any]


@pytest.fixture(autouse=True)
def fresh_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of one test are not remembered in the next."""
    monkeypatch.setattr(submissions, "GATE", intake.Gate(1))


@pytest.fixture
def key() -> str:
    return intake.issue_key(
        actor=Actor.system("test"), name="gateway", channel="hotline_12345", per_minute=5000, at=now()
    )


@pytest.fixture
def post(client: Client, key: str) -> Post:
    """Post JSON (or raw bytes) as the gateway, in English unless told otherwise."""

    def send(path: str, body: object, **headers: str) -> Any:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return client.post(
            path,
            raw,
            content_type=headers.pop("content_type", "application/json"),
            headers={"Authorization": f"Bearer {key}", "Accept-Language": "en", **headers},
        )

    return send
