"""The lifecycle of a round as one table: what may be done in which state, where it leads, and why.

An act that leads to two places (`APPROVE_RETURN`, `REFUSE_RETURN`, `RECORD_ACCUSED`) stands there twice; the act says
which one it means.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from answerable.contexts.cases.enums import Act, RoundState
from answerable.kernel.errors import IllegalMove

S, A = RoundState, Act

WORK: tuple[RoundState, ...] = (S.TRIAGE, S.DISPATCHED, S.HANDLING, S.RETURNING, S.ASKING)
WITH_UNIT: tuple[RoundState, ...] = (S.DISPATCHED, S.HANDLING, S.RETURNING, S.ASKING)
OPEN: tuple[RoundState, ...] = (*WORK, S.ANSWERED, S.DISPUTED)
LIVE: tuple[RoundState, ...] = (*OPEN, S.CLOSED)


@dataclass(frozen=True, slots=True)
class Edge:
    """An act in a state. `to` is the state that it leads to."""

    state: RoundState
    act: Act
    to: RoundState
    why: str


def _edges(act: Act, states: Iterable[RoundState], to: RoundState | None, why: str) -> list[Edge]:
    """Return one edge for each state; without `to` the state stays."""
    return [Edge(state, act, to or state, why) for state in states]


EDGES: tuple[Edge, ...] = (
    *_edges(A.DISPATCH, [S.TRIAGE], S.DISPATCHED, "A dispatcher or the catalogue has found the unit."),
    *_edges(
        A.TRANSFER,
        [S.DISPATCHED, S.HANDLING, S.ASKING],
        S.DISPATCHED,
        "Whoever dispatches for the unit hands the round on; the answer stays due when it was.",
    ),
    *_edges(A.SIGN_FOR, [S.DISPATCHED], S.HANDLING, "The unit takes responsibility."),
    *_edges(A.ASK_RETURN, [S.DISPATCHED, S.HANDLING], S.RETURNING, "The unit says that it is the wrong one."),
    *_edges(A.APPROVE_RETURN, [S.RETURNING], S.DISPATCHED, "The sender knows a better unit."),
    *_edges(A.APPROVE_RETURN, [S.RETURNING], S.TRIAGE, "The sender lets the desk decide anew."),
    *_edges(A.REFUSE_RETURN, [S.RETURNING], S.DISPATCHED, "It is the right unit, which has yet to sign."),
    *_edges(A.REFUSE_RETURN, [S.RETURNING], S.HANDLING, "It is the right unit, which had signed already."),
    *_edges(A.ASSIGN, [S.HANDLING, S.ASKING], None, "Somebody in the unit is to do it."),
    *_edges(A.LOG_CONTACT, OPEN, None, "A contact is a fact whenever it happens."),
    *_edges(A.NOTE, LIVE, None, "Notes move nothing."),
    *_edges(A.ASK_RESIDENT, [S.HANDLING], S.ASKING, "The bureau can't go on without the resident's word."),
    *_edges(A.ADD, [S.ASKING], S.HANDLING, "The resident has answered, so the clocks go on."),
    *_edges(
        A.ADD,
        [state for state in LIVE if state is not S.ASKING],
        None,
        "What the resident wishes to say is never turned away.",
    ),
    *_edges(A.ASK_EXTENSION, [S.DISPATCHED, S.HANDLING, S.ASKING], None, "More time needs somebody above."),
    *_edges(A.APPROVE_EXTENSION, [S.DISPATCHED, S.HANDLING, S.ASKING], None, "Somebody above agrees."),
    *_edges(A.REFUSE_EXTENSION, [S.DISPATCHED, S.HANDLING, S.ASKING], None, "Somebody above does not."),
    *_edges(A.ASK_ASSIST, [S.HANDLING, S.ASKING], None, "Another unit has a part in it."),
    *_edges(A.GIVE_ASSIST, OPEN, None, "The other unit has done its part, late or not."),
    *_edges(A.ANSWER, [S.TRIAGE], S.ANSWERED, "What can be answered at once needs no unit."),
    *_edges(A.ANSWER, [S.HANDLING, S.ASKING], S.ANSWERED, "The bureau has an answer."),
    *_edges(A.DISPUTE, [S.ANSWERED], S.DISPUTED, "The resident says that it is not good enough."),
    *_edges(A.CLOSE, [S.ANSWERED], S.CLOSED, "The resident is satisfied, or has let the time pass."),
    *_edges(A.CLOSE, [S.DISPUTED], S.CLOSED, "The return visit has settled it, or refused it for good."),
    *_edges(
        A.REOPEN,
        [S.ANSWERED, S.DISPUTED, S.CLOSED],
        S.REOPENED,
        "The answer was not good enough; the round is frozen and the next one goes a level up.",
    ),
    *_edges(A.WITHDRAW, [*WORK, S.ANSWERED, S.DISPUTED], S.WITHDRAWN, "It is the resident's matter."),
    *_edges(A.TAKE_OVER, WORK, S.HANDLING, "A leader above does it."),
    *_edges(A.MARK_URGENT, OPEN, None, "Urgency is known at any time."),
    *_edges(A.CORRECT, OPEN, None, "Topic, kind and place were guesses until somebody looked."),
    *_edges(A.RECORD_ACCUSED, LIVE, None, "Whoever is complained of must be kept away from now on."),
    *_edges(A.RECORD_ACCUSED, WITH_UNIT, S.TRIAGE, "The unit that has it is complained of and loses it."),
    *_edges(A.SPLIT, WORK, None, "One text, two matters."),
    *_edges(A.BUNDLE, OPEN, None, "Cases about one event share the work."),
    *_edges(A.UNBUNDLE, LIVE, None, "It was another event after all."),
    *_edges(A.JOIN, WORK, None, "The same was told once more, and nothing is answered yet."),
    *_edges(
        A.SEPARATE,
        [*LIVE, S.WITHDRAWN],
        None,
        "It was another matter after all, and becomes a case of its own.",
    ),
)

_TARGETS: Mapping[tuple[RoundState, Act], tuple[RoundState, ...]] = {
    (edge.state, edge.act): tuple(
        other.to for other in EDGES if (other.state, other.act) == (edge.state, edge.act)
    )
    for edge in EDGES
}


def can(state: RoundState, act: Act) -> bool:
    """Whether the state allows the act at all."""
    return (state, act) in _TARGETS


def move(state: RoundState, act: Act, to: RoundState | None = None) -> RoundState:
    """Return the state that an act leads to; `to` chooses where it may lead to several.

    Raises:
        IllegalMove: the state does not allow it.
    """
    targets = _TARGETS.get((state, act), ())
    wanted = to if to is not None else (targets[0] if targets else None)
    if wanted is None or wanted not in targets:
        raise IllegalMove
    return wanted


def acts_in(state: RoundState) -> frozenset[Act]:
    """Return what the state allows."""
    return frozenset(act for held, act in _TARGETS if held == state)
