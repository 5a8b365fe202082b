"""Joiners, movers and leavers as another system of the bureau tells them: who is there, never what he may do."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import selectors
from answerable.contexts.organisation.errors import NeedsSecond
from answerable.contexts.organisation.models import Account, Person
from answerable.contexts.organisation.services.disable_account import disable_account, enable_account
from answerable.contexts.organisation.services.end_post import end_post
from answerable.contexts.organisation.snapshots import changing
from answerable.contexts.organisation.usernames import USERNAME, normal_username
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Conflict, Fault, Invalid, NotFound, NotPermitted
from answerable.kernel.text import clean

LONGEST_NAME = 100


@transaction.atomic
@changing()
def take_on(*, actor: Actor, username: str, name: str, at: datetime) -> int:
    """Let somebody in who is new: an account without a password, and no post; return the id of the person.

    Raises:
        Conflict: the user name is taken.
        Invalid: user name or name are none.
        NotPermitted: only a system of the bureau does this; a person appoints to a post.
    """
    _require_system(actor)
    username, name = normal_username(username), _named(name)
    if not USERNAME.fullmatch(username):
        sentence = _("A user name has 1 to 60 letters, digits, points, lines or dashes.")
        raise Invalid([Fault("userName", sentence)])
    if Account.objects.filter(username=username).exists():
        raise Conflict
    person = Person.objects.create(name=name)
    Account.objects.create(username=username, person=person, password=make_password(None))
    facts = {"username": username}
    ledger.record(actor=actor, code="organisation.person.taken_on", at=at, internal=facts)
    return person.pk


@transaction.atomic
@changing()
def rename(*, actor: Actor, person_id: int, name: str, at: datetime) -> None:
    """Call a person otherwise, in all posts.

    Raises:
        Invalid, NotPermitted: as for `take_on`.
    """
    _require_system(actor)
    named = _named(name)
    if Person.objects.filter(pk=person_id).exclude(name=named).update(name=named):
        facts = {"username": selectors.account_of(person_id).username}
        ledger.record(actor=actor, code="organisation.person.renamed", at=at, internal=facts)


def note_external_id(*, actor: Actor, person_id: int, external_id: str) -> None:
    """Keep what the other system calls a person; it is that system's affair and no act.

    Raises:
        NotPermitted: as for `take_on`.
    """
    _require_system(actor)
    Account.objects.filter(person_id=person_id).update(external_id=clean(external_id)[:200])


@transaction.atomic
def set_active(*, actor: Actor, person_id: int, active: bool, at: datetime) -> None:
    """Shut an account at once, or open it again, unless rights would come back with it: that takes two people.

    Raises:
        NeedsSecond: the person has posts that have not ended.
        NotPermitted: as for `take_on`.
    """
    _require_system(actor)
    account = selectors.account_of(person_id)
    if account.active == active:
        return
    if not active:
        disable_account(actor=actor, username=account.username, at=at)
        return
    if selectors.posts_of_person(person_id, at=at):
        raise NeedsSecond
    enable_account(actor=actor, username=account.username, at=at)


@transaction.atomic
def let_go(*, actor: Actor, person_id: int, at: datetime) -> None:
    """Shut the account and end all posts. What the person did stays, under the name.

    Raises:
        NotPermitted: as for `take_on`.
    """
    set_active(actor=actor, person_id=person_id, active=False, at=at)
    for post in selectors.posts_of_person(person_id, at=at):
        try:
            end_post(actor=actor, post_id=post.id, at=at)
        except NotFound:
            continue
    Account.objects.filter(person_id=person_id).update(left_at=at)
    facts = {"username": selectors.account_of(person_id).username}
    ledger.record(actor=actor, code="organisation.person.let_go", at=at, internal=facts)


def _named(name: str) -> str:
    named = clean(name)
    if not 0 < len(named) <= LONGEST_NAME:
        raise Invalid([Fault("displayName", _("A name has 1 to 100 characters."))])
    return named


def _require_system(actor: Actor) -> None:
    if not actor.is_system:
        raise NotPermitted
