"""Each act: what it does, who may do it, and what it refuses."""

import pytest

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Act, AskKind, AskState, Kind, RoundState, View
from answerable.contexts.cases.errors import (
    CaseNotFound,
    Invalid,
    NothingPending,
    NotPermitted,
    UnitIsClosed,
)
from answerable.contexts.cases.models import Case
from answerable.contexts.deadlines.api import ClockKind, ClockState
from answerable.contexts.deadlines.errors import ExtensionRefused
from answerable.kernel.actor import Actor
from given import AT, SYSTEM, Bureau, later, local

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau() -> Bureau:
    return given.a_bureau()


def view(case_id: int, actor: Actor = SYSTEM) -> cases.CaseView:
    return cases.case_view(actor, Case.objects.get(pk=case_id).reference, AT)


# Dispatch and transfer.


def test_dispatch_can_set_topic_and_kind_and_keeps_what_they_were(bureau: Bureau) -> None:
    case_id = given.a_case(bureau, topic_code=None, kind=Kind.REQUEST)
    order = cases.DispatchOrder(case_id, bureau.unit("west-1"), "conduct.rude", Kind.COMPLAINT)
    cases.dispatch_cases(actor=bureau.actor("dispatcher"), orders=[order], at=AT)
    page = view(case_id)
    assert (page.topic_code, page.kind, page.sensitive) == ("conduct.rude", "complaint", "officer")
    assert page.moves[-1].facts["topic"] == ["", "conduct.rude"]


@pytest.mark.parametrize("who", ["east-1-handler", "analyst", "reviewer", "chief"])
def test_only_the_desk_dispatches(bureau: Bureau, who: str) -> None:
    case_id = given.a_case(bureau)
    with pytest.raises((NotPermitted, CaseNotFound)):
        cases.dispatch_cases(
            actor=bureau.actor(who), orders=[cases.DispatchOrder(case_id, bureau.unit("east-1"))], at=AT
        )


def test_nothing_goes_to_a_closed_unit(bureau: Bureau) -> None:
    case_id = given.a_case(bureau)
    with pytest.raises(UnitIsClosed):
        cases.dispatch_cases(actor=SYSTEM, orders=[cases.DispatchOrder(case_id, 999_999)], at=AT)
    assert view(case_id).state is RoundState.TRIAGE


def test_a_branch_hands_on_within_itself_and_the_answer_stays_due(bureau: Bureau) -> None:
    case_id = given.a_handled_case(bureau)
    due = view(case_id).due_at
    dispatcher = bureau.actor("east-dispatcher")
    cases.transfer(
        actor=dispatcher, case_id=case_id, unit_id=bureau.unit("east-2"), reason="辖区", at=later(hours=1)
    )
    page = view(case_id)
    assert (page.state, page.unit_id, page.handler_post_id) == (
        RoundState.DISPATCHED,
        bureau.unit("east-2"),
        None,
    )
    assert page.due_at == due
    assert page.clocks[ClockKind.SIGN_FOR].state is ClockState.RUNNING
    assert page.clocks[ClockKind.SIGN_FOR].started_at == later(hours=1)
    with pytest.raises(NotPermitted):
        cases.transfer(
            actor=dispatcher, case_id=case_id, unit_id=bureau.unit("west-1"), reason="", at=later(hours=2)
        )


# Returns.


def asked_back(bureau: Bureau) -> cases.CaseId:
    case_id = given.a_dispatched_case(bureau)
    cases.ask_return(
        actor=bureau.actor("east-1-handler"), case_id=case_id, reason="不在我所辖区", at=later(hours=1)
    )
    return case_id


def test_a_return_waits_for_the_sender(bureau: Bureau) -> None:
    case_id = asked_back(bureau)
    page = view(case_id)
    assert page.state is RoundState.RETURNING
    assert page.pending(AskKind.RETURN) is not None
    for who in ("east-1-leader", "east-leader", "east-dispatcher"):
        assert Act.APPROVE_RETURN not in view(case_id, bureau.actor(who)).allowed_acts
    assert Act.APPROVE_RETURN in view(case_id, bureau.actor("dispatcher")).allowed_acts


def test_an_approved_return_goes_to_another_unit_or_to_the_desk(bureau: Bureau) -> None:
    on, back = asked_back(bureau), asked_back(bureau)
    dispatcher = bureau.actor("dispatcher")
    cases.approve_return(
        actor=dispatcher, case_id=on, reason="同意", at=later(hours=2), unit_id=bureau.unit("west-1")
    )
    cases.approve_return(actor=dispatcher, case_id=back, reason="重新研究", at=later(hours=2))
    assert (view(on).state, view(on).unit_id) == (RoundState.DISPATCHED, bureau.unit("west-1"))
    assert (view(back).state, view(back).unit_id) == (RoundState.TRIAGE, None)
    assert view(back).asks[0].state is AskState.APPROVED
    # The promise to the resident does not move because of who does it.
    assert view(back).due_at == local(5, 18, 17, 30)


def test_a_refused_return_leaves_it_where_it_was(bureau: Bureau) -> None:
    unsigned = asked_back(bureau)
    signed = given.a_handled_case(bureau)
    cases.ask_return(
        actor=bureau.actor("east-1-handler"), case_id=signed, reason="不归我们", at=later(hours=1)
    )
    for case_id in (unsigned, signed):
        cases.refuse_return(
            actor=bureau.actor("dispatcher"), case_id=case_id, reason="归你们", at=later(hours=2)
        )
    assert view(unsigned).state is RoundState.DISPATCHED
    assert view(signed).state is RoundState.HANDLING


# Handlers.


def test_a_case_is_assigned_to_a_post_of_its_unit_only(bureau: Bureau) -> None:
    case_id = given.a_handled_case(bureau)
    leader = bureau.actor("east-1-leader")
    second = bureau.post("east-1-handler-2")
    cases.assign(actor=leader, case_id=case_id, handler_post_id=second, at=later(hours=1))
    assert view(case_id).handler_post_id == second
    with pytest.raises(Invalid):
        cases.assign(
            actor=leader, case_id=case_id, handler_post_id=bureau.post("west-1-handler"), at=later(hours=2)
        )


def test_a_leader_above_takes_over(bureau: Bureau) -> None:
    case_id = given.a_handled_case(bureau)
    with pytest.raises(NotPermitted):
        cases.take_over(actor=bureau.actor("east-1-leader"), case_id=case_id, reason="", at=later(hours=1))
    cases.take_over(actor=bureau.actor("east-leader"), case_id=case_id, reason="重大", at=later(hours=1))
    page = view(case_id)
    assert (page.state, page.unit_id, page.handler_post_id) == (
        RoundState.HANDLING,
        bureau.unit("east"),
        bureau.post("east-leader"),
    )


# Extensions.


def test_an_extension_is_approved_above_and_says_by_whom(bureau: Bureau) -> None:
    case_id = given.a_handled_case(bureau)
    cases.ask_extension(
        actor=bureau.actor("east-1-leader"),
        case_id=case_id,
        until=local(5, 22),
        reason="须检测",
        at=later(hours=1),
    )
    with pytest.raises(NotPermitted):
        cases.approve_extension(
            actor=bureau.actor("east-1-leader"), case_id=case_id, reason="同意", at=later(hours=2)
        )
    above = bureau.actor("east-leader")
    (row,) = cases.list_cases(above, cases.CaseFilter(view=View.EXTENSION), AT).rows
    assert row.case_id == case_id
    cases.approve_extension(actor=above, case_id=case_id, reason="同意", at=later(hours=2))
    page = view(case_id)
    assert page.due_at == page.round.due_at == local(5, 22, 17, 30)
    assert "东区分局" in page.clocks[ClockKind.ANSWER].why_zh
    with pytest.raises(NothingPending):
        cases.refuse_extension(actor=above, case_id=case_id, reason="晚了", at=later(hours=3))


def test_an_extension_beyond_the_rule_is_refused_and_nothing_has_happened(bureau: Bureau) -> None:
    case_id = given.a_handled_case(bureau)
    handler = bureau.actor("east-1-handler")
    cases.ask_extension(actor=handler, case_id=case_id, until=local(9, 1), reason="很难", at=later(hours=1))
    before = view(case_id)
    with pytest.raises(ExtensionRefused):
        cases.approve_extension(
            actor=bureau.actor("east-leader"), case_id=case_id, reason="", at=later(hours=2)
        )
    assert view(case_id) == before


# Assistance.


def test_an_assisting_unit_sees_the_case_and_tells_its_part(bureau: Bureau) -> None:
    case_id = given.a_handled_case(bureau)
    reference = view(case_id).reference
    helper = bureau.actor("traffic-1-handler")
    with pytest.raises(CaseNotFound):
        cases.case_view(helper, reference, AT)
    cases.ask_assist(
        actor=bureau.actor("east-1-handler"),
        case_id=case_id,
        unit_id=bureau.unit("traffic-1"),
        question="是否有夜间通行证？",
        at=later(hours=1),
    )
    assert Act.GIVE_ASSIST in cases.case_view(helper, reference, AT).allowed_acts
    assert Act.ANSWER not in cases.case_view(helper, reference, AT).allowed_acts
    assert [row.case_id for row in cases.list_cases(helper, cases.CaseFilter(view=View.ASSIST), AT).rows] == [
        case_id
    ]
    cases.give_assist(actor=helper, case_id=case_id, text="没有通行证", at=later(hours=2))
    assert view(case_id).asks[0].state is AskState.GIVEN
    assert not cases.list_cases(helper, cases.CaseFilter(view=View.ASSIST), AT).rows
