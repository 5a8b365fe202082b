"""Who of the staff looked at a case: for its resident, and for those who oversee it."""

from dataclasses import dataclass
from datetime import datetime

from answerable.contexts.cases.deferring import Deferred, last_end, told_at
from answerable.contexts.cases.errors import NotPermitted
from answerable.contexts.cases.models import Deferral
from answerable.contexts.cases.permissions import oversees
from answerable.contexts.cases.public_views import PublicLook
from answerable.contexts.cases.selectors.facts import case_id_of
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import api as organisation
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class DeferralView:
    """A deferral that is in force, for those who oversee it."""

    unit_id: int
    since: datetime
    until: datetime
    reason: str
    by_post_id: int | None


def looks_of(case_id: int, reference: str, at: datetime) -> tuple[tuple[PublicLook, ...], datetime | None]:
    """Return every look that is told by now, newest first, and by when the others are told, if there may be any.

    A look names the post and its unit as they were then, never the person.
    """
    rows = Deferral.objects.filter(case_id=case_id).values_list("unit_id", "since", "until")
    deferrals = [Deferred(*row) for row in rows]
    looks = []
    for access in ledger.accesses_of(reference):
        unit_id = access.unit_id or organisation.post_view(access.post_id).unit_id
        told = told_at(access.at, unit_id, deferrals)
        if told <= at:
            looks.append(_look(access, unit_id, told))
    return tuple(looks), last_end(deferrals, at)


def _look(access: ledger.Access, unit_id: int, told: datetime) -> PublicLook:
    return PublicLook(
        at=access.at,
        kind=access.kind,
        post_title=organisation.post_view(access.post_id).title(),
        unit_id=unit_id,
        ground=access.ground,
        reason=access.reason,
        told_late=told if told > access.at else None,
    )


def looks_at(
    actor: Actor, reference: str, at: datetime
) -> tuple[tuple[PublicLook, ...], tuple[DeferralView, ...]]:
    """Return every look at a case, and what is told later.

    Raises:
        NotPermitted: the actor is no inspector of the bureau.
        CaseNotFound: there is no such case for the actor.
    """
    if not oversees(actor):
        raise NotPermitted
    case_id = case_id_of(actor, reference)
    looks = []
    for access in ledger.accesses_of(reference):
        unit_id = access.unit_id or organisation.post_view(access.post_id).unit_id
        looks.append(_look(access, unit_id, access.at))
    rows = Deferral.objects.filter(case_id=case_id, until__gt=at).order_by("-until", "-id")
    return tuple(looks), tuple(
        DeferralView(row.unit_id, row.since, row.until, row.reason, row.by_post_id) for row in rows
    )
