"""Something has happened to a case: whoever has to act now is told in the console."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.events import (
    AssistAsked,
    AssistGiven,
    CaseMarkedUrgent,
    CaseWithdrawn,
    ExtensionApproved,
    ExtensionAsked,
    ExtensionRefused,
    HandlerAssigned,
    ResidentAdded,
    ReturnAsked,
    ReturnRefused,
    RoundDispatched,
    SubmissionJoined,
)
from answerable.contexts.messaging import api as messaging
from answerable.contexts.organisation.api import PostView
from answerable.contexts.organisation.enums import Role
from answerable.contexts.review import api as review
from answerable.contexts.review.events import ContestOpened, VisitOpened
from answerable.kernel.events import Event, afterwards
from answerable.processes.recipients import above, nearest, post

E = TypeVar("E", bound=Event)
# From an event and the facts of its case to the posts that are told.
Whom = Callable[[Any, cases.CaseFact], Iterable[PostView]]


def _tell(
    happened: Sequence[Any], code: str, whom: Whom, params: Callable[[Any], Mapping[str, Any]] = lambda _: {}
) -> None:
    """Write a notice for each post that an event concerns; the key makes a repeated job harmless."""
    facts = cases.facts_of([cases.CaseId(event.case_id) for event in happened])
    told = [
        messaging.NewNotice(
            post_id=to.id,
            code=code,
            key=f"{code}:{event.case_id}:{event.at.isoformat()}",
            chain=fact.reference,
            params=params(event),
        )
        for event in happened
        if (fact := facts.get(cases.CaseId(event.case_id))) is not None
        for to in whom(event, fact)
    ]
    messaging.notify_posts(told, at=max(event.at for event in happened))


def _leaders(unit_id: int, fact: cases.CaseFact, at: datetime) -> list[PostView]:
    return nearest([Role.LEADER], unit_id, fact, at)


def _handler(post_id: int | None, unit_id: int | None, fact: cases.CaseFact, at: datetime) -> list[PostView]:
    """Whoever handles it, else the leaders of the unit."""
    return post(post_id, fact) or (_leaders(unit_id, fact, at) if unit_id is not None else [])


@afterwards(RoundDispatched)
def tell_of_dispatch(happened: Sequence[RoundDispatched]) -> None:
    first = [event for event in happened if event.round_no == 1]
    later = [event for event in happened if event.round_no > 1]
    for code, events in (("round.dispatched", first), ("round.reopened", later)):
        if events:
            _tell(events, code, lambda event, fact: _leaders(event.unit_id, fact, event.at))


@afterwards(HandlerAssigned)
def tell_of_assignment(happened: Sequence[HandlerAssigned]) -> None:
    others = [event for event in happened if event.handler_post_id != event.by_post_id]
    if others:
        _tell(others, "round.assigned", lambda event, fact: post(event.handler_post_id, fact))


@afterwards(ReturnAsked)
def tell_of_return(happened: Sequence[ReturnAsked]) -> None:
    _tell(
        happened,
        "return.asked",
        lambda event, fact: nearest([Role.DISPATCHER], event.sender_unit_id, fact, event.at),
    )


@afterwards(ReturnRefused)
def tell_of_refused_return(happened: Sequence[ReturnRefused]) -> None:
    _tell(happened, "return.refused", lambda event, fact: _leaders(event.unit_id, fact, event.at))


@afterwards(ExtensionAsked)
def tell_of_extension_asked(happened: Sequence[ExtensionAsked]) -> None:
    _tell(happened, "extension.asked", lambda event, fact: _leaders(above(event.unit_id), fact, event.at))


@afterwards(ExtensionApproved)
def tell_of_extension(happened: Sequence[ExtensionApproved]) -> None:
    _tell(
        happened,
        "extension.approved",
        lambda event, fact: _handler(fact.handler_post_id, event.unit_id, fact, event.at),
        lambda event: {"due": event.due_at.isoformat()},
    )


@afterwards(ExtensionRefused)
def tell_of_refused_extension(happened: Sequence[ExtensionRefused]) -> None:
    _tell(
        happened,
        "extension.refused",
        lambda event, fact: _handler(fact.handler_post_id, event.unit_id, fact, event.at),
    )


@afterwards(AssistAsked)
def tell_of_assistance_asked(happened: Sequence[AssistAsked]) -> None:
    _tell(happened, "assist.asked", lambda event, fact: _leaders(event.assist_unit_id, fact, event.at))


@afterwards(AssistGiven)
def tell_of_assistance(happened: Sequence[AssistGiven]) -> None:
    _tell(
        happened,
        "assist.given",
        lambda event, fact: _handler(event.handler_post_id, fact.unit_id, fact, event.at),
    )


@afterwards(ResidentAdded)
def tell_of_addition(happened: Sequence[ResidentAdded]) -> None:
    _tell(
        happened,
        "resident.added",
        lambda event, fact: _handler(event.handler_post_id, event.unit_id, fact, event.at),
    )


@afterwards(SubmissionJoined)
def tell_of_joined_submission(happened: Sequence[SubmissionJoined]) -> None:
    _tell(
        happened,
        "submission.joined",
        lambda event, fact: _handler(event.handler_post_id, event.unit_id, fact, event.at),
    )


@afterwards(CaseWithdrawn)
def tell_of_withdrawal(happened: Sequence[CaseWithdrawn]) -> None:
    _tell(
        happened,
        "case.withdrawn",
        lambda event, fact: _handler(event.handler_post_id, event.unit_id, fact, event.at),
    )


@afterwards(CaseMarkedUrgent)
def tell_of_urgency(happened: Sequence[CaseMarkedUrgent]) -> None:
    urgent = [event for event in happened if event.urgent]
    if urgent:
        _tell(
            urgent,
            "case.urgent",
            lambda event, fact: (
                nearest([Role.DISPATCHER], event.desk_unit_id, fact, event.at)
                if event.unit_id is None
                else _handler(fact.handler_post_id, event.unit_id, fact, event.at)
            ),
        )


@afterwards(VisitOpened)
def tell_of_visit(happened: Sequence[VisitOpened]) -> None:
    """A resident waits for a call: whoever is independent and may take it hears of it."""
    visits = review.visits_of_subjects([f"visit:{event.visit_id}" for event in happened])
    timed = [event for event in happened if event.due_at is not None]
    if timed:
        _tell(
            timed,
            "visit.waiting",
            lambda event, _: review.free_reviewers(visits[f"visit:{event.visit_id}"], at=event.at),
            lambda event: {"due": event.due_at.isoformat()},
        )


@afterwards(ContestOpened)
def tell_of_contest(happened: Sequence[ContestOpened]) -> None:
    _tell(
        happened,
        "contest.waiting",
        lambda event, fact: nearest([Role.LEADER, Role.INSPECTOR], event.level_unit_id, fact, event.at),
    )
