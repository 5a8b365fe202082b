"""The door of review."""

from answerable.contexts.review.enums import (
    AttemptOutcome,
    CallTime,
    ContestState,
    InvitationState,
    Outcome,
    Resolved,
    ReviewAct,
    Satisfaction,
    VisitState,
)
from answerable.contexts.review.views import (
    AttemptView,
    ContestRow,
    ContestView,
    Figures,
    RatingView,
    ResidentReview,
    RoundReview,
    VisitRow,
    VisitView,
)

__all__ = [
    "AttemptOutcome",
    "AttemptView",
    "CallTime",
    "ContestRow",
    "ContestState",
    "ContestView",
    "Figures",
    "InvitationState",
    "Outcome",
    "RatingView",
    "ResidentReview",
    "Resolved",
    "ReviewAct",
    "RoundReview",
    "Satisfaction",
    "VisitRow",
    "VisitState",
    "VisitView",
]
