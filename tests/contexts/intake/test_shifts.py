"""The hotline around the clock: who sits there, what is handed over, who comes next."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

import given
from answerable.contexts.intake import api as intake
from answerable.contexts.intake.errors import NoShift
from answerable.contexts.intake.models import PlannedShift, Shift
from answerable.contexts.intake.services.forget_notes import forget_notes
from answerable.contexts.ledger.models import JournalLine
from answerable.contexts.organisation import api as organisation
from answerable.kernel.errors import Invalid, NotFound, NotPermitted
from given import AT, Bureau, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau() -> Bureau:
    return given.a_bureau()


def public(bureau: Bureau, who: str) -> UUID:
    return organisation.post_view(bureau.post(who)).public_id


def plan(bureau: Bureau, by: str, who: str, begins: float, ends: float) -> None:
    intake.plan_shift(
        actor=bureau.actor(by),
        post=public(bureau, who),
        begins_at=later(hours=begins),
        ends_at=later(hours=ends),
        at=AT,
    )


def test_a_shift_counts_its_calls_and_hands_over(bureau: Bureau) -> None:
    agent = bureau.actor("agent")
    intake.begin_shift(actor=agent, at=AT)
    intake.begin_shift(actor=agent, at=later(hours=1))
    for reference in ("2026-AAAA-AAAA", "2026-BBBB-BBBB", "2026-AAAA-AAAA"):
        intake.note_call(actor=agent, reference=reference, at=later(hours=2))
    [sitting] = intake.sitting_now(agent, later(hours=3))
    assert (sitting.began_at, sitting.calls) == (AT, ("2026-AAAA-AAAA", "2026-BBBB-BBBB"))
    intake.end_shift(actor=agent, note=" 松树街的来电人还会再打来。 ", at=later(hours=8))
    assert intake.sitting_now(agent, later(hours=8)) == []
    assert [one.note for one in intake.handed_over(agent, later(hours=9))] == ["松树街的来电人还会再打来。"]
    assert intake.handed_over(agent, later(hours=33)) == []
    codes = JournalLine.objects.filter(code__startswith="intake.shift.").order_by("id")
    assert list(codes.values_list("code", flat=True)) == ["intake.shift.begun", "intake.shift.ended"]
    with pytest.raises(NoShift):
        intake.end_shift(actor=agent, note="", at=later(hours=9))


def test_a_call_begins_the_shift_of_whoever_has_not_sat_down(bureau: Bureau) -> None:
    agent = bureau.actor("agent")
    intake.note_call(actor=agent, reference="2026-AAAA-AAAA", at=AT)
    running = intake.shift_of(agent, AT)
    assert running is not None
    assert running.calls == ("2026-AAAA-AAAA",)


def test_a_shift_that_nobody_ended_is_over_after_sixteen_hours(bureau: Bureau) -> None:
    agent = bureau.actor("agent")
    intake.begin_shift(actor=agent, at=AT)
    assert intake.shift_of(agent, later(hours=16)) is None
    intake.note_call(actor=agent, reference="2026-AAAA-AAAA", at=later(hours=30))
    spans = list(Shift.objects.order_by("began_at").values_list("began_at", "ended_at"))
    assert spans == [(AT, later(hours=16)), (later(hours=30), None)]


def test_only_who_takes_calls_sits_there_and_only_the_desk_reads_its_notes(bureau: Bureau) -> None:
    intake.begin_shift(actor=bureau.actor("agent"), at=AT)
    intake.end_shift(actor=bureau.actor("agent"), note="注意", at=later(hours=1))
    for who in ("east-1-handler", "dispatcher", "analyst"):
        with pytest.raises(NotPermitted):
            intake.begin_shift(actor=bureau.actor(who), at=AT)
        assert intake.handed_over(bureau.actor(who), later(hours=2)) == [], who
    assert len(intake.handed_over(bureau.actor("chief"), later(hours=2))) == 1
    assert intake.handed_over(bureau.actor("east-leader"), later(hours=2)) == []


def test_the_rota_says_who_comes_next(bureau: Bureau) -> None:
    plan(bureau, "chief", "agent", 8, 16)
    plan(bureau, "agent", "agent", 0, 8)
    lines = intake.planned_shifts(bureau.actor("agent"), AT, later(days=3))
    assert [(one.begins_at, one.ends_at, one.may_cancel) for one in lines] == [
        (AT, later(hours=8), True),
        (later(hours=8), later(hours=16), True),
    ]
    assert intake.planned_shifts(bureau.actor("east-leader"), AT, later(days=3)) == []
    intake.cancel_planned_shift(actor=bureau.actor("agent"), shift=lines[0].public_id, at=AT)
    assert PlannedShift.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "begins", "ends", "where"),
    [
        ("agent", 8, 8, "ends_at"),
        ("agent", -9, -1, "ends_at"),
        ("agent", 0, 17, "ends_at"),
        ("east-1-handler", 0, 8, "post"),
        ("agent", 2, 4, "begins_at"),
    ],
)
def test_what_can_not_be_planned(bureau: Bureau, who: str, begins: float, ends: float, where: str) -> None:
    plan(bureau, "chief", "agent", 3, 5)
    with pytest.raises(Invalid) as told:
        plan(bureau, "chief", who, begins, ends)
    assert [fault.where for fault in told.value.faults] == [where]
    assert PlannedShift.objects.count() == 1


def test_who_may_plan_whom(bureau: Bureau) -> None:
    for by in ("east-leader", "dispatcher", "east-1-handler"):
        with pytest.raises(NotPermitted):
            plan(bureau, by, "agent", 0, 8)
    with pytest.raises(NotFound):
        intake.plan_shift(
            actor=bureau.actor("chief"), post=uuid4(), begins_at=AT, ends_at=later(hours=1), at=AT
        )
    plan(bureau, "chief", "agent", 0, 8)
    line = PlannedShift.objects.get().public_id
    for by, at in (("east-leader", AT), ("chief", later(hours=9))):
        with pytest.raises(NotFound):
            intake.cancel_planned_shift(actor=bureau.actor(by), shift=line, at=at)


def test_notes_are_forgotten_and_the_shift_stays(bureau: Bureau) -> None:
    agent = bureau.actor("agent")
    intake.begin_shift(actor=agent, at=AT)
    intake.end_shift(actor=agent, note="注意", at=later(hours=8))
    assert forget_notes(at=later(hours=8) + timedelta(days=90)) == 0
    assert forget_notes(at=later(hours=9) + timedelta(days=90)) == 1
    assert Shift.objects.values_list("note", "ended_at").get() == ("", later(hours=8))
