"""Reads of the proposals: everybody sees his own, and those that set up a unit see what concerns it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.api import PostView
from answerable.contexts.organisation.enums import Role
from answerable.contexts.proposals.enums import State
from answerable.contexts.proposals.kinds import kind_of
from answerable.contexts.proposals.models import Proposal
from answerable.kernel.actor import Actor

SHOWN_FOR = timedelta(days=90)
LONGEST = 200


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal as it is shown; `own`: by the person who looks, in whatever post."""

    public_id: UUID
    name: str | Promise
    lines: tuple[str, ...]
    reason: str
    by: PostView
    proposed_at: datetime
    until: datetime
    state: State
    decided_by: PostView | None
    decided_at: datetime | None
    own: bool


def may_decide(actor: Actor, proposal: Proposal) -> bool:
    return proposal.proposed_by.person_id == actor.person_id or actor.holds(Role.SETUP, proposal.unit_id)


def open_proposals(actor: Actor, *, at: datetime) -> list[ProposalView]:
    """Return what waits for a second person, the oldest first."""
    waiting = _seen(actor).filter(state=State.OPEN, until__gt=at).order_by("proposed_at", "id")
    return [_view(actor, one) for one in waiting[:LONGEST]]


def waiting_for(actor: Actor, *, at: datetime) -> int:
    """Return how many proposals this actor could decide."""
    waiting = _seen(actor).filter(state=State.OPEN, until__gt=at)
    return waiting.exclude(proposed_by__person_id=actor.person_id or 0).count()


def decided_proposals(actor: Actor, *, at: datetime) -> list[ProposalView]:
    """Return what became of those of the last 90 days, the newest first; those that nobody decided are among them."""
    over = _seen(actor).filter(~Q(state=State.OPEN) | Q(until__lte=at), proposed_at__gt=at - SHOWN_FOR)
    return [_view(actor, one) for one in over.order_by("-proposed_at", "-id")[:LONGEST]]


def _seen(actor: Actor) -> "QuerySet[Proposal]":
    own = Q(proposed_by__person_id=actor.person_id)
    return Proposal.objects.select_related("proposed_by").filter(
        own | Q(unit_id__in=actor.reach([Role.SETUP]))
    )


def _view(actor: Actor, one: Proposal) -> ProposalView:
    kind = kind_of(one.kind)
    return ProposalView(
        public_id=one.public_id,
        name=kind.name,
        lines=tuple(kind.lines(one.facts)),
        reason=one.reason,
        by=organisation.post_view(one.proposed_by_id),
        proposed_at=one.proposed_at,
        until=one.until,
        state=State(one.state),
        decided_by=organisation.post_view(one.decided_by_id) if one.decided_by_id else None,
        decided_at=one.decided_at,
        own=one.proposed_by.person_id == actor.person_id,
    )
