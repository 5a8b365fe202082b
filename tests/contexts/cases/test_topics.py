"""Topics and templates: taken from tables with every fault at once, edited one by one, seen at once."""

from dataclasses import replace
from pathlib import Path

import pytest

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Kind, Sensitive, TemplatePurpose
from answerable.kernel.errors import Invalid, NotPermitted
from answerable.kernel.tables import open_tables, read_csv
from given import AT, SYSTEM, Bureau

pytestmark = pytest.mark.django_db
POLICE = Path(__file__).parents[3] / "src/answerable/contexts/organisation/setups/china-police"
HEADER = "code,parent,name_zh,name_en,description_zh,description_en,terms_zh,terms_en,kind,sensitive\n"


@pytest.fixture
def bureau() -> Bureau:
    return given.a_bureau()


def test_the_shipped_set_up_is_taken_whole_and_twice() -> None:
    for name, load in (("topics", cases.load_topics), ("templates", cases.load_templates)):
        table = open_tables(POLICE).get(name)
        assert table is not None
        first = load(actor=SYSTEM, table=table, at=AT)
        assert table.faults == []
        again = load(actor=SYSTEM, table=table, at=AT)
        assert (again.created, again.changed, again.unchanged) == (0, 0, first.created)
    assert len(cases.topics().leaves()) >= 70
    tree = cases.topics()
    assert tree.line("security.theft") == ("security.theft", "security")
    assert tree.sensitive("security.domestic-violence") is Sensitive.SAFE
    assert tree.name("security.theft", "zh") == "社会治安 / 盗窃与抢夺"


def test_every_fault_of_a_table_is_told_with_its_line(bureau: Bureau) -> None:
    table = read_csv(
        (
            HEADER + "Big Code,,甲,A,,,,,complaint,\n"
            "x.y,x,乙,B,,,,,complaint,\n"
            "nuisance.dogs,traffic,,C,,,,,lunch,maybe\n"
            "nuisance.dogs,nuisance,丁,D,,,,,complaint,\n"
        ).encode(),
        "topics.csv",
    )
    result = cases.load_topics(actor=SYSTEM, table=table, at=AT)
    assert (result.created, result.changed) == (0, 0)
    assert [fault.where.partition(":")[2] for fault in table.faults] == [
        "2:code",
        "3:parent",
        "4:parent",
        "4:name_zh",
        "4:kind",
        "4:sensitive",
        "5:code",
    ]


def test_a_topic_is_edited_and_retired_but_never_lost(bureau: Bureau) -> None:
    old = cases.topics().by_code("nuisance.night")
    assert old is not None
    chief = bureau.actor("chief")
    cases.save_topic(actor=chief, topic=replace(old, name_zh="夜间吵闹", active=False), at=AT)
    assert cases.topics().name("nuisance.night", "zh") == "噪音扰民 / 夜间吵闹"
    assert "nuisance.night" not in {topic.code for topic in cases.topics().leaves()}
    with pytest.raises(Invalid) as wrong:
        cases.save_topic(actor=chief, topic=replace(old, name_en=""), at=AT)
    assert [fault.where for fault in wrong.value.faults] == ["name_en"]
    with pytest.raises(NotPermitted):
        cases.save_topic(actor=bureau.actor("east-leader"), topic=old, at=AT)


def test_the_most_fitting_template_comes_first(bureau: Bureau) -> None:
    found = cases.templates_for(TemplatePurpose.ANSWER, kind=Kind.COMPLAINT, topic="nuisance.night")
    assert [template.code for template in found] == ["answer.complaint", "answer.any"]
    assert [t.code for t in cases.templates_for(TemplatePurpose.ANSWER, kind=Kind.PRAISE)] == ["answer.any"]


def test_a_template_is_filled_in_and_shows_what_is_missing(bureau: Bureau) -> None:
    template = cases.template("answer.any")
    assert template is not None
    assert cases.render_template(template, "zh", answer="已办") == "您好！已办 {{ unit }}"


@pytest.mark.parametrize(
    ("purpose", "body", "faulty"),
    [
        ("answer", "您好", True),
        ("answer", "{{ answer }}{{ phone }}", True),
        ("answer", "{{answer}}", True),
        ("acknowledgement", "收到{{ reference }}", True),
        ("answer", "{{ answer }}", False),
    ],
)
def test_a_template_asks_only_for_what_can_be_filled_in(
    bureau: Bureau, purpose: str, body: str, faulty: bool
) -> None:
    old = cases.template("answer.any")
    assert old is not None
    new = replace(old, code="answer.new", purpose=TemplatePurpose(purpose), body_zh=body, body_en=body)
    if faulty:
        with pytest.raises(Invalid):
            cases.save_template(actor=SYSTEM, template=new, at=AT)
    else:
        cases.save_template(actor=SYSTEM, template=new, at=AT)
        assert cases.template("answer.new") == cases.template("answer.new")
