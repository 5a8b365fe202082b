"""A deadline comes near: the right posts are told, each once for each level.

Half of the time: whoever has it. Most of it: the unit's leaders too. Overdue: the leaders one level above as well.
"""

from collections.abc import Iterable, Sequence

from answerable.contexts.cases import api as cases
from answerable.contexts.deadlines.enums import ClockKind, WarningLevel
from answerable.contexts.deadlines.events import ClockWarned
from answerable.contexts.messaging import api as messaging
from answerable.contexts.organisation.api import PostView
from answerable.contexts.organisation.enums import Role
from answerable.contexts.review import api as review
from answerable.kernel.events import afterwards
from answerable.processes.recipients import above, nearest, post


@afterwards(ClockWarned)
def warn_posts(warned: Sequence[ClockWarned]) -> None:
    """Write the notices of a chunk of warnings; a repeat writes none twice."""
    subjects = [event.subject for event in warned]
    rounds = cases.rounds_of_subjects(subjects)
    visits = review.visits_of_subjects(subjects)
    visited = cases.facts_of_rounds([visit.round_id for visit in visits.values()])
    told: list[messaging.NewNotice] = []
    for event in warned:
        if fact := rounds.get(event.subject):
            told += _notices(event, fact, _of_round(event, fact))
        elif visit := visits.get(event.subject):
            fact = visited[cases.RoundId(visit.round_id)]
            whom = _of_contest if event.clock == ClockKind.CONTEST else _of_visit
            told += _notices(event, fact, whom(event, fact, visit))
    messaging.notify_posts(told, at=max(event.at for event in warned))


def _notices(
    event: ClockWarned, fact: cases.CaseFact, posts: Iterable[PostView]
) -> Iterable[messaging.NewNotice]:
    for to in {one.id: one for one in posts}.values():
        yield messaging.NewNotice(
            post_id=to.id,
            code=f"clock.{event.level}",
            key=f"clock:{event.subject}:{event.clock}:{event.level}",
            chain=fact.reference,
            params={"clock": str(event.clock), "due": event.due_at.isoformat()},
        )


def _of_round(event: ClockWarned, fact: cases.CaseFact) -> list[PostView]:
    at, unit_id = event.at, fact.unit_id
    if unit_id is None:
        desk = nearest([Role.DISPATCHER], fact.desk_unit_id, fact, at)
        over = event.level is WarningLevel.OVERDUE
        return desk + (nearest([Role.LEADER], above(fact.desk_unit_id), fact, at) if over else [])
    told = post(fact.handler_post_id, fact) or nearest([Role.HANDLER], unit_id, fact, at)
    if event.level is not WarningLevel.HALF:
        told = told + nearest([Role.LEADER], unit_id, fact, at)
    if event.level is WarningLevel.OVERDUE:
        told = told + nearest([Role.LEADER], above(unit_id), fact, at)
    return told


def _of_visit(event: ClockWarned, fact: cases.CaseFact, visit: review.VisitFact) -> list[PostView]:
    """The reviewer who has it, else all who may take it; never the unit that the call is about."""
    at = event.at
    told = post(visit.reviewer_post_id, fact) or review.free_reviewers(visit, at=at)
    if event.level is WarningLevel.OVERDUE and visit.reviewer_unit_id is not None:
        told = told + nearest([Role.LEADER], visit.reviewer_unit_id, fact, at)
    return told


def _of_contest(event: ClockWarned, fact: cases.CaseFact, visit: review.VisitFact) -> list[PostView]:
    """Those of the level above who decide on the objection, and when it is overdue the leaders above them."""
    if visit.level_unit_id is None:
        return []
    told = nearest([Role.LEADER, Role.INSPECTOR], visit.level_unit_id, fact, event.at)
    if event.level is WarningLevel.OVERDUE:
        told = told + nearest([Role.LEADER], above(visit.level_unit_id), fact, event.at)
    return told
