"""The pages on which a second person confirms, and on which rights for some hours are asked for and seen."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.interfaces.console import bureau
from tests.interfaces.console.bureau import sit_down
from tests.interfaces.console.conftest import Clock

from answerable.contexts.credentials import api as credentials
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.models import Account
from given.signing_in import has_new_app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
PROPOSALS, ELEVATIONS = "/console/setup/proposals", "/console/elevations"
ASKED = {"role": "leader", "unit": "east", "hours": "2", "reason": "局长外出，代批延期"}


def post_of(username: str) -> organisation.PostView:
    return organisation.posts_of(Account.objects.get(username=username), at=bureau.AT)[0]


def buttons(client: Client, page: str, act: str) -> list[str]:
    return re.findall(rf'action="(/console/[\w/-]+/{act})"', client.get(page).content.decode())


def test_a_right_is_proposed_by_one_and_confirmed_by_another() -> None:
    first, second = sit_down("setup"), sit_down("chief")
    post = post_of("east-1-handler")
    first.post(f"/console/setup/posts/{post.public_id}/grant", {"role": "leader", "unit": "east-1"})
    assert "双人确认" in first.get("/console/setup/").content.decode()
    assert buttons(first, PROPOSALS, "confirm") == []
    (address,) = buttons(second, PROPOSALS, "confirm")
    assert first.post(address).status_code == 403
    assert post_of("east-1-handler").grants == post.grants
    assert second.post(address)["Location"] == PROPOSALS
    assert len(post_of("east-1-handler").grants) == len(post.grants) + 1
    assert "已确认" in first.get(PROPOSALS).content.decode()


def test_a_proposal_is_refused_or_withdrawn() -> None:
    first, second = sit_down("setup"), sit_down("chief")
    post = post_of("east-1-handler")
    for client in (first, second):
        first.post(f"/console/setup/posts/{post.public_id}/grant", {"role": "leader", "unit": "east-1"})
        (address,) = buttons(client, PROPOSALS, "refuse")
        assert client.post(address)["Location"] == PROPOSALS
    assert buttons(second, PROPOSALS, "confirm") == []
    page = first.get(PROPOSALS).content.decode()
    assert "已撤回" in page
    assert "未同意" in page


def test_who_lost_telephone_and_paper_gets_a_new_start_by_two() -> None:
    sit_down("east-1-handler")
    first, second = sit_down("setup"), sit_down("chief")
    post = post_of("east-1-handler")
    first.post(f"/console/setup/posts/{post.public_id}/factors")
    (address,) = buttons(second, PROPOSALS, "confirm")
    second.post(address)
    account = Account.objects.get(username="east-1-handler")
    assert not credentials.factors_of(account).enrolled
    answer = Client().post("/console/sign-in", {"username": "east-1-handler", "password": bureau.PASSWORD})
    assert answer["Location"] == "/console/sign-in/enrol"


def test_a_right_for_some_hours_opens_its_rooms_and_shuts_them_by_itself(time: Clock) -> None:
    asks, approves = sit_down("east-1-handler"), sit_down("chief")
    assert asks.get("/console/overview").status_code == 403
    assert asks.post(f"{ELEVATIONS}/ask", ASKED)["Location"] == ELEVATIONS
    assert asks.get("/console/overview").status_code == 403
    assert ASKED["reason"] in asks.get(ELEVATIONS).content.decode()
    (address,) = buttons(approves, PROPOSALS, "confirm")
    assert approves.post(address).status_code == 302
    assert asks.get("/console/overview").status_code == 200
    assert "你现在的权限大于本岗位" in asks.get("/console/").content.decode()
    # All of the bureau see it.
    assert ASKED["reason"] in sit_down("stranger").get(ELEVATIONS).content.decode()
    for _ in range(12):
        time.at += timedelta(minutes=10)
        asks.get("/console/more")
    assert asks.get("/console/overview").status_code == 403
    assert "你现在的权限大于本岗位" not in asks.get("/console/").content.decode()


def test_its_holder_ends_it_and_nobody_approves_for_himself() -> None:
    asks, approves = sit_down("setup"), sit_down("chief")
    asks.post(f"{ELEVATIONS}/ask", {**ASKED, "unit": "bureau"})
    assert buttons(asks, PROPOSALS, "confirm") == []
    (address,) = buttons(approves, PROPOSALS, "confirm")
    assert asks.post(address).status_code == 403
    approves.post(address)
    (ending,) = buttons(asks, ELEVATIONS, "end")
    assert buttons(approves, ELEVATIONS, "end") == []
    asks.post(ending)
    assert organisation.running_elevations(bureau.AT) == []


def test_what_was_asked_for_is_withdrawn_without_set_up() -> None:
    asks, approves = sit_down("east-1-handler"), sit_down("chief")
    asks.post(f"{ELEVATIONS}/ask", ASKED)
    (address,) = buttons(asks, ELEVATIONS, "withdraw")
    assert asks.post(address)["Location"] == ELEVATIONS
    assert buttons(approves, PROPOSALS, "confirm") == []


def test_without_a_reason_nothing_is_asked_for() -> None:
    asks = sit_down("east-1-handler")
    assert asks.post(f"{ELEVATIONS}/ask", {**ASKED, "reason": " "}).status_code == 422
    assert buttons(sit_down("chief"), PROPOSALS, "confirm") == []


def test_confirming_asks_for_a_fresh_factor(time: Clock) -> None:
    first, second = sit_down("setup"), sit_down("chief")
    first.post(
        f"/console/setup/posts/{post_of('east-1-handler').public_id}/grant",
        {"role": "leader", "unit": "east-1"},
    )
    (address,) = buttons(second, PROPOSALS, "confirm")
    for _ in range(2):
        time.at += timedelta(minutes=10)
        second.get("/console/more")
    has_new_app("chief", time.at)
    assert second.post(address)["Location"].startswith("/console/prove")
    assert len(post_of("east-1-handler").grants) == 1
