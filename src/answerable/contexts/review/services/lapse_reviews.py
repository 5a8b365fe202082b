"""End what nobody has answered: ratings not given, refusals not contested."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import RoundState
from answerable.contexts.ledger import api as ledger
from answerable.contexts.review import journal
from answerable.contexts.review.enums import InvitationState, VisitState
from answerable.contexts.review.journal import SYSTEM
from answerable.contexts.review.models import Invitation, ReturnVisit

CHUNK = 200


def lapse_reviews(*, at: datetime) -> int:
    """End everything that is over, chunk by chunk, each in a transaction of its own; return how many were looked at."""
    total = 0
    for lapse in (lapse_invitations, lapse_contests):
        while count := lapse(at=at):
            total += count
    return total


@transaction.atomic
def lapse_invitations(*, at: datetime) -> int:
    """Close a chunk of rounds whose time for rating is over, counted as not rated; return how many were looked at."""
    rows = list(
        Invitation.objects.select_for_update(skip_locked=True)
        .filter(state=InvitationState.OPEN, expires_at__lte=at)
        .order_by("expires_at")[:CHUNK]
    )
    facts = cases.facts_of_rounds([row.round_id for row in rows])
    over = [row for row in rows if facts[cases.RoundId(row.round_id)].round_state is RoundState.ANSWERED]
    _close([row.round_id for row in over], at)
    lapsed = {row.pk for row in over}
    for row in rows:
        row.state = InvitationState.LAPSED if row.pk in lapsed else InvitationState.ENDED
    Invitation.objects.bulk_update(rows, ["state"])
    journal.record_rows("review.invitations.lapsed", at, ledger.told(rows, ["state"]))
    return len(rows)


@transaction.atomic
def lapse_contests(*, at: datetime) -> int:
    """Close a chunk of rounds whose refusal nobody has contested in time; return how many were looked at."""
    rows = list(
        ReturnVisit.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(contest_until__lte=at)
        .order_by("contest_until")[:CHUNK]
    )
    contested = set(
        ReturnVisit.objects.filter(id__in=[row.pk for row in rows], contest__isnull=False).values_list(
            "id", flat=True
        )
    )
    refused = [row.round_id for row in rows if row.state == VisitState.REFUSED and row.pk not in contested]
    facts = cases.facts_of_rounds(refused)
    _close([r for r in refused if facts[cases.RoundId(r)].round_state is RoundState.DISPUTED], at)
    for row in rows:
        row.contest_until = None
    ReturnVisit.objects.bulk_update(rows, ["contest_until"])
    journal.record_rows("review.contests.lapsed", at, ledger.told(rows, ["contest_until"]))
    return len(rows)


def _close(round_ids: list[int], at: datetime) -> None:
    if round_ids:
        cases.close_rounds(
            actor=SYSTEM, round_ids=[cases.RoundId(round_id) for round_id in round_ids], why="", at=at
        )
