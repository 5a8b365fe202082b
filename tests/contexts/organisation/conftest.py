"""A small bureau: five units, five people."""

import pytest
from tests.contexts.organisation.tables import AT, PEOPLE, SYSTEM, UNITS, table

from answerable.contexts.organisation import api as organisation

MORE_PEOPLE = "east,钱示例,设置员,east,setup\nlin,林示例,民警,east-1,handler\n"


@pytest.fixture
def bureau(db: None) -> None:
    """Zhou sets up the bureau, `east` sets up the east branch, Lin and Zheng are officers there, Wu dispatches."""
    organisation.load_units(actor=SYSTEM, table=table(UNITS), at=AT)
    organisation.load_people(actor=SYSTEM, table=table(PEOPLE + MORE_PEOPLE, "people.csv"), at=AT)
