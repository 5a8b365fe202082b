"""The door of review."""

from answerable.contexts.review.domain.estimates import CannotEstimate, decimals
from answerable.contexts.review.domain.interval import Share
from answerable.contexts.review.domain.month import STEPS
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
from answerable.contexts.review.estimating import (
    AnswersFault,
    Found,
    estimate_file,
    read_description,
)
from answerable.contexts.review.selectors.figures import figures
from answerable.contexts.review.selectors.published import (
    Published,
    PublishedPart,
    all_published,
    change,
    published_months,
    published_versions,
)
from answerable.contexts.review.selectors.resident import resident_reviews
from answerable.contexts.review.selectors.visits import (
    contests,
    free_reviewers,
    review_view,
    visit_count,
    visit_view,
    visits,
    visits_of_subjects,
)
from answerable.contexts.review.services.conclude_visit import conclude_visit
from answerable.contexts.review.services.contest_refusal import contest_refusal
from answerable.contexts.review.services.decide_contest import decide_contest
from answerable.contexts.review.services.erase_reviews import erase_reviews
from answerable.contexts.review.services.invite import other_way, why_unwanted
from answerable.contexts.review.services.lapse_reviews import lapse_contests, lapse_invitations, lapse_reviews
from answerable.contexts.review.services.publish_month import closes_at, correct_month, publish_months
from answerable.contexts.review.services.rate_round import rate_round, rating_by_code
from answerable.contexts.review.services.rate_rounds import NewRating, rate_rounds
from answerable.contexts.review.services.record_attempt import record_attempt
from answerable.contexts.review.services.remind_of_rating import remind_of_rating
from answerable.contexts.review.services.take_visit import release_visit, take_visit
from answerable.contexts.review.views import (
    AttemptView,
    ContestRow,
    ContestView,
    Figures,
    RatingView,
    ResidentReview,
    RoundReview,
    VisitFact,
    VisitRow,
    VisitView,
)
from answerable.contexts.review.wording import language_tag, neutral_subject

__all__ = [
    "STEPS",
    "AnswersFault",
    "AttemptOutcome",
    "AttemptView",
    "CallTime",
    "CannotEstimate",
    "ContestRow",
    "ContestState",
    "ContestView",
    "Figures",
    "Found",
    "InvitationState",
    "NewRating",
    "Outcome",
    "Published",
    "PublishedPart",
    "RatingView",
    "ResidentReview",
    "Resolved",
    "ReviewAct",
    "RoundReview",
    "Satisfaction",
    "Share",
    "VisitFact",
    "VisitRow",
    "VisitState",
    "VisitView",
    "all_published",
    "change",
    "closes_at",
    "conclude_visit",
    "contest_refusal",
    "contests",
    "correct_month",
    "decide_contest",
    "decimals",
    "erase_reviews",
    "estimate_file",
    "figures",
    "free_reviewers",
    "language_tag",
    "lapse_contests",
    "lapse_invitations",
    "lapse_reviews",
    "neutral_subject",
    "other_way",
    "publish_months",
    "published_months",
    "published_versions",
    "rate_round",
    "rate_rounds",
    "rating_by_code",
    "read_description",
    "record_attempt",
    "release_visit",
    "remind_of_rating",
    "resident_reviews",
    "review_view",
    "take_visit",
    "visit_count",
    "visit_view",
    "visits",
    "visits_of_subjects",
    "why_unwanted",
]
