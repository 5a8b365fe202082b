"""What dispatch learns from what happens to cases."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.events import (
    CaseCorrected,
    CaseSplit,
    CaseTakenOver,
    CaseWithdrawn,
    RoundAnswered,
    RoundDispatched,
    RoundReturned,
)
from answerable.contexts.dispatch.deciding import decide
from answerable.contexts.dispatch.enums import Doubt, LessonKind, Settled
from answerable.contexts.dispatch.facts import Matter, Opinion
from answerable.contexts.dispatch.models import Lesson, Suggestion
from answerable.contexts.dispatch.services.record_suggestions import record_suggestions
from answerable.contexts.organisation import api as organisation
from answerable.kernel.events import at_once


@at_once(CaseCorrected)
def learn_corrections(events: Sequence[CaseCorrected]) -> None:
    """Note topics that were set right. A first topic corrects nothing."""
    _learn(
        Lesson(case_id=e.case_id, kind=LessonKind.CORRECTED, topic=e.new_topic, case_kind=e.new_kind, at=e.at)
        for e in events
        if e.old_topic and e.old_topic != e.new_topic
    )


@at_once(RoundReturned)
def learn_returns(events: Sequence[RoundReturned]) -> None:
    """Note that a unit was wrong; a case that is back at the desk waits there with that unit's word against it."""
    _learn(
        Lesson(case_id=e.case_id, kind=LessonKind.RETURNED, unit_id=e.from_unit_id, at=e.at) for e in events
    )
    back = [event for event in events if event.to_unit_id is None]
    if back:
        facts = cases.facts_of(event.case_id for event in back)
        Suggestion.objects.bulk_create(
            [_asked_again(event, facts[cases.CaseId(event.case_id)]) for event in back], ignore_conflicts=True
        )


def _asked_again(event: RoundReturned, fact: cases.CaseFact) -> Suggestion:
    units = organisation.units()
    zh, en = units.name(event.from_unit_id, "zh"), units.name(event.from_unit_id, "en")
    return Suggestion(
        case_id=event.case_id,
        topic_code=fact.topic_code,
        kind=fact.kind,
        area_id=fact.area_id,
        doubt=Doubt.RETURNED,
        reason_zh=f"{zh}已退单，请重新选择承办单位。",
        reason_en=f"{en} has given the case back. Choose another unit.",
        made_at=event.at,
        queue_at=event.at,
    )


@at_once(CaseSplit)
def suggest_for_split(events: Sequence[CaseSplit]) -> None:
    """Suggest for a matter that was split off what the rules say for its topic; a person has yet to look."""
    facts = cases.facts_of(event.new_case_id for event in events)
    split = [(facts[cases.CaseId(event.new_case_id)], event.at) for event in events]
    decisions = decide([_matter(fact) for fact, _ in split])
    record_suggestions(
        [
            (fact.case_id, replace(decision, doubt=decision.doubt or Doubt.TOPIC))
            for (fact, _), decision in zip(split, decisions, strict=True)
        ],
        at=events[0].at,
        times=[at for _, at in split],
    )


def _matter(fact: cases.CaseFact) -> Matter:
    opinion = Opinion(fact.topic_code or None, fact.kind, 1.0, True)
    return Matter(opinion, area_id=fact.area_id, walled_units=tuple(fact.walled_units))


def _learn(lessons: Iterable[Lesson]) -> None:
    Lesson.objects.bulk_create(lessons, ignore_conflicts=True)


@at_once(RoundDispatched)
def settle_dispatched(events: Sequence[RoundDispatched]) -> None:
    _settle_open({event.case_id for event in events}, events[0].at)


@at_once(RoundAnswered)
def settle_answered(events: Sequence[RoundAnswered]) -> None:
    _settle_open({event.case_id for event in events}, events[0].at)


@at_once(CaseWithdrawn)
def settle_withdrawn(events: Sequence[CaseWithdrawn]) -> None:
    _settle_open({event.case_id for event in events}, events[0].at)


@at_once(CaseTakenOver)
def settle_taken_over(events: Sequence[CaseTakenOver]) -> None:
    _settle_open({event.case_id for event in events}, events[0].at)


def _settle_open(case_ids: set[int], at: datetime) -> None:
    """Close suggestions whose cases have gone another way."""
    Suggestion.objects.filter(case__in=case_ids, settled=Settled.OPEN).update(
        settled=Settled.ELSEWHERE, settled_at=at
    )
