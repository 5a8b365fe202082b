"""Areas are added and changed one by one by those who set up the bureau."""

import pytest
from tests.contexts.organisation.tables import AREAS, AT, SYSTEM, actor, table

from answerable.contexts.organisation import api as organisation
from answerable.kernel.errors import Invalid, NotPermitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bureau")]


@pytest.fixture(autouse=True)
def _areas(bureau: None) -> None:
    organisation.load_areas(actor=SYSTEM, table=table(AREAS), at=AT)


def facts(**changes: str) -> organisation.AreaFacts:
    named = {"code": "pine", "parent": "east", "name_zh": "松树街", "name_en": "Pine Street"}
    return organisation.AreaFacts(**{**named, **changes})


def test_an_area_is_changed_with_its_names_and_units() -> None:
    organisation.change_area(actor=actor("zhou"), facts=facts(names="松树街|松街", units="east-2"), at=AT)
    area = organisation.areas().by_code("pine")
    assert area is not None
    assert area.names == ("松树街", "松街")
    units = organisation.areas().units_for(area.id)
    assert [organisation.units().get(unit).code for unit in units] == ["east-2"]


def test_an_area_is_added_once() -> None:
    organisation.open_area(actor=actor("zhou"), facts=facts(code="elm", name_zh="榆树街"), at=AT)
    with pytest.raises(Invalid) as error:
        organisation.open_area(actor=actor("zhou"), facts=facts(code="elm"), at=AT)
    assert [fault.where for fault in error.value.faults] == ["code"]
    with pytest.raises(Invalid):
        organisation.change_area(actor=actor("zhou"), facts=facts(code="oak"), at=AT)


def test_faults_are_told_at_their_fields() -> None:
    wrong = facts(parent="pine", name_zh="", units="nobody", geometry="{")
    with pytest.raises(Invalid) as error:
        organisation.change_area(actor=SYSTEM, facts=wrong, at=AT)
    assert sorted(fault.where for fault in error.value.faults) == ["geometry", "name_zh", "parent", "units"]


def test_areas_are_the_whole_bureau_s() -> None:
    for act in (organisation.open_area, organisation.change_area):
        with pytest.raises(NotPermitted):
            act(actor=actor("east"), facts=facts(), at=AT)
