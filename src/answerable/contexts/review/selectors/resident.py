"""What the resident sees of reviews."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from answerable.contexts.review.clocks import contests_due
from answerable.contexts.review.enums import (
    CallTime,
    ContestState,
    InvitationState,
    Resolved,
    Satisfaction,
    VisitState,
)
from answerable.contexts.review.errors import NothingToRate
from answerable.contexts.review.models import Contest, Invitation, Rating, ReturnVisit
from answerable.contexts.review.views import RatingView, ResidentReview

_RELATED = ("rating__visit__contest",)
# What the bureau says of a visit concerns the resident once it is decided.
_TOLD = (VisitState.SETTLED, VisitState.UPHELD, VisitState.REFUSED, VisitState.UNREACHABLE)


def resident_reviews(case_id: int, *, at: datetime) -> list[ResidentReview]:
    """Return the reviews of a resident's own case, the newest round last."""
    rows = Invitation.objects.filter(case_id=case_id).select_related(*_RELATED).order_by("round_no")
    return _reviews(rows, at)


def resident_review(round_id: int, *, at: datetime) -> ResidentReview:
    """Return the review of one round.

    Raises:
        NothingToRate: the round has not been answered.
    """
    row = Invitation.objects.filter(round_id=round_id).select_related(*_RELATED).first()
    if row is None:
        raise NothingToRate
    return _reviews([row], at)[0]


def rating_view(rating: Rating) -> RatingView:
    """Return what was said, as it was said; pages of the staff mask it (visits.py)."""
    return RatingView(
        satisfaction=Satisfaction(rating.satisfaction),
        resolved=Resolved(rating.resolved),
        comment=rating.comment,
        may_call=rating.may_call,
        call_time=CallTime(rating.call_time),
        at=rating.at,
    )


def _reviews(rows: Iterable[Invitation], at: datetime) -> list[ResidentReview]:
    found = list(rows)
    visits = [visit for row in found if (visit := _visit(row)) is not None]
    open_ones = [v.pk for v in visits if getattr(v, "contest", None) and v.contest.state == ContestState.OPEN]
    dues = contests_due(open_ones)
    return [_review(row, at, dues) for row in found]


def _visit(row: Invitation) -> ReturnVisit | None:
    visit: ReturnVisit | None = getattr(getattr(row, "rating", None), "visit", None)
    return visit


def _review(row: Invitation, at: datetime, dues: Mapping[int, datetime]) -> ResidentReview:
    rating: Rating | None = getattr(row, "rating", None)
    visit = _visit(row)
    contest: Contest | None = getattr(visit, "contest", None)
    told = visit is not None and visit.state in _TOLD
    until = visit.contest_until if visit is not None else None
    return ResidentReview(
        round_no=row.round_no,
        may_rate=row.state == InvitationState.OPEN and at < row.expires_at,
        rate_until=row.expires_at,
        rating=rating_view(rating) if rating else None,
        invitation=InvitationState(row.state),
        visit=VisitState(visit.state) if visit else None,
        visit_due_at=visit.due_at if visit else None,
        contest_due_at=dues.get(visit.pk) if visit else None,
        visit_reason=visit.reason if visit is not None and told else "",
        may_contest=contest is None and until is not None and at < until,
        contest_until=until,
        contest=ContestState(contest.state) if contest else None,
        contest_text=contest.text if contest else "",
        contest_reason=contest.reason if contest else "",
    )
