"""Take the residents' ratings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from answerable.contexts.cases import api as cases
from answerable.contexts.ledger import api as ledger
from answerable.contexts.review.enums import CallTime, InvitationState, Resolved, Satisfaction
from answerable.contexts.review.errors import AlreadyRated, NothingToRate
from answerable.contexts.review.events import RoundRated
from answerable.contexts.review.journal import SYSTEM
from answerable.contexts.review.models import Invitation, Rating
from answerable.contexts.review.services.open_visits import open_visits
from answerable.kernel.actor import Actor
from answerable.kernel.events import publish
from answerable.kernel.text import clean

LONGEST_COMMENT = 2000


@dataclass(frozen=True, slots=True)
class NewRating:
    """What a resident says of one answered round."""

    round_id: int
    satisfaction: Satisfaction
    resolved: Resolved
    at: datetime
    comment: str = ""
    may_call: bool = True
    call_time: CallTime = CallTime.ANY
    by_link: bool = True


@transaction.atomic
def rate_rounds(ratings: Sequence[NewRating]) -> None:
    """Keep each rating: content closes its round, discontent opens a return visit.

    Raises:
        AlreadyRated: one of the rounds has a rating; two at once are one too many.
        NothingToRate: one of them can't be rated, or not any more.
    """
    given = {rating.round_id: rating for rating in ratings}
    invitations = list(Invitation.objects.select_for_update().filter(round_id__in=given).order_by("id"))
    _check(invitations, given)
    rows = Rating.objects.bulk_create([_row(i, given[i.round_id]) for i in invitations])
    facts = cases.facts_of_rounds(list(given))
    keep_rated(rows, facts)
    _move_rounds(rows)
    opened = open_visits([row for row in rows if row.satisfaction == Satisfaction.DISSATISFIED], facts)
    publish([*(_rated(row) for row in rows), *opened])


def _check(invitations: Sequence[Invitation], given: Mapping[int, NewRating]) -> None:
    if len(invitations) < len(given):
        raise NothingToRate
    for invitation in invitations:
        if invitation.state == InvitationState.RATED:
            raise AlreadyRated
        if invitation.state != InvitationState.OPEN or invitation.expires_at <= given[invitation.round_id].at:
            raise NothingToRate


def _row(invitation: Invitation, rating: NewRating) -> Rating:
    return Rating(
        invitation=invitation,
        satisfaction=rating.satisfaction,
        resolved=rating.resolved,
        comment=clean(rating.comment)[:LONGEST_COMMENT],
        may_call=rating.may_call,
        call_time=rating.call_time,
        by_link=rating.by_link,
        at=rating.at,
    )


def keep_rated(rows: Sequence[Rating], facts: Mapping[cases.RoundId, cases.CaseFact]) -> None:
    """Note that the invitations of new ratings are answered, and write a line for each into the chain of its case."""
    Invitation.objects.filter(id__in=[row.invitation_id for row in rows]).update(state=InvitationState.RATED)
    for row in rows:
        row.invitation.state = InvitationState.RATED
    ledger.record_many([_line(row, facts[cases.RoundId(row.invitation.round_id)]) for row in rows])


def _line(row: Rating, fact: cases.CaseFact) -> ledger.Entry:
    return ledger.Entry(
        actor=Actor.resident(fact.case_id),
        code="review.round.rated",
        at=row.at,
        chain=fact.reference,
        pub={
            "round": fact.round_no,
            "satisfaction": str(row.satisfaction),
            "resolved": str(row.resolved),
        },
        rows=ledger.all_rows(ledger.told([row]), ledger.told([row.invitation], ["state"])),
    )


def _rated(row: Rating) -> RoundRated:
    invitation = row.invitation
    return RoundRated(
        invitation.case_id, invitation.round_id, invitation.unit_id, Satisfaction(row.satisfaction), row.at
    )


def _move_rounds(rows: Sequence[Rating]) -> None:
    """Close the rounds of the content, and put those of the others in dispute, all in one go."""
    cases.perform([_step(row) for row in rows])


def _step(row: Rating) -> cases.Step:
    case_id = cases.CaseId(row.invitation.case_id)
    if row.satisfaction == Satisfaction.DISSATISFIED:
        return cases.DisputeRound(
            actor=Actor.resident(case_id), case_id=case_id, at=row.at, reason=row.comment
        )
    return cases.CloseRound(actor=SYSTEM, case_id=case_id, at=row.at)
