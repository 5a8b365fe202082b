"""The gateways as whoever sets the bureau up sees them: settings without secrets, and how they do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from answerable.contexts.messaging.enums import OutgoingState, Unwanted
from answerable.contexts.messaging.errors import GatewayNotFound
from answerable.contexts.messaging.gateways.protocol import Setting, Words, adapter_for, adapters
from answerable.contexts.messaging.lane import config_of
from answerable.contexts.messaging.models import Gateway, Outgoing
from answerable.contexts.messaging.permissions import require_set_up
from answerable.contexts.messaging.routes import TROUBLED_AFTER
from answerable.contexts.messaging.sentences import why_not_sent
from answerable.kernel import row_security
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class GatewayKind:
    """An adapter of this program, and the fields that it asks for."""

    kind: str
    channel: str
    name: Words
    sends: bool
    settings: Sequence[Setting]


@dataclass(frozen=True, slots=True)
class GatewayView:
    """A gateway. `secrets` names those that are set."""

    public_id: UUID
    kind: GatewayKind
    name: str
    values: Mapping[str, str]
    secrets: frozenset[str]
    per_second: int
    rank: int
    paused_at: datetime | None
    ok_at: datetime | None
    failed_at: datetime | None
    failures: int
    error: str
    refused: int

    @property
    def is_troubled(self) -> bool:
        return self.failures >= TROUBLED_AFTER

    @property
    def why(self) -> str:
        """Say in the reader's language what went wrong last."""
        return why_not_sent(self.error)


def gateway_kinds() -> list[GatewayKind]:
    """Return every kind of gateway that can be set up."""
    return [_kind(one.kind) for one in adapters()]


def gateways(actor: Actor) -> list[GatewayView]:
    """Return the gateways by channel, the preferred one first.

    Raises:
        NotPermitted: the actor does not look after the set-up.
    """
    require_set_up(actor)
    return [_view(row) for row in Gateway.objects.order_by("channel", "rank", "id") if adapter_for(row.kind)]


def gateway(actor: Actor, public_id: UUID) -> GatewayView:
    """Return one gateway.

    Raises:
        NotPermitted: the actor does not look after the set-up.
        GatewayNotFound: there is none.
    """
    require_set_up(actor)
    row = Gateway.objects.filter(public_id=public_id).first()
    if row is None or adapter_for(row.kind) is None:
        raise GatewayNotFound
    return _view(row)


@row_security.as_system("messaging.suppressed_counts")
def suppressed_counts() -> Mapping[tuple[str, Unwanted], int]:
    """Return how many messages were not sent for the sake of the resident, by channel and reason."""
    rows = Outgoing.objects.filter(state=OutgoingState.SUPPRESSED, error__in=Unwanted.values).order_by()
    counted = rows.values_list("channel", "error").annotate(count=Count("id"))
    return {(channel, Unwanted(error)): count for channel, error, count in counted}


def _kind(kind: str) -> GatewayKind:
    adapter = adapter_for(kind)
    if adapter is None:
        raise GatewayNotFound
    return GatewayKind(adapter.kind, adapter.channel, adapter.name, adapter.sends, adapter.settings)


def _view(row: Gateway) -> GatewayView:
    kind = _kind(row.kind)
    values = config_of(row)
    return GatewayView(
        public_id=row.public_id,
        kind=kind,
        name=row.name,
        values={str(name): str(value) for name, value in row.settings.items()},
        secrets=frozenset(one.name for one in kind.settings if one.secret and values[one.name]),
        per_second=row.per_second,
        rank=row.rank,
        paused_at=row.paused_at,
        ok_at=row.ok_at,
        failed_at=row.failed_at,
        failures=row.failures,
        error=row.error,
        refused=row.refused,
    )
