"""Sensitive acts ask again for the second factor when the last one is older than a quarter of an hour."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.interfaces.console.bureau import reference_of, sit_down
from tests.interfaces.console.conftest import Clock
from tests.interfaces.console.test_permissions import addresses

import given
from answerable.contexts.ledger import api as ledger
from answerable.contexts.parties.api import Contact, register_parties
from answerable.interfaces.console.fresh import Fresh
from answerable.interfaces.console.setup.urls import urlpatterns as set_up
from given.signing_in import code_now, has_new_app

pytestmark = pytest.mark.django_db
PROVE = "/console/prove"
SENSITIVE = {
    "identity": Fresh.FORM,
    "original": Fresh.FORM,
    "file_original": Fresh.FORM,
    "export": Fresh.BUTTON,
    "remove_rule": Fresh.BUTTON,
    "lift_hold": Fresh.FORM,
    "looks": Fresh.FORM,
    "wish": Fresh.FORM,
    "new_codes": Fresh.BUTTON,
    "new_app": Fresh.FORM,
    "offer_passkey": Fresh.BUTTON,
    "add_passkey": Fresh.BUTTON,
    "remove_passkey": Fresh.BUTTON,
    "ask_elevation": Fresh.FORM,
}
SENSITIVE_SET_UP = {
    "grant": Fresh.FORM,
    "revoke": Fresh.BUTTON,
    "end_post": Fresh.FORM,
    "issue_password": Fresh.FORM,
    "disable": Fresh.FORM,
    "enable": Fresh.FORM,
    "reset_factors": Fresh.FORM,
    "confirm_proposal": Fresh.BUTTON,
    "add_gateway": Fresh.FORM,
    "change_gateway": Fresh.FORM,
    "import": Fresh.FORM,
    "export": Fresh.BUTTON,
}


def an_hour_later(client: Client, time: Clock) -> None:
    """Let the factor grow old while the session is in use."""
    for _ in range(6):
        time.at += timedelta(minutes=10)
        assert client.get("/console/more").status_code == 200


def test_the_table_of_sensitive_addresses_is_whole() -> None:
    gates = {str(one.name): one.callback.gate.fresh for one in addresses() if hasattr(one.callback, "gate")}
    assert {name: fresh for name, fresh in gates.items() if fresh is not Fresh.NOT} == SENSITIVE
    gates = {str(one.name): one.callback.gate.fresh for one in set_up}  # type: ignore[attr-defined]
    assert {name: fresh for name, fresh in gates.items() if fresh is not Fresh.NOT} == SENSITIVE_SET_UP


def an_address_of_an_identity(city: given.Bureau) -> str:
    (party,) = register_parties([Contact(name="白示例", phone="10000001234")])
    return f"/console/cases/{reference_of(given.a_handled_case(city, party_id=party))}/identity"


def test_an_identity_stays_shut_until_the_factor_is_given_again(city: given.Bureau, time: Clock) -> None:
    address = an_address_of_an_identity(city)
    client = sit_down("east-1-handler")
    assert client.get(address).status_code == 200
    an_hour_later(client, time)
    assert client.get(address)["Location"] == f"{PROVE}?next={address.replace('/', '%2F')}"
    answer = client.post(address, {"reason": "打电话核实噪音时间"})
    assert answer["Location"].startswith(PROVE)
    assert "identity" not in [look.kind for look in ledger.accesses_of(address.split("/")[3])]
    key = client.cookies["session"].value
    has_new_app("east-1-handler", time.at)
    assert client.post(PROVE, {"code": "000000", "next": address}).status_code == 422
    assert client.get(address).status_code == 302
    assert client.post(PROVE, {"code": code_now(), "next": address})["Location"] == address
    assert client.cookies["session"].value != key
    # What was typed is there again.
    assert "打电话核实噪音时间" in client.get(address).content.decode()
    assert "10000001234" in client.post(address, {"reason": "打电话"}).content.decode()


def test_a_factor_is_fresh_for_a_quarter_of_an_hour(city: given.Bureau, time: Clock) -> None:
    address = an_address_of_an_identity(city)
    client = sit_down("east-1-handler")
    time.at += timedelta(minutes=14)
    assert client.get(address).status_code == 200
    time.at += timedelta(minutes=2)
    assert client.get(address).status_code == 302


def test_a_button_leads_back_to_its_page(city: given.Bureau, time: Clock) -> None:
    client = sit_down("east-1-handler")
    an_hour_later(client, time)
    page = "http://testserver/console/cases/?view=mine"
    answer = client.post("/console/cases/export", {"form": "csv"}, headers={"referer": page})
    assert answer["Location"] == f"{PROVE}?next=%2Fconsole%2Fcases%2F%3Fview%3Dmine"
    elsewhere = client.post("/console/cases/export", headers={"referer": "https://example.org/console/"})
    assert elsewhere["Location"] == f"{PROVE}?next="


def test_a_part_of_a_page_is_led_there_as_a_whole(city: given.Bureau, time: Clock) -> None:
    client = sit_down("east-1-handler")
    an_hour_later(client, time)
    answer = client.post("/console/cases/export", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, f"{PROVE}?next=")


def test_a_role_is_asked_for_before_the_factor(city: given.Bureau, time: Clock) -> None:
    client = sit_down("east-1-handler")
    an_hour_later(client, time)
    assert client.get("/console/setup/import").status_code == 403


def test_proving_leads_nowhere_else(city: given.Bureau) -> None:
    client = sit_down("east-1-handler")
    has_new_app("east-1-handler", given.AT)
    answer = client.post(PROVE, {"code": code_now(), "next": "https://example.org/console/"})
    assert answer["Location"] == "/console/"
