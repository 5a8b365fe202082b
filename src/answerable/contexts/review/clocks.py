"""The clocks of reviews: the call to a dissatisfied resident, and the decision on an objection to what came of it."""

from collections.abc import Iterable
from datetime import datetime

from answerable.contexts.deadlines import api as deadlines


def visit_subject(visit_id: int) -> str:
    """Return the name of a visit's clocks."""
    return f"visit:{visit_id}"


def contest_subject(visit_id: int) -> str:
    """Return the name of the clock of an objection to what a visit came to."""
    return f"{visit_subject(visit_id)}:contest"


def contests_due(visit_ids: Iterable[int]) -> dict[int, datetime]:
    """Return by when the objections to these visits are to be decided; those without a rule are left out."""
    subjects = {contest_subject(visit_id): visit_id for visit_id in visit_ids}
    found = deadlines.clocks_of(subjects) if subjects else {}
    return {
        subjects[subject]: clocks[deadlines.ClockKind.CONTEST].due_at for subject, clocks in found.items()
    }
