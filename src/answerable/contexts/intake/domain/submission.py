"""What a channel hands over, and what it gets back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from answerable.contexts.parties import api as parties
from answerable.kernel.errors import Fault
from answerable.kernel.ids import AccessCode, Reference


@dataclass(frozen=True, slots=True)
class NewSubmission:
    """A voice as it came.

    `source_id` is the channel's own number for it; `idempotency_key` a caller's number for the attempt. `said_at` is
    when the source says it was said: it is kept, and no deadline starts from it. Without `with_code` no access code
    is made (bulk: nobody is there to be told).
    """

    channel: str
    text: str
    title: str = ""
    language: str = "zh"
    source_id: str = ""
    idempotency_key: str = ""
    said_at: datetime | None = None
    contact: parties.Contact | None = None
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    topic_code: str = ""
    kind: str = ""
    attachment_ids: Sequence[UUID] = ()
    accused_words: str = ""
    accused_units: Sequence[int] = ()
    accused_posts: Sequence[int] = ()
    urgent: bool = False
    confidential: bool = False
    wants_answer: bool = True
    send_receipt: bool = False
    with_code: bool = True


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender holds.

    `leaf` is the hash of its line in the journal, for the acceptance note.
    `again` says that this was received before, `differs` that it was in other words then (the first ones are kept).
    `code` is None where none was made, and for a repeat without its Idempotency-Key.
    """

    reference: Reference
    code: AccessCode | None
    received_at: datetime
    leaf: bytes
    again: bool = False
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """One of many that can't be taken as it is, with everything that is wrong with it."""

    faults: tuple[Fault, ...]
    code: str = "invalid"
