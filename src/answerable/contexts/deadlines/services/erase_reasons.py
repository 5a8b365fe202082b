"""Erase why clocks were paused or extended; that they were, and until when, stays."""

from collections.abc import Iterable

from django.db import transaction

from answerable.contexts.deadlines.models import ClockEntry


@transaction.atomic
def erase_reasons(subjects: Iterable[str]) -> None:
    """Blank the reasons of these subjects' clocks, and of the signing of each of their dispatches."""
    wanted = {one for named in subjects for one in (named, *(f"{named}:{n}" for n in range(2, _DISPATCHES)))}
    ClockEntry.objects.filter(clock__subject__in=wanted).exclude(reason="").update(reason="")


# `round:17:2` is the signing of the second dispatch of a round; more than this are stopped by a limit of returns.
_DISPATCHES = 50
