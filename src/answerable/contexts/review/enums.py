"""The words of review."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Satisfaction(TextChoices):
    SATISFIED = "satisfied", _("Satisfied")
    BASICALLY = "basically", _("Basically satisfied")
    DISSATISFIED = "dissatisfied", _("Dissatisfied")


class Resolved(TextChoices):
    """Asked separately: somebody may be content with how they were treated and still have the problem."""

    YES = "yes", _("Yes, it is solved")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No, it is not solved")


class InvitationState(TextChoices):
    OPEN = "open", _("May be rated")
    RATED = "rated", _("Rated")
    LAPSED = "lapsed", _("Not rated in time")
    ENDED = "ended", _("No longer asked")


class CallTime(TextChoices):
    """When a resident would like to be called."""

    ANY = "any", _("At any time of day")
    MORNING = "morning", _("In the morning")
    AFTERNOON = "afternoon", _("In the afternoon")
    EVENING = "evening", _("In the evening")


class VisitState(TextChoices):
    """How far a return visit is: two states on the way, four outcomes, and one for what came otherwise to an end."""

    WAITING = "waiting", _("Waiting for a reviewer")
    TAKEN = "taken", _("With a reviewer")
    UPHELD = "upheld", _("Upheld: it is done again, one level up")
    SETTLED = "settled", _("Settled with the resident")
    REFUSED = "refused", _("Refused, with the reason")
    UNREACHABLE = "unreachable", _("The resident could not be reached")
    ENDED = "ended", _("No call needed any more")


class AttemptOutcome(TextChoices):
    """What came of one call."""

    REACHED = "reached", _("Spoke with the resident")
    NO_ANSWER = "no_answer", _("No answer")
    BUSY = "busy", _("Busy")
    WRONG_NUMBER = "wrong_number", _("Wrong number")
    DECLINED = "declined", _("Did not wish to talk")
    CALL_BACK = "call_back", _("Asked to be called later")


class ContestState(TextChoices):
    OPEN = "open", _("Waiting for the level above")
    ALLOWED = "allowed", _("Allowed: it is done again, one level up")
    REJECTED = "rejected", _("Rejected, with the reason")
    ENDED = "ended", _("No decision needed any more")


class ReviewAct(TextChoices):
    """What a post may do with a return visit or a contest."""

    TAKE = "take_visit", _("Take the call")
    RELEASE = "release_visit", _("Give the call back")
    RECORD_ATTEMPT = "record_attempt", _("Record a call")
    CONCLUDE = "conclude_visit", _("Decide")
    DECIDE_CONTEST = "decide_contest", _("Decide on the objection")


class Outcome(TextChoices):
    """How a return visit may end."""

    UPHELD = "upheld", _("Upheld")
    SETTLED = "settled", _("Settled")
    REFUSED = "refused", _("Not done again")
    UNREACHABLE = "unreachable", _("Not reached")
