"""Units are taken from a file: all of it, or none and every fault at once."""

import pytest
from tests.contexts.organisation.tables import AT, SYSTEM, UNITS, places, table

from answerable.contexts.ledger.models import JournalLine
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.models import Unit
from answerable.contexts.organisation.snapshots import changing
from answerable.kernel.actor import Actor, ActorKind
from answerable.kernel.errors import NotPermitted
from answerable.kernel.tables import LoadResult

pytestmark = pytest.mark.django_db


def load(text: str) -> tuple[LoadResult, list[str]]:
    given = table(text)
    return organisation.load_units(actor=SYSTEM, table=given, at=AT), places(given)


def test_a_tree_is_taken_and_taking_it_again_changes_nothing() -> None:
    assert load(UNITS) == (LoadResult(5, 0, 0), [])
    assert [unit.code for unit in organisation.units()] == ["bureau", "east", "east-1", "east-2", "traffic"]
    assert load(UNITS) == (LoadResult(0, 0, 5), [])


def test_children_may_come_before_their_parents() -> None:
    header, *lines = UNITS.strip().splitlines()
    assert load("\n".join([header, *reversed(lines)])) == (LoadResult(5, 0, 0), [])


def test_units_that_a_file_does_not_name_stay() -> None:
    load(UNITS)
    result = load(UNITS.splitlines()[0] + "\neast-1,traffic,team,territorial,东一所,East Station 1\n")
    assert result == (LoadResult(0, 1, 0), [])
    tree = organisation.units()
    moved = tree.by_code("east-1")
    assert moved is not None
    assert [unit.code for unit in tree.path(moved.id)] == ["bureau", "traffic", "east-1"]
    assert len(tree) == 5


def test_every_fault_is_told_at_once_and_nothing_is_written() -> None:
    text = """code,parent,level,kind,name_zh,name_en,position
bureau,,bureau,territorial,示例市公安局,Bureau,
second,,bureau,territorial,另一个局,Second,
a,b,team,territorial,甲,A,
b,a,team,territorial,乙,B,
c,nowhere,team,territorial,丙,C,
bureau,,bureau,territorial,又一个,Again,
d,bureau,division,territorial,丁,D,
e,nobody,team,navy,,E,
f f,bureau,team,desk,戊,F,
g,bureau,bureau,desk,己,G,
h,c,branch,desk,庚,H,first
"""
    result, found = load(text)
    assert result == LoadResult(0, 0, 0)
    assert sorted(found) == sorted(
        [
            "3:parent",  # a second root
            "4:parent",  # a circle of two
            "5:parent",
            "6:parent",  # unknown
            "7:code",  # twice
            "8:level",
            "9:kind",
            "9:parent",
            "9:name_zh",
            "10:code",
            "11:level",  # a bureau below the bureau
            "12:level",  # a branch below a team
            "12:position",
        ]
    )
    assert len(organisation.units()) == 0


def test_a_file_can_t_bring_a_second_bureau() -> None:
    load(UNITS)
    given = table("code,parent,level,kind,name_zh,name_en\nother,,bureau,desk,另一个局,Other\n")
    organisation.load_units(actor=SYSTEM, table=given, at=AT)
    assert places(given) == ["2:parent"]


def test_a_circle_that_only_the_file_and_the_database_make_together_is_told() -> None:
    load(UNITS)
    _, found = load("code,parent,level,kind,name_zh,name_en\neast,east-1,team,desk,东区分局,East Branch\n")
    assert found
    assert set(found) == {"2:parent"}


def test_the_child_of_a_faulty_line_is_not_blamed() -> None:
    text = "code,parent,level,kind,name_zh,name_en\nb,,bureau,desk,局,B\nx,b,wrong,desk,甲,X\ny,x,team,desk,乙,Y\n"
    assert load(text)[1] == ["3:level"]


def test_a_closed_unit_has_no_open_units_below() -> None:
    load(UNITS)
    header = "code,parent,level,kind,name_zh,name_en,active\n"
    closed = header + "east,bureau,branch,territorial,东区分局,East Branch,no\n"
    assert set(load(closed)[1]) == {"2:active"}


def test_a_missing_column_is_told_by_its_name() -> None:
    given = table("code,parent\na,\n")
    organisation.load_units(actor=SYSTEM, table=given, at=AT)
    assert places(given) == ["1:level", "1:kind", "1:name_zh", "1:name_en"]


def test_only_set_up_of_the_whole_bureau_may_take_a_file() -> None:
    load(UNITS)
    east = organisation.units().by_code("east")
    assert east is not None
    officer = Actor(kind=ActorKind.STAFF, name="x", post_id=1, grants={"setup": frozenset({east.id})})
    with pytest.raises(NotPermitted):
        organisation.load_units(actor=officer, table=table(UNITS), at=AT)


def test_taking_units_is_journalled_once() -> None:
    load(UNITS)
    load(UNITS)
    assert [line.code for line in JournalLine.objects.all()] == ["organisation.units.set"]


def test_what_is_read_during_a_change_does_not_pass_for_what_is_there_after_it() -> None:
    load(UNITS)
    with changing():
        assert organisation.units().by_code("east-9") is None
        Unit.objects.create(code="east-9", parent=Unit.objects.get(code="east"), level="team", kind="desk")
    assert organisation.units().by_code("east-9") is not None
