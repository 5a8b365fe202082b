"""Confirm, refuse or withdraw what somebody proposed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import api as organisation
from answerable.contexts.proposals.enums import State
from answerable.contexts.proposals.errors import OwnProposal, ProposalOver
from answerable.contexts.proposals.kinds import kind_of
from answerable.contexts.proposals.models import Proposal
from answerable.contexts.proposals.selectors import may_decide
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound


@transaction.atomic
def confirm(*, actor: Actor, public_id: UUID, at: datetime) -> None:
    """Do what was proposed, now, by both: whoever proposed it must still be allowed to.

    Raises:
        NotFound: there is none, or its unit is not the actor's to set up.
        OwnProposal: the actor is who proposed it, in whatever post.
        ProposalOver: it was decided, or waited longer than seven days.
        NotPermitted, …: what the act itself refuses either of the two.
    """
    proposal = _locked(actor, public_id, at)
    if proposal.proposed_by.person_id == actor.person_id:
        raise OwnProposal
    kind = kind_of(proposal.kind)
    first = organisation.actor_for(proposal.proposed_by_id, at=at)
    kind.check(first, proposal.facts, at)
    if not kind.asked:
        kind.check(actor, proposal.facts, at)
    kind.perform(first, actor, proposal.facts, at)
    _decide(proposal, actor, State.CONFIRMED, at)


@transaction.atomic
def refuse(*, actor: Actor, public_id: UUID, at: datetime) -> None:
    """Leave it undone; who proposed it withdraws it so.

    Raises:
        NotFound, ProposalOver: as for `confirm`.
    """
    proposal = _locked(actor, public_id, at)
    own = proposal.proposed_by.person_id == actor.person_id
    _decide(proposal, actor, State.WITHDRAWN if own else State.REFUSED, at)


def _locked(actor: Actor, public_id: UUID, at: datetime) -> Proposal:
    proposal = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("proposed_by")
        .filter(public_id=public_id)
        .first()
    )
    if proposal is None or not may_decide(actor, proposal):
        raise NotFound
    if proposal.state != State.OPEN or proposal.until <= at:
        raise ProposalOver
    return proposal


def _decide(proposal: Proposal, actor: Actor, state: State, at: datetime) -> None:
    proposal.state, proposal.decided_by_id, proposal.decided_at = state.value, actor.post_id, at
    proposal.save(update_fields=["state", "decided_by", "decided_at"])
    told = {"proposal": str(proposal.public_id), "kind": proposal.kind}
    ledger.record(actor=actor, code=f"proposals.{state.value}", at=at, internal=told)
