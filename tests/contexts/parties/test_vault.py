from datetime import UTC, datetime

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection

from answerable.contexts.ledger import api as ledger
from answerable.contexts.parties import api as parties
from answerable.contexts.parties.models import Party
from answerable.contexts.parties.vault import unseal
from answerable.kernel.actor import Actor, ActorKind
from answerable.kernel.errors import Invalid, NotFound

AT = datetime(2026, 5, 11, tzinfo=UTC)
OFFICER = Actor(kind=ActorKind.STAFF, name="post:lianhua-1", post_id=7)
WANG = parties.Contact(name="王测试", phone="+86 199 0000 1234", email="wang@example.org", channel="sms")

pytestmark = pytest.mark.django_db


def registered(contact: parties.Contact = WANG) -> int:
    [party_id] = parties.register_parties([contact])
    assert party_id is not None
    return party_id


def test_nothing_readable_is_stored() -> None:
    registered()
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(p::text, ' ') FROM parties_party p")
        (stored,) = cursor.fetchone()
    for canary in ("王测试", "19900001234", "199 0000", "wang@example.org", "王测试".encode().hex()):
        assert canary not in stored


def test_the_silent_stay_anonymous() -> None:
    assert parties.register_parties([None, parties.Contact()]) == [None, None]
    assert not Party.objects.exists()


def test_two_contacts_of_one_person_are_two_parties() -> None:
    first, second = parties.register_parties([WANG, WANG])
    assert first != second
    assert parties.find_by_phone("1990000 1234") == [first, second]
    assert parties.find_by_phone("19900009999") == []
    assert parties.find_by_phone("") == []


def test_lists_see_masks_only() -> None:
    party_id = registered()
    mask = parties.masked([party_id])[party_id]
    assert (mask.name, mask.phone, mask.email) == ("王**", "199****1234", "w***@example.org")


def test_opening_an_identity_needs_a_reason_and_is_recorded() -> None:
    party_id = registered()
    with pytest.raises(Invalid):
        parties.open_identity(actor=OFFICER, party_id=party_id, chain="2026-AAAA-AAAA", reason=" ", at=AT)
    assert ledger.accesses_of("2026-AAAA-AAAA") == []
    contact = parties.open_identity(
        actor=OFFICER, party_id=party_id, chain="2026-AAAA-AAAA", reason="call back", at=AT
    )
    assert contact == WANG
    [access] = ledger.accesses_of("2026-AAAA-AAAA")
    assert (access.post_id, access.reason, access.kind) == (7, "call back", "identity")


def test_an_unknown_party_is_not_found() -> None:
    with pytest.raises(NotFound):
        parties.open_identity(actor=OFFICER, party_id=1, chain="2026-AAAA-AAAA", reason="x", at=AT)


def test_sealed_bytes_do_not_open_in_another_row() -> None:
    one, other = Party.objects.get(id=registered()), Party.objects.get(id=registered())
    with pytest.raises(InvalidTag):
        unseal(bytes(one.sealed), other.public_id.bytes)
