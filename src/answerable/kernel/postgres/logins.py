"""The logins of an installation, and how our own supervisor prepares them in a private PostgreSQL.

The cluster's first user is a superuser; it makes the others and takes backups, and nothing that runs daily connects as
it. Names begin with the schema's, because a server may hold many bureaus.
"""

import secrets
from enum import StrEnum

import psycopg
from psycopg import sql

from answerable.kernel.postgres.cluster import USER, Cluster

# They tell nothing but their answer. Without the mark, no condition with them may use an index under a policy.
LEAKPROOF = ("arraycontains", "arrayoverlap")


class Login(StrEnum):
    """Who connects."""

    # Owns schema and tables: migrates, checks.
    OWNER = "owner"
    WEB = "web"
    # Jobs, and the commands of the operator.
    WORKER = "worker"
    # Puts lines of the journal into the tree and signs it; reads lines, never what they commit to.
    SEQUENCER = "sequencer"
    # Counts for others' tools: no words, no names, nothing behind a wall.
    REPORTING = "reporting"

    def name_in(self, schema: str) -> str:
        """Return the name of the role in PostgreSQL."""
        return f"{schema}_{self.value}"


# Those that hold rights of their own.
APPLICATION = (Login.WEB, Login.WORKER, Login.SEQUENCER, Login.REPORTING)


def prepare_logins(cluster: Cluster, schema: str) -> None:
    """Make the logins of a running cluster, and give the owner what a superuser has made. Safe to repeat."""
    with psycopg.connect(cluster.dsn("postgres"), autocommit=True) as connection:
        for login in Login:
            _make(connection, cluster, login.name_in(schema))
        owner = sql.Identifier(Login.OWNER.name_in(schema))
        connection.execute(sql.SQL("ALTER DATABASE answerable OWNER TO {}").format(owner))
    with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
        for name in LEAKPROOF:
            connection.execute(
                sql.SQL("ALTER FUNCTION pg_catalog.{}(anyarray, anyarray) LEAKPROOF").format(
                    sql.Identifier(name)
                )
            )
        connection.execute(
            sql.SQL(_GIVE).format(
                schema=sql.Literal(schema),
                before=sql.Literal(USER),
                owner=sql.Literal(Login.OWNER.name_in(schema)),
            )
        )


def login_dsn(cluster: Cluster, schema: str, login: Login) -> str:
    """Return the address by which a login reaches its database."""
    return cluster.dsn(user=login.name_in(schema))


def _make(connection: "psycopg.Connection[tuple[object, ...]]", cluster: Cluster, name: str) -> None:
    kept = cluster.password_file(name)
    there = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    if there and kept.exists():
        return
    if not there:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name)))
    password = secrets.token_hex(24)
    connection.execute(
        sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(name), sql.Literal(password))
    )
    kept.touch(mode=0o600)
    kept.write_text(password)


# REASSIGN OWNED refuses the cluster's first user, because PostgreSQL itself is that user's too.
_GIVE = """
DO $give$
DECLARE
  thing text;
BEGIN
  IF to_regnamespace({schema}) IS NULL THEN
    RETURN;
  END IF;
  FOR thing IN
    SELECT format('SCHEMA %I', nspname) FROM pg_namespace
    WHERE nspname = {schema} AND nspowner = {before}::regrole
    UNION ALL
    SELECT format('%s %s', CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, c.oid::regclass)
    FROM pg_class c
    WHERE relnamespace = to_regnamespace({schema}) AND relkind IN ('r', 'p', 'v', 'S') AND relowner = {before}::regrole
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i') AND relkind = 'S')
    UNION ALL
    SELECT format('FUNCTION %s', oid::regprocedure) FROM pg_proc
    WHERE pronamespace = to_regnamespace({schema}) AND proowner = {before}::regrole
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = pg_proc.oid AND d.deptype = 'e')
    UNION ALL
    SELECT format('TYPE %s', t.oid::regtype) FROM pg_type t
    WHERE typnamespace = to_regnamespace({schema}) AND typowner = {before}::regrole AND typtype IN ('e', 'd')
      OR typnamespace = to_regnamespace({schema}) AND typowner = {before}::regrole AND typtype = 'c'
        AND (SELECT relkind FROM pg_class WHERE oid = t.typrelid) = 'c'
  LOOP
    EXECUTE format('ALTER %s OWNER TO %I', thing, {owner});
  END LOOP;
END $give$
"""
