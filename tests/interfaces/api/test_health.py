"""Whether the house is well, and its figures: counts, never a word of a case."""

import pytest
from django.test import Client

import given

pytestmark = pytest.mark.django_db


def test_it_lives_and_is_ready(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_the_figures_count_what_waits(client: Client) -> None:
    bureau = given.a_bureau()
    given.a_case(bureau)
    given.a_handled_case(bureau)
    told = client.get("/metrics").content.decode()
    assert 'answerable_open_cases{state="triage"} 1.0' in told
    assert 'answerable_open_cases{state="handling"} 1.0' in told
    assert 'answerable_late_cases{state="triage"} 1.0' in told
    assert 'answerable_submissions{state="waiting"} 0.0' in told
    assert "answerable_sweep_seconds_behind 0.0" in told
    assert "夜间施工" not in told
