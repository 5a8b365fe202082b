"""Write roles, rights and policies into the database, as its owner. Safe to repeat; what stands is left alone."""

from collections.abc import Iterator

import structlog
from django.conf import settings
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.utils import IntegrityError, ProgrammingError
from psycopg import sql

from answerable.config.lock.policies import POLICIES, Policy
from answerable.config.lock.rights import RIGHTS, Rights
from answerable.config.lock.roles import APPLICATION, Login, role_name
from answerable.kernel.postgres.logins import LEAKPROOF

log = structlog.get_logger(__name__)

_LETTERS = {"S": "SELECT", "I": "INSERT", "U": "UPDATE", "D": "DELETE"}
_PREFIX = "lock_"


def apply(using: str = "default") -> None:
    """Make what is missing, and take back what is too much."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        # Two migrations at once would trip over each other's catalogue rows.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('answerable.lock'))")
        there = _tables(cursor)
        roles = {login for login in APPLICATION if _have_role(cursor, role_name(login), using)}
        _mark_leakproof(cursor, using)
        for statement in _grants(there, roles):
            cursor.execute(statement)
        for table, policy in POLICIES.items():
            if table in there:
                _lock(cursor, table, policy, roles)


def _tables(cursor: CursorWrapper) -> set[str]:
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind IN ('r', 'p')",
        [settings.OPTIONS.database_schema],
    )
    return {name for (name,) in cursor.fetchall()}


def _have_role(cursor: CursorWrapper, name: str, using: str) -> bool:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    if cursor.fetchone() is not None:
        return True
    try:
        with transaction.atomic(using=using):
            # It can connect once somebody gives it a password; see docs/operator.md.
            cursor.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name)))
    except IntegrityError:
        return True
    except ProgrammingError:
        log.warning("lock.no_role", role=name)
        return False
    return True


def _mark_leakproof(cursor: CursorWrapper, using: str) -> None:
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    (superuser,) = cursor.fetchone()
    if superuser:
        for name in LEAKPROOF:
            cursor.execute(f"ALTER FUNCTION pg_catalog.{name}(anyarray, anyarray) LEAKPROOF")


def _grants(there: set[str], roles: set[Login]) -> Iterator[sql.Composable]:
    schema = sql.Identifier(settings.OPTIONS.database_schema)
    for login in sorted(roles):
        role = sql.Identifier(role_name(login))
        yield sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, role)
        yield sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA {} FROM {}").format(schema, role)
        if login in (Login.WEB, Login.WORKER, Login.SEQUENCER):
            yield sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA {} TO {}").format(schema, role)
        for table, rights in RIGHTS.items():
            if table in there:
                yield from _grants_of(schema, table, rights, login)


def _grants_of(schema: sql.Identifier, table: str, rights: Rights, login: Login) -> Iterator[sql.Composable]:
    role, name = sql.Identifier(role_name(login)), sql.Identifier(table)
    if letters := rights.of(login):
        granted = sql.SQL(", ").join(sql.SQL(_LETTERS[letter]) for letter in letters)
        yield sql.SQL("GRANT {} ON {}.{} TO {}").format(granted, schema, name, role)
    for (whose, letter), columns in rights.columns.items():
        if whose is login:
            names = sql.SQL(", ").join(map(sql.Identifier, columns))
            yield sql.SQL("GRANT {} ({}) ON {}.{} TO {}").format(
                sql.SQL(_LETTERS[letter]), names, schema, name, role
            )


def _lock(cursor: CursorWrapper, table: str, policy: Policy, roles: set[Login]) -> None:
    digest = policy.digest() + ":" + ",".join(sorted(login for login in policy.alone if login in roles))
    if _stands(cursor, table, digest):
        return
    name = sql.Identifier(table)
    for old in _ours(cursor, table):
        cursor.execute(sql.SQL("DROP POLICY {} ON {}").format(sql.Identifier(old), name))
    for statement in _policies(name, policy, roles):
        cursor.execute(statement)
    cursor.execute(
        sql.SQL("COMMENT ON POLICY {} ON {} IS {}").format(
            sql.Identifier(f"{_PREFIX}seen"), name, sql.Literal(digest)
        )
    )
    cursor.execute(sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY").format(name))


def _policies(name: sql.Identifier, policy: Policy, roles: set[Login]) -> Iterator[sql.Composable]:
    seen = sql.SQL("CREATE POLICY {} ON {} USING ({})")
    yield seen.format(sql.Identifier(f"{_PREFIX}seen"), name, sql.SQL(policy.seen))
    if policy.appended:
        yield sql.SQL("CREATE POLICY {} ON {} FOR INSERT WITH CHECK (true)").format(
            sql.Identifier(f"{_PREFIX}appended"), name
        )
    for login, condition in policy.alone.items():
        if login in roles:
            yield sql.SQL("CREATE POLICY {} ON {} FOR SELECT TO {} USING ({})").format(
                sql.Identifier(f"{_PREFIX}{login}"),
                name,
                sql.Identifier(role_name(login)),
                sql.SQL(condition),
            )


def _stands(cursor: CursorWrapper, table: str, digest: str) -> bool:
    cursor.execute(
        "SELECT c.relrowsecurity AND c.relforcerowsecurity AND obj_description(p.oid, 'pg_policy') = %s"
        " FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
        " WHERE p.polrelid = %s::regclass AND p.polname = %s",
        [digest, table, f"{_PREFIX}seen"],
    )
    row = cursor.fetchone()
    return row is not None and bool(row[0])


def _ours(cursor: CursorWrapper, table: str) -> list[str]:
    cursor.execute("SELECT polname FROM pg_policy WHERE polrelid = %s::regclass", [table])
    return [name for (name,) in cursor.fetchall()]
