"""Erase why clocks were paused or extended; that they were, and until when, stays."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from answerable.contexts.deadlines.models import Clock, ClockEntry
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor

_SYSTEM = Actor.system("deadlines")


@transaction.atomic
def erase_reasons(subjects: Iterable[str], *, at: datetime) -> None:
    """Blank the reasons of these subjects' clocks, and of the signing of each of their dispatches."""
    wanted = {one for named in subjects for one in (named, *(f"{named}:{n}" for n in range(2, _DISPATCHES)))}
    entries = ClockEntry.objects.filter(clock__subject__in=wanted)
    entries.exclude(reason="").update(reason="")
    rows = ledger.all_rows(
        ledger.digests_left(Clock.objects.filter(subject__in=wanted)), ledger.digests_left(entries)
    )
    if rows:
        ledger.record(actor=_SYSTEM, code="deadlines.reasons.erased", at=at, rows=rows)


# `round:17:2` is the signing of the second dispatch of a round; more than this are stopped by a limit of returns.
_DISPATCHES = 50
