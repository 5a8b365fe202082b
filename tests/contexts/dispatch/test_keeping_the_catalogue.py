import pytest
from tests.contexts.dispatch.catalogues import CATALOGUE, a_table

from answerable.contexts.dispatch import api as dispatch
from answerable.contexts.dispatch.models import CatalogueRule
from answerable.kernel.errors import Invalid, NotFound, NotPermitted
from given import AT, SYSTEM, Bureau, later


def test_the_same_catalogue_again_changes_nothing(bureau: Bureau) -> None:
    result = dispatch.load_catalogue(actor=SYSTEM, table=a_table(), at=later(days=1))
    assert (result.created, result.changed, result.unchanged) == (0, 0, 5)


def test_lines_that_are_gone_are_retired_not_deleted(bureau: Bureau) -> None:
    shorter = "\n".join(CATALOGUE.splitlines()[:-1])
    result = dispatch.load_catalogue(actor=SYSTEM, table=a_table(shorter), at=later(days=1))
    assert (result.created, result.changed, result.unchanged) == (0, 1, 4)
    assert len(dispatch.catalogue()) == 4
    assert CatalogueRule.objects.filter(retired_at=later(days=1)).count() == 1


def test_every_fault_of_a_catalogue_is_told_with_its_line(bureau: Bureau) -> None:
    table = a_table("priority,topic,area,kind,unit\nten,*,*,*,traffic\n1,nope,mars,wish,nobody\n")
    dispatch.load_catalogue(actor=SYSTEM, table=table, at=AT)
    assert [fault.where for fault in table.faults] == [
        "catalogue.csv:2:priority",
        "catalogue.csv:3:topic",
        "catalogue.csv:3:area",
        "catalogue.csv:3:kind",
        "catalogue.csv:3:unit",
    ]
    assert len(dispatch.catalogue()) == 5


def test_only_who_sets_the_bureau_up_changes_the_catalogue(bureau: Bureau) -> None:
    with pytest.raises(NotPermitted):
        dispatch.load_catalogue(actor=bureau.actor("dispatcher"), table=a_table(), at=AT)


def test_a_rule_is_replaced_at_its_line_and_at_once_in_force(bureau: Bureau) -> None:
    old = dispatch.catalogue()[0]
    new = dispatch.save_rule(
        actor=bureau.actor("chief"),
        at=AT,
        priority=old.priority,
        topic=old.topic,
        unit_id=bureau.unit("traffic-1"),
        replaces=old.public_id,
    )
    assert new.line == old.line
    assert [rule.unit_id for rule in dispatch.catalogue() if rule.topic == "traffic"] == [new.unit_id]
    dispatch.retire_rule(actor=bureau.actor("chief"), public_id=new.public_id, at=AT)
    assert all(rule.topic != "traffic" for rule in dispatch.catalogue())
    with pytest.raises(NotFound):
        dispatch.retire_rule(actor=bureau.actor("chief"), public_id=new.public_id, at=AT)


def test_a_rule_for_what_does_not_exist_is_refused(bureau: Bureau) -> None:
    with pytest.raises(Invalid) as refused:
        dispatch.save_rule(actor=SYSTEM, at=AT, priority=1, topic="nope", unit_id=0, area_id=0, kind="wish")
    assert [fault.where for fault in refused.value.faults] == ["topic", "area", "kind", "unit"]


def test_lint_names_the_lines_of_a_file(bureau: Bureau) -> None:
    table = a_table(
        "priority,topic,area,kind,unit\n"
        "100,traffic,*,*,traffic\n"
        "200,traffic.parking,*,*,east\n"
        "100,nuisance,*,*,east\n"
        "100,nuisance,*,*,west\n"
    )
    found = [(finding.line, finding.flaw, finding.other_line) for finding in dispatch.lint_catalogue(table)]
    assert found == [(3, "shadowed", 2), (4, "contradicts", 5), (5, "contradicts", 4)]
    assert dispatch.lint_catalogue() == []
