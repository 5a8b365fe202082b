"""Start clocks for many subjects at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from answerable.contexts.deadlines.domain.replay import Entry
from answerable.contexts.deadlines.domain.rules import rule_for
from answerable.contexts.deadlines.enums import ClockKind, EntryKind
from answerable.contexts.deadlines.models import Clock, ClockEntry
from answerable.contexts.deadlines.rulebook import rulebook
from answerable.contexts.deadlines.services.recompute import recompute, stored


@dataclass(frozen=True, slots=True)
class ClockStart:
    """A clock to be started. `topics` runs from the most specific code upwards."""

    subject: str
    clock: ClockKind
    kind: str
    topics: tuple[str, ...]
    at: datetime


@transaction.atomic
def start_clocks(starts: Sequence[ClockStart]) -> dict[tuple[str, ClockKind], datetime]:
    """Start each clock for which there is a rule, and return what is due when.

    A clock that runs already for its subject stays as it is: starting twice is harmless.
    """
    book = rulebook()
    clocks = []
    for start in starts:
        rule = rule_for(book.rules, start.clock, start.kind, start.topics)
        if rule is not None:
            clock = Clock(subject=start.subject, clock=start.clock, rule=stored(rule))
            recompute(clock, [Entry(EntryKind.START, start.at)], book.calendar)
            clocks.append(clock)
    subjects = {clock.subject for clock in clocks}
    known = set(Clock.objects.filter(subject__in=subjects).values_list("subject", "clock"))
    new = [clock for clock in clocks if (clock.subject, str(clock.clock)) not in known]
    Clock.objects.bulk_create(new)
    ClockEntry.objects.bulk_create(
        ClockEntry(clock=clock, kind=EntryKind.START, at=clock.started_at) for clock in new
    )
    return {(clock.subject, ClockKind(clock.clock)): clock.due_at for clock in new}
