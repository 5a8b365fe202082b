"""Setting up: a new team with its first officer, who signs in; zh and en, phone and desk, with and without scripts."""

import base64
import re

import pytest

from answerable.contexts.credentials import api as credentials
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.models import Account
from answerable.kernel import clock
from answerable.kernel.tables import read_csv
from e2e.conftest import DESK, PHONE, Visitor, Visits, passes_the_door
from given import a_bureau, signing_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
ROOMS = """proposals units units/east/ areas areas/pine/ topics catalogue catalogue/new calendar calendar/week clocks
    clocks/answer/any/any/ templates templates/answer.any/ import""".split()


@pytest.fixture(autouse=True)
def _bureau() -> None:
    a_bureau()
    second = read_csv(
        "username,name,post,unit,roles\nsecond,孙示例,副局长,bureau,setup\n".encode(), "people.csv"
    )
    organisation.load_people(actor=signing_in.SYSTEM, table=second, at=clock.now())
    for username in ("chief", "second"):
        signing_in.may_enter(username, clock.now())


def enrols(visitor: Visitor, username: str, password: str) -> None:
    """Sign in for the first time: the app answers with the key that stands on the page."""
    page = visitor.page
    visitor.goes_to("/console/sign-in")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.locator("main form button.wide").first.click()
    page.wait_for_url("**/console/sign-in/enrol")
    visitor.finds_nothing_wrong()
    key = "".join((page.locator(".setup-key").text_content() or "").split())
    page.fill("#id_code", credentials.code_at(base64.b32decode(key), clock.now()))
    page.locator("main form button.wide").first.click()
    page.locator(".recovery-codes li").first.wait_for()
    visitor.finds_nothing_wrong()
    assert page.locator(".recovery-codes li").count() == 8
    page.locator("main .actions .button").click()


def sends(visitor: Visitor) -> None:
    with visitor.page.expect_navigation():
        visitor.page.locator("main form .actions .button").first.click()


def sets_up_a_team(chief: Visitor) -> str:
    """Open a team, give a post in it with a right, and return the new officer's password."""
    page = chief.page
    chief.goes_to("/console/setup/units/east/open")
    for name, value in (("code", "east-9"), ("name_zh", "东九派出所"), ("name_en", "East Station 9")):
        page.fill(f"[name={name}]", value)
    sends(chief)
    assert chief.at() == "/console/setup/units/east/"
    chief.goes_to("/console/setup/units/east-9/appoint")
    for name, value in (
        ("username", "hua"),
        ("name", "华示例"),
        ("title_zh", "民警"),
        ("title_en", "Officer"),
    ):
        page.fill(f"[name={name}]", value)
    sends(chief)
    page.get_by_role("link", name="华示例").click()
    page.wait_for_url("**/posts/**")
    post = chief.at()
    chief.goes_to(f"{post}grant")
    page.locator("[name=role][value=handler]").check()
    sends(chief)
    chief.goes_to("/console/setup/proposals")
    chief.finds_nothing_wrong()
    chief.goes_to(f"{post}password")
    sends(chief)
    found = re.search(r"\b\w{4}-\w{4}-\w{4}-\w{4}\b", page.locator("main").inner_text())
    assert found is not None
    return found[0]


def confirms(second: Visitor) -> None:
    """Confirm, as the second person, the right that waits."""
    passes_the_door(second, "second")
    second.goes_to("/console/setup/proposals")
    second.finds_nothing_wrong()
    with second.page.expect_navigation():
        second.page.locator("main article form .button").first.click()
    second.finds_nothing_wrong()


@pytest.mark.parametrize(
    ("language", "size", "scripts"),
    [("zh-hans", PHONE, True), ("en", DESK, False)],
    ids=["zh-phone", "en-no-scripts"],
)
def test_a_new_team_gets_an_officer_who_signs_in(
    visits: Visits, language: str, size: object, scripts: bool
) -> None:
    chief = visits(language, size, scripts=scripts)
    passes_the_door(chief, "chief")
    password = sets_up_a_team(chief)
    confirms(visits(language, size, scripts=scripts))
    officer = visits(language, size, scripts=scripts)
    enrols(officer, "hua", password)
    assert officer.at() == "/console/password"
    officer.page.fill("[name=old]", password)
    officer.page.fill("[name=password]", signing_in.PASSWORD)
    with officer.page.expect_navigation():
        officer.page.locator("main form button").first.click()
    assert officer.at() == "/console/"
    actor = organisation.actor_for(Account.objects.get(username="hua"), at=clock.now())
    assert [organisation.units().get(unit).code for unit in actor.reach(["handler"])] == ["east-9"]


@pytest.mark.parametrize(
    ("language", "size", "theme"),
    [("zh-hans", PHONE, "dark"), ("en", DESK, "light")],
    ids=["zh-phone-dark", "en-desk"],
)
def test_every_room_of_the_set_up_is_sound(visits: Visits, language: str, size: object, theme: str) -> None:
    chief = visits(language, size, theme=theme)
    passes_the_door(chief, "chief")
    for room in ("", *ROOMS):
        chief.goes_to(f"/console/setup/{room}")
        chief.finds_nothing_wrong()


def test_a_refused_form_is_sound_and_keeps_what_was_typed(visits: Visits) -> None:
    chief = visits("en", DESK)
    passes_the_door(chief, "chief")
    chief.goes_to("/console/setup/units/east/open")
    chief.page.fill("[name=code]", "east-1")
    chief.page.fill("[name=name_zh]", "东九派出所")
    sends(chief)
    assert chief.page.locator(".error-summary").is_visible()
    assert chief.page.input_value("[name=name_zh]") == "东九派出所"
    chief.finds_nothing_wrong()
