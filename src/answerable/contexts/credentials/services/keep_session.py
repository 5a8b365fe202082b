"""Keep where an account is signed in, and end it there."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction

from answerable.contexts.credentials.enums import Means
from answerable.contexts.credentials.holder import acting
from answerable.contexts.credentials.models import StaffSession
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.api import Account
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound

# No session is older (interfaces/console/session.py).
KEPT = timedelta(days=1)


@transaction.atomic
def begin_session(*, account: Account, key: str, means: Means, browser: str, at: datetime) -> None:
    """Note a session that has just begun; `browser` is a word for it, such as «Firefox · Windows»."""
    StaffSession.objects.filter(began_at__lt=at - KEPT).delete()
    StaffSession.objects.create(
        account=account, session_key=key, means=means, browser=browser[:40], began_at=at
    )
    facts = {"username": account.username, "means": means.value}
    ledger.record(actor=acting(account), code="credentials.session.begun", at=at, internal=facts)


def follow_session(*, old: str, new: str) -> None:
    """Go on with a session whose key was changed."""
    StaffSession.objects.filter(session_key=old).update(session_key=new)


def sessions_of(account: Account) -> list[StaffSession]:
    """Return the sessions of an account that have not ended, the newest first."""
    running = Session.objects.values("session_key")
    return list(StaffSession.objects.filter(account=account, session_key__in=running).order_by("-began_at"))


@transaction.atomic
def end_session(*, account: Account, public_id: UUID, at: datetime) -> None:
    """End one of one's own sessions, at once.

    Raises:
        NotFound: there is none, or it is another's.
    """
    found = StaffSession.objects.filter(account=account, public_id=public_id).first()
    if found is None:
        raise NotFound
    _end([found])
    facts = {"username": account.username, "sessions": 1}
    ledger.record(actor=acting(account), code="credentials.session.ended", at=at, internal=facts)


@transaction.atomic
def end_other_sessions(*, account: Account, key: str, at: datetime) -> int:
    """End all sessions of an account but the one of this key; return how many there were."""
    found = [one for one in sessions_of(account) if one.session_key != key]
    _end(found)
    facts = {"username": account.username, "sessions": len(found)}
    ledger.record(actor=acting(account), code="credentials.session.ended", at=at, internal=facts)
    return len(found)


@transaction.atomic
def end_sessions_of(*, actor: Actor, username: str, at: datetime) -> int:
    """End all sessions of somebody else, e.g. when a telephone was lost; return how many there were.

    Raises:
        NotFound: there is no such account.
        NotPermitted: the actor may not set up all units in which the person has posts or grants.
        OwnGrant: the actor is that person, who has a page for it.
    """
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise NotFound
    organisation.require_over(actor, account.person_id, at)
    found = list(StaffSession.objects.filter(account=account))
    _end(found)
    facts = {"username": username, "sessions": len(found)}
    ledger.record(actor=actor, code="credentials.session.ended", at=at, internal=facts)
    return len(found)


@transaction.atomic
def close_session(*, account: Account, key: str, at: datetime) -> None:
    """Note that the holder signed out. The session itself goes with the sign-out."""
    found = list(StaffSession.objects.filter(account=account, session_key=key))
    if found:
        _end(found)
        facts = {"username": account.username, "sessions": 1}
        ledger.record(actor=acting(account), code="credentials.session.ended", at=at, internal=facts)


def drop_sessions(person_ids: Collection[int], *, but: str = "") -> None:
    """End all sessions of persons, but the one of a key, as part of another act, which writes the journal."""
    _end(list(StaffSession.objects.filter(account__person_id__in=person_ids).exclude(session_key=but)))


def _end(sessions: Sequence[StaffSession]) -> None:
    keys = [one.session_key for one in sessions]
    Session.objects.filter(session_key__in=keys).delete()
    StaffSession.objects.filter(session_key__in=keys).delete()
