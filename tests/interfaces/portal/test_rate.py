"""Rating by the link of an invitation."""

from datetime import datetime

import pytest
from django.test import Client

from answerable.contexts.messaging.models import Outgoing
from answerable.contexts.messaging.sealing import unseal
from answerable.contexts.parties import api as parties
from answerable.contexts.review.models import Invitation
from answerable.kernel import clock
from given import Bureau, a_bureau, an_answered_case, later

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def time(monkeypatch: pytest.MonkeyPatch) -> datetime:
    moment = later(days=1)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


@pytest.fixture
def code() -> str:
    """The code of the invitation that a resident was sent."""
    bureau: Bureau = a_bureau()
    contact = parties.Contact(name="王示例", email="wang@example.org", channel="email")
    [party_id] = parties.register_parties([contact])
    case_id = an_answered_case(bureau, party_id=party_id)
    round_id = Invitation.objects.get(case_id=case_id).round_id
    row = Outgoing.objects.get(key=f"rating_invitation:round:{round_id}")
    _, body = unseal(bytes(row.sealed), row.public_id.bytes)
    return body.partition("/rate#")[2].split()[0]


RATING = {"sent": "yes", "satisfaction": "satisfied", "resolved": "yes", "comment": "", "may_call": "no"}


def test_the_code_leads_to_the_questions_and_they_to_thanks(client: Client, code: str) -> None:
    asked = client.post("/rate", {"code": code})
    assert asked.status_code == 200
    assert "satisfaction" in asked.content.decode()
    assert "谢谢您" in client.post("/rate", RATING | {"code": code}).content.decode()
    again = client.post("/rate", RATING | {"code": code})
    assert again.status_code == 409


def test_what_was_ticked_survives_an_error(client: Client, code: str) -> None:
    answer = client.post(
        "/rate", {"sent": "yes", "code": code, "satisfaction": "dissatisfied", "comment": "没人来"}
    )
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "没人来" in body
    assert 'value="dissatisfied"' in body
    assert "checked" in body


def test_the_code_is_in_no_address_and_no_session(client: Client, code: str) -> None:
    answer = client.post("/rate", {"code": code})
    assert "session" not in answer.cookies
    assert f"/rate?{code}" not in answer.content.decode()
