"""Signing in: whom it lets in, how long a session lasts, and that nothing typed is lost when it ends."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from tests.interfaces.console import bureau
from tests.interfaces.console.bureau import PASSWORD, may_enter, sit_down, statements
from tests.interfaces.console.conftest import Clock

from answerable.contexts.organisation import api as organisation
from given.signing_in import has_new_app, signs_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
TODAY = "/console/"


def test_a_stranger_is_asked_to_sign_in_and_comes_back_to_the_page() -> None:
    client = Client()
    may_enter("east-1-handler")
    answer = client.get("/console/notices")
    assert answer["Location"] == "/console/sign-in?next=%2Fconsole%2Fnotices"
    answer = signs_in(client, "east-1-handler", next="/console/notices")
    assert answer["Location"] == "/console/notices"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/console/", "/", "/console/\\\\x"]
)
def test_signing_in_leads_nowhere_else(elsewhere: str) -> None:
    may_enter("east-1-handler")
    answer = signs_in(Client(), "east-1-handler", next=elsewhere)
    assert answer["Location"] in (TODAY, "/console/%5C%5Cx")


@pytest.mark.parametrize(
    ("name", "password"), [("east-1-handler", "wrong wrong wrong wrong"), ("nobody", PASSWORD)]
)
def test_a_wrong_name_and_a_wrong_password_are_answered_alike(name: str, password: str) -> None:
    may_enter("east-1-handler")
    answer = Client().post("/console/sign-in", {"username": name, "password": password})
    assert answer.status_code == 422
    assert "用户名与密码不符" in answer.content.decode()
    assert password not in answer.content.decode()
    assert f'value="{name}"' in answer.content.decode()


def test_the_session_gets_a_new_key_when_somebody_signs_in() -> None:
    client = sit_down("east-1-handler")
    before = client.cookies["session"].value
    client.post("/console/sign-out")
    has_new_app("east-1-handler", bureau.AT)
    signs_in(client, "east-1-handler")
    assert client.cookies["session"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_an_idle_session_ends_after_a_quarter_of_an_hour(time: Clock) -> None:
    client = sit_down("east-1-handler")
    time.at += timedelta(minutes=14)
    assert client.get(TODAY).status_code == 200
    time.at += timedelta(minutes=14)
    assert client.get(TODAY).status_code == 200
    time.at += timedelta(minutes=16)
    assert client.get(TODAY).status_code == 302


def test_no_session_outlives_twelve_hours(time: Clock) -> None:
    client = sit_down("east-1-handler")
    for _ in range(72):
        time.at += timedelta(minutes=10)
        client.get(TODAY)
    assert client.get(TODAY).status_code == 200
    time.at += timedelta(minutes=10)
    assert client.get(TODAY).status_code == 302


def test_the_trace_of_another_session_keeps_none_alive(time: Clock) -> None:
    first, second = sit_down("east-1-handler"), sit_down("east-leader")
    time.at += timedelta(minutes=16)
    third = sit_down("agent")
    first.cookies["seen"] = third.cookies["seen"].value
    assert first.get(TODAY).status_code == 302
    assert second.get(TODAY).status_code == 302


def test_looking_at_a_page_writes_nothing() -> None:
    asked = statements(sit_down("east-1-handler"), TODAY)
    assert all(sql.lstrip("(").startswith("SELECT") for sql in asked)


def test_a_disabled_account_is_out_at_once() -> None:
    client = sit_down("east-1-handler")
    organisation.disable_account(actor=bureau.SYSTEM, username="east-1-handler", at=bureau.AT)
    assert client.get(TODAY).status_code == 302


def test_what_was_typed_when_the_session_had_ended_comes_back_in_its_form(time: Clock) -> None:
    client = sit_down("east-1-handler")
    time.at += timedelta(hours=1)
    answer = client.post("/console/find", {"words": "噪音扰民 三号楼"})
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "噪音扰民" not in page
    kept = page.split('name="kept" value="')[1].split('"')[0]
    assert signs_in(client, "east-1-handler", kept=kept)["Location"] == "/console/find"


def test_what_was_typed_is_not_given_to_another_account(time: Clock) -> None:
    client = sit_down("east-1-handler")
    may_enter("east-leader")
    time.at += timedelta(minutes=20)
    page = client.post("/console/find", {"words": "噪音扰民"}).content.decode()
    kept = page.split('name="kept" value="')[1].split('"')[0]
    assert signs_in(client, "east-leader", kept=kept)["Location"] == TODAY


def test_a_part_of_a_page_does_not_throw_away_what_is_typed_around_it(time: Clock) -> None:
    client = sit_down("east-1-handler")
    time.at += timedelta(minutes=20)
    answer = client.get(TODAY, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Reswap"], answer["HX-Trigger"]) == (401, "none", "signed-out")


def test_who_holds_two_posts_chooses_one_and_changes_it() -> None:
    client = sit_down("two")
    assert client.get(TODAY)["Location"] == "/console/post"
    page = client.get("/console/post").content.decode()
    assert "东一派出所" in page
    assert "教官" in page
    ids = [part.split('"')[0] for part in page.split('name="post" value="')[1:]]
    assert client.post("/console/post", {"post": ids[0]})["Location"] == TODAY
    assert client.get(TODAY).status_code == 200


def test_nobody_takes_another_s_post() -> None:
    client = sit_down("two")
    leader = organisation.posts_in(organisation.units().by_code("east").id, at=bureau.AT)[0]  # type: ignore[union-attr]
    assert client.post("/console/post", {"post": str(leader.public_id)}).status_code == 200
    assert client.get(TODAY)["Location"] == "/console/post"


def test_a_one_time_password_has_to_be_replaced_first() -> None:
    password = organisation.issue_password(actor=bureau.SYSTEM, username="east-1-handler", at=bureau.AT)
    has_new_app("east-1-handler", bureau.AT)
    client = Client()
    signs_in(client, "east-1-handler", password)
    assert client.get(TODAY)["Location"] == "/console/password"
    answer = client.post("/console/password", {"old": password, "password": "short"})
    assert answer.status_code == 422
    answer = client.post("/console/password", {"old": password, "password": PASSWORD})
    assert answer["Location"] == TODAY
    assert client.get(TODAY).status_code == 200


def test_signing_out_leaves_nothing_behind() -> None:
    client = sit_down("east-1-handler")
    key = client.cookies["session"].value
    answer = client.post("/console/sign-out")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.filter(session_key=key).exists()
    client.cookies["session"] = key
    assert client.get(TODAY).status_code == 302


def test_no_page_of_the_desk_is_kept_by_a_browser() -> None:
    assert "no-store" in sit_down("east-1-handler").get(TODAY)["Cache-Control"]
    assert "no-store" in Client().get("/console/sign-in")["Cache-Control"]


def test_the_desk_speaks_both_languages() -> None:
    assert "今日" in sit_down("east-1-handler").get(TODAY).content.decode()
    assert "Today" in sit_down("east-leader", "en").get(TODAY).content.decode()
