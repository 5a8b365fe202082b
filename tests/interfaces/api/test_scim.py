"""Joiners, movers and leavers by SCIM 2.0, told by an independent client."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server
from tests.contexts.organisation.tables import PEOPLE, UNITS, table

from answerable.contexts.credentials import api as credentials
from answerable.contexts.credentials.models import ProvisioningToken
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.models import Account
from answerable.kernel.actor import Actor
from answerable.kernel.clock import now

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")
BASE = "/api/v1/scim/v2"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


@pytest.fixture
def token() -> str:
    return credentials.issue_provisioning_token(actor=SYSTEM, name="personnel", at=now())


@pytest.fixture
def bureau(db: None) -> None:
    organisation.load_units(actor=SYSTEM, table=table(UNITS), at=now())
    organisation.load_people(actor=SYSTEM, table=table(PEOPLE, "people.csv"), at=now())


@pytest.fixture
def client(token: str, bureau: None) -> Iterator[WSGISCIMClient]:
    """An independent client at our WSGI door, with the connection that the test holds open."""
    ends = (signals.request_started, signals.request_finished)
    for one in ends:
        one.disconnect(close_old_connections)
    headers = {"Authorization": f"Bearer {token}"}
    client = WSGISCIMClient(get_wsgi_application(), base_url=f"http://testserver{BASE}", headers=headers)
    client.discover()
    yield client
    for one in ends:
        one.connect(close_old_connections)


def told(token: str, method: str, path: str, body: object = None) -> Any:
    return Client().generic(
        method,
        BASE + path,
        json.dumps(body) if body is not None else "",
        content_type="application/scim+json",
        headers={"authorization": f"Bearer {token}"},
    )


def person(username: str) -> str:
    return str(Account.objects.select_related("person").get(username=username).person.public_id)


def test_an_independent_checker_finds_no_fault(client: WSGISCIMClient) -> None:
    results = check_server(client)
    faults = [
        f"{one.title}: {one.reason}" for one in results if one.status in (Status.ERROR, Status.CRITICAL)
    ]
    assert faults == [], "\n".join(faults)
    assert len([one for one in results if one.status == Status.SUCCESS]) > 10


def test_a_joiner_comes_without_any_right(client: WSGISCIMClient) -> None:
    kind = client.get_resource_model("User")
    made = client.create(kind(user_name="Hua", display_name="华示例", active=True))
    account = Account.objects.select_related("person").get(username="hua")
    assert (made.user_name, account.person.name, account.active) == ("hua", "华示例", True)
    assert not account.has_usable_password()
    assert organisation.posts_of_person(account.person_id, at=now()) == []
    (found,) = client.query(kind, query_parameters={"filter": 'userName eq "hua"'}).resources
    assert found.id == made.id


def test_a_leaver_is_out_at_once_and_does_not_come_back_by_one_hand(token: str, bureau: None) -> None:
    path = f"/Users/{person('zheng')}"
    off = {"schemas": [PATCH], "Operations": [{"op": "Replace", "path": "active", "value": False}]}
    assert told(token, "PATCH", path, off).json()["active"] is False
    account = Account.objects.get(username="zheng")
    assert not account.active
    assert organisation.posts_of(account, at=now()) == []
    on = {"schemas": [PATCH], "Operations": [{"op": "replace", "value": {"active": True}}]}
    answer = told(token, "PATCH", path, on)
    assert (answer.status_code, answer.json()["scimType"]) == (400, "mutability")
    account.refresh_from_db()
    assert not account.active


def test_who_is_deleted_keeps_no_post_and_his_acts_stay(token: str, bureau: None) -> None:
    path = f"/Users/{person('zheng')}"
    assert told(token, "DELETE", path).status_code == 204
    account = Account.objects.get(username="zheng")
    assert organisation.posts_of_person(account.person_id, at=now()) == []
    assert told(token, "GET", path).status_code == 404
    again = told(token, "POST", "/Users", {"schemas": [USER], "userName": "zheng", "displayName": "郑示例"})
    assert again.status_code == 409


def test_what_others_know_of_a_person_is_left_there(token: str, bureau: None) -> None:
    more = {
        "schemas": [USER],
        "userName": "hua",
        "name": {"familyName": "华", "givenName": "示例"},
        "emails": [{"value": "hua@example.org"}],
        "externalId": "4711",
    }
    answer = told(token, "POST", "/Users", more)
    assert answer.status_code == 201
    assert answer.json()["displayName"] == "华 示例"
    assert "hua@example.org" not in answer.content.decode()


def test_a_mover_is_renamed_and_keeps_the_user_name(token: str, bureau: None) -> None:
    path = f"/Users/{person('wu')}"
    named = {
        "schemas": [PATCH],
        "Operations": [{"op": "replace", "path": "displayName", "value": "吴甲示例"}],
    }
    assert told(token, "PATCH", path, named).json()["displayName"] == "吴甲示例"
    other = {"schemas": [PATCH], "Operations": [{"op": "replace", "path": "userName", "value": "zhou"}]}
    assert told(token, "PATCH", path, other).status_code == 400
    assert person("wu") in path


def test_a_user_name_that_is_taken_is_refused(token: str, bureau: None) -> None:
    answer = told(token, "POST", "/Users", {"schemas": [USER], "userName": "WU", "displayName": "吴乙"})
    assert (answer.status_code, answer.json()["scimType"]) == (409, "uniqueness")


@pytest.mark.parametrize(
    "path", ["/Users", "/Users/1", "/ServiceProviderConfig", "/Schemas", "/ResourceTypes"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_without_a_token_there_is_nothing(path: str, method: str) -> None:
    for wrong in ("", "scim_wrong"):
        assert told(wrong, method, path, {}).status_code == 401


def test_a_revoked_token_is_none_and_nothing_of_it_is_kept(token: str) -> None:
    kept = ProvisioningToken.objects.get()
    assert token.encode() not in bytes(kept.digest)
    assert told(token, "GET", "/Users").status_code == 200
    credentials.revoke_provisioning_token(actor=SYSTEM, name="personnel", at=now())
    assert told(token, "GET", "/Users").status_code == 401


@pytest.mark.parametrize("body", ["", "[]", "no json", '{"schemas": 1}', '{"Operations": [1]}', "[" * 5000])
def test_nonsense_is_answered_as_an_error(token: str, bureau: None, body: str) -> None:
    for method, path in (
        ("POST", "/Users"),
        ("PUT", f"/Users/{person('wu')}"),
        ("PATCH", f"/Users/{person('wu')}"),
    ):
        answer = Client().generic(
            method,
            BASE + path,
            body,
            content_type="application/scim+json",
            headers={"authorization": f"Bearer {token}"},
        )
        assert answer.status_code == 400, (method, body[:20])
        assert answer.json()["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
