"""The logins of a private PostgreSQL: a password each, none a superuser, and what is there is the owner's."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from answerable.kernel.postgres import Cluster, Login, login_dsn, prepare_logins

SCHEMA = "bureau"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory(prefix="answerable-") as folder:
        Path(folder).chmod(0o755)
        made = Cluster(Path(folder) / "pg", settings={"fsync": "off"})
        with made.running() as dsn:
            with psycopg.connect(dsn) as connection:
                connection.execute("CREATE SCHEMA bureau")
                connection.execute("CREATE TABLE bureau.old (id bigserial PRIMARY KEY, at date)")
                connection.execute("CREATE SEQUENCE bureau.numbers")
                connection.execute("CREATE TYPE bureau.colour AS ENUM ('red')")
                connection.execute("CREATE FUNCTION bureau.one() RETURNS int LANGUAGE sql AS 'SELECT 1'")
            for _ in range(2):
                prepare_logins(made, SCHEMA)
            yield made


@pytest.mark.parametrize("login", list(Login))
def test_each_connects_with_a_password_of_its_own_and_is_no_superuser(cluster: Cluster, login: Login) -> None:
    with psycopg.connect(login_dsn(cluster, SCHEMA, login)) as connection:
        row = connection.execute(
            "SELECT current_user, rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == (f"bureau_{login}", False)
    kept = cluster.password_file(f"bureau_{login}")
    assert kept.stat().st_mode & 0o777 == 0o600


def test_no_password_opens_another_s_door(cluster: Cluster) -> None:
    words = {cluster.password_file(login.name_in(SCHEMA)).read_text() for login in Login}
    assert len(words | {cluster.password_file().read_text()}) == len(Login) + 1


@pytest.mark.parametrize("login", [login for login in Login if login is not Login.OWNER])
def test_nobody_becomes_the_owner_or_the_superuser(cluster: Cluster, login: Login) -> None:
    for name in ("bureau_owner", "answerable"):
        with (
            psycopg.connect(login_dsn(cluster, SCHEMA, login)) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(f"SET ROLE {name}")


def test_the_owner_gets_what_a_superuser_has_made(cluster: Cluster) -> None:
    with psycopg.connect(login_dsn(cluster, SCHEMA, Login.OWNER)) as connection:
        connection.execute("ALTER TABLE bureau.old ADD COLUMN words text")
        connection.execute("ALTER TYPE bureau.colour ADD VALUE 'blue'")
        connection.execute("DROP FUNCTION bureau.one()")
        connection.execute("ALTER SEQUENCE bureau.numbers RESTART")
        connection.execute("CREATE EXTENSION pg_trgm SCHEMA bureau")
        connection.execute("DROP SCHEMA bureau CASCADE")
        connection.rollback()


def test_arrays_may_be_compared_by_an_index_under_a_policy(cluster: Cluster) -> None:
    with psycopg.connect(cluster.dsn()) as connection:
        found = connection.execute(
            "SELECT proname FROM pg_proc WHERE proleakproof AND proname IN ('arraycontains', 'arrayoverlap')"
        ).fetchall()
    assert len(found) == 2
