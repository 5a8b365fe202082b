"""Passkeys: they sign in alone, hold for this house only, and neither a replay nor a copy passes."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from tests.interfaces.console import bureau
from tests.interfaces.console.bureau import may_enter, sit_down
from tests.interfaces.console.conftest import Clock

from answerable.contexts.credentials.models import Passkey, StaffSession, TotpFactor
from answerable.contexts.organisation import api as organisation
from given.authenticator import Authenticator
from given.signing_in import code_now, has_new_app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
TODAY, ACCOUNT, SECOND = "/console/", "/console/account", "/console/sign-in/second"
ASK, SIGN_IN = "/console/passkey/ask", "/console/sign-in/passkey"
ORIGIN = "http://testserver"


def a_key(**wrong: object) -> Authenticator:
    return Authenticator(**{"origin": ORIGIN, "domain": "testserver", **wrong})  # type: ignore[arg-type]


def adds(client: Client, key: Authenticator, name: str = "办公室电脑") -> int:
    options = client.post(f"{ACCOUNT}/passkeys/offer").content.decode()
    answer = client.post(f"{ACCOUNT}/passkeys/add", {"passkey": key.makes(options), "name": name})
    return answer.status_code


def with_a_key(username: str = "east-1-handler") -> tuple[Client, Authenticator]:
    client, key = sit_down(username), a_key()
    assert adds(client, key) == 302
    return client, key


def enters(key: Authenticator, client: Client | None = None, answer: str = "") -> int:
    client = client or Client()
    options = client.post(ASK).content.decode()
    return client.post(SIGN_IN, {"passkey": answer or key.signs(options)}).status_code


def test_a_passkey_signs_in_alone() -> None:
    _, key = with_a_key()
    client = Client()
    options = client.post(ASK).content.decode()
    assert json.loads(options)["allowCredentials"] == []
    assert json.loads(options)["userVerification"] == "required"
    before = client.cookies["session"].value
    answer = client.post(SIGN_IN, {"passkey": key.signs(options), "next": "/console/notices"})
    assert answer["Location"] == "/console/notices"
    assert client.cookies["session"].value != before
    assert client.get(TODAY).status_code == 200
    assert StaffSession.objects.order_by("-id")[0].means == "passkey"


def test_an_answer_is_good_once() -> None:
    _, key = with_a_key()
    client = Client()
    answer = key.signs(client.post(ASK).content.decode())
    assert client.post(SIGN_IN, {"passkey": answer}).status_code == 302
    for other in (client, Client()):
        assert other.post(SIGN_IN, {"passkey": answer}).status_code == 422
        assert enters(key, other, answer) == 422


def test_an_answer_of_a_key_that_does_not_count_is_good_once_too(time: Clock) -> None:
    client, key = sit_down("east-1-handler"), a_key(counts=False)
    assert adds(client, key) == 302
    answer = key.signs(client.post(ASK).content.decode())
    assert client.post("/console/prove", {"passkey": answer}).status_code == 302
    assert client.post("/console/prove", {"passkey": answer}).status_code == 422


def test_a_challenge_is_good_for_five_minutes(time: Clock) -> None:
    _, key = with_a_key()
    client = Client()
    options = client.post(ASK).content.decode()
    time.at += timedelta(minutes=6)
    assert client.post(SIGN_IN, {"passkey": key.signs(options)}).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://desk.example.net"},  # a page that looks like ours
        {"domain": "desk.example.net"},
        {"verifies": False},  # whoever found the key
    ],
)
def test_what_a_phishing_page_or_a_finder_gets_opens_nothing(wrong: dict[str, object]) -> None:
    _, key = with_a_key()
    for name, value in wrong.items():
        setattr(key, name, value)
    assert enters(key) == 422


def test_a_copied_key_is_noticed() -> None:
    _, key = with_a_key()
    copy = a_key(secret=key.secret, credential_id=key.credential_id)
    assert enters(key) == 302
    assert enters(copy) == 422


@pytest.mark.parametrize("answer", ["", "{}", "[]", "no json", '{"rawId": "%%"}', "x" * 20_000])
def test_nonsense_opens_nothing(answer: str) -> None:
    client = Client()
    client.post(ASK)
    assert client.post(SIGN_IN, {"passkey": answer}).status_code == 422


def test_a_shut_account_stays_shut() -> None:
    _, key = with_a_key()
    organisation.disable_account(actor=bureau.SYSTEM, username="east-1-handler", at=bureau.AT)
    assert enters(key) == 422


def test_a_passkey_is_a_second_factor_after_the_password() -> None:
    _, key = with_a_key()
    client = Client()
    client.post("/console/sign-in", {"username": "east-1-handler", "password": bureau.PASSWORD})
    options = client.post(ASK).content.decode()
    assert len(json.loads(options)["allowCredentials"]) == 1
    assert client.post(SECOND, {"passkey": key.signs(options)})["Location"] == TODAY
    assert client.get(TODAY).status_code == 200


def test_another_s_passkey_is_no_second_factor() -> None:
    _, key = with_a_key("agent")
    may_enter("east-1-handler")
    client = Client()
    client.post("/console/sign-in", {"username": "east-1-handler", "password": bureau.PASSWORD})
    options = client.post(ASK).content.decode()
    assert client.post(SECOND, {"passkey": key.signs(options)}).status_code == 422
    assert client.get(TODAY).status_code == 302


def test_a_passkey_proves_again_before_what_matters(time: Clock) -> None:
    client, key = with_a_key()
    for _ in range(2):
        time.at += timedelta(minutes=10)
        client.get("/console/more")
    assert client.get(f"{ACCOUNT}/app").status_code == 302
    options = client.post(ASK).content.decode()
    answer = client.post("/console/prove", {"passkey": key.signs(options), "next": f"{ACCOUNT}/app"})
    assert answer["Location"] == f"{ACCOUNT}/app"
    assert client.get(f"{ACCOUNT}/app").status_code == 200


def test_adding_one_takes_a_fresh_factor(time: Clock) -> None:
    client = sit_down("east-1-handler")
    for _ in range(2):
        time.at += timedelta(minutes=10)
        client.get("/console/more")
    assert client.post(f"{ACCOUNT}/passkeys/offer").status_code == 302
    has_new_app("east-1-handler", time.at)
    client.post("/console/prove", {"code": code_now()})
    assert adds(client, a_key()) == 302


def test_a_key_that_is_known_is_not_added_again() -> None:
    _, key = with_a_key()
    assert adds(sit_down("agent"), key) == 422
    assert Passkey.objects.count() == 1


def test_one_is_removed_and_never_the_last_factor() -> None:
    client, key = with_a_key()
    assert "办公室电脑" in client.get(ACCOUNT).content.decode()
    address = f"{ACCOUNT}/passkeys/{Passkey.objects.get().public_id}/remove"
    assert sit_down("agent").post(address).status_code == 404
    assert client.post(address).status_code == 302
    assert enters(key) == 422
    assert adds(client, a_key()) == 302
    TotpFactor.objects.filter(account__username="east-1-handler").delete()
    address = f"{ACCOUNT}/passkeys/{Passkey.objects.get().public_id}/remove"
    assert client.post(address).status_code == 422
    assert Passkey.objects.count() == 1
