"""What lists and pages of cases show: frozen values, so that no page can reach what its reader may not see.

Units, posts and areas are ids; `organisation.units()`, `post_view()` and `areas()` name them without a statement.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from answerable.contexts.cases.enums import (
    Act,
    AskKind,
    AskState,
    Channel,
    Kind,
    Outcome,
    RoundState,
    Sensitive,
    Sort,
    View,
)
from answerable.contexts.cases.ids import CaseId, RoundId
from answerable.contexts.deadlines.api import ClockKind, ClockView
from answerable.contexts.parties.api import MaskedParty


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list is narrowed to. Empty fields narrow nothing; `unit_id` and `topic_code` take in what is below."""

    view: View = View.ALL
    text: str = ""
    topic_code: str = ""
    kinds: tuple[Kind, ...] = ()
    states: tuple[RoundState, ...] = ()
    channels: tuple[Channel, ...] = ()
    unit_id: int | None = None
    area_id: int | None = None
    handler_post_id: int | None = None
    urgent: bool = False
    received_from: datetime | None = None
    received_until: datetime | None = None
    bundle: UUID | None = None
    sort: Sort | None = None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list. Title and excerpt have numbers and addresses of persons masked."""

    case_id: CaseId
    reference: str
    version: int
    kind: Kind
    title: str
    excerpt: str
    topic_code: str
    sensitive: Sensitive
    channel: Channel
    language: str
    place: str
    area_id: int | None
    state: RoundState
    is_open: bool
    round_no: int
    desk_unit_id: int
    unit_id: int | None
    handler_post_id: int | None
    received_at: datetime
    due_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    urgent: bool
    extension_asked: bool
    in_bundle: bool

    def is_late(self, at: datetime) -> bool:
        return self.due_at is not None and self.is_open and self.due_at < at


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of a list. `cursor` of the next page is opaque; `count` stops at `COUNT_CAP`, then `count_capped`."""

    rows: tuple[CaseRow, ...]
    next_cursor: str | None
    count: int
    count_capped: bool


@dataclass(frozen=True, slots=True)
class ViewCount:
    count: int
    capped: bool

    def __str__(self) -> str:
        return f"{self.count:,}+" if self.capped else f"{self.count:,}"


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round as staff see it."""

    round_id: RoundId
    number: int
    state: RoundState
    unit_id: int | None
    handler_post_id: int | None
    sender_unit_id: int | None
    opened_at: datetime
    dispatched_at: datetime | None
    signed_at: datetime | None
    contacted_at: datetime | None
    answered_at: datetime | None
    disputed_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None
    outcome: Outcome | None
    answer: str
    answered_by_post_id: int | None


@dataclass(frozen=True, slots=True)
class MoveView:
    """One line of the timeline. `facts` hold what changed: `{"topic": ["old", "new"]}`; ids stay inside."""

    number: int
    round_no: int
    act: Act
    from_state: RoundState | None
    to_state: RoundState
    at: datetime
    by_resident: bool
    by_system: bool
    post_id: int | None
    unit_id: int | None
    words: str
    facts: Mapping[str, object]
    attachment_ids: tuple[UUID, ...]
    internal: bool


@dataclass(frozen=True, slots=True)
class AskView:
    """A return, extension or assistance asked for. `ask_id` stays inside; forms decide on the one that is pending."""

    ask_id: int
    kind: AskKind
    state: AskState
    unit_id: int | None
    until: datetime | None
    reason: str
    by_post_id: int | None
    asked_at: datetime
    decided_by_post_id: int | None
    decided_at: datetime | None
    decision: str


@dataclass(frozen=True, slots=True)
class AccusedView:
    person_id: int | None
    post_id: int | None
    unit_id: int | None
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AttachmentView:
    file_id: UUID
    from_resident: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class BundleView:
    """A bundle with those of its cases that the reader may see."""

    public_id: UUID
    title: str
    rows: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything that the page of a case shows, and what its reader may do there.

    `accused` is None where the reader may not know. `text` and `place` are masked unless asked for otherwise.
    `sender_closed`: there is somebody, who asked that the reader should not learn who; then `party` is None, too.
    """

    case_id: CaseId
    reference: str
    version: int
    kind: Kind
    title: str
    text: str
    masked: bool
    erased_at: datetime | None
    topic_code: str
    sensitive: Sensitive
    channel: Channel
    language: str
    received_at: datetime
    opened_at: datetime
    place: str
    area_id: int | None
    lat: float | None
    lon: float | None
    urgent: bool
    confidential: bool
    wants_answer: bool
    state: RoundState
    is_open: bool
    round_no: int
    desk_unit_id: int
    unit_id: int | None
    handler_post_id: int | None
    due_at: datetime | None
    rounds: tuple[RoundView, ...]
    moves: tuple[MoveView, ...]
    clocks: Mapping[ClockKind, ClockView]
    party_id: int | None
    party: MaskedParty | None
    sender_closed: bool
    accused: tuple[AccusedView, ...] | None
    attachments: tuple[AttachmentView, ...]
    asks: tuple[AskView, ...]
    bundle: BundleView | None
    split_from: str | None
    splits: tuple[str, ...]
    joined: int
    allowed_acts: frozenset[Act]

    @property
    def round(self) -> RoundView:
        """Return the newest round."""
        return self.rounds[-1]

    def pending(self, kind: AskKind) -> "AskView | None":
        return next((ask for ask in self.asks if ask.kind is kind and ask.state is AskState.PENDING), None)


@dataclass(frozen=True, slots=True)
class SimilarCase:
    """A recent case that may be about the same, with the share of its words that both have (0 to 1)."""

    row: CaseRow
    overlap: float
    same_area: bool


@dataclass(frozen=True, slots=True)
class CaseFact:
    """Plain facts of a case for processes and the floors above; never shown as they are.

    `round_*`, `unit_id` and `answered_at` are those of the round that was asked for, else of the newest.
    """

    case_id: CaseId
    reference: str
    kind: Kind
    topic_code: str
    sensitive: Sensitive
    language: str
    channel: Channel
    party_id: int | None
    area_id: int | None
    desk_unit_id: int
    wants_answer: bool
    confidential: bool
    urgent: bool
    received_at: datetime
    state: RoundState
    is_open: bool
    version: int
    round_id: RoundId
    round_no: int
    round_state: RoundState
    unit_id: int | None
    handler_post_id: int | None
    sender_unit_id: int | None
    answered_at: datetime | None
    answered_by_post_id: int | None
    due_at: datetime | None
    round_units: frozenset[int]
    walled_persons: frozenset[int]
    walled_units: frozenset[int]
    has_code: bool
