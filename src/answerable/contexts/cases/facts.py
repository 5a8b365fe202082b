"""What is told to cases when they are opened and dispatched."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from answerable.contexts.cases.enums import Channel, Kind
from answerable.contexts.cases.ids import CaseId
from answerable.kernel.ids import Reference


@dataclass(frozen=True, slots=True)
class Destination:
    """The unit that a case goes to, and why."""

    unit_id: int
    reason_zh: str = ""
    reason_en: str = ""


@dataclass(frozen=True, slots=True)
class NewCase:
    """A matter as it came in. Texts are clean already (`kernel.text.clean`); `code_hash` is empty without a code.

    With `goes_to` it is dispatched at once; else it waits at the bureau's desk. `opened_at` is for calls that open
    cases of many times at once; without it the call's time is the case's.
    """

    reference: Reference
    kind: Kind
    title: str
    text: str
    channel: Channel
    received_at: datetime
    code_hash: str = ""
    language: str = "zh"
    topic_code: str | None = None
    area_id: int | None = None
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    party_id: int | None = None
    attachment_ids: tuple[UUID, ...] = ()
    urgent: bool = False
    accused_units: tuple[int, ...] = ()
    accused_posts: tuple[int, ...] = ()
    accused_words: str = ""
    wants_answer: bool = True
    confidential: bool = False
    opened_at: datetime | None = None
    goes_to: Destination | None = None


@dataclass(frozen=True, slots=True)
class DispatchOrder:
    """Where a case goes, and why. Topic, kind and area None leave them as they are."""

    case_id: CaseId
    unit_id: int
    topic_code: str | None = None
    kind: Kind | None = None
    area_id: int | None = None
    reason_zh: str = ""
    reason_en: str = ""
    expected_version: int | None = None
