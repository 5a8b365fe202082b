"""One call may open and dispatch cases of many times, as when a backlog is caught up with."""

import pytest

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.models import Case, Move
from answerable.contexts.deadlines.api import ClockKind
from given import AT, SYSTEM, later

pytestmark = pytest.mark.django_db


def test_each_case_is_opened_and_dispatched_at_its_own_time_and_its_clocks_run_from_there() -> None:
    bureau = given.a_bureau()
    times = [AT, later(hours=3), later(days=1)]
    new = [given.new_case(received_at=at, opened_at=at) for at in times]
    case_ids = cases.open_cases(actor=SYSTEM, new=new, at=later(days=9))
    unit = bureau.unit("east-1")
    orders = [
        cases.DispatchOrder(case_id=case_id, unit_id=unit, at=at)
        for case_id, at in zip(case_ids, times, strict=True)
    ]
    cases.dispatch_cases(actor=SYSTEM, orders=orders, at=later(days=9))
    for case_id, at in zip(case_ids, times, strict=True):
        assert Case.objects.get(pk=case_id).opened_at == at
        assert set(Move.objects.filter(case=case_id).values_list("at", flat=True)) == {at}
        page = cases.case_view(SYSTEM, Case.objects.get(pk=case_id).reference, at)
        assert page.clocks[ClockKind.ANSWER].started_at == at
