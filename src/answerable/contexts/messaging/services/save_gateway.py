"""Set up a gateway, change it, pause it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.ledger import api as ledger
from answerable.contexts.messaging.errors import GatewayNotFound
from answerable.contexts.messaging.gateways.protocol import Adapter, Config, adapter_for
from answerable.contexts.messaging.lane import config_of
from answerable.contexts.messaging.models import Gateway
from answerable.contexts.messaging.permissions import require_bureau_set_up
from answerable.contexts.messaging.sealing import seal_secrets
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid
from answerable.kernel.text import clean

MOST_A_SECOND = 5_000


@dataclass(frozen=True, slots=True)
class GatewayForm:
    """What is typed. `values` has settings and secrets; a secret that is left empty stays as it is."""

    name: str
    values: Mapping[str, str] = field(default_factory=dict)
    per_second: int = 10
    rank: int = 1


@transaction.atomic
def open_gateway(*, actor: Actor, kind: str, form: GatewayForm, at: datetime) -> UUID:
    """Set up a gateway. It is paused until somebody lets it go, so that it can be tested first.

    Raises:
        NotPermitted: the actor does not set up the whole bureau.
        GatewayNotFound: this program has no such adapter.
        Invalid: a setting is missing or wrong.
    """
    require_bureau_set_up(actor)
    adapter = adapter_for(kind)
    if adapter is None:
        raise GatewayNotFound
    row = Gateway(kind=kind, channel=adapter.channel, opened_at=at, paused_at=at)
    _fill(row, adapter, form, {})
    _journal(actor, "messaging.gateway.opened", row, at, sorted(row.settings))
    return row.public_id


@transaction.atomic
def change_gateway(*, actor: Actor, gateway_id: UUID, form: GatewayForm, at: datetime) -> None:
    """Change settings; the journal says which, and of a secret only that it was changed.

    Raises:
        NotPermitted, GatewayNotFound, Invalid: as `open_gateway`.
    """
    require_bureau_set_up(actor)
    row, adapter = _lock(gateway_id)
    before = dict(config_of(row).values)
    _fill(row, adapter, form, before)
    after = config_of(row).values
    changed = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    _journal(actor, "messaging.gateway.changed", row, at, changed)


@transaction.atomic
def pause_gateway(*, actor: Actor, gateway_id: UUID, paused: bool, at: datetime) -> None:
    """Stop a gateway or let it go on: nothing goes out and nothing is taken in; what waits keeps waiting.

    Raises:
        NotPermitted, GatewayNotFound: as `open_gateway`.
    """
    require_bureau_set_up(actor)
    row, _adapter = _lock(gateway_id)
    row.paused_at = at if paused else None
    row.failures, row.busy_until = 0, None
    row.save(update_fields=["paused_at", "failures", "busy_until"])
    _journal(actor, "messaging.gateway.paused" if paused else "messaging.gateway.resumed", row, at, [])


def _lock(gateway_id: UUID) -> tuple[Gateway, Adapter]:
    row = Gateway.objects.select_for_update().filter(public_id=gateway_id).first()
    adapter = adapter_for(row.kind) if row is not None else None
    if row is None or adapter is None:
        raise GatewayNotFound
    return row, adapter


def _fill(row: Gateway, adapter: Adapter, form: GatewayForm, before: Mapping[str, str]) -> None:
    typed = {one.name: form.values.get(one.name, "").strip() for one in adapter.settings}
    for one in adapter.settings:
        if one.secret and not typed[one.name]:
            typed[one.name] = before.get(one.name, "")
    name = clean(form.name)[:60]
    faults = [
        Fault(one.name, _("This is needed."))
        for one in adapter.settings
        if one.required and not typed[one.name]
    ]
    if not name:
        faults.append(Fault("name", _("Give it a name.")))
    elif Gateway.objects.filter(name=name).exclude(pk=row.pk).exists():
        faults.append(Fault("name", _("Another gateway has this name.")))
    if not 1 <= form.per_second <= MOST_A_SECOND:
        faults.append(Fault("per_second", _("Between 1 and 5,000.")))
    faults = faults or adapter.faults(Config(row.public_id.hex, typed))
    if faults:
        raise Invalid(faults)
    secrets = {one.name: typed[one.name] for one in adapter.settings if one.secret}
    row.name, row.per_second, row.rank = name, form.per_second, form.rank
    row.settings = {one.name: typed[one.name] for one in adapter.settings if not one.secret}
    row.sealed = seal_secrets(secrets, row.public_id.bytes)
    row.busy_until = None
    row.save()


def _journal(actor: Actor, code: str, row: Gateway, at: datetime, changed: list[str]) -> None:
    ledger.record(
        actor=actor,
        code=code,
        at=at,
        internal={"gateway": row.public_id.hex, "kind": row.kind, "name": row.name, "changed": changed},
    )
