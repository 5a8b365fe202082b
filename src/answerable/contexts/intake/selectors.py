"""Reads of intake."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, F, Min, Q

from answerable.contexts.intake.enums import SubmissionState
from answerable.contexts.intake.models import ChannelKey, Submission
from answerable.contexts.intake.permissions import require_set_up
from answerable.contexts.intake.services.receive import RECEIVED
from answerable.contexts.ledger import api as ledger
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.kernel.ids import Reference, parse_reference
from answerable.kernel.secrets import code_matches


@dataclass(frozen=True, slots=True)
class Tracked:
    """What the holder of a reference and its code may know of a submission."""

    reference: Reference
    received_at: datetime
    state: SubmissionState
    reason_zh: str
    reason_en: str
    case_reference: str = ""


@dataclass(frozen=True, slots=True)
class CameAs:
    """A submission in its sender's own words."""

    channel: str
    received_at: datetime
    title: str
    text: str
    place: str
    accused_words: str
    attachment_ids: tuple[UUID, ...]


def track(reference: str, code: str) -> Tracked | None:
    """Return the submission of a reference for whoever has its code.

    An unknown reference, one without a code and a wrong code take the same time and give the same answer.
    """
    parsed = parse_reference(reference)
    row = Submission.objects.filter(reference=parsed).first() if parsed else None
    if not code_matches(code, row.code_hash if row else "") or row is None:
        return None
    return _tracked(row)


def track_again(reference: Reference) -> Tracked | None:
    """Return a submission for a session that has shown its code before."""
    row = Submission.objects.filter(reference=reference).first()
    return None if row is None else _tracked(row)


def _tracked(row: Submission) -> Tracked:
    return Tracked(
        Reference(row.reference),
        row.received_at,
        SubmissionState(row.state),
        row.reason_zh,
        row.reason_en,
        row.case_reference,
    )


def as_it_came(reference: str) -> CameAs | None:
    """Return what somebody sent us, for them alone."""
    row = Submission.objects.filter(reference=reference).first()
    if row is None:
        return None
    return CameAs(
        row.channel,
        row.received_at,
        row.title,
        row.text,
        row.place,
        row.accused_words,
        tuple(row.attachment_ids),
    )


def waiting_count() -> int:
    """Return how many submissions wait for the sweep."""
    return Submission.objects.filter(state=SubmissionState.WAITING, set_aside_at__isnull=True).count()


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the sweep still has before it: how many, since when the oldest, and how many it could not take."""

    waiting: int
    oldest: datetime | None
    set_aside: int


@row_security.as_system("intake.waiting")
def waiting() -> Waiting:
    """Return how far behind the sweep is."""
    rows = Submission.objects.filter(state=SubmissionState.WAITING)
    found = rows.aggregate(
        waiting=Count("id", filter=Q(set_aside_at__isnull=True)),
        oldest=Min("received_at", filter=Q(set_aside_at__isnull=True)),
        set_aside=Count("id", filter=Q(set_aside_at__isnull=False)),
    )
    return Waiting(**found)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A submission on which the sweep failed for good; its words stay out of the list."""

    reference: Reference
    channel: str
    received_at: datetime
    set_aside_at: datetime
    error: str


@row_security.as_system("intake.set_aside")
def set_aside(actor: Actor, limit: int = 200) -> list[SetAside]:
    """Return what was set aside, oldest first.

    Raises:
        NotPermitted: the actor does not look after the set-up of the bureau.
    """
    require_set_up(actor)
    rows = Submission.objects.filter(set_aside_at__isnull=False).order_by("id")[:limit]
    return [
        SetAside(Reference(row.reference), row.channel, row.received_at, row.set_aside_at, row.error)
        for row in rows
        if row.set_aside_at is not None
    ]


@dataclass(frozen=True, slots=True)
class Balance:
    """What a channel brought in during a day, and what became of it. Waiting includes what was set aside."""

    received: int = 0
    opened: int = 0
    joined: int = 0
    rejected: int = 0
    waiting: int = 0
    set_aside: int = 0

    @property
    def holds(self) -> bool:
        """Whether everything that came in is accounted for."""
        return self.received == self.opened + self.joined + self.rejected + self.waiting


def balances(day: date) -> Mapping[str, Balance]:
    """Return the balance of each channel for a day in the bureau's zone.

    What was received is counted in the journal, what became of it in the submissions: if one were lost without the
    other, they would differ.
    """
    zone = ZoneInfo(settings.TIME_ZONE)
    since = datetime.combine(day, time(), zone)
    until = datetime.combine(day + timedelta(days=1), time(), zone)
    received = ledger.count_lines(RECEIVED, by="channel", since=since, until=until)
    waiting = Q(state=SubmissionState.WAITING)
    rows = (
        Submission.objects.filter(received_at__gte=since, received_at__lt=until)
        .values_list("channel")
        .annotate(
            opened=Count("id", filter=Q(state=SubmissionState.OPENED)),
            joined=Count("id", filter=Q(state=SubmissionState.JOINED)),
            rejected=Count("id", filter=Q(state=SubmissionState.REJECTED)),
            waiting=Count("id", filter=waiting),
            set_aside=Count("id", filter=waiting & Q(set_aside_at__isnull=False)),
        )
    )
    counted: dict[str, Sequence[int]] = {channel: counts for channel, *counts in rows}
    return {
        channel: Balance(received.get(channel, 0), *counted.get(channel, ()))
        for channel in sorted(received.keys() | counted.keys())
    }


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key of a channel; the key itself is nowhere."""

    name: str
    channel: str
    per_minute: int
    created_at: datetime
    revoked_at: datetime | None


def channel_keys(actor: Actor) -> list[KeyView]:
    """Return all keys, those in force first.

    Raises:
        NotPermitted: the actor does not look after the set-up of the bureau.
    """
    require_set_up(actor)
    rows = ChannelKey.objects.order_by(F("revoked_at").asc(nulls_first=True), "name")
    return [KeyView(row.name, row.channel, row.per_minute, row.created_at, row.revoked_at) for row in rows]
