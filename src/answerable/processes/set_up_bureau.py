"""Set up a whole bureau from a set of tables: all of it, or nothing and every fault."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Kind
from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.dispatch import api as dispatch
from answerable.contexts.organisation import api as organisation
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid
from answerable.kernel.tables import LoadResult, Table, Tables

MAP = "areas.geojson"


class _Loader(Protocol):
    def __call__(self, *, actor: Actor, table: Table, at: datetime) -> LoadResult: ...


def _load_clocks(*, actor: Actor, table: Table, at: datetime) -> LoadResult:
    """Load rules of deadlines, which know nothing of kinds and topics themselves."""
    for row in table.rows:
        if row["kind"] not in ("", "*", *Kind.values):
            table.fault(row, "kind", _("This is no kind of case."))
        if row["topic"] not in ("", "*") and row["topic"] not in cases.topics():
            table.fault(row, "topic", _("There is no such topic."))
    return deadlines.load_clocks(actor=actor, table=table, at=at)


# In the order in which they need one another.
LOADERS: tuple[tuple[str, _Loader], ...] = (
    ("units", organisation.load_units),
    ("areas", organisation.load_areas),
    ("people", organisation.load_people),
    ("workweek", deadlines.load_workweek),
    ("calendar", deadlines.load_calendar),
    ("topics", cases.load_topics),
    ("clocks", _load_clocks),
    ("templates", cases.load_templates),
    ("catalogue", dispatch.load_catalogue),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one table."""

    name: str
    result: LoadResult


@transaction.atomic
def set_up_bureau(
    *,
    actor: Actor,
    tables: Tables,
    at: datetime,
    base: Tables | None = None,
    dry_run: bool = False,
    told: Callable[[str], None] = lambda name: None,
) -> list[Loaded]:
    """Take a set-up: the base's tables first, then the bureau's own on top, each of which may be absent.

    Safe to repeat: what is there already stays as it is. `told` hears the name of each table before it is taken.

    Raises:
        Invalid: with every fault of every table; nothing was written.
        NotPermitted: the actor may not set up the whole bureau.
    """
    faults: list[Fault] = [] if base is None else list(_unknown(base))
    faults += _unknown(tables)
    loaded: list[Loaded] = []
    for name, loader in LOADERS:
        for source in (base, tables):
            found = [] if source is None else _read(source, name, faults)
            for table in found:
                told(table.name)
                loaded.append(Loaded(table.name, _load(loader, actor, table, at, faults)))
    if not loaded and not faults:
        faults.append(Fault("set-up", _("There is no table of a set-up here, such as units.csv.")))
    if faults:
        raise Invalid(faults)
    if dry_run:
        transaction.set_rollback(True)
    return loaded


def _unknown(tables: Tables) -> Iterator[Fault]:
    known = [name for name, _loader in LOADERS]
    for name in tables.names():
        if name not in known:
            sentence = _("No table of a set-up has this name. There are: %(names)s.")
            yield Fault(name, str(sentence) % {"names": ", ".join(known)})


def _read(source: Tables, name: str, faults: list[Fault]) -> Sequence[Table]:
    """Return the table of this name, and for areas the map beside it; a file that can't be read is a fault."""
    found: list[Table] = []
    try:
        if (table := source.get(name)) is not None:
            found.append(table)
        if name == "areas" and (raw := source.file(MAP)) is not None:
            found.append(organisation.geojson_table(_document(raw), MAP))
    except Invalid as error:
        faults += error.faults
    return found


def _document(raw: bytes) -> object:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise Invalid([Fault(MAP, _("This is no GeoJSON."))]) from None


def _load(loader: _Loader, actor: Actor, table: Table, at: datetime, faults: list[Fault]) -> LoadResult:
    """Load a table; of a faulty one load the sound lines, so that later tables are not blamed for its faults.

    What was loaded of a faulty table goes again with the transaction.
    """
    result = loader(actor=actor, table=table, at=at)
    faults += table.faults
    while table.faults and table.rows:
        faulty = {_line(fault) for fault in table.faults}
        sound = [row for row in table.rows if row.line not in faulty]
        if len(sound) == len(table.rows):
            break
        table = Table(table.name, table.columns, sound)
        result = loader(actor=actor, table=table, at=at)
    return result


def _line(fault: Fault) -> int:
    """Return the line that a fault of a table names, as `table:line:column`."""
    return int(fault.where.split(":")[-2])
