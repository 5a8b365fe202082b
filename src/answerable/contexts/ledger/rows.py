"""What a line says of the rows that its act has left behind, so that rows can be held against the journal.

A model says by `in_journal` which of its columns stand in lines: as they are, or by a digest where they are words or
long. Columns that are in neither are worked out, sealed or housekeeping, and `apart` says why. Empty is nothing: a line
does not tell "" from NULL, 0 or an empty list.

    {"cases_case": {"17": {"state": "dispatched", "due_at": "2026-05-14T09:00:00+00:00"}, "18": null}}

is what the internal part holds under `rows`: table, key, columns. A row that is told whole has `all`, one that is gone
is null. The last word on each column, in the order of the lines, is how the row must stand.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from django.apps import apps
from django.db import models

# By table and key: the columns that a line tells of.
Rows = dict[str, dict[str, dict[str, Any] | None]]
WHOLE = "all"
_DIGEST_SIZE = 16
_AS_IT_IS = frozenset({bool, int, str})


@dataclass(frozen=True, slots=True)
class InJournal:
    """Which columns stand in lines. `key` is what a line calls a row by: its id, or what is known before that."""

    plain: tuple[str, ...]
    digested: tuple[str, ...] = ()
    key: tuple[str, ...] = ("id",)
    apart: Mapping[str, str] = field(default_factory=dict)


class Column(NamedTuple):
    """A column: its name in the table, its attribute in Python, whether by digest, and whether a line keeps it when the
    law has taken the line's words."""

    name: str
    attname: str
    digested: bool
    lasting: bool


class Told(NamedTuple):
    """How a model stands in the journal."""

    table: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    whole: tuple[Column, ...]


def models_in_journal() -> list[type[models.Model]]:
    """Return the models whose rows stand in lines, in the order of their tables' names."""
    found = [model for model in apps.get_models() if hasattr(model, "in_journal")]
    return sorted(found, key=lambda model: model._meta.db_table.encode())


@cache
def told_of(model: type[models.Model]) -> Told:
    """Return the columns of a model by every name under which a service may call them."""
    stands: InJournal = model.in_journal  # type: ignore[attr-defined]
    personal: Sequence[str] = model.personal_data.fields  # type: ignore[attr-defined]
    columns: dict[str, Column] = {}
    for name in (*stands.plain, *stands.digested):
        found = model._meta.get_field(name)
        assert isinstance(found, models.Field)
        digested = name in stands.digested
        column = Column(str(found.column), found.attname, digested, not digested and name not in personal)
        columns[found.name] = columns[found.attname] = column
    key = tuple(model._meta.get_field(name).attname for name in stands.key)  # type: ignore[union-attr]
    return Told(model._meta.db_table, key, columns, tuple(dict.fromkeys(columns.values())))


def told(rows: Iterable[models.Model], fields: Sequence[str] | None = None) -> Rows:
    """Tell of rows: whole (new ones, or what is left after an erasure), or only of fields that were changed."""
    found: Rows = {}
    for row in rows:
        stands = told_of(type(row))
        said: dict[str, Any] = {}
        if fields is None:
            said[WHOLE] = True
            for one in stands.whole:
                if value := getattr(row, one.attname):
                    said[one.name] = said_by(one, value)
        else:
            for one in _chosen(stands, fields):
                said[one.name] = said_by(one, getattr(row, one.attname))
        if said:
            found.setdefault(stands.table, {})[key_of(stands, row)] = said
    return found


def digests_left(rows: Iterable[models.Model]) -> Rows:
    """Tell again, after an erasure, what is told by digest: the lines that told it keep none."""
    found: Rows = {}
    for row in rows:
        names = [one.attname for one in told_of(type(row)).columns.values() if one.digested]
        add_rows(found, told([row], names))
    return found


def gone(rows: Iterable[models.Model]) -> Rows:
    """Tell that rows are not there any more."""
    found: Rows = {}
    for row in rows:
        stands = told_of(type(row))
        found.setdefault(stands.table, {})[key_of(stands, row)] = None
    return found


def add_rows(into: Rows, more: Rows) -> Rows:
    """Tell of more rows in the same line; what is told later counts."""
    for table, rows in more.items():
        there = into.setdefault(table, {})
        for key, said in rows.items():
            before = there.get(key)
            there[key] = {**before, **said} if before and said and WHOLE not in said else said
    return into


def all_rows(*parts: Rows) -> Rows:
    """Return what several writes have left behind."""
    found: Rows = {}
    for part in parts:
        add_rows(found, part)
    return found


def lasting(rows: Rows) -> Rows:
    """Return what may still be told when the words must go: neither digests nor personal data."""
    tables = {model._meta.db_table: told_of(model) for model in models_in_journal()}
    found: Rows = {}
    for table, changes in rows.items():
        stays = {WHOLE, *(one.name for one in tables[table].columns.values() if one.lasting)}
        for key, said in changes.items():
            kept = said if said is None else {name: said[name] for name in said if name in stays}
            found.setdefault(table, {})[key] = kept
    return found


def key_of(stands: Told, row: models.Model) -> str:
    return ".".join([str(getattr(row, name)) for name in stands.key])


def said_by(column: Column, value: Any) -> Any:
    """Return a value as a line says it."""
    if not value:
        return None
    if column.digested:
        return _digest(value)
    return _plain(value)


def _chosen(stands: Told, fields: Sequence[str]) -> list[Column]:
    return [stands.columns[name] for name in fields if name in stands.columns]


def _plain(value: Any) -> Any:
    # By the exact type first: every act passes here with a hundred values.
    kind = type(value)
    if kind in _AS_IT_IS:
        return value
    if isinstance(value, datetime):
        return (value if value.tzinfo is UTC else value.astimezone(UTC)).isoformat()
    if isinstance(value, bool | int):
        return value
    if isinstance(value, str | UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(f"{kind.__name__} does not stand in a line as it is")


def _digest(value: Any) -> str:
    match value:
        case str():
            raw = value.encode()
        case bytes() | memoryview():
            raw = bytes(value)
        case int() | float():
            raw = repr(float(value)).encode()
        case _:
            raw = json.dumps(value, sort_keys=True, ensure_ascii=False).encode()
    return b64encode(sha256(raw).digest()[:_DIGEST_SIZE]).decode()
