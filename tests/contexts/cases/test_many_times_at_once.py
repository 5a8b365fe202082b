"""One call may open and dispatch cases of many times, as when a backlog is caught up with."""

import pytest
from django.forms import model_to_dict

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.errors import UnitIsWalled
from answerable.contexts.cases.models import Case, Move, Round
from answerable.contexts.deadlines.api import ClockKind
from answerable.contexts.deadlines.models import Clock
from answerable.contexts.ledger import api as ledger
from answerable.contexts.ledger.audit.findings import Report
from answerable.contexts.ledger.audit.rows import check_rows
from given import AT, SYSTEM, later

pytestmark = pytest.mark.django_db


def test_each_case_is_opened_and_dispatched_at_its_own_time_and_its_clocks_run_from_there() -> None:
    times = [AT, later(hours=3), later(days=1)]
    to = cases.Destination(given.a_bureau().unit("east-1"))
    new = [given.new_case(received_at=at, opened_at=at, goes_to=to) for at in times]
    case_ids = cases.open_cases(actor=SYSTEM, new=new, at=later(days=9))
    for case_id, at in zip(case_ids, times, strict=True):
        assert Case.objects.get(pk=case_id).opened_at == at
        assert set(Move.objects.filter(case=case_id).values_list("at", flat=True)) == {at}
        page = cases.case_view(SYSTEM, Case.objects.get(pk=case_id).reference, at)
        assert page.clocks[ClockKind.ANSWER].started_at == at


def test_what_goes_out_at_once_stands_as_if_it_had_been_dispatched_afterwards() -> None:
    unit = given.a_bureau().unit("east-1")
    to = cases.Destination(unit, reason_zh="松树街归东一派出所管。", reason_en="Pine Street is theirs.")
    (at_once,) = cases.open_cases(actor=SYSTEM, new=[given.new_case(goes_to=to)], at=AT)
    (in_two,) = cases.open_cases(actor=SYSTEM, new=[given.new_case()], at=AT)
    order = cases.DispatchOrder(in_two, unit, reason_zh=to.reason_zh, reason_en=to.reason_en)
    cases.dispatch_cases(actor=SYSTEM, orders=[order], at=AT)
    assert written(at_once) == written(in_two)
    report = Report()
    check_rows(report)
    assert (report.differences, report.rows > 10) == ([], True)


def test_what_would_go_to_whom_it_complains_of_is_not_opened() -> None:
    unit = given.a_bureau().unit("east-1")
    new = given.new_case(accused_units=(unit,), goes_to=cases.Destination(unit))
    with pytest.raises(UnitIsWalled):
        cases.open_cases(actor=SYSTEM, new=[new], at=AT)
    assert not Case.objects.exists()


def written(case_id: int) -> list[object]:
    """Return all that stands about a case, without what differs from case to case."""
    own = ("id", "reference", "case", "search_grams")
    case, (round_,) = Case.objects.get(pk=case_id), Round.objects.filter(case=case_id)
    rows = [case, round_, *Move.objects.filter(case=case_id).order_by("number")]
    clocks = Clock.objects.filter(subject=f"round:{round_.pk}").order_by("clock")
    return [
        [model_to_dict(row, exclude=own) for row in rows],
        [(one.clock, one.state, one.started_at, one.due_at) for one in clocks],
        [(entry.kind, entry.at) for one in clocks for entry in one.entries.order_by("id")],
        [line.code for line in ledger.lines_of(case.reference)],
    ]
