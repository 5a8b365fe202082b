"""Take a special day or a rule out of the rule book. Clocks that run keep the dates they were given."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.deadlines.models import CalendarDay, ClockRule
from answerable.contexts.deadlines.permissions import require_setup
from answerable.contexts.deadlines.rulebook import touch
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid, NotFound


@transaction.atomic
def remove_day(*, actor: Actor, day: date, at: datetime) -> None:
    """Make a special day an ordinary one.

    Raises:
        NotFound: it is an ordinary one.
        NotPermitted: the actor may not set up the whole bureau.
    """
    require_setup(actor)
    if not CalendarDay.objects.filter(day=day).delete()[0]:
        raise NotFound
    touch()
    ledger.record(actor=actor, code="deadlines.day.removed", at=at, internal={"day": day.isoformat()})


@transaction.atomic
def remove_clock(*, actor: Actor, kind: str, topic: str, clock: str, at: datetime) -> None:
    """Take out a rule, so that the next more general one holds.

    Raises:
        Invalid: it is the general one, without which some cases would have no such deadline.
        NotFound: there is no such rule.
        NotPermitted: the actor may not set up the whole bureau.
    """
    require_setup(actor)
    if (kind, topic) == ("*", "*"):
        raise Invalid([Fault("clock", _("The general rule has to stay. Change it instead."))])
    if not ClockRule.objects.filter(kind=kind, topic=topic, clock=clock).delete()[0]:
        raise NotFound
    touch()
    facts = {"kind": kind, "topic": topic, "clock": clock}
    ledger.record(actor=actor, code="deadlines.rule.removed", at=at, internal=facts)
