"""Whether there is a demo city in this installation, and how much of its past is there.

The mark is the comment on the schema: it goes with the schema, needs no table, and a real bureau has none. It is
written by the transaction of what it tells of, so that it is true after whatever crash.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from answerable.contexts.organisation import api as organisation

BEGUN, FILLING, MADE = "demo city, begun", "demo city, filling: ", "demo city, made: "
# Keys of advisory locks: who writes the mark, and who lives which cohort.
_MARK_LOCK, COHORT_LOCK = 0x0DE30C17, 0x0DE30C18


class Found(StrEnum):
    """What is in the installation."""

    NOTHING = "nothing"
    HALF = "half a demo city"
    OPEN = "a demo city whose past is not all there"
    WHOLE = "the demo city"
    BUREAU = "a bureau"


@dataclass(frozen=True, slots=True)
class Mark:
    """What city it is, which cohorts of its voices have been lived, and what came of them."""

    seed: int
    cases: int
    until: str
    small: bool
    cohorts: int
    lived: tuple[int, ...] = ()
    voices: int = 0
    acts: int = 0

    @property
    def ends(self) -> datetime:
        return datetime.fromisoformat(self.until)

    @property
    def is_whole(self) -> bool:
        return len(self.lived) == self.cohorts

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.voices / max(1, self.cases)))


def found() -> Found:
    """Look what is there."""
    text = _read()
    if text.startswith(MADE):
        return Found.WHOLE
    if text.startswith(FILLING):
        return Found.OPEN
    if text.startswith(BEGUN):
        return Found.HALF
    return Found.BUREAU if len(organisation.units()) else Found.NOTHING


def begin() -> None:
    """Say that a city is being set up."""
    _write(BEGUN)


def mark() -> Mark | None:
    """Return what is known of the city, or None where no part of it has been lived."""
    text = _read()
    for start in (FILLING, MADE):
        if text.startswith(start):
            read = json.loads(text.removeprefix(start))
            return Mark(**{**read, "lived": tuple(read["lived"])})
    return None


def filling() -> Mark | None:
    """Return how far the city is while its past comes in; None when all of it is there."""
    known = mark()
    return None if known is None or known.is_whole else known


def lived(number: int, voices: int, acts: int, new: Mark) -> Mark:
    """Note in the transaction of a cohort that it was lived, and return how far the city is.

    `new` is the mark of a city that has none yet.
    """
    with connection.cursor() as cursor:
        # Two cohorts may end at the same time.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_MARK_LOCK])
    known = mark() or new
    known = replace(
        known,
        lived=tuple(sorted({*known.lived, number})),
        voices=known.voices + voices,
        acts=known.acts + acts,
    )
    _write((MADE if known.is_whole else FILLING) + json.dumps(asdict(known)))
    return known


@contextmanager
def cohort_taken(number: int) -> Iterator[bool]:
    """Take a cohort, if nobody else lives it at this moment and nobody has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [COHORT_LOCK, number])
        (free,) = cursor.fetchone()
    try:
        known = mark() if free else None
        yield free and (known is None or number not in known.lived)
    finally:
        if free and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [COHORT_LOCK, number])


def clear() -> None:
    """Drop everything and lay the tables anew. Only what `found` calls a demo city is ever cleared."""
    if found() not in (Found.HALF, Found.OPEN, Found.WHOLE):
        raise RuntimeError("this is no demo city")
    name = sql.Identifier(settings.OPTIONS.database_schema)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(name))
    call_command("migrate", verbosity=0, interactive=False)


def forget() -> None:
    """Take the mark away: what is there is a bureau like any other."""
    name = sql.Identifier(settings.OPTIONS.database_schema)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("COMMENT ON SCHEMA {} IS NULL").format(name))


def _read() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = %s",
            [settings.OPTIONS.database_schema],
        )
        row = cursor.fetchone()
    return (row[0] if row else None) or ""


def _write(text: str) -> None:
    name = sql.Identifier(settings.OPTIONS.database_schema)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("COMMENT ON SCHEMA {} IS {}").format(name, sql.Literal(text)))
