"""What the API takes and gives. Unknown fields are refused everywhere."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from answerable.contexts.intake import api as intake
from answerable.contexts.ledger import api as ledger
from answerable.contexts.parties import api as parties

MAX_BATCH = 1000


class Taken(BaseModel):
    """What a caller sends."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)


class Given(BaseModel):
    """What a caller gets."""


class ContactIn(Taken):
    """How to reach the person; leave out all of it for an anonymous submission."""

    name: str = ""
    phone: str = ""
    email: str = ""
    id_number: str = ""
    address: str = ""
    channel: Annotated[str, Field(description="How to answer: sms, phone or email.")] = ""
    enterprise: bool = False
    no_call: bool = False
    no_sms: bool = False
    from_hour: Annotated[int, Field(ge=0, le=23)] = 8
    to_hour: Annotated[int, Field(ge=1, le=24)] = 21
    other_way: Annotated[
        bool, Field(description="Whether the other address may be tried when the chosen one fails.")
    ] = False


class SubmissionIn(Taken):
    """One voice. The channel is the API key's; the time of receipt is the bureau's clock."""

    text: Annotated[
        str, Field(description="What it is about, in the person's own words; up to 20,000 characters.")
    ]
    title: Annotated[str, Field(description="Up to 200 characters.")] = ""
    language: Annotated[str, Field(description="zh or en.")] = "zh"
    source_id: Annotated[
        str, Field(description="Your own number for it: the same one is never taken twice.")
    ] = ""
    said_at: Annotated[
        AwareDatetime | None,
        Field(description="When it was said, for information; no deadline starts from it."),
    ] = None
    contact: ContactIn | None = None
    place: str = ""
    lat: Annotated[float | None, Field(allow_inf_nan=False)] = None
    lon: Annotated[float | None, Field(allow_inf_nan=False)] = None
    topic: Annotated[str, Field(description="Code of a topic, if the person chose one.")] = ""
    kind: Annotated[
        str, Field(description="complaint, request, consultation, suggestion, tip, praise, dispute.")
    ] = ""
    attachments: Annotated[list[UUID], Field(default_factory=list)]
    accused: Annotated[str, Field(description="Officers or units complained of, in words.")] = ""
    urgent: bool = False
    confidential: bool = False
    wants_answer: bool = True
    send_receipt: Annotated[
        bool,
        Field(
            description="Send the receipt to the contact: reference and code, or the reference if no code is given."
        ),
    ] = False


class BatchIn(Taken):
    submissions: Annotated[list[SubmissionIn], Field(min_length=1, max_length=MAX_BATCH)]
    codes: Annotated[
        bool, Field(description="Whether each gets an access code to be told to the person.")
    ] = False


class LooseBatchIn(Taken):
    """The batch before its rows are looked at one by one."""

    submissions: Annotated[list[Any], Field(min_length=1, max_length=MAX_BATCH)]
    codes: bool = False


class ReceiptOut(Given):
    """Keep both: the reference names the submission, the code lets its sender follow it."""

    reference: str
    code: Annotated[
        str | None, Field(description="Shown once, and again for the same Idempotency-Key within a day.")
    ]
    received_at: datetime
    again: Annotated[bool, Field(description="It had been received before.")]
    differs: Annotated[bool, Field(description="Then with other content, which was kept.")]
    acceptance: Annotated[
        str,
        Field(description="A signed promise that it will stand in the journal; see docs/security/verify.md."),
    ] = ""


class FaultOut(Given):
    where: str
    message: str


class RowOut(Given):
    """A receipt, or the faults for which this row was not taken."""

    receipt: ReceiptOut | None = None
    errors: list[FaultOut] = []


class BatchOut(Given):
    received: int
    again: int
    refused: int
    results: Annotated[list[RowOut], Field(description="One for each submission, in order.")]


class EntryOut(Given):
    at: datetime
    sentence: str
    words: str = ""
    unit: str = ""


class LookOut(Given):
    """Who of the staff looked: the post, never the person."""

    at: datetime
    what: str
    post: str
    unit: str
    reason: str


class StatusOut(Given):
    """What the sender may see. Before the sweep there is only the state: received, being read."""

    reference: str
    received_at: datetime
    state: str
    state_text: str
    reason: Annotated[str, Field(description="Why it was not taken up, if it was not.")] = ""
    round: int = 1
    unit: str = ""
    due_at: datetime | None = None
    due_why: Annotated[str, Field(description="Why the answer is due then.")] = ""
    timeline: list[EntryOut] = []
    answers: list[EntryOut] = []
    looks: list[LookOut] = []
    looks_by: Annotated[
        datetime | None,
        Field(description="Other looks may be told only by then, so that no inquiry is hampered."),
    ] = None


class ProblemOut(Given):
    """An error (RFC 9457): a stable code, and a sentence in the language of Accept-Language."""

    type: str
    code: str
    title: str
    status: int
    errors: list[FaultOut] = []


def to_submission(given: SubmissionIn, channel: str, key: str, *, with_code: bool) -> intake.NewSubmission:
    """Return what intake takes."""
    return intake.NewSubmission(
        channel=channel,
        text=given.text,
        title=given.title,
        language=given.language,
        source_id=given.source_id,
        idempotency_key=key,
        said_at=given.said_at,
        contact=_contact(given.contact, given.language) if given.contact else None,
        place=given.place,
        lat=given.lat,
        lon=given.lon,
        topic_code=given.topic,
        kind=given.kind,
        attachment_ids=given.attachments,
        accused_words=given.accused,
        urgent=given.urgent,
        confidential=given.confidential,
        wants_answer=given.wants_answer,
        send_receipt=given.send_receipt,
        with_code=with_code,
    )


def _contact(given: ContactIn, language: str) -> parties.Contact:
    return parties.Contact(
        name=given.name,
        phone=given.phone,
        email=given.email,
        id_number=given.id_number,
        address=given.address,
        channel=given.channel,
        language=language,
        enterprise=given.enterprise,
        safe=parties.SafeContact(
            given.no_call, given.no_sms, given.from_hour, given.to_hour, given.other_way
        ),
    )


def receipt_fields(receipt: intake.Receipt, at: datetime) -> dict[str, object]:
    """Return a receipt as JSON holds it."""
    return {
        "reference": receipt.reference,
        "code": receipt.code,
        "received_at": receipt.received_at.isoformat(),
        "again": receipt.again,
        "differs": receipt.differs,
        "acceptance": acceptance_note(receipt, at),
    }


def acceptance_note(receipt: intake.Receipt, at: datetime) -> str:
    return ledger.accept_line(receipt.leaf, accepted=receipt.received_at, at=at)
