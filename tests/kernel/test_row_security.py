"""The scope is written into every transaction and into no other."""

import pytest
from django.db import DatabaseError, connection, transaction

from answerable.kernel import row_security
from answerable.kernel.row_security import Door, Scope

STAFF = Scope(Door.UNITS, units=frozenset({3, 1}), person_id=7)


def door() -> str:
    return setting("door")


def setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [f"answerable.{name}"])
        return cursor.fetchone()[0] or ""


def fail() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")


@pytest.mark.django_db(transaction=True)
class TestScope:
    def test_nobody_comes_in_without_one(self) -> None:
        assert door() == ""

    def test_a_read_outside_a_transaction_is_told(self) -> None:
        with row_security.within(STAFF):
            assert (door(), setting("units"), setting("person")) == ("units", "{1,3}", "{7}")
            assert not connection.in_atomic_block
        assert door() == ""

    def test_a_transaction_that_begins_inside_is_told(self) -> None:
        with row_security.within(STAFF), transaction.atomic():
            assert door() == "units"

    def test_a_transaction_that_has_begun_is_told_and_told_again(self) -> None:
        with transaction.atomic():
            assert door() == ""
            with row_security.within(STAFF):
                assert door() == "units"
                with row_security.system("test"):
                    assert door() == "system"
                    assert setting("units") == "{}"
                assert (door(), setting("units")) == ("units", "{1,3}")
            assert door() == ""

    def test_the_next_transaction_of_the_connection_knows_nothing(self) -> None:
        with row_security.system("test"), transaction.atomic():
            assert door() == "system"
        with transaction.atomic():
            assert door() == ""

    def test_what_fails_inside_goes_back_to_what_was_open(self) -> None:
        with row_security.within(STAFF), transaction.atomic():
            with pytest.raises(DatabaseError), transaction.atomic(), row_security.system("test"):
                fail()
            assert door() == "units"
            with row_security.system("test"):
                with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute("SELECT 1/0")
                assert door() == "system"
            assert door() == "units"

    def test_a_statement_of_two_parts_is_read_whole(self) -> None:
        with row_security.within(STAFF), connection.chunked_cursor() as cursor:
            cursor.execute("SELECT current_setting('answerable.door') FROM generate_series(1, 5000)")
            assert {row[0] for row in cursor.fetchall()} == {"units"}
