"""Shut an account, or open it again."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import selectors
from answerable.contexts.organisation.events import AccessChanged
from answerable.contexts.organisation.models import Account, Person
from answerable.contexts.organisation.permissions import (
    require_over,
    require_second,
    require_someone_left,
)
from answerable.contexts.organisation.snapshots import changing
from answerable.contexts.organisation.usernames import normal_username
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound
from answerable.kernel.events import publish


@transaction.atomic
@changing()
def disable_account(*, actor: Actor, username: str, at: datetime) -> None:
    """Keep a person out from now on: running sessions end, and his posts count as not held.

    Raises:
        LastSetUp: nobody could set up the bureau any more.
        NotFound: there is no such account.
        NotPermitted: the actor may not set up all units in which the person has posts or grants.
        OwnGrant: the actor is that person.
    """
    _set(actor, username, False, "organisation.account.disabled", at)
    require_someone_left(actor, at)


@transaction.atomic
@changing()
def enable_account(*, actor: Actor, second: Actor | None = None, username: str, at: datetime) -> None:
    """Let a person in again, with the posts that have not ended meanwhile; it takes two people.

    Raises:
        NeedsSecond: nobody else confirmed it.
        NotFound, NotPermitted, OwnGrant: as for `disable_account`.
    """
    _set(actor, username, True, "organisation.account.enabled", at, require_second(actor, second))


def _set(
    actor: Actor, username: str, active: bool, code: str, at: datetime, second: Actor | None = None
) -> None:
    account = Account.objects.select_for_update().filter(username=normal_username(username)).first()
    if account is None:
        raise NotFound
    for one in (actor, second or actor):
        require_over(one, account.person_id, at)
    if account.active == active:
        return
    account.active = active
    # Opened again, nobody is still signed in from before.
    account.epoch += 1
    account.left_at = None
    account.save(update_fields=["active", "epoch", "left_at"])
    Person.objects.filter(pk=account.person_id).update(active=active)
    facts = {"username": account.username}
    if second is not None and second.is_staff:
        facts["second"] = selectors.code_of(second)
    ledger.record(actor=actor, code=code, at=at, internal=facts)
    publish([AccessChanged(account.person_id)])
