"""The small bureau of the organisation's tests, and one account of it."""

import pytest
from tests.contexts.organisation.tables import AT, PEOPLE, SYSTEM, UNITS, table

from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.models import Account


@pytest.fixture
def bureau(db: None) -> None:
    """Zhou sets up the bureau, Wu dispatches, Zheng is an officer of the first station in the east."""
    organisation.load_units(actor=SYSTEM, table=table(UNITS), at=AT)
    organisation.load_people(actor=SYSTEM, table=table(PEOPLE, "people.csv"), at=AT)


@pytest.fixture
def wu(bureau: None) -> Account:
    return Account.objects.select_related("person").get(username="wu")
