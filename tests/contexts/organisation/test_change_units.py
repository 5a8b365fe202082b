"""Units are opened, changed, moved and closed by those who set them up, and stay one tree."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from tests.contexts.organisation.tables import AT, SYSTEM, UNITS, actor, post_of, table, unit_id

from answerable.contexts.ledger.models import JournalLine
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.errors import UnitInUse
from answerable.contexts.organisation.events import UnitClosed, UnitMoved
from answerable.kernel import events
from answerable.kernel.errors import Invalid, NotFound, NotPermitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bureau")]


def new(**changes: str) -> organisation.NewUnit:
    facts = {
        "code": "east-3",
        "parent": "east",
        "level": "team",
        "kind": "territorial",
        "name_zh": "东三派出所",
        "name_en": "East Station 3",
    }
    return organisation.NewUnit(**{**facts, **changes})


def facts(**changes: str) -> organisation.UnitFacts:
    named = {
        "level": "team",
        "kind": "territorial",
        "name_zh": "东一所",
        "name_en": "East 1",
        "position": "0",
    }
    return organisation.UnitFacts(**{**named, **changes})


def path(code: str) -> list[str]:
    return [unit.code for unit in organisation.units().path(unit_id(code))]


def journal() -> list[str]:
    codes = JournalLine.objects.order_by("id").values_list("code", flat=True)
    return [code for code in codes if code.startswith("organisation.unit.")]


def test_a_unit_is_opened_where_its_parent_is_set_up() -> None:
    organisation.open_unit(actor=actor("east"), new=new(), at=AT)
    assert path("east-3") == ["bureau", "east", "east-3"]
    assert journal() == ["organisation.unit.opened"]
    with pytest.raises(NotPermitted):
        organisation.open_unit(actor=actor("east"), new=new(code="x", parent="traffic"), at=AT)
    with pytest.raises(NotPermitted):
        organisation.open_unit(actor=actor("wu"), new=new(code="x"), at=AT)
    with pytest.raises(NotFound):
        organisation.open_unit(actor=actor("zhou"), new=new(code="x", parent="nowhere"), at=AT)


def test_all_faults_of_a_form_are_told_at_their_fields() -> None:
    with pytest.raises(Invalid) as error:
        organisation.open_unit(actor=SYSTEM, new=new(code="east-1", level="x", name_en=""), at=AT)
    assert sorted(fault.where for fault in error.value.faults) == ["code", "level", "name_en"]
    with pytest.raises(Invalid) as error:
        organisation.open_unit(actor=SYSTEM, new=new(parent="east-1", level="branch"), at=AT)
    assert [fault.where for fault in error.value.faults] == ["level"]
    assert journal() == []


def test_a_unit_is_renamed_and_nothing_else_of_it_changes() -> None:
    organisation.change_unit(actor=actor("east"), unit_id=unit_id("east-1"), facts=facts(), at=AT)
    unit = organisation.units().get(unit_id("east-1"))
    assert (unit.name("zh"), unit.name("en"), path("east-1")) == (
        "东一所",
        "East 1",
        ["bureau", "east", "east-1"],
    )
    organisation.change_unit(actor=actor("east"), unit_id=unit_id("east-1"), facts=facts(), at=AT)
    assert journal() == ["organisation.unit.changed"]
    with pytest.raises(NotPermitted):
        organisation.change_unit(actor=actor("east"), unit_id=unit_id("traffic"), facts=facts(), at=AT)


def test_a_unit_is_moved_only_by_who_sets_up_both_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[object] = []
    monkeypatch.setitem(events._at_once, UnitMoved, [heard.extend])
    with pytest.raises(NotPermitted):
        organisation.move_unit(
            actor=actor("east"), unit_id=unit_id("east-1"), parent_id=unit_id("traffic"), at=AT
        )
    with pytest.raises(NotPermitted):
        organisation.move_unit(
            actor=actor("east"), unit_id=unit_id("traffic"), parent_id=unit_id("east"), at=AT
        )
    assert heard == []
    organisation.move_unit(
        actor=actor("zhou"), unit_id=unit_id("east-1"), parent_id=unit_id("traffic"), at=AT
    )
    assert path("east-1") == ["bureau", "traffic", "east-1"]
    assert heard == [UnitMoved(unit_id("east-1"))]


def test_a_unit_can_t_come_to_lie_below_itself() -> None:
    organisation.move_unit(actor=SYSTEM, unit_id=unit_id("east-2"), parent_id=unit_id("east-1"), at=AT)
    with pytest.raises(Invalid) as error:
        organisation.move_unit(actor=SYSTEM, unit_id=unit_id("east-1"), parent_id=unit_id("east-2"), at=AT)
    assert [fault.where for fault in error.value.faults] == ["parent"]
    with pytest.raises(Invalid):
        organisation.move_unit(actor=SYSTEM, unit_id=unit_id("bureau"), parent_id=unit_id("east"), at=AT)


def test_a_unit_in_use_is_not_closed() -> None:
    with pytest.raises(UnitInUse):
        organisation.close_unit(actor=SYSTEM, unit_id=unit_id("east-1"), at=AT)
    with pytest.raises(UnitInUse):
        organisation.close_unit(actor=SYSTEM, unit_id=unit_id("east"), at=AT)
    for username in ("lin", "zheng"):
        organisation.end_post(actor=SYSTEM, post_id=post_of(username).id, at=AT)
    organisation.close_unit(actor=actor("east"), unit_id=unit_id("east-1"), at=AT)
    assert not organisation.units().get(unit_id("east-1")).active


def test_a_closed_unit_is_told_of_and_can_be_opened_again(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[object] = []
    monkeypatch.setitem(events._at_once, UnitClosed, [heard.extend])
    organisation.close_unit(actor=SYSTEM, unit_id=unit_id("traffic"), at=AT)
    assert heard == [UnitClosed(unit_id("traffic"))]
    with pytest.raises(NotFound):
        organisation.appoint(
            actor=SYSTEM, unit_id=unit_id("traffic"), new=organisation.Appointment("x", "某", "民警"), at=AT
        )
    organisation.reopen_unit(actor=SYSTEM, unit_id=unit_id("traffic"), at=AT)
    assert organisation.units().get(unit_id("traffic")).active


def test_the_bureau_is_not_closed_and_a_branch_does_not_close_itself() -> None:
    with pytest.raises(NotFound):
        organisation.close_unit(actor=SYSTEM, unit_id=unit_id("bureau"), at=AT)
    with pytest.raises(NotPermitted):
        organisation.close_unit(actor=actor("east"), unit_id=unit_id("east"), at=AT)


@pytest.mark.near_db
@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_do_not_make_a_circle_together() -> None:
    organisation.load_units(actor=SYSTEM, table=table(UNITS), at=AT)
    one, other = unit_id("east-1"), unit_id("east-2")

    def move(pair: tuple[int, int]) -> bool:
        try:
            organisation.move_unit(actor=SYSTEM, unit_id=pair[0], parent_id=pair[1], at=AT)
        except Invalid:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        moved = list(pool.map(move, [(one, other), (other, one)]))
    assert sorted(moved) == [False, True]
    assert len(organisation.units().subtree(organisation.units().root.id)) == 5
