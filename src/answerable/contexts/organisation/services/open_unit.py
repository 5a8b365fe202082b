"""Open a unit below another."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation.filled import one_line, refuse_faults
from answerable.contexts.organisation.permissions import require_setup
from answerable.contexts.organisation.selectors import units
from answerable.contexts.organisation.snapshots import changing
from answerable.contexts.organisation.unit_table import write_units
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit as somebody fills it in; words as the set-up table has them."""

    code: str
    parent: str
    level: str
    kind: str
    name_zh: str
    name_en: str
    phone: str = ""
    position: str = ""


@transaction.atomic
@changing()
def open_unit(*, actor: Actor, new: NewUnit, at: datetime) -> None:
    """Open a unit.

    Raises:
        Invalid: with every fault, each at the name of its field.
        NotFound: there is no such unit above.
        NotPermitted: the actor may not set up the unit above.
    """
    above = units().by_code(new.parent)
    if above is None:
        raise NotFound
    require_setup(actor, above.id)
    table = one_line(asdict(new))
    if units().by_code(new.code):
        table.fault(1, "code", _("There is a unit of this code already."))
    write_units(table)
    refuse_faults(table)
    ledger.record(actor=actor, code="organisation.unit.opened", at=at, internal=asdict(new))
