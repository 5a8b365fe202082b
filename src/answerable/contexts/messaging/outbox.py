"""The messages to residents one by one, for whoever looks after sending: how far each is, never what it says.

Which matter a message belongs to is left out, too: those who set the bureau up see no cases. A message about a matter
from which the reader is kept away is not there at all.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count

from answerable.contexts.messaging.enums import OutgoingState, Purpose
from answerable.contexts.messaging.errors import MessageNotFound
from answerable.contexts.messaging.models import Outgoing
from answerable.contexts.messaging.permissions import require_set_up
from answerable.contexts.messaging.sentences import why_not_sent
from answerable.kernel import row_security
from answerable.kernel.actor import Actor

# From chains to those of them from which the actor is kept away.
Walled = Callable[[set[str]], Set[str]]
PAGE = 50
COUNT_CAP = 10_000
# Pairs of state and channel are found by skipping through the index, and no pair is counted beyond the cap. Where it
# says `>=` and `<=`, equality would let the planner read the whole table for a rare pair.
_COUNTS = """
WITH RECURSIVE pairs (state, channel) AS (
  (SELECT state, channel FROM messaging_outgoing ORDER BY state, channel LIMIT 1)
  UNION ALL
  SELECT following.state, following.channel FROM pairs, LATERAL (
    SELECT o.state, o.channel FROM messaging_outgoing o
    WHERE (o.state, o.channel) > (pairs.state, pairs.channel) ORDER BY o.state, o.channel LIMIT 1
  ) following
)
SELECT channel, state, (SELECT count(*) FROM (SELECT FROM messaging_outgoing o
  WHERE (o.state, o.channel) >= (pairs.state, pairs.channel)
    AND (o.state, o.channel) <= (pairs.state, pairs.channel)
  ORDER BY o.state, o.channel LIMIT %s) one) FROM pairs
"""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One message. `party_id` is for whoever may ask the vault for a masked address."""

    public_id: UUID
    party_id: int
    purpose: Purpose
    channel: str
    state: OutgoingState
    queued_at: datetime
    send_after: datetime
    settled_at: datetime | None
    attempts: int
    error: str
    resends: int
    may_resend: bool

    @property
    def why(self) -> str:
        """Say in the reader's language why it has not gone out."""
        return why_not_sent(self.error)


@dataclass(frozen=True, slots=True)
class OutboxPage:
    rows: tuple[OutboxRow, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class OutboxFilter:
    """Empty fields narrow nothing."""

    state: OutgoingState | None = None
    channel: str = ""
    purpose: Purpose | None = None


@row_security.as_system("messaging.message_counts")
def message_counts(*, cap: int = COUNT_CAP) -> Mapping[tuple[str, OutgoingState], int]:
    """Return how many messages stand in each state by channel; a number above `cap` means more than `cap`."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [cap + 1])
        return {(channel, OutgoingState(state)): count for channel, state, count in cursor.fetchall()}


def outbox(
    actor: Actor, narrowed: OutboxFilter, *, walled: Walled, cursor: str | None = None, limit: int = PAGE
) -> OutboxPage:
    """Return a page of messages, the newest first.

    Raises:
        NotPermitted: the actor does not look after the set-up of the bureau.
    """
    require_set_up(actor)
    rows = Outgoing.objects.order_by("-id")
    if narrowed.state is not None:
        rows = rows.filter(state=narrowed.state)
    if narrowed.channel:
        rows = rows.filter(channel=narrowed.channel)
    if narrowed.purpose is not None:
        rows = rows.filter(purpose=narrowed.purpose)
    last = _key_of(cursor)
    if last is not None:
        rows = rows.filter(id__lt=last)
    found = list(rows.defer("sealed")[: limit + 1])
    following = str(found[limit - 1].public_id) if len(found) > limit else None
    return OutboxPage(tuple(_rows(found[:limit], walled)), following)


def message(actor: Actor, public_id: UUID, *, walled: Walled) -> OutboxRow:
    """Return one message.

    Raises:
        NotPermitted: the actor does not look after the set-up of the bureau.
        MessageNotFound: there is none, or it is about a matter from which the actor is kept away.
    """
    require_set_up(actor)
    rows = _rows(list(Outgoing.objects.filter(public_id=public_id)), walled)
    if not rows:
        raise MessageNotFound
    return rows[0]


def _key_of(cursor: str | None) -> int | None:
    """Return the key behind a cursor, which is the public id of the last row; None where there is no such row."""
    try:
        public_id = UUID(cursor or "")
    except ValueError:
        return None
    return Outgoing.objects.filter(public_id=public_id).values_list("id", flat=True).first()


def _rows(found: Sequence[Outgoing], walled: Walled) -> list[OutboxRow]:
    hidden = walled({row.chain for row in found if row.chain})
    shown = [row for row in found if row.chain not in hidden]
    again = _resends(row.pk for row in shown)
    return [_row(row, again.get(row.pk, 0)) for row in shown]


def _resends(keys: Iterable[int]) -> dict[int, int]:
    rows = Outgoing.objects.filter(id__in=list(keys), resends__isnull=False).order_by()
    return dict(rows.values_list("id").annotate(count=Count("resends")))


def _row(row: Outgoing, resends: int) -> OutboxRow:
    return OutboxRow(
        public_id=row.public_id,
        party_id=row.party_id,
        purpose=Purpose(row.purpose),
        channel=row.channel,
        state=OutgoingState(row.state),
        queued_at=row.queued_at,
        send_after=row.send_after,
        settled_at=row.settled_at,
        attempts=row.attempts,
        error=row.error,
        resends=resends,
        may_resend=row.state in RESENDABLE,
    )


# What a person may send again: nobody knows whether the first arrived, or it certainly did not.
RESENDABLE = (OutgoingState.UNCERTAIN, OutgoingState.FAILED)
