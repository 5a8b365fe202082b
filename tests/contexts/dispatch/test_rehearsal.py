import pytest
from tests.contexts.dispatch.catalogues import CATALOGUE, a_table

from answerable.contexts.dispatch import api as dispatch
from answerable.kernel.errors import Invalid, NotPermitted
from given import AT, SYSTEM, Bureau, a_case, later


def test_a_rehearsal_shows_what_would_move_and_changes_nothing(bureau: Bureau) -> None:
    for _ in range(3):
        a_case(bureau, topic_code="traffic.parking")
    a_case(bureau, area="pine")
    a_case(bureau, topic_code="traffic.parking", received_at=later(days=90))
    changed = a_table(CATALOGUE.replace("100,traffic,*,*,traffic,", "100,traffic,*,*,traffic-1,"))
    found = dispatch.rehearse(SYSTEM, since=AT, until=later(days=30), table=changed)
    (move,) = found.moved
    assert (found.cases, found.same) == (4, 1)
    assert (move.from_unit, move.to_unit, move.count) == (bureau.unit("traffic"), bureau.unit("traffic-1"), 3)
    assert len(move.examples) == 3
    assert dispatch.catalogue()[0].unit_id == bureau.unit("traffic")


def test_a_faulty_catalogue_is_not_rehearsed(bureau: Bureau) -> None:
    with pytest.raises(Invalid):
        dispatch.rehearse(SYSTEM, since=AT, until=later(days=1), table=a_table("priority,topic\n1,*\n"))


def test_a_rehearsal_is_for_who_sets_the_bureau_up(bureau: Bureau) -> None:
    with pytest.raises(NotPermitted):
        dispatch.rehearse(bureau.actor("agent"), since=AT, until=later(days=1), table=a_table())
