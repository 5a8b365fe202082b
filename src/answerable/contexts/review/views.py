"""What pages show of reviews: frozen values."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from answerable.contexts.review.domain.interval import Share
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


@dataclass(frozen=True, slots=True)
class RatingView:
    """What the resident said."""

    satisfaction: Satisfaction
    resolved: Resolved
    comment: str
    may_call: bool
    call_time: CallTime
    at: datetime


@dataclass(frozen=True, slots=True)
class AttemptView:
    at: datetime
    post_id: int
    outcome: AttemptOutcome
    note: str
    call_back_at: datetime | None


@dataclass(frozen=True, slots=True)
class ContestView:
    """An objection as staff see it."""

    public_id: UUID
    state: ContestState
    level_unit_id: int
    text: str
    at: datetime
    decided_by_post_id: int | None
    decided_at: datetime | None
    reason: str
    allowed_acts: frozenset[ReviewAct] = frozenset()


@dataclass(frozen=True, slots=True)
class VisitView:
    """A return visit as staff see it, and what its reader may do with it."""

    public_id: UUID
    reference: str
    round_no: int
    handling_unit_id: int
    state: VisitState
    opened_at: datetime
    due_at: datetime | None
    call_at: datetime
    reviewer_post_id: int | None
    concluded_at: datetime | None
    reason: str
    contest_until: datetime | None
    rating: RatingView
    attempts: tuple[AttemptView, ...]
    contest: ContestView | None
    may_give_up: bool
    allowed_acts: frozenset[ReviewAct] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A return visit in the queue of the call desk. The title has the numbers of persons masked."""

    public_id: UUID
    reference: str
    title: str
    round_no: int
    handling_unit_id: int
    state: VisitState
    satisfaction: Satisfaction
    resolved: Resolved
    comment: str
    may_call: bool
    call_time: CallTime
    opened_at: datetime
    due_at: datetime | None
    call_at: datetime
    attempts: int
    last_outcome: AttemptOutcome | None
    reviewer_post_id: int | None
    allowed_acts: frozenset[ReviewAct]

    def is_late(self, at: datetime) -> bool:
        return self.due_at is not None and self.due_at < at

    def is_time(self, at: datetime) -> bool:
        """Tell whether the resident may be called now: it is not before the time that was wished or promised."""
        return self.call_at <= at


@dataclass(frozen=True, slots=True)
class VisitFact:
    """Plain facts of a return visit for processes; never shown as they are. `level_unit_id` decides an objection."""

    visit_id: int
    case_id: int
    round_id: int
    handling_unit_id: int
    handled_since: datetime
    reviewer_post_id: int | None
    reviewer_unit_id: int | None
    level_unit_id: int | None


@dataclass(frozen=True, slots=True)
class ContestRow:
    """An objection in the queue of the level above."""

    public_id: UUID
    reference: str
    title: str
    round_no: int
    handling_unit_id: int
    level_unit_id: int
    refused_reason: str
    text: str
    at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class RoundReview:
    """What became of the rating of one round, for the page of the case."""

    round_no: int
    unit_id: int
    invitation: InvitationState
    invited_at: datetime
    expires_at: datetime
    rating: RatingView | None
    visit: VisitView | None


@dataclass(frozen=True, slots=True)
class ResidentReview:
    """What the resident sees of the review of one round. It names no member of staff.

    `may_rate` and `may_contest` say which form to show; `rating` is what was said. `visit` None: there is none.
    """

    round_no: int
    may_rate: bool
    rate_until: datetime
    rating: RatingView | None
    invitation: InvitationState
    visit: VisitState | None
    visit_due_at: datetime | None
    contest_due_at: datetime | None
    visit_reason: str
    may_contest: bool
    contest_until: datetime | None
    contest: ContestState | None
    contest_text: str
    contest_reason: str


@dataclass(frozen=True, slots=True)
class Figures:
    """How the rounds that a unit and those below it answered in a period were rated.

    The denominators are told: `due` rounds were answered, `invited` residents were sent a link, `delivered` of the
    messages went out; `satisfied` and `resolved` are shares of the ratings, and their bounds of all that were due.
    """

    unit_id: int
    due: int
    invited: int
    delivered: int
    rated: int
    lapsed: int
    satisfied: Share
    resolved: Share
    visits: int
    visits_in_time: int
    upheld: int
