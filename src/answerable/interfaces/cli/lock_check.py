"""What `answerable doctor` reads from PostgreSQL's catalogue about the second lock."""

from collections.abc import Iterator

from django.db import connection

from answerable.config.lock.policies import POLICIES
from answerable.config.lock.roles import APPLICATION, role_name
from answerable.interfaces.cli.doctor import Finding
from answerable.kernel.postgres.logins import LEAKPROOF

_LOCKED = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relrowsecurity AND c.relforcerowsecurity
AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
"""
_ROLES = (
    "SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = ANY(%s) OR rolname = current_user"
)
_MARKED = """
SELECT bool_and(proleakproof) FROM pg_proc WHERE proname = ANY(%s) AND pronamespace = 'pg_catalog'::regnamespace
"""
_MEND = "See docs/operator.md, Roles of the database; then run `answerable migrate`."


def second_lock() -> Iterator[Finding]:
    """Say whether the roles are there and plain, the policies stand, and indexes can be used under them."""
    names = [role_name(login) for login in APPLICATION]
    with connection.cursor() as cursor:
        cursor.execute(_ROLES, [names])
        roles = dict(cursor.fetchall())
        cursor.execute(_LOCKED)
        locked = {name for (name,) in cursor.fetchall()}
        cursor.execute(_MARKED, [list(LEAKPROOF)])
        [(marked,)] = cursor.fetchall()
    missing = [name for name in names if name not in roles]
    yield Finding("Roles", not missing, ", ".join(missing) or "all there", _MEND)
    powerful = sorted(name for name, passes in roles.items() if passes)
    yield Finding("Bound by the policies", not powerful, ", ".join(powerful) or "all roles", _MEND)
    open_tables = sorted(set(POLICIES) - locked)
    yield Finding("Second lock", not open_tables, ", ".join(open_tables) or f"{len(POLICIES)} tables", _MEND)
    yield Finding("Indexes under it", bool(marked), "used" if marked else "not used: lists are slow", _MEND)
