"""Walls hold on any tree of units, whoever is complained of and wherever people have their posts."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import given as prepared
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.errors import UnitIsWalled
from answerable.contexts.cases.models import Case
from answerable.contexts.cases.walls import first_open_above
from answerable.contexts.organisation import api as organisation
from answerable.kernel.tables import read_csv
from given import AT, SYSTEM

pytestmark = pytest.mark.django_db
ROLES = ("handler", "leader", "dispatcher", "reviewer", "inspector", "agent", "analyst")


@st.composite
def bureaus(draw: st.DrawFn) -> tuple[str, str]:
    """Return a tree of up to ten units below the bureau, and people with posts anywhere in it."""
    size = draw(st.integers(2, 10))
    units = ["code,parent,level,kind,name_zh,name_en", "u0,,bureau,territorial,市局,Bureau"]
    for number in range(1, size):
        parent = draw(st.integers(0, number - 1))
        level = "branch" if parent == 0 else "team"
        units.append(f"u{number},u{parent},{level},territorial,单位{number},Unit {number}")
    people = ["username,name,post,unit,roles"]
    for number in range(draw(st.integers(2, 12))):
        unit, role = draw(st.integers(0, size - 1)), draw(st.sampled_from(ROLES))
        people.append(f"p{number},人{number}示例,岗位{number},u{unit},{role}")
    return "\n".join(units) + "\n", "\n".join(people) + "\n"


def posts() -> list[organisation.PostView]:
    return [post for unit in organisation.units() for post in organisation.posts_in(unit.id, at=AT)]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bureaus(), st.data())
def test_no_accused_and_no_subordinate_ever_reaches_the_case(
    tables: tuple[str, str], data: st.DataObject
) -> None:
    with transaction.atomic():
        organisation.load_units(actor=SYSTEM, table=read_csv(tables[0].encode(), "units.csv"), at=AT)
        organisation.load_people(actor=SYSTEM, table=read_csv(tables[1].encode(), "people.csv"), at=AT)
        tree, everybody = organisation.units(), posts()
        accused = data.draw(st.sampled_from(everybody))
        at_unit = data.draw(st.sampled_from(list(tree)))
        (case_id,) = cases.open_cases(actor=SYSTEM, new=[prepared.new_case(topic_code=None)], at=AT)
        cases.dispatch_cases(actor=SYSTEM, orders=[cases.DispatchOrder(case_id, at_unit.id)], at=AT)
        cases.record_accused(actor=SYSTEM, case_id=case_id, posts=(accused.id,), at=AT)

        led = {unit for role, unit in accused.grants if role == "leader"} - {tree.root.id}
        below = frozenset().union(*(tree.subtree(unit) for unit in led))
        case = Case.objects.get(pk=case_id)
        assert set(case.walled_units) == below
        for post in everybody:
            kept_away = post.person_id == accused.person_id or post.unit_id in below
            actor = organisation.actor_for(post.id, at=AT)
            if kept_away:
                assert not cases.visible_of(actor, [case_id])
                assert not cases.list_cases(actor, cases.CaseFilter(), AT).rows
        assert case.unit_id not in below
        for unit in tree:
            assert first_open_above(unit.id, below) not in below
            if unit.id in below and case.state == "triage":
                with pytest.raises(UnitIsWalled), transaction.atomic():
                    cases.dispatch_cases(actor=SYSTEM, orders=[cases.DispatchOrder(case_id, unit.id)], at=AT)
        transaction.set_rollback(True)
