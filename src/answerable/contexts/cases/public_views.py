"""What the page of a resident shows: frozen values in which no member of staff and nobody complained of is named."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise

from answerable.contexts.cases.enums import Act, Channel, Kind, Outcome, RoundState
from answerable.contexts.cases.ids import CaseId, RoundId
from answerable.contexts.cases.views import AttachmentView
from answerable.contexts.ledger.api import AccessKind, Ground


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """One line of what the resident sees: a sentence in the reader's language, and words where there are any."""

    at: datetime
    act: Act
    sentence: str | Promise
    words: str = ""
    by_resident: bool = False
    unit_id: int | None = None
    attachment_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """`is_newest` tells whether this is the answer that can be rated now."""

    round_id: RoundId
    round_no: int
    at: datetime
    outcome: Outcome
    text: str
    unit_id: int
    is_newest: bool
    attachment_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicLook:
    """Who of the staff looked: the post, not the person; why, by their work or in their words."""

    at: datetime
    kind: AccessKind
    post_title: str
    unit_id: int
    ground: Ground
    reason: str
    # When the resident could read it first, if that was later than the look.
    told_late: datetime | None = None

    @property
    def why(self) -> str | Promise:
        return self.reason or self.ground.label


@dataclass(frozen=True, slots=True)
class PublicView:
    """What the resident sees of a case. Nothing in it names a member of staff or anybody complained of."""

    case_id: CaseId
    reference: str
    title: str
    text: str
    place: str
    kind: Kind
    topic_code: str
    channel: Channel
    received_at: datetime
    state: RoundState
    is_open: bool
    round_id: RoundId
    round_no: int
    unit_id: int | None
    due_at: datetime | None
    due_why_zh: str
    due_why_en: str
    paused: bool
    question: str
    entries: tuple[PublicEntry, ...]
    answers: tuple[PublicAnswer, ...]
    looks: tuple[PublicLook, ...]
    attachments: tuple[AttachmentView, ...]
    wants_answer: bool
    may_add: bool
    may_withdraw: bool
    erased_at: datetime | None = None
    # By when looks are told that may not be told now.
    looks_by: datetime | None = None
    party_id: int | None = field(repr=False, default=None)

    def due_why(self, language: str) -> str:
        return self.due_why_zh if language.startswith("zh") else self.due_why_en
