"""Return visits and contests as the staff see them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from answerable.contexts.cases import api as cases
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.api import PostView
from answerable.contexts.organisation.enums import Role
from answerable.contexts.parties import api as parties
from answerable.contexts.review.clocks import contests_due
from answerable.contexts.review.domain.calls import tried_enough
from answerable.contexts.review.enums import (
    AttemptOutcome,
    CallTime,
    ContestState,
    InvitationState,
    Resolved,
    ReviewAct,
    Satisfaction,
    VisitState,
)
from answerable.contexts.review.errors import VisitNotFound
from answerable.contexts.review.independence import Handled, is_independent
from answerable.contexts.review.models import Contest, Invitation, ReturnVisit, VisitAttempt
from answerable.contexts.review.permissions import DECIDERS, REVIEWERS, allowed_acts
from answerable.contexts.review.selectors.resident import rating_view
from answerable.contexts.review.views import (
    AttemptView,
    ContestRow,
    ContestView,
    RatingView,
    RoundReview,
    VisitFact,
    VisitRow,
    VisitView,
)
from answerable.kernel.actor import Actor

PAGE = 50
# So many are read for a page, because some of them may not be the reader's to take.
_READ = 200
_ASKED = "rating__invitation"


def _in_reach(actor: Actor) -> QuerySet[ReturnVisit]:
    reach = actor.reach(REVIEWERS)
    return ReturnVisit.objects.filter(handling_unit_id__in=reach, case__in=cases.visible_cases(actor))


def visits(actor: Actor, *, at: datetime, limit: int = PAGE) -> list[VisitRow]:
    """Return the calls to make, the earliest due first: those that the actor may take, and those that it has.

    Whoever had a part in a round does not see its visit here. Calls wished for later stand after those for now.
    """
    # What belongs to a visit is fetched for the page alone: joined, it would be read for all that wait.
    rows = list(
        _in_reach(actor)
        .filter(state__in=[VisitState.WAITING, VisitState.TAKEN])
        .prefetch_related(_ASKED)
        .order_by("call_at", "id")[:_READ]
    )
    acts = allowed_acts(actor, rows, at)
    mine = [row for row in rows if acts[row.pk]][:limit]
    shown = cases.visible_rows(actor, [cases.CaseId(row.case_id) for row in mine])
    calls = _calls_of(mine)
    return [_row(row, shown[cases.CaseId(row.case_id)], calls.get(row.pk, []), acts[row.pk]) for row in mine]


def _calls_of(rows: Sequence[ReturnVisit]) -> Mapping[int, list[VisitAttempt]]:
    found: dict[int, list[VisitAttempt]] = {}
    for call in VisitAttempt.objects.filter(visit__in=[row.pk for row in rows]).order_by("id"):
        found.setdefault(call.visit_id, []).append(call)
    return found


def visit_count(actor: Actor, *, at: datetime) -> int:
    """Return how many calls wait for the actor, counted up to the length of a page."""
    return len(visits(actor, at=at))


def _row(
    visit: ReturnVisit, case: cases.CaseRow, calls: Sequence[VisitAttempt], acts: frozenset[ReviewAct]
) -> VisitRow:
    rating = visit.rating
    return VisitRow(
        public_id=visit.public_id,
        reference=case.reference,
        title=case.title,
        round_no=rating.invitation.round_no,
        handling_unit_id=visit.handling_unit_id,
        state=VisitState(visit.state),
        satisfaction=Satisfaction(rating.satisfaction),
        resolved=Resolved(rating.resolved),
        comment=parties.mask_text(rating.comment),
        may_call=rating.may_call,
        call_time=CallTime(rating.call_time),
        opened_at=visit.opened_at,
        due_at=visit.due_at,
        call_at=visit.call_at,
        attempts=len(calls),
        last_outcome=AttemptOutcome(calls[-1].outcome) if calls else None,
        reviewer_post_id=visit.reviewer_post_id,
        allowed_acts=acts,
    )


def visit_view(actor: Actor, public_id: UUID, *, at: datetime) -> VisitView:
    """Return one return visit for the call desk.

    Raises:
        VisitNotFound: there is none, it is out of reach, or behind a wall.
    """
    visit = _in_reach(actor).filter(public_id=public_id).select_related(_ASKED, "contest").first()
    if visit is None:
        raise VisitNotFound
    return _views(actor, [visit], at)[0]


def _views(actor: Actor, rows: Sequence[ReturnVisit], at: datetime) -> list[VisitView]:
    acts = allowed_acts(actor, rows, at)
    facts = cases.facts_of([cases.CaseId(row.case_id) for row in rows])
    return [_view(row, facts[cases.CaseId(row.case_id)].reference, acts[row.pk]) for row in rows]


def _view(visit: ReturnVisit, reference: str, acts: frozenset[ReviewAct]) -> VisitView:
    calls = list(visit.attempts.order_by("id"))
    contest: Contest | None = getattr(visit, "contest", None)
    return VisitView(
        public_id=visit.public_id,
        reference=reference,
        round_no=visit.rating.invitation.round_no,
        handling_unit_id=visit.handling_unit_id,
        state=VisitState(visit.state),
        opened_at=visit.opened_at,
        due_at=visit.due_at,
        call_at=visit.call_at,
        reviewer_post_id=visit.reviewer_post_id,
        concluded_at=visit.concluded_at,
        reason=visit.reason,
        contest_until=visit.contest_until,
        rating=_masked(rating_view(visit.rating)),
        attempts=tuple(_attempt(call) for call in calls),
        contest=_contest(contest, acts) if contest else None,
        may_give_up=tried_enough(timezone.localdate(call.at) for call in calls),
        allowed_acts=acts,
    )


def _masked(said: RatingView) -> RatingView:
    """Hide the numbers of persons, as everywhere on the pages of the staff."""
    return replace(said, comment=parties.mask_text(said.comment))


def _attempt(call: VisitAttempt) -> AttemptView:
    return AttemptView(call.at, call.post_id, AttemptOutcome(call.outcome), call.note, call.call_back_at)


def _contest(contest: Contest, acts: frozenset[ReviewAct]) -> ContestView:
    return ContestView(
        public_id=contest.public_id,
        state=ContestState(contest.state),
        level_unit_id=contest.level_unit_id,
        text=parties.mask_text(contest.text),
        at=contest.at,
        decided_by_post_id=contest.decided_by_post_id,
        decided_at=contest.decided_at,
        reason=contest.reason,
        allowed_acts=acts & {ReviewAct.DECIDE_CONTEST},
    )


def contests(actor: Actor, *, at: datetime, limit: int = PAGE) -> list[ContestRow]:
    """Return the objections that the actor may decide on, the oldest first."""
    rows = list(
        Contest.objects.filter(
            state=ContestState.OPEN,
            level_unit_id__in=actor.reach(DECIDERS),
            visit__case__in=cases.visible_cases(actor),
        )
        .prefetch_related("visit__rating__invitation")
        .order_by("at", "id")[:_READ]
    )
    for row in rows:
        row.visit.contest = row
    acts = allowed_acts(actor, [row.visit for row in rows], at)
    mine = [row for row in rows if ReviewAct.DECIDE_CONTEST in acts[row.visit_id]][:limit]
    shown = cases.visible_rows(actor, [cases.CaseId(row.visit.case_id) for row in mine])
    dues = contests_due(row.visit_id for row in mine)
    return [_contest_row(row, shown[cases.CaseId(row.visit.case_id)], dues.get(row.visit_id)) for row in mine]


def _contest_row(row: Contest, case: cases.CaseRow, due_at: datetime | None) -> ContestRow:
    return ContestRow(
        public_id=row.public_id,
        reference=case.reference,
        title=case.title,
        round_no=row.visit.rating.invitation.round_no,
        handling_unit_id=row.visit.handling_unit_id,
        level_unit_id=row.level_unit_id,
        refused_reason=row.visit.reason,
        text=parties.mask_text(row.text),
        at=row.at,
        due_at=due_at,
    )


def review_view(actor: Actor, case_id: int, *, at: datetime) -> list[RoundReview]:
    """Return what became of the ratings of a case, the newest round last; whoever calls has opened the case."""
    rows = list(
        Invitation.objects.filter(case_id=case_id)
        .select_related("rating__visit__contest", "rating__visit__rating__invitation")
        .order_by("round_no")
    )
    found = [visit for row in rows if (visit := _visit_of(row)) is not None]
    views = {visit.pk: view for visit, view in zip(found, _views(actor, found, at), strict=True)}
    return [_round(row, views.get(visit.pk) if (visit := _visit_of(row)) else None) for row in rows]


def _visit_of(row: Invitation) -> ReturnVisit | None:
    visit: ReturnVisit | None = getattr(getattr(row, "rating", None), "visit", None)
    return visit


def _round(row: Invitation, visit: VisitView | None) -> RoundReview:
    rating = getattr(row, "rating", None)
    return RoundReview(
        round_no=row.round_no,
        unit_id=row.unit_id,
        invitation=InvitationState(row.state),
        invited_at=row.made_at,
        expires_at=row.expires_at,
        rating=_masked(rating_view(rating)) if rating else None,
        visit=visit,
    )


def visits_of_subjects(subjects: Iterable[str]) -> Mapping[str, VisitFact]:
    """Return the visits that clocks speak of; subjects of other things are left out."""
    wanted = {subject: int(subject.split(":")[1]) for subject in subjects if subject.startswith("visit:")}
    rows = ReturnVisit.objects.select_related("rating__invitation", "contest").in_bulk(set(wanted.values()))
    return {subject: _fact(rows[visit_id]) for subject, visit_id in wanted.items() if visit_id in rows}


def _fact(row: ReturnVisit) -> VisitFact:
    contest: Contest | None = getattr(row, "contest", None)
    return VisitFact(
        visit_id=row.pk,
        case_id=row.case_id,
        round_id=row.round_id,
        handling_unit_id=row.handling_unit_id,
        handled_since=row.rating.invitation.handled_since,
        reviewer_post_id=row.reviewer_post_id,
        reviewer_unit_id=row.reviewer_unit_id,
        level_unit_id=contest.level_unit_id if contest else None,
    )


def free_reviewers(visit: VisitFact, *, at: datetime) -> list[PostView]:
    """Return the posts that may take a visit, of the nearest unit above the handling one that has any.

    Nobody is among them who had a part in the round, or stands behind a wall of its case.
    """
    fact = cases.facts_of([cases.CaseId(visit.case_id)])[cases.CaseId(visit.case_id)]
    handled = Handled(visit.case_id, visit.handling_unit_id, visit.handled_since)
    for above in (visit.handling_unit_id, *organisation.units().ancestors(visit.handling_unit_id)):
        posts = [
            post
            for post in organisation.nearest_posts(Role.REVIEWER, above, at=at)
            if post.person_id not in fact.walled_persons and post.unit_id not in fact.walled_units
        ]
        actors = [(post, organisation.actor_for(post.id, at=at)) for post in posts]
        if free := [post for post, actor in actors if is_independent(actor, handled, at=at)]:
            return free
    return []
