"""The second step of signing in: everybody has to take it, and nothing leads around it."""

import base64
import re
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.test import Client
from tests.interfaces.console import bureau
from tests.interfaces.console.bureau import PASSWORD, may_enter, sit_down
from tests.interfaces.console.conftest import Clock

from answerable.contexts.credentials import api as credentials
from answerable.contexts.credentials.models import StaffSession
from answerable.contexts.organisation import api as organisation
from answerable.interfaces.web import demo_logins
from given.signing_in import code_now, has_new_app, signs_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
TODAY = "/console/"
SECOND, ENROL = "/console/sign-in/second", "/console/sign-in/enrol"


def halfway(username: str = "east-1-handler") -> Client:
    """Return a browser in which the right password was given, and nothing else."""
    client = Client()
    answer = client.post("/console/sign-in", {"username": username, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def only_a_password(username: str = "east-1-handler") -> None:
    organisation.set_password(actor=bureau.SYSTEM, username=username, password=PASSWORD, at=bureau.AT)


def test_the_password_alone_opens_nothing() -> None:
    may_enter("east-1-handler")
    client = halfway()
    for page in (TODAY, "/console/password", "/console/cases/", "/console/post"):
        assert client.get(page)["Location"].startswith("/console/sign-in"), page
    assert client.get(ENROL)["Location"] == SECOND or client.get(ENROL)["Location"] == "/console/sign-in"


def test_nobody_comes_to_the_second_step_without_the_first() -> None:
    client = Client()
    for page in (SECOND, ENROL):
        assert client.get(page)["Location"] == "/console/sign-in"
        assert client.post(page, {"code": "123456"})["Location"] == "/console/sign-in"


def test_a_wrong_code_is_refused_and_the_right_one_lets_in() -> None:
    may_enter("east-1-handler")
    client = halfway()
    answer = client.post(SECOND, {"code": "000000"})
    assert answer.status_code == 422
    assert client.get(TODAY).status_code == 302
    assert client.post(SECOND, {"code": code_now()})["Location"] == TODAY
    assert client.get(TODAY).status_code == 200


def test_the_way_between_takes_ten_minutes_at_most(time: Clock) -> None:
    may_enter("east-1-handler")
    client = halfway()
    time.at += timedelta(minutes=11)
    assert client.post(SECOND, {"code": code_now()})["Location"] == "/console/sign-in"


def test_a_password_that_changes_meanwhile_ends_the_way_between() -> None:
    may_enter("east-1-handler")
    client = halfway()
    organisation.issue_password(actor=bureau.SYSTEM, username="east-1-handler", at=bureau.AT)
    assert client.post(SECOND, {"code": code_now()})["Location"] == "/console/sign-in"


def test_each_step_gets_a_new_key() -> None:
    may_enter("east-1-handler")
    client = halfway()
    between = client.cookies["session"].value
    client.post(SECOND, {"code": code_now()})
    assert client.cookies["session"].value != between
    assert not Session.objects.filter(session_key=between).exists()
    client.cookies["session"] = between
    assert client.get(TODAY).status_code == 302


def test_the_first_sign_in_leads_to_an_app_and_codes_for_paper() -> None:
    only_a_password()
    client = halfway()
    assert client.get(SECOND)["Location"] == ENROL
    page = client.get(ENROL).content.decode()
    assert "data:image/svg+xml" in page
    key = re.search(r'setup-key">([A-Z2-7 ]+)<', page)
    assert key is not None
    secret = base64.b32decode(key[1].replace(" ", ""))
    assert client.post(ENROL, {"code": "12 34 56"}).status_code == 422
    assert client.get(TODAY).status_code == 302
    answer = client.post(ENROL, {"code": credentials.code_at(secret, bureau.AT)})
    codes = re.findall(r"<code>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</code>", answer.content.decode())
    assert len(codes) == 8
    assert "no-store" in answer["Cache-Control"]
    assert client.get(TODAY).status_code == 200
    # Next time one of them is as good as the telephone, and says how many are left.
    again = halfway()
    assert again.post(SECOND, {"code": codes[0]})["Location"] == TODAY
    assert "7" in again.get(TODAY).content.decode().split("备用码")[0][-20:]


def test_whoever_has_an_app_is_not_led_to_another_one() -> None:
    may_enter("east-1-handler")
    client = halfway()
    assert client.get(ENROL).status_code == 302
    assert client.post(ENROL, {"code": code_now()}).status_code == 302
    assert client.get(TODAY).status_code == 302


def test_an_issued_password_does_not_go_around_the_second_factor() -> None:
    may_enter("east-1-handler")
    password = organisation.issue_password(actor=bureau.SYSTEM, username="east-1-handler", at=bureau.AT)
    client = Client()
    answer = client.post("/console/sign-in", {"username": "east-1-handler", "password": password})
    assert answer["Location"] == SECOND


def test_where_one_is_signed_in_is_kept_with_a_word_for_the_browser() -> None:
    may_enter("east-1-handler")
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    signs_in(Client(headers={"user-agent": agent}), "east-1-handler")
    kept = StaffSession.objects.get()
    assert (kept.browser, kept.means) == ("Firefox · Linux", "app")


def test_the_page_shows_no_code_outside_the_demonstration() -> None:
    may_enter("agent")
    page = halfway("agent").get(SECOND).content.decode()
    assert code_now() not in page
    assert "demo-code" not in page


def test_in_the_demonstration_the_code_is_filled_in_for_its_own_logins_only(
    settings: LazySettings,
) -> None:
    settings.DEMO = True
    may_enter("agent")
    credentials.set_app(
        actor=bureau.SYSTEM, username="agent", secret=demo_logins.app_secret("agent"), at=bureau.AT
    )
    for _ in range(2):
        client = halfway("agent")
        page = client.get(SECOND).content.decode()
        code = credentials.code_at(demo_logins.app_secret("agent"), bureau.AT)
        assert f'value="{code}"' in page
        # Many share this app in the same half minute.
        assert client.post(SECOND, {"code": code})["Location"] == TODAY
    may_enter("east-1-handler")
    assert "demo-code" not in halfway().get(SECOND).content.decode()


def test_opening_an_account_again_revives_no_session() -> None:
    client = sit_down("east-1-handler")
    organisation.disable_account(actor=bureau.SYSTEM, username="east-1-handler", at=bureau.AT)
    organisation.enable_account(actor=bureau.SYSTEM, username="east-1-handler", at=bureau.AT)
    assert client.get(TODAY).status_code == 302


def test_changing_the_password_ends_the_sessions_elsewhere() -> None:
    here = sit_down("east-1-handler")
    has_new_app("east-1-handler", bureau.AT)
    elsewhere = Client()
    signs_in(elsewhere, "east-1-handler")
    form = {"old": PASSWORD, "password": "eight slow clouds before dawn"}
    assert here.post("/console/password", form).status_code == 302
    assert here.get(TODAY).status_code == 200
    assert elsewhere.get(TODAY).status_code == 302
    assert StaffSession.objects.count() == 1
