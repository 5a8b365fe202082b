"""The policy on cases and `cases.permissions.visible` say the same of every case, to every post there could be."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import given as generated
from hypothesis import strategies as st

import given
from answerable.config.lock.roles import Login
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.models import Case
from answerable.contexts.cases.permissions import sees, visible
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.kernel import row_security
from answerable.kernel.actor import Actor, ActorKind
from given.roles import role

pytestmark = [pytest.mark.django_db, pytest.mark.near_db]

PERSONS = st.integers(1, 4)
UNITS = st.integers(0, 7)


@st.composite
def a_case(draw: st.DrawFn) -> dict[str, object]:
    return {
        "desk": draw(UNITS),
        "scope": draw(st.sets(UNITS, max_size=4)),
        "persons": draw(st.sets(PERSONS, max_size=2)),
        "units": draw(st.sets(UNITS, max_size=2)),
    }


@st.composite
def a_post(draw: st.DrawFn) -> dict[str, object]:
    return {
        "person": draw(PERSONS | st.none()),
        "unit": draw(UNITS | st.none()),
        "grants": draw(st.dictionaries(st.sampled_from(list(Role)), st.sets(UNITS, max_size=8), max_size=4)),
    }


@pytest.fixture
def stored() -> list[Case]:
    bureau = given.a_bureau()
    return list(Case.objects.filter(id__in=[given.a_case(bureau) for _ in range(8)]))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@generated(st.lists(a_case(), min_size=8, max_size=8), a_post())
def test_sql_and_rules_agree(
    stored: list[Case], facts: list[dict[str, object]], post: dict[str, object]
) -> None:
    units = sorted(unit.id for unit in organisation.units())
    for case, fact in zip(stored, facts, strict=True):
        case.desk_unit_id = units[fact["desk"]]  # type: ignore[index]
        # The desk sees what it took in, so it is always among them.
        case.scope_units = [units[n] for n in sorted({fact["desk"], *fact["scope"]})]  # type: ignore[misc]
        case.walled_persons = sorted(fact["persons"])  # type: ignore[call-overload]
        case.walled_units = [units[n] for n in sorted(fact["units"])]  # type: ignore[call-overload]
    Case.objects.bulk_update(stored, ["desk_unit", "scope_units", "walled_persons", "walled_units"])
    actor = Actor(
        kind=ActorKind.STAFF,
        name="post:1",
        post_id=1,
        person_id=post["person"],  # type: ignore[arg-type]
        unit_id=None if post["unit"] is None else units[post["unit"]],  # type: ignore[index]
        grants={r: frozenset(units[n] for n in held) for r, held in post["grants"].items()},  # type: ignore[attr-defined]
    )
    wanted = set(Case.objects.filter(visible(actor)).values_list("id", flat=True))
    assert wanted == {case.pk for case in stored if sees(actor, case)}
    with role(Login.WEB), row_security.within(cases.row_scope(actor)), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM cases_case")
        assert {key for (key,) in cursor.fetchall()} == wanted


def test_a_channel_and_an_unknown_resident_see_nothing(stored: list[Case]) -> None:
    for actor in (Actor.channel("web"), Actor.resident()):
        with role(Login.WEB), row_security.within(cases.row_scope(actor)):
            assert not Case.objects.exists()
