"""Who may do what with each table: the written table and the database say the same."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from answerable.config.lock.apply import apply
from answerable.config.lock.rights import RIGHTS
from answerable.config.lock.roles import APPLICATION, Login, role_name
from given.roles import role

pytestmark = [pytest.mark.django_db, pytest.mark.near_db]

ALL = {
    "S": "SELECT",
    "I": "INSERT",
    "U": "UPDATE",
    "D": "DELETE",
    "T": "TRUNCATE",
    "X": "TRIGGER",
    "R": "REFERENCES",
}
# What is written once. No role of the application may change or remove it, whatever the triggers say.
HISTORY = (
    "ledger_journalline",
    "ledger_journalleaf",
    "ledger_accessrecord",
    "deadlines_clockentry",
    "cases_move",
    "cases_accused",
    "review_rating",
    "review_visitattempt",
)


REFUSED = r"permission denied|must be owner"


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def tables() -> set[str]:
    return set(connection.introspection.table_names())


def held(login: Login, table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(letter, '') FROM unnest(%s::text[], %s::text[]) AS r (letter, granted)"
            " WHERE has_table_privilege(%s, %s, granted)",
            [list(ALL), list(ALL.values()), role_name(login), table],
        )
        return cursor.fetchone()[0] or ""


def columns_held(login: Login, table: str) -> dict[str, set[str]]:
    """Return the rights to single columns that the table as a whole does not give."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT letter, attname FROM pg_attribute, unnest(%s::text[], %s::text[]) AS r (letter, granted)"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
            " AND has_column_privilege(%s, attrelid, attnum, granted)"
            " AND NOT has_table_privilege(%s, attrelid, granted)",
            [list("SIU"), ["SELECT", "INSERT", "UPDATE"], table, role_name(login), role_name(login)],
        )
        for letter, column in cursor.fetchall():
            found.setdefault(letter, set()).add(column)
    return found


def test_every_table_is_in_the_table_of_rights_and_every_right_in_the_database() -> None:
    assert tables() == set(RIGHTS)


@pytest.mark.parametrize("login", list(APPLICATION))
def test_a_role_holds_exactly_what_is_written(login: Login) -> None:
    for table, rights in RIGHTS.items():
        assert sorted(held(login, table)) == sorted(rights.of(login)), (login, table)
        written = {letter: set(names) for (whose, letter), names in rights.columns.items() if whose is login}
        assert columns_held(login, table) == written, (login, table)


@pytest.mark.parametrize("table", HISTORY)
def test_no_role_changes_or_removes_what_happened(table: str) -> None:
    for login in APPLICATION:
        assert not set(held(login, table)) & set("UDT"), (login, table)


def test_nobody_truncates_anything() -> None:
    assert not [(login, table) for login in APPLICATION for table in RIGHTS if "T" in held(login, table)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_journalline SET at = now()",
        "DELETE FROM ledger_journalline",
        "TRUNCATE ledger_journalline",
        "UPDATE cases_move SET at = now()",
        "DELETE FROM ledger_journalopening",
        "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
        "DROP POLICY lock_seen ON cases_case",
        "CREATE TABLE mine (id int)",
        "ALTER TABLE ledger_journalline DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
    ],
)
def test_the_web_server_may_not(statement: str) -> None:
    with (
        role(Login.WEB),
        pytest.raises(ProgrammingError, match=REFUSED),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("login", list(APPLICATION))
def test_a_role_is_nobody_special(login: Login) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication,"
            " (SELECT count(*) FROM pg_auth_members WHERE member = r.oid),"
            " (SELECT count(*) FROM pg_class WHERE relowner = r.oid) FROM pg_roles r WHERE rolname = %s",
            [role_name(login)],
        )
        assert cursor.fetchone() == (False, 0, 0)


@pytest.fixture
def connected_as_web() -> Iterator[None]:
    """A session that began as the web role, as one that has its password does: no way leads back from there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (owner,) = cursor.fetchone()
        cursor.execute(f"SET SESSION AUTHORIZATION {role_name(Login.WEB)}")
        yield
        cursor.execute(f"SET SESSION AUTHORIZATION {owner}")


def test_the_web_role_can_become_nobody_else(connected_as_web: None) -> None:
    for name in ("answerable", role_name(Login.WORKER), role_name(Login.SEQUENCER)):
        with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
            run(f"SET ROLE {name}")


def test_applying_again_takes_back_what_was_given_beside_the_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT DELETE ON cases_case TO {role_name(Login.WEB)}")
    assert "D" in held(Login.WEB, "cases_case")
    apply()
    assert "D" not in held(Login.WEB, "cases_case")
