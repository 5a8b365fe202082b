"""A small bureau with two who set up all of it, and one who sets up the east."""

import pytest
from tests.contexts.organisation.tables import AT, PEOPLE, SYSTEM, UNITS, table

from answerable.contexts.organisation import api as organisation

MORE = "sun,孙示例,副局长,bureau,setup\neast,钱示例,设置员,east,setup\nlin,林示例,民警,east-1,handler\n"


@pytest.fixture
def bureau(db: None) -> None:
    """Zhou and Sun set up the bureau, `east` the east branch; Lin and Zheng are officers there, Wu dispatches."""
    organisation.load_units(actor=SYSTEM, table=table(UNITS), at=AT)
    organisation.load_people(actor=SYSTEM, table=table(PEOPLE + MORE, "people.csv"), at=AT)
