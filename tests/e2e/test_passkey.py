"""A real browser with a virtual authenticator: add a passkey, sign out, come back with it alone."""

import pytest

from answerable.kernel import clock
from e2e.conftest import DESK, PHONE, Visitor, Visits, passes_the_door
from given import a_bureau, signing_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def has_an_authenticator(visitor: Visitor) -> None:
    wire = visitor.page.context.new_cdp_session(visitor.page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


@pytest.mark.parametrize(
    ("language", "size"), [("zh-hans", PHONE), ("en", DESK)], ids=["zh-phone", "en-desk"]
)
def test_a_passkey_is_added_and_opens_the_desk_alone(visits: Visits, language: str, size: object) -> None:
    a_bureau()
    signing_in.may_enter("chief", clock.now())
    visitor = visits(language, size)
    has_an_authenticator(visitor)
    passes_the_door(visitor, "chief")
    page = visitor.page
    visitor.goes_to("/console/account")
    page.fill("[name=name]", "办公室电脑")
    with page.expect_navigation():
        page.locator("form[data-makes] button").click()
    assert page.locator("main bdi").first.text_content() == "办公室电脑"
    visitor.finds_nothing_wrong()
    with page.expect_navigation():
        page.locator("main form[action='/console/sign-out'] button").click()
    visitor.finds_nothing_wrong()
    with page.expect_navigation():
        page.locator("form[data-passkey] button").click()
    assert visitor.at() == "/console/"
