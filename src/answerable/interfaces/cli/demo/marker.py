"""Whether there is a demo city in this installation, and whether it is whole.

The mark is the comment on the schema: it goes with the schema, needs no table, and a real bureau has none.
"""

from enum import StrEnum

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from answerable.contexts.organisation import api as organisation

BEGUN, MADE = "demo city, begun", "demo city, made"


class Found(StrEnum):
    """What is in the installation."""

    NOTHING = "nothing"
    HALF = "half a demo city"
    WHOLE = "the demo city"
    BUREAU = "a bureau"


def found() -> Found:
    """Look what is there."""
    mark = _mark()
    if mark.startswith(MADE):
        return Found.WHOLE
    if mark.startswith(BEGUN):
        return Found.HALF
    return Found.BUREAU if len(organisation.units()) else Found.NOTHING


def begin() -> None:
    _set_mark(BEGUN)


def finish(what: str) -> None:
    _set_mark(f"{MADE}: {what}")


def clear() -> None:
    """Drop everything and lay the tables anew. Only what `found` calls a demo city, half or whole, is ever cleared."""
    if found() not in (Found.HALF, Found.WHOLE):
        raise RuntimeError("this is no demo city")
    name = sql.Identifier(settings.OPTIONS.database_schema)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(name))
    call_command("migrate", verbosity=0, interactive=False)


def _mark() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = %s",
            [settings.OPTIONS.database_schema],
        )
        row = cursor.fetchone()
    return (row[0] if row else None) or ""


def _set_mark(text: str) -> None:
    name = sql.Identifier(settings.OPTIONS.database_schema)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("COMMENT ON SCHEMA {} IS {}").format(name, sql.Literal(text)))
