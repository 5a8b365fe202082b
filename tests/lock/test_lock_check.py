"""`answerable doctor` sees when the second lock is open."""

import pytest
from django.db import connection

from answerable.interfaces.cli.lock_check import second_lock

pytestmark = pytest.mark.django_db


def unsound() -> dict[str, str]:
    return {finding.what: finding.seen for finding in second_lock() if not finding.sound}


@pytest.mark.parametrize(
    ("broken", "what"),
    [
        ("ALTER TABLE cases_move DISABLE ROW LEVEL SECURITY", "Second lock"),
        ("ALTER TABLE cases_move NO FORCE ROW LEVEL SECURITY", "Second lock"),
        ("ALTER FUNCTION pg_catalog.arrayoverlap(anyarray, anyarray) NOT LEAKPROOF", "Indexes under it"),
    ],
)
def test_what_is_open_is_told(broken: str, what: str) -> None:
    assert what not in unsound()
    with connection.cursor() as cursor:
        cursor.execute(broken)
    assert what in unsound()


def test_a_superuser_s_connection_is_told() -> None:
    assert connection.settings_dict["USER"] in unsound()["Bound by the policies"].split(", ")
