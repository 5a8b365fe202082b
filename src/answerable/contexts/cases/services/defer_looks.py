"""Let the resident read later that a unit looked, where reading it now would hamper an inquiry; or end that."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases.deferring import LONGEST, LONGEST_TERM
from answerable.contexts.cases.errors import Invalid, NotPermitted
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.models import Deferral
from answerable.contexts.cases.permissions import oversees
from answerable.contexts.cases.selectors.facts import case_id_of
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, NotFound
from answerable.kernel.text import clean


@transaction.atomic
def defer_looks(*, actor: Actor, reference: str, unit_id: int, days: int, reason: str, at: datetime) -> None:
    """Tell looks of a unit from now on after so many days. What was made before is told, or will be, as it was to be.

    Raises:
        NotPermitted: the actor is no inspector of the bureau, or sits in that unit: nobody hides themselves.
        CaseNotFound: there is no such case for the actor.
        Invalid: there is no reason, or the time is none or too long.
    """
    _require_inspector(actor)
    case_id = case_id_of(actor, reference)
    if unit_id == actor.unit_id:
        raise NotPermitted
    since, until = _since(case_id, unit_id, at), at + timedelta(days=days)
    faults = []
    if until > since + LONGEST:
        faults.append(Fault("days", _("Nothing is told later than 90 days after the first decision.")))
    if not clean(reason):
        faults.append(Fault("reason", _("Say what would be hampered, and how.")))
    if not timedelta(0) < timedelta(days=days) <= LONGEST_TERM:
        faults.append(Fault("days", _("Between 1 and 30 days.")))
    if faults:
        raise Invalid(faults)
    Deferral.objects.create(
        case_id=case_id,
        unit_id=unit_id,
        since=since,
        until=until,
        reason=clean(reason)[:300],
        by_post_id=actor.post_id,
    )
    _journal(actor, "cases.looks.deferred", reference, at, unit_id, days)


def _since(case_id: CaseId, unit_id: int, at: datetime) -> datetime:
    """Return since when looks are withheld: a further decision also holds for what the one in force withholds."""
    rows = Deferral.objects.filter(case_id=case_id, unit_id=unit_id, until__gt=at)
    return rows.order_by("since").values_list("since", flat=True).first() or at


@transaction.atomic
def tell_looks(*, actor: Actor, reference: str, unit_id: int, at: datetime) -> None:
    """End what defers the looks of a unit: the resident reads them from now on.

    Raises:
        NotPermitted: the actor is no inspector of the bureau.
        NotFound: there is no such case for the actor, or nothing is deferred.
    """
    _require_inspector(actor)
    case_id = case_id_of(actor, reference)
    if not Deferral.objects.filter(case_id=case_id, unit_id=unit_id, until__gt=at).update(until=at):
        raise NotFound
    _journal(actor, "cases.looks.told", reference, at, unit_id, 0)


def _require_inspector(actor: Actor) -> None:
    if not oversees(actor):
        raise NotPermitted


def _journal(actor: Actor, code: str, reference: str, at: datetime, unit_id: int, days: int) -> None:
    internal = {"unit": unit_id, "days": days}
    ledger.record(actor=actor, code=code, at=at, chain=reference, internal=internal)
