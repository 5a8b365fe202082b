"""Statements that are planned once for each connection.

Django binds parameters on our side, so PostgreSQL parses and plans every statement anew. For a few wide statements on
hot paths that costs more than running them; these go out prepared. (A PgBouncer in between has to be 1.21 or newer.)
"""

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import connection

from answerable.kernel import row_security

# Django forbids preparing; a threshold that is never reached allows it for those who ask, and for nobody else.
_ONLY_ON_REQUEST = 2**31


def execute_prepared(statement: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run a statement in the present transaction, or in one of its own, and return its rows.

    The statement is the key under which it is kept prepared: keep it constant.
    """
    connection.ensure_connection()
    with row_security.told(connection), connection.wrap_database_errors:
        raw: psycopg.Connection[Any] = connection.connection
        raw.prepare_threshold = _ONLY_ON_REQUEST
        with psycopg.Cursor(raw) as cursor:
            return cursor.execute(statement, params, prepare=True).fetchall()
