"""Give a post more rights for some hours: asked for by its holder, approved by a second person."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import selectors
from answerable.contexts.organisation.enums import Role
from answerable.contexts.organisation.models import Elevation
from answerable.contexts.organisation.permissions import require_second, require_setup
from answerable.contexts.organisation.snapshots import changing
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid, NotFound, NotPermitted
from answerable.kernel.text import clean

LONGEST = timedelta(hours=8)


def require_elevation(actor: Actor, post_id: int, unit_id: int, lasts: timedelta) -> None:
    """Let pass who asks for his own post, for an open unit, and for eight hours at most.

    Raises:
        Invalid: it would last too long, or no time at all.
        NotFound: there is no such unit, or it is closed.
        NotPermitted: the post is another's.
    """
    if not actor.is_staff or actor.post_id != post_id:
        raise NotPermitted
    if not selectors.units().get(unit_id).active:
        raise NotFound
    if not timedelta(0) < lasts <= LONGEST:
        raise Invalid([Fault("hours", _("Eight hours at most."))])


@transaction.atomic
@changing()
def elevate(
    *,
    actor: Actor,
    second: Actor | None,
    role: Role,
    unit_id: int,
    reason: str,
    lasts: timedelta,
    at: datetime,
) -> None:
    """Begin it now. It ends by itself: rights are read with the hour in hand. Walls hold all the same.

    Raises:
        Invalid, NotFound, NotPermitted: as for `require_elevation`; or the second person does not set up the unit.
        NeedsSecond: nobody else approved.
    """
    post_id = actor.post_id or 0
    require_elevation(actor, post_id, unit_id, lasts)
    approver = require_second(actor, second)
    require_setup(approver, unit_id)
    words = clean(reason)[:300]
    if not words:
        raise Invalid([Fault("reason", _("Give a reason."))])
    made = Elevation.objects.create(
        post_id=post_id,
        role=role.value,
        unit_id=unit_id,
        reason=words,
        approved_by_id=approver.post_id or 0,
        begins_at=at,
        ends_at=at + lasts,
    )
    facts = {
        "elevation": str(made.public_id),
        "post": selectors.post_view(made.post_id).code,
        "role": role.value,
        "unit": selectors.units().get(unit_id).code,
        "until": made.ends_at.isoformat(),
        "reason": words,
        "approved_by": selectors.post_view(made.approved_by_id).code,
    }
    ledger.record(actor=actor, code="organisation.elevation.begun", at=at, internal=facts)
