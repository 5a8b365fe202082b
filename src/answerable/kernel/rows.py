"""Many rows in one statement, where the ORM would write a CASE for each of them."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from django.db import connection, models


def insert_rows(rows: Sequence[models.Model], *, ignore_conflicts: bool = False) -> None:
    """Insert rows of one model. Keys that are not set are given by the database, and not read back."""
    if not rows:
        return
    meta = type(rows[0])._meta
    columns = [field for field in meta.concrete_fields if not (field.primary_key and rows[0].pk is None)]
    names = ", ".join(f'"{column.column}"' for column in columns)
    conflict = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{meta.db_table}" ({names}) SELECT {names}'  # noqa: S608 - names of our own columns
            f" FROM jsonb_to_recordset(%s::jsonb) AS n ({_kinds(columns)}){conflict}",
            [_told(rows, columns)],
        )


def update_rows(rows: Sequence[models.Model], fields: Iterable[str]) -> None:
    """Write these fields of these rows, all of one model."""
    names = list(fields)
    if not rows or not names:
        return
    meta = type(rows[0])._meta
    key = meta.pk
    known = {field.name: field for field in meta.concrete_fields}
    known |= {field.attname: field for field in meta.concrete_fields}
    columns = [key, *(known[name] for name in names)]
    sets = ", ".join(f'"{column.column}" = n."{column.column}"' for column in columns[1:])
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{meta.db_table}" AS t SET {sets}'  # noqa: S608 - names of our own columns
            f" FROM jsonb_to_recordset(%s::jsonb) AS n ({_kinds(columns)})"
            f' WHERE t."{key.column}" = n."{key.column}"',
            [_told(rows, columns)],
        )


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """Take so many keys beforehand, so that rows which point at one another can be written together."""
    if count == 0:
        return []
    meta = model._meta
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [f'"{meta.db_table}"', meta.pk.column, count],
        )
        return [row[0] for row in cursor.fetchall()]


def _kinds(columns: "Sequence[models.Field[Any, Any]]") -> str:
    return ", ".join(f'"{column.column}" {_type_of(column)}' for column in columns)


def _type_of(column: "models.Field[Any, Any]") -> str:
    found = column.rel_db_type(connection) if column.primary_key else column.db_type(connection)
    return str(found)


def _told(rows: Sequence[models.Model], columns: "Sequence[models.Field[Any, Any]]") -> str:
    """Return the rows as JSON, whose strings PostgreSQL reads as it reads any literal of the column's type."""
    pairs = [(column.column, column.attname) for column in columns]
    values = [{column: getattr(row, name) for column, name in pairs} for row in rows]
    return orjson.dumps(values, default=_plain).decode()


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    raise TypeError(f"{type(value).__name__} can't be written so")
