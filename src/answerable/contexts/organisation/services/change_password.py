"""Let the holder of an account choose a password."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import passwords
from answerable.contexts.organisation.models import Account
from answerable.kernel.actor import Actor, ActorKind
from answerable.kernel.errors import Fault, Invalid


@transaction.atomic
def change_password(*, account: Account, old: str, new: str, at: datetime) -> Account:
    """Replace the password, a one-time one too; sessions elsewhere end with it.

    Raises:
        Invalid: the old one is wrong, or the new one is no good or the same.
    """
    locked = Account.objects.select_for_update().select_related("person").get(pk=account.pk)
    if not passwords.matches(old, locked.password if locked.has_usable_password() else None):
        raise Invalid([Fault("old", _("This is not your present password."))])
    if old == new:
        raise Invalid([Fault("password", _("Choose a password that is new."))])
    passwords.require_good(new, locked.username)
    locked.set_password(new)
    locked.password_until = None
    locked.save(update_fields=["password", "password_until"])
    actor = Actor(kind=ActorKind.STAFF, name=locked.person.name, person_id=locked.person_id)
    ledger.record(
        actor=actor, code="organisation.password.changed", at=at, internal={"username": locked.username}
    )
    return locked
