"""What all tests share."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations
from django.utils.translation import trans_real

from answerable.config import messages

# A change of a translation must show in the tests without `make setup`.
messages.compile_all()
# What was translated before came from older catalogues.
trans_real._translations.clear()


@pytest.fixture(autouse=True, scope="session")
def flush_append_only_tables() -> Iterator[None]:
    """Let the tests' own clean-up truncate what the product must never truncate."""
    flush = DatabaseOperations.execute_sql_flush

    def flush_all(self: Any, sql_list: Sequence[str]) -> None:
        flush(
            self,
            ["SET session_replication_role = replica", *sql_list, "SET session_replication_role = origin"],
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_all)
        yield
