"""Many rows in one statement, where the ORM would write a CASE for each of them."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models


def update_rows(rows: Sequence[models.Model], fields: Iterable[str]) -> None:
    """Write these fields of these rows, all of one model. Not for binary fields."""
    names = list(fields)
    if not rows or not names:
        return
    meta = type(rows[0])._meta
    key = meta.pk
    known = {field.name: field for field in meta.concrete_fields}
    known |= {field.attname: field for field in meta.concrete_fields}
    columns = [key, *(known[name] for name in names)]
    kinds = ", ".join(f'"{column.column}" {_type_of(column)}' for column in columns)
    sets = ", ".join(f'"{column.column}" = n."{column.column}"' for column in columns[1:])
    values = [{column.column: getattr(row, column.attname) for column in columns} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{meta.db_table}" AS t SET {sets}'  # noqa: S608 - names of our own columns
            f' FROM jsonb_to_recordset(%s::jsonb) AS n ({kinds}) WHERE t."{key.column}" = n."{key.column}"',
            [json.dumps(values, default=_plain, ensure_ascii=False)],
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


def _type_of(column: "models.Field[Any, Any]") -> str:
    found = column.rel_db_type(connection) if column.primary_key else column.db_type(connection)
    return str(found)


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} can't be written so")
