"""Told in confidence: who it is stays with the desk that took it, closed to whoever handles it (ADR 0705).

The handling unit reads the words with names and numbers hidden and the place as it was given, asks back through the
platform, and answers through it. The original words stay closed to it, too: they may name their sender.
"""

from django.db.models import Q

from answerable.contexts.cases.models import Case
from answerable.contexts.organisation.enums import Role
from answerable.kernel.actor import Actor

# Who keeps the identity: they took the call, call back about the answer, or look into who leaked it.
KEEPERS = (Role.AGENT, Role.DISPATCHER, Role.REVIEWER, Role.INSPECTOR)


def knows_sender(actor: Actor, case: Case) -> bool:
    """Whether the actor may learn who sent it. Without confidence, or without a sender, other rules say so."""
    if not case.confidential or case.party_id is None or actor.is_system:
        return True
    if actor.unit_id in _handling(case):
        return False
    return any(actor.holds(role, case.desk_unit_id) for role in KEEPERS)


def known_sender(actor: Actor) -> Q:
    """Say of a query what `knows_sender` says of a row."""
    if actor.is_system:
        return Q()
    kept = Q(desk_unit__in=sorted(actor.reach(KEEPERS)))
    if actor.unit_id is not None:
        kept &= Q(desk_unit=actor.unit_id) | ~Q(scope_units__contains=[actor.unit_id])
    return Q(confidential=False) | Q(party=None) | kept


def _handling(case: Case) -> set[int]:
    """Return the units that have or had a part in it, beside the desk."""
    return set(case.scope_units) - {case.desk_unit_id}
