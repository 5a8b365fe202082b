"""Acting through the application's roles, as the running product does. Set-up may be done by the owner."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from psycopg import sql
from psycopg.pq import TransactionStatus

from answerable.config.lock.roles import Login, role_name


@contextmanager
def role(login: Login) -> Iterator[None]:
    """Be that role for a while."""
    connection.ensure_connection()
    raw = connection.connection
    # Past Django's cursors, so that tests which count statements don't count these.
    raw.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role_name(login))))
    try:
        yield
    finally:
        raw = connection.connection
        if raw is not None and raw.info.transaction_status is not TransactionStatus.INERROR:
            raw.execute("RESET ROLE")
