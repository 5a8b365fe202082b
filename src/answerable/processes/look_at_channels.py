"""What each channel brought in, day by day, and what became of it, for whoever sets the bureau up.

Only counts: whoever looks after the channels sees no cases. A day that does not add up is an alarm.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from answerable.contexts.intake import api as intake
from answerable.contexts.organisation.enums import Role
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotPermitted

DAYS = 3


@dataclass(frozen=True, slots=True)
class Day:
    """The balance of each channel on one day."""

    on: date
    balances: Mapping[str, intake.Balance]


@row_security.as_system("processes.look_at_channels")
def channel_days(actor: Actor, *, at: datetime, days: int = DAYS) -> Sequence[Day]:
    """Return the last days, today first.

    Raises:
        NotPermitted: the actor does not look after the set-up.
    """
    if not (actor.is_system or actor.reach([Role.SETUP])):
        raise NotPermitted
    today = timezone.localdate(at)
    return [Day(on, intake.balances(on)) for on in (today - timedelta(days=back) for back in range(days))]
