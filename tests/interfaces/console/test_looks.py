"""Looks that the resident reads later: for a reason, until a day that is told, and never not at all."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.interfaces.console.bureau import reference_of, sit_down
from tests.interfaces.console.conftest import Clock

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.ledger.models import JournalLine
from answerable.kernel.errors import NotPermitted
from answerable.kernel.ids import new_access_code
from answerable.kernel.secrets import hash_code

pytestmark = pytest.mark.django_db
CODE = new_access_code()
REASON = "正在核查执法记录仪，提前告知会妨碍取证"


@pytest.fixture
def reference(city: given.Bureau) -> str:
    return reference_of(given.a_handled_case(city, code_hash=hash_code(CODE)))


def tracked(reference: str) -> str:
    """Return the page of the resident."""
    client = Client()
    client.cookies["language"] = "zh-hans"
    answer = client.post("/track", {"reference": reference, "code": CODE}, follow=True)
    return answer.content.decode()


def open_by(city: given.Bureau, who: str, reference: str, at: datetime) -> None:
    cases.open_case(city.actor(who), reference, at)


def defer(
    reference: str, unit: str = "east-1", days: int = 30, who: str = "inspector", reason: str = REASON
) -> int:
    typed = {"unit": unit, "days": str(days), "reason": reason}
    return int(sit_down(who).post(f"/console/cases/{reference}/looks", typed).status_code)


def test_a_look_is_told_later_and_that_something_is_told_later_at_once(
    city: given.Bureau, reference: str, time: Clock
) -> None:
    open_by(city, "east-1-handler", reference, time.at)
    assert "所长" not in tracked(reference)
    assert defer(reference) == 302
    time.at += timedelta(hours=2)
    open_by(city, "east-1-leader", reference, time.at)
    open_by(city, "dispatcher", reference, time.at)
    page = tracked(reference)
    # What was made before, and what another unit does, is told at once.
    assert "民警" in page
    assert "派单员" in page
    assert "所长" not in page
    assert "可能妨碍核查" in page
    assert REASON not in page
    time.at += timedelta(days=30)
    page = tracked(reference)
    assert "所长" in page
    assert "可能妨碍核查" not in page
    line = JournalLine.objects.get(code="cases.looks.deferred")
    assert line.opening.internal["days"] == 30


def test_the_deferral_is_told_before_anybody_looks(city: given.Bureau, reference: str) -> None:
    open_by(city, "east-1-handler", reference, given.AT)
    defer(reference)
    assert "可能妨碍核查" in tracked(reference)


def test_nobody_hides_themselves_nor_without_a_reason_nor_for_long(
    city: given.Bureau, reference: str, time: Clock
) -> None:
    open_by(city, "east-1-handler", reference, given.AT)
    open_by(city, "dispatcher", reference, given.AT)
    assert defer(reference, unit="bureau") == 422
    assert defer(reference, reason=" ") == 422
    assert defer(reference, days=31) == 422
    assert defer(reference, who="east-leader") == 403
    with pytest.raises(NotPermitted):
        cases.defer_looks(
            actor=city.actor("inspector"), reference=reference, unit_id=city.unit("bureau"), days=1, reason="x",
            at=given.AT,
        )  # fmt: skip
    for _ in range(3):
        assert defer(reference) == 302
        time.at += timedelta(days=29)
    assert defer(reference) == 422
    assert JournalLine.objects.filter(code="cases.looks.deferred").count() == 3


def test_a_further_decision_holds_for_what_is_withheld(
    city: given.Bureau, reference: str, time: Clock
) -> None:
    open_by(city, "east-1-handler", reference, given.AT)
    defer(reference)
    time.at += timedelta(hours=2)
    open_by(city, "east-1-leader", reference, time.at)
    time.at += timedelta(days=20)
    defer(reference)
    time.at += timedelta(days=20)
    assert "所长" not in tracked(reference)


def test_inspectors_see_every_look_and_can_let_it_be_told(
    city: given.Bureau, reference: str, time: Clock
) -> None:
    open_by(city, "east-1-handler", reference, given.AT)
    defer(reference)
    time.at += timedelta(hours=2)
    open_by(city, "east-1-leader", reference, time.at)
    client = sit_down("inspector")
    page = client.get(f"/console/cases/{reference}/looks").content.decode()
    assert "所长" in page
    assert REASON in page
    assert client.post(f"/console/cases/{reference}/looks/tell", {"unit": "east-1"}).status_code == 302
    page = tracked(reference)
    assert "所长" in page
    assert "可能妨碍核查" not in page
    assert client.post(f"/console/cases/{reference}/looks/tell", {"unit": "east-1"}).status_code == 404


def test_the_inspector_complained_of_finds_nothing(city: given.Bureau) -> None:
    walled = reference_of(given.a_case(city, accused=["inspector"]))
    client = sit_down("inspector")
    assert client.get(f"/console/cases/{walled}/looks").status_code == 404
    assert client.post(f"/console/cases/{walled}/looks/tell", {"unit": "east-1"}).status_code == 404
