"""Whether somebody has given the same contact before: for joining what is told twice, and for nothing else.

There is no list of who told what, and no way from here to a person: what goes in is a contact that has just been
given, and what comes out are keys of parties that only cases can use.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q

from answerable.contexts.parties.domain.contact import Contact, normal_email, normal_id_number, normal_phone
from answerable.contexts.parties.models import Party
from answerable.contexts.parties.vault import blind_indexes, unseal

# A switchboard or another hotline may have given its number thousands of times.
NEWEST = 20
_READ = 5_000


def contact_keys(contact: Contact) -> frozenset[str]:
    """Return by what a contact is recognised: number and address in their normal forms."""
    phone, email = normal_phone(contact.phone), normal_email(contact.email)
    return frozenset(key for key in (phone and f"phone {phone}", email and f"email {email}") if key)


def asks_alike(new: Contact, before: Contact) -> bool:
    """Whether the new contact is the one given before, and says nothing that would be lost if it were forgotten.

    A name may be missing in the new one, but another name is another person.
    """
    if not contact_keys(new) & contact_keys(before):
        return False
    told = (
        (new.name.strip(), before.name.strip()),
        (normal_phone(new.phone), normal_phone(before.phone)),
        (normal_email(new.email), normal_email(before.email)),
        (normal_id_number(new.id_number), normal_id_number(before.id_number)),
        (new.address.strip(), before.address.strip()),
    )
    known = all(not now or now == then for now, then in told)
    return known and (new.channel, new.safe, new.enterprise) == (
        before.channel,
        before.safe,
        before.enterprise,
    )


def parties_alike(contacts: Sequence[Contact | None]) -> list[frozenset[int]]:
    """Return for each contact the newest parties that are the same person, to be reached in the same way."""
    indexes = [_indexes(contact) for contact in contacts]
    known = frozenset().union(*indexes)
    if not known:
        return [frozenset() for _ in contacts]
    by_index: dict[bytes, list[Party]] = defaultdict(list)
    rows = Party.objects.filter(Q(phone_index__in=known) | Q(email_index__in=known)).order_by("-id")
    for row in rows[:_READ]:
        for index in (row.phone_index, row.email_index):
            if index is not None and len(held := by_index[bytes(index)]) < NEWEST:
                held.append(row)
    return [
        _alike(contact, (row for index in found for row in by_index[index]))
        for contact, found in zip(contacts, indexes, strict=True)
    ]


def _alike(contact: Contact | None, rows: Iterable[Party]) -> frozenset[int]:
    if contact is None:
        return frozenset()
    return frozenset(
        row.pk for row in rows if asks_alike(contact, unseal(bytes(row.sealed), row.public_id.bytes))
    )


def _indexes(contact: Contact | None) -> frozenset[bytes]:
    if contact is None:
        return frozenset()
    phone, email = normal_phone(contact.phone), normal_email(contact.email)
    return frozenset([*blind_indexes("phone", phone), *blind_indexes("email", email)])
