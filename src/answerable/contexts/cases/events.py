"""What cases tell the floors above: facts of ids, in the past tense."""

from dataclasses import dataclass
from datetime import datetime

from answerable.kernel.events import Event


@dataclass(frozen=True, slots=True)
class CaseOpened(Event):
    """A case waits for dispatch at a desk."""

    case_id: int
    reference: str
    desk_unit_id: int
    urgent: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class RoundDispatched(Event):
    """A round has gone to a unit: dispatched, transferred, sent on after a return, or reopened."""

    case_id: int
    round_id: int
    round_no: int
    unit_id: int
    from_unit_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class RoundSignedFor(Event):
    case_id: int
    round_id: int
    unit_id: int
    handler_post_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class HandlerAssigned(Event):
    case_id: int
    round_id: int
    handler_post_id: int
    by_post_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ReturnAsked(Event):
    """A unit wishes to give a case back; posts of `sender_unit_id` decide."""

    case_id: int
    round_id: int
    unit_id: int
    sender_unit_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class RoundReturned(Event):
    """A return was approved: the first choice of unit was wrong. `to_unit_id` is None when it went to triage."""

    case_id: int
    round_id: int
    from_unit_id: int
    to_unit_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ReturnRefused(Event):
    case_id: int
    round_id: int
    unit_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ResidentAsked(Event):
    """The bureau waits for the resident, and the clocks stand still."""

    case_id: int
    round_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ResidentAdded(Event):
    case_id: int
    round_id: int
    unit_id: int | None
    handler_post_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class SubmissionJoined(Event):
    """The same matter was told once more; `unit_id` has it now."""

    case_id: int
    round_id: int
    unit_id: int | None
    handler_post_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ExtensionAsked(Event):
    case_id: int
    round_id: int
    unit_id: int
    until: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class ExtensionApproved(Event):
    case_id: int
    round_id: int
    unit_id: int
    due_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class ExtensionRefused(Event):
    case_id: int
    round_id: int
    unit_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AssistAsked(Event):
    case_id: int
    round_id: int
    assist_unit_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AssistGiven(Event):
    case_id: int
    round_id: int
    assist_unit_id: int
    handler_post_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class RoundAnswered(Event):
    """The bureau has answered. `unit_id` is who answered: the desk's unit when it was answered at once."""

    case_id: int
    round_id: int
    round_no: int
    unit_id: int
    handler_post_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class RoundDisputed(Event):
    case_id: int
    round_id: int
    round_no: int
    unit_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class RoundClosed(Event):
    case_id: int
    round_id: int
    round_no: int
    unit_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class RoundReopened(Event):
    """Another round has begun one level up."""

    case_id: int
    old_round_id: int
    new_round_id: int
    from_unit_id: int | None
    unit_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseWithdrawn(Event):
    case_id: int
    round_id: int
    unit_id: int | None
    handler_post_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseTakenOver(Event):
    case_id: int
    round_id: int
    from_unit_id: int | None
    unit_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseMarkedUrgent(Event):
    case_id: int
    urgent: bool
    unit_id: int | None
    desk_unit_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseCorrected(Event):
    """Topic, kind or place were set right: training data for whoever guessed them."""

    case_id: int
    old_topic: str
    new_topic: str
    old_kind: str
    new_kind: str
    old_area_id: int | None
    new_area_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class AccusedRecorded(Event):
    """A wall was built. Whatever was made known before has to be looked at again by whoever holds it."""

    case_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseSplit(Event):
    case_id: int
    new_case_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseBundled(Event):
    case_id: int
    bundle_id: int
    at: datetime
