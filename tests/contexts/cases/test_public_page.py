"""What the resident sees, and what not."""

import pytest
from django.utils import translation

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases import errors as cases_errors
from answerable.contexts.cases.enums import Act, ContactBy
from answerable.contexts.cases.models import Case
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from answerable.kernel.secrets import hash_code
from given import AT, SYSTEM, Bureau, later, local

pytestmark = pytest.mark.django_db
CODE = "K7QF-3M2P-9XWD-0A5H"


@pytest.fixture
def bureau() -> Bureau:
    return given.a_bureau()


def sentences(case_id: cases.CaseId, language: str) -> list[str]:
    with translation.override(language):
        return [str(entry.sentence) for entry in cases.public_view(case_id, AT).entries]


def test_the_timeline_is_in_the_residents_words(bureau: Bureau) -> None:
    case_id = given.an_answered_case(bureau)
    assert sentences(case_id, "en") == [
        "We have it.",
        "It has gone to East Station 1.",
        "East Station 1 has taken it on.",
        "East Station 1 has answered.",
    ]
    assert sentences(case_id, "zh-hans")[1:] == [
        "已分派至东一派出所。",
        "东一派出所已签收，正在办理。",
        "东一派出所已答复。",
    ]


def test_the_date_comes_with_its_reason_until_there_is_an_answer(bureau: Bureau) -> None:
    page = cases.public_view(given.a_handled_case(bureau), AT)
    assert page.due_at == local(5, 18, 17, 30)
    assert "5个工作日" in page.due_why("zh")
    assert cases.public_view(given.an_answered_case(bureau), AT).due_at is None


def test_what_stays_inside_is_not_told(bureau: Bureau) -> None:
    case_id = given.a_handled_case(bureau)
    handler = bureau.actor("east-1-handler")
    cases.write_note(actor=handler, case_id=case_id, text="内部备注甲", at=AT)
    cases.log_contact(
        actor=handler, case_id=case_id, by=ContactBy.PHONE, reached=False, text="内部备注乙", at=AT
    )
    cases.record_accused(actor=handler, case_id=case_id, words="某民警丙", at=AT)
    page = cases.public_view(case_id, AT)
    shown = repr(page)
    assert not any(word in shown for word in ("内部备注", "某民警", "郑示例"))
    assert [entry.act for entry in page.entries][-1] is Act.LOG_CONTACT


def test_the_question_that_is_waited_for_is_shown(bureau: Bureau) -> None:
    case_id = given.a_handled_case(bureau)
    cases.ask_resident(actor=bureau.actor("east-1-handler"), case_id=case_id, question="是哪个工地？", at=AT)
    page = cases.public_view(case_id, AT)
    assert (page.paused, page.question) == (True, "是哪个工地？")


def test_the_resident_reads_who_looked_and_why_but_no_name(bureau: Bureau) -> None:
    case_id = given.a_dispatched_case(bureau)
    reference = Case.objects.get(pk=case_id).reference
    cases.open_case(bureau.actor("east-1-handler"), reference, later(hours=1))
    (look,) = cases.public_view(case_id, later(hours=1)).looks
    assert (look.unit_id, look.ground) == (bureau.unit("east-1"), ledger.Ground.COLLEAGUE)
    assert "郑示例" not in repr(look)


def test_the_own_code_opens_the_case_and_nothing_else_does(bureau: Bureau) -> None:
    case_id = given.a_case(bureau, code_hash=hash_code(CODE))
    reference = Case.objects.get(pk=case_id).reference
    assert cases.find_by_code(reference.lower(), CODE.lower().replace("-", " ")) == case_id
    assert cases.find_by_code(reference, "K7QF-3M2P-9XWD-0A5J") is None
    assert cases.find_by_code("2026-0000-0000", CODE) is None
    without = Case.objects.get(pk=given.a_case(bureau)).reference
    assert cases.find_by_code(without, "") is None


def test_a_part_that_was_split_off_has_its_own_reference_and_the_same_code(bureau: Bureau) -> None:
    case_id = given.a_handled_case(bureau, code_hash=hash_code(CODE))
    new = cases.split_case(
        actor=bureau.actor("east-1-handler"), case_id=case_id, text="另外，路灯不亮。", at=later(hours=1)
    )
    made = Case.objects.get(pk=new)
    assert cases.find_by_code(made.reference, CODE) == new
    assert any(made.reference in sentence for sentence in sentences(case_id, "en"))
    page = cases.case_view(SYSTEM, made.reference, AT)
    assert page.split_from == Case.objects.get(pk=case_id).reference


def test_a_resident_acts_on_the_own_case_only(bureau: Bureau) -> None:
    mine, other = given.a_case(bureau), given.a_case(bureau)
    with pytest.raises(cases_errors.CaseNotFound):
        cases.add_to_case(actor=Actor.resident(mine), case_id=other, text="看看", at=AT)
