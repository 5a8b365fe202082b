"""Set one area: add it, or change its names, its place and who is responsible for it."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import selectors
from answerable.contexts.organisation.area_table import write_areas
from answerable.contexts.organisation.filled import one_line, refuse_faults
from answerable.contexts.organisation.permissions import require_bureau_setup
from answerable.contexts.organisation.snapshots import changing
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """An area as somebody fills it in. `names` and `units` are separated by `|`; an empty drawing leaves the old."""

    code: str
    parent: str
    name_zh: str
    name_en: str
    names: str = ""
    units: str = ""
    geometry: str = ""


@transaction.atomic
@changing()
def open_area(*, actor: Actor, facts: AreaFacts, at: datetime) -> None:
    """Add an area.

    Raises:
        Invalid: with every fault, each at the name of its field.
        NotPermitted: the actor may not set up the whole bureau.
    """
    _set(actor, facts, at, is_new=True)


@transaction.atomic
@changing()
def change_area(*, actor: Actor, facts: AreaFacts, at: datetime) -> None:
    """Change the area of this code.

    Raises:
        Invalid, NotPermitted: as for `open_area`.
    """
    _set(actor, facts, at, is_new=False)


def _set(actor: Actor, facts: AreaFacts, at: datetime, *, is_new: bool) -> None:
    require_bureau_setup(actor)
    table = one_line(asdict(facts))
    there = selectors.areas().by_code(facts.code) is not None
    if there and is_new:
        table.fault(1, "code", _("There is an area of this code already."))
    if not there and not is_new:
        table.fault(1, "code", _("There is no area of this code."))
    written = write_areas(table)
    refuse_faults(table)
    if written.created or written.changed:
        act = "opened" if is_new else "changed"
        kept = {**asdict(facts), "geometry": bool(facts.geometry)}
        ledger.record(actor=actor, code=f"organisation.area.{act}", at=at, internal=kept)
