"""What is suggested, what dispatchers make of it, and what is learnt from that."""

import pytest

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.api import CaseId
from answerable.contexts.cases.enums import Kind, Outcome, RoundState
from answerable.contexts.cases.errors import UnitIsWalled
from answerable.contexts.dispatch import api as dispatch
from answerable.contexts.dispatch.enums import Doubt, LessonKind, Settled
from answerable.contexts.dispatch.errors import NothingSuggested, SuggestionNotFound
from answerable.contexts.dispatch.models import Lesson, Suggestion
from answerable.kernel.errors import NotPermitted
from given import AT, SYSTEM, Bureau, a_case, a_dispatched_case, a_handled_case, later


def a_suggestion(
    bureau: Bureau, case_id: CaseId, *, unit: str | None = "traffic", doubt: Doubt = Doubt.TOPIC
) -> None:
    opinion = dispatch.Opinion(
        "traffic.parking",
        Kind.REQUEST,
        0.6,
        False,
        (dispatch.Term("违停", 1.0),),
        (("nuisance.night", 0.3),),
        "m1",
    )
    decision = dispatch.Decision(
        opinion, bureau.unit(unit) if unit else None, doubt, reason_zh="因为违停", reason_en="Because"
    )
    dispatch.record_suggestions([(case_id, decision)], at=AT)


def settled(case_id: CaseId) -> Settled:
    return Settled(Suggestion.objects.get(case=case_id).settled)


def test_the_queue_shows_what_is_suggested_and_why(bureau: Bureau) -> None:
    case_id = a_case(bureau)
    a_suggestion(bureau, case_id)
    page = dispatch.triage_queue(bureau.actor("dispatcher"), later(hours=1))
    (row,) = page.rows
    assert row.case.case_id == case_id
    assert row.suggestion is not None
    assert row.suggestion.unit_id == bureau.unit("traffic")
    assert row.suggestion.terms == (dispatch.Term("违停", 1.0),)
    assert row.suggestion.reason("zh-hans") == "因为违停"
    assert row.suggestion.model_code == "m1"
    assert (page.progress.waiting, page.progress.done_today) == (1, 0)


def test_a_case_without_a_suggestion_is_in_the_queue_too(bureau: Bureau) -> None:
    case_id = a_case(bureau)
    page = dispatch.triage_queue(bureau.actor("dispatcher"), later(hours=1))
    assert [(row.case.case_id, row.suggestion) for row in page.rows] == [(case_id, None)]


def test_one_key_sends_the_case_where_it_was_suggested(bureau: Bureau) -> None:
    case_id = a_case(bureau)
    a_suggestion(bureau, case_id)
    dispatch.accept_suggestion(actor=bureau.actor("dispatcher"), case_id=case_id, at=later(hours=1))
    fact = cases.facts_of([case_id])[case_id]
    assert (fact.state, fact.unit_id, fact.topic_code, fact.kind) == (
        RoundState.DISPATCHED,
        bureau.unit("traffic"),
        "traffic.parking",
        Kind.REQUEST,
    )
    assert settled(case_id) is Settled.ACCEPTED
    assert LessonKind.CONFIRMED in set(Lesson.objects.values_list("kind", flat=True))


def test_a_correction_is_kept_as_a_lesson(bureau: Bureau) -> None:
    case_id = a_case(bureau)
    a_suggestion(bureau, case_id)
    dispatch.correct_suggestion(
        actor=bureau.actor("dispatcher"),
        case_id=case_id,
        unit_id=bureau.unit("east-1"),
        topic_code="identity.card",
        at=later(hours=1),
    )
    assert cases.facts_of([case_id])[case_id].unit_id == bureau.unit("east-1")
    assert settled(case_id) is Settled.CORRECTED
    lessons = Lesson.objects.filter(case=case_id, kind=LessonKind.CORRECTED)
    assert set(lessons.values_list("topic", flat=True)) == {"identity.card"}


def test_a_suggestion_without_a_unit_can_only_be_corrected(bureau: Bureau) -> None:
    case_id = a_case(bureau)
    a_suggestion(bureau, case_id, unit=None, doubt=Doubt.NO_RULE)
    with pytest.raises(NothingSuggested):
        dispatch.accept_suggestion(actor=bureau.actor("dispatcher"), case_id=case_id, at=later(hours=1))


def test_a_handler_can_not_accept(bureau: Bureau) -> None:
    case_id = a_case(bureau)
    a_suggestion(bureau, case_id)
    with pytest.raises(NotPermitted):
        dispatch.accept_suggestion(actor=bureau.actor("chief"), case_id=case_id, at=later(hours=1))
    assert settled(case_id) is Settled.OPEN


def test_who_may_not_see_the_case_sees_no_suggestion(bureau: Bureau) -> None:
    case_id = a_case(bureau, accused_unit="west")
    a_suggestion(bureau, case_id)
    walled = bureau.actor("west-leader")
    assert dispatch.suggestion_for(walled, case_id) is None
    with pytest.raises(SuggestionNotFound):
        dispatch.accept_suggestion(actor=walled, case_id=case_id, at=later(hours=1))


def test_a_wall_that_was_built_later_stops_the_key(bureau: Bureau) -> None:
    case_id = a_case(bureau)
    a_suggestion(bureau, case_id)
    cases.record_accused(
        actor=SYSTEM, case_id=case_id, units=[bureau.unit("traffic")], posts=[], words="", at=later(hours=1)
    )
    with pytest.raises(UnitIsWalled):
        dispatch.accept_suggestion(actor=bureau.actor("dispatcher"), case_id=case_id, at=later(hours=2))
    assert settled(case_id) is Settled.OPEN


def test_two_dispatchers_can_not_settle_one_suggestion(bureau: Bureau) -> None:
    case_id = a_case(bureau)
    a_suggestion(bureau, case_id)
    dispatch.accept_suggestion(actor=bureau.actor("dispatcher"), case_id=case_id, at=later(hours=1))
    with pytest.raises(SuggestionNotFound):
        dispatch.accept_suggestion(actor=bureau.actor("dispatcher"), case_id=case_id, at=later(hours=1))


def test_a_skipped_case_comes_last_and_the_pace_is_told(bureau: Bureau) -> None:
    dispatcher = bureau.actor("dispatcher")
    first, second, third, fourth = (a_case(bureau) for _ in range(4))
    for case_id in (first, second, third, fourth):
        a_suggestion(bureau, case_id)
    dispatch.accept_suggestion(actor=dispatcher, case_id=first, at=later(minutes=1))
    dispatch.accept_suggestion(actor=dispatcher, case_id=second, at=later(minutes=3))
    dispatch.skip_suggestion(actor=dispatcher, case_id=third, at=later(minutes=4))
    page = dispatch.triage_queue(dispatcher, later(minutes=5))
    assert [row.case.case_id for row in page.rows] == [fourth, third]
    assert (page.progress.done_today, page.progress.total, page.progress.minutes_left) == (2, 4, 4)


def test_a_case_that_goes_another_way_leaves_no_open_suggestion(bureau: Bureau) -> None:
    case_id = a_case(bureau)
    a_suggestion(bureau, case_id)
    cases.answer_round(
        actor=bureau.actor("agent"),
        case_id=case_id,
        outcome=Outcome.EXPLAINED,
        text="已说明。",
        at=later(hours=1),
    )
    assert settled(case_id) is Settled.ELSEWHERE


def test_a_returned_case_waits_for_a_person_and_says_who_gave_it_back(bureau: Bureau) -> None:
    case_id = a_handled_case(bureau)
    handler, dispatcher = bureau.actor("east-1-handler"), bureau.actor("dispatcher")
    cases.ask_return(actor=handler, case_id=case_id, reason="不属本所管辖", at=later(hours=1))
    cases.approve_return(actor=dispatcher, case_id=case_id, reason="同意", at=later(hours=2))
    found = dispatch.suggestion_for(dispatcher, case_id)
    assert found is not None
    assert (found.doubt, found.unit_id, found.settled) == (Doubt.RETURNED, None, Settled.OPEN)
    assert found.reason_zh == "东一派出所已退单，请重新选择承办单位。"
    assert Lesson.objects.get(case=case_id).kind == LessonKind.RETURNED


def test_a_case_that_went_out_by_itself_keeps_which_version_said_what(bureau: Bureau) -> None:
    case_id = a_dispatched_case(bureau)
    a_suggestion(bureau, case_id, doubt=Doubt.NONE)
    row = Suggestion.objects.get(case=case_id)
    assert (row.settled, row.final_unit_id, row.model_code) == (
        Settled.AUTOMATIC,
        bureau.unit("traffic"),
        "m1",
    )


def test_a_matter_that_was_split_off_comes_with_what_the_rules_say(bureau: Bureau) -> None:
    case_id = a_case(bureau, area="pine")
    new_id = cases.split_case(
        actor=bureau.actor("dispatcher"),
        case_id=case_id,
        title="违停",
        text="门口还有人违停。",
        reason="两件事",
        topic_code="traffic.parking",
        at=later(hours=1),
    )
    found = dispatch.suggestion_for(bureau.actor("dispatcher"), new_id)
    assert found is not None
    assert (found.unit_id, found.doubt, found.settled) == (bureau.unit("traffic"), Doubt.TOPIC, Settled.OPEN)
