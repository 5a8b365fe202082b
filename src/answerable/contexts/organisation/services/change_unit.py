"""Change a unit: what it is called, where it stands, whether it takes work."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import selectors
from answerable.contexts.organisation.errors import UnitInUse
from answerable.contexts.organisation.filled import one_line, refuse_faults
from answerable.contexts.organisation.permissions import require_setup
from answerable.contexts.organisation.snapshots import changing
from answerable.contexts.organisation.tree import UnitView
from answerable.contexts.organisation.unit_table import write_units
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound
from answerable.kernel.events import publish


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit as somebody fills it in; words as the set-up table has them."""

    level: str
    kind: str
    name_zh: str
    name_en: str
    phone: str = ""
    position: str = ""


@transaction.atomic
@changing()
def change_unit(*, actor: Actor, unit_id: int, facts: UnitFacts, at: datetime) -> None:
    """Give a unit other names, another phone, kind, level or position.

    Raises:
        Invalid: with every fault, each at the name of its field.
        NotFound: there is no such unit.
        NotPermitted: the actor may not set up this unit.
    """
    require_setup(actor, selectors.units().get(unit_id).id)
    _write(actor, unit_id, "organisation.unit.changed", at, **asdict(facts))


@transaction.atomic
@changing()
def move_unit(*, actor: Actor, unit_id: int, parent_id: int, at: datetime) -> None:
    """Put a unit, with all below it, under another unit.

    Raises:
        Invalid: the unit can't stand there, e.g. it would lie below itself; the fault is at `parent`.
        NotFound: there is no such unit.
        NotPermitted: the actor may not set up the unit, the one above it, and the one to be above it.
    """
    tree = selectors.units()
    above, before = tree.get(parent_id), tree.parent(unit_id)
    for one in (unit_id, above.id, *([before.id] if before else [])):
        require_setup(actor, one)
    _write(actor, unit_id, "organisation.unit.moved", at, parent=above.code)


@transaction.atomic
@changing()
def close_unit(*, actor: Actor, unit_id: int, at: datetime) -> None:
    """Let a unit take no more work. It stays in the tree: old cases still belong to it.

    Raises:
        NotFound: there is no such unit.
        NotPermitted: the actor may not set up the unit above it.
        UnitInUse: there are open units below it, or posts in it that are held.
    """
    tree = selectors.units()
    _require_above(actor, unit_id)
    if any(child.active for child in tree.children(unit_id)) or selectors.posts_in(unit_id, at=at):
        raise UnitInUse
    _write(actor, unit_id, "organisation.unit.closed", at, active="no")


@transaction.atomic
@changing()
def reopen_unit(*, actor: Actor, unit_id: int, at: datetime) -> None:
    """Let a closed unit take work again.

    Raises:
        Invalid: the unit above it is closed.
        NotFound: there is no such unit.
        NotPermitted: the actor may not set up the unit above it.
    """
    _require_above(actor, unit_id)
    _write(actor, unit_id, "organisation.unit.reopened", at, active="yes")


def _require_above(actor: Actor, unit_id: int) -> None:
    above = selectors.units().parent(unit_id)
    if above is None:
        # The bureau itself is not for closing.
        raise NotFound
    require_setup(actor, above.id)


def _write(actor: Actor, unit_id: int, code: str, at: datetime, **changes: str) -> None:
    unit = selectors.units().get(unit_id)
    table = one_line({**_cells(unit), **changes})
    written = write_units(table)
    refuse_faults(table)
    if written.changed:
        ledger.record(actor=actor, code=code, at=at, internal={"unit": unit.code, **changes})
        publish(written.events)


def _cells(unit: UnitView) -> dict[str, str]:
    above = selectors.units().parent(unit.id)
    return {
        "code": unit.code,
        "parent": above.code if above else "",
        "level": unit.level,
        "kind": unit.kind,
        "name_zh": unit.name_zh,
        "name_en": unit.name_en,
        "phone": unit.phone,
        "position": str(unit.position),
        "active": "yes" if unit.active else "no",
    }
