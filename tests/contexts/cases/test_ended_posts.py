"""A post that ends leaves its cases to its unit."""

import pytest

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import RoundState, View
from answerable.contexts.cases.services.hand_up import hand_up
from answerable.contexts.cases.services.release_handler import release_handler
from given import AT, later

pytestmark = pytest.mark.django_db


def test_what_an_ended_post_was_handling_waits_for_another_handler() -> None:
    bureau = given.a_bureau()
    handled, answered = given.a_handled_case(bureau), given.an_answered_case(bureau)
    post = bureau.post("east-1-handler")
    assert release_handler(post_ids=[post], at=later(days=1)) == 1
    assert release_handler(post_ids=[post], at=later(days=1)) == 0
    facts = cases.facts_of([handled, answered])
    assert (facts[handled].handler_post_id, facts[handled].state) == (None, RoundState.HANDLING)
    assert facts[answered].handler_post_id == post, "who answered stays known"
    rows = cases.list_cases(bureau.actor("east-1-leader"), cases.CaseFilter(view=View.UNIT), AT).rows
    assert [row.case_id for row in rows] == [handled]


def test_what_a_closed_unit_still_had_goes_to_the_unit_above() -> None:
    bureau = given.a_bureau()
    handled, returning = given.a_handled_case(bureau), given.a_dispatched_case(bureau)
    walled = given.a_handled_case(bureau, accused=["east-leader"], unit="west-1")
    answered = given.an_answered_case(bureau)
    cases.ask_return(actor=bureau.actor("east-1-handler"), case_id=returning, reason="不归我们", at=AT)
    due = cases.facts_of([handled])[handled].due_at
    units = [bureau.unit("east-1"), bureau.unit("west-1")]
    assert hand_up(unit_ids=units, at=later(days=1)) == 3
    assert hand_up(unit_ids=units, at=later(days=1)) == 0
    facts = cases.facts_of([handled, returning, walled, answered])
    assert {facts[key].unit_id for key in (handled, returning)} == {bureau.unit("east")}
    assert facts[walled].unit_id == bureau.unit("west")
    assert facts[answered].unit_id == bureau.unit("east-1")
    assert (facts[handled].state, facts[handled].due_at) == (RoundState.DISPATCHED, due)
