"""The page of the hotline's shifts, and what the desk says of them beside a call."""

import re

import pytest
from tests.interfaces.console.bureau import reference_of, sit_down
from tests.interfaces.console.conftest import Clock

import given
from answerable.contexts.intake import api as intake
from answerable.contexts.intake.models import PlannedShift, Shift
from answerable.contexts.organisation import api as organisation
from given import later

pytestmark = pytest.mark.django_db
PAGE = "/console/hotline/shifts"


def test_a_shift_is_begun_worked_and_handed_over(city: given.Bureau, time: Clock) -> None:
    client = sit_down("agent")
    assert "未在班" in client.get("/console/hotline").content.decode()
    assert client.post(f"{PAGE}/begin").status_code == 302
    token = re.search(r'name="token" value="([^"]+)"', client.get("/console/hotline").content.decode())
    assert token
    client.post(
        "/console/hotline", {"token": token[1], "do": "triage", "text": "路灯坏了。", "phone": "10000001234"}
    )
    [reference] = Shift.objects.get().calls
    page = client.get(PAGE).content.decode()
    assert f"/console/cases/{reference}" in page
    client.post(f"{PAGE}/end", {"note": "路灯一件等分派。"})
    assert "路灯一件等分派。" in client.get("/console/hotline").content.decode()
    assert client.post(f"{PAGE}/end", {"note": ""}).status_code == 409


def test_a_call_behind_a_wall_is_neither_shown_nor_counted(city: given.Bureau) -> None:
    seen, hidden = given.a_case(city), given.a_case(city, accused=["agent"])
    for case in (seen, hidden):
        intake.note_call(actor=city.actor("agent"), reference=reference_of(case), at=given.AT)
    page = sit_down("agent").get(PAGE).content.decode()
    assert reference_of(seen) in page
    assert reference_of(hidden) not in page
    assert "1 件来电" in page


def test_the_rota_is_kept_by_whoever_leads_the_desk(city: given.Bureau) -> None:
    client = sit_down("chief")
    post = organisation.post_view(city.post("agent"))
    times = {"begins_at": "2026-05-12T08:00", "ends_at": "2026-05-12T16:00"}
    assert client.post(PAGE, {"post": str(post.public_id), **times}).status_code == 302
    page = client.get(PAGE).content.decode()
    assert post.person_name in page
    assert "无人排班" in page
    again = client.post(PAGE, {"post": str(post.public_id), **times})
    assert again.status_code == 422
    assert 'value="2026-05-12T08:00"' in again.content.decode()
    line = PlannedShift.objects.get().public_id
    assert sit_down("agent").post(f"{PAGE}/{line}/cancel").status_code == 302
    assert not PlannedShift.objects.exists()


def test_ended_shifts_are_turned_over_page_by_page(city: given.Bureau) -> None:
    agent = city.actor("agent")
    for number in range(intake.SHIFTS_ON_A_PAGE + 1):
        intake.begin_shift(actor=agent, at=later(hours=-2 * number - 2))
        intake.end_shift(actor=agent, note=f"第{number}班", at=later(hours=-2 * number - 1))
    client = sit_down("agent")
    first = client.get(PAGE).content.decode()
    older = re.search(r'href="(\?before=[^"]+)"', first)
    assert older is not None
    assert "第50班" not in first
    assert "第50班" in client.get(PAGE + older[1].replace("&amp;", "&")).content.decode()
