"""The lifecycle holds for every sequence of acts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.contexts.cases import lifecycle
from answerable.contexts.cases.enums import Act, RoundState
from answerable.kernel.errors import IllegalMove

ENDED = {RoundState.CLOSED, RoundState.REOPENED, RoundState.WITHDRAWN}
# Of a withdrawn matter only what somebody else told with it can still be taken out; of a reopened round, nothing.
FROZEN = {RoundState.REOPENED: frozenset(), RoundState.WITHDRAWN: frozenset({Act.SEPARATE})}


def test_every_edge_has_its_reason_and_stands_there_once() -> None:
    assert all(edge.why.endswith(".") for edge in lifecycle.EDGES)
    keys = [(edge.state, edge.act, edge.to) for edge in lifecycle.EDGES]
    assert len(keys) == len(set(keys))


def test_every_state_but_the_first_is_reached_and_every_act_is_used() -> None:
    assert {edge.to for edge in lifecycle.EDGES} == set(RoundState)
    assert {edge.act for edge in lifecycle.EDGES} == set(Act) - {Act.OPEN}


@pytest.mark.parametrize("state", FROZEN)
def test_a_frozen_round_stays_as_it_is(state: RoundState) -> None:
    assert lifecycle.acts_in(state) == FROZEN[state]
    assert all(lifecycle.move(state, act) is state for act in FROZEN[state])


@given(st.lists(st.sampled_from(list(Act)), max_size=30))
def test_no_sequence_of_acts_leaves_the_table(acts: list[Act]) -> None:
    state = RoundState.TRIAGE
    for act in acts:
        if not lifecycle.can(state, act):
            with pytest.raises(IllegalMove):
                lifecycle.move(state, act)
            continue
        after = lifecycle.move(state, act)
        assert (state, act, after) in {(e.state, e.act, e.to) for e in lifecycle.EDGES}
        assert act in FROZEN.get(state, {act})
        # What has ended is never worked on again: a further round is another round.
        assert state not in ENDED or after in ENDED
        state = after


@given(st.sampled_from(list(RoundState)), st.sampled_from(list(Act)), st.sampled_from(list(RoundState)))
def test_an_act_leads_only_where_the_table_says(state: RoundState, act: Act, to: RoundState) -> None:
    if any((e.state, e.act, e.to) == (state, act, to) for e in lifecycle.EDGES):
        assert lifecycle.move(state, act, to) is to
    else:
        with pytest.raises(IllegalMove):
            lifecycle.move(state, act, to)


def test_only_an_answer_lets_the_resident_judge() -> None:
    """Nothing is closed that was not answered."""
    before_close = {
        edge.state for edge in lifecycle.EDGES if edge.to is RoundState.CLOSED and edge.act is Act.CLOSE
    }
    assert before_close == {RoundState.ANSWERED, RoundState.DISPUTED}
    assert {
        edge.act for edge in lifecycle.EDGES if edge.to is RoundState.ANSWERED and edge.state is not edge.to
    } == {Act.ANSWER}
