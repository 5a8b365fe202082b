"""Propose an act that takes two people."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from answerable.contexts.ledger import api as ledger
from answerable.contexts.proposals.enums import State
from answerable.contexts.proposals.kinds import Facts, kind_of
from answerable.contexts.proposals.models import Proposal
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotPermitted
from answerable.kernel.text import clean

WAITS = timedelta(days=7)


@transaction.atomic
def propose(*, actor: Actor, kind: str, facts: Facts, at: datetime, reason: str = "") -> UUID:
    """Lay down what is to be done; nothing has changed yet. It waits seven days for another person.

    Safe to repeat: the same that waits already, by the same post, is that one.

    Raises:
        NotFound, NotPermitted, OwnGrant, …: what the act itself would refuse this actor.
    """
    if actor.post_id is None:
        raise NotPermitted
    wanted = kind_of(kind)
    wanted.check(actor, facts, at)
    waiting = Proposal.objects.filter(
        kind=kind, facts=dict(facts), proposed_by_id=actor.post_id, state=State.OPEN, until__gt=at
    ).first()
    if waiting is not None:
        return waiting.public_id
    made = Proposal.objects.create(
        kind=kind,
        facts=dict(facts),
        unit_id=wanted.unit(facts, at),
        reason=clean(reason)[:300],
        proposed_by_id=actor.post_id,
        proposed_at=at,
        until=at + WAITS,
    )
    told = {"proposal": str(made.public_id), "kind": kind, "facts": dict(facts), "reason": made.reason}
    ledger.record(actor=actor, code="proposals.proposed", at=at, internal=told)
    return made.public_id
