"""A voice told in confidence: who it is stays with the desk, and whoever handles it neither reads nor finds it out."""

import pytest

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases import confidence
from answerable.contexts.cases.enums import Outcome
from answerable.contexts.cases.models import Case
from answerable.contexts.ledger import api as ledger
from answerable.contexts.parties import api as parties
from answerable.kernel.errors import NotPermitted
from given import AT, Bureau, later

pytestmark = pytest.mark.django_db
PHONE = "10000004321"
TEXT = f"松树街12号三单元有人设赌。我叫甄可娜，电话{PHONE}，请不要说是我讲的。"
# Who handles it, leads those who do, helped with it or reads along, and who keeps the sender.
CLOSED = ("east-1-handler", "east-1-leader", "east-leader", "east-2-handler", "chief", "analyst")
KEEPERS = ("agent", "dispatcher", "reviewer", "inspector")


@pytest.fixture
def bureau() -> Bureau:
    return given.a_bureau()


def told(bureau: Bureau, *, confidential: bool = True) -> str:
    (party,) = parties.register_parties([parties.Contact(name="甄可娜", phone=PHONE)])
    case_id = given.a_handled_case(
        bureau, text=TEXT, place="松树街12号三单元", party_id=party, confidential=confidential
    )
    cases.ask_assist(
        actor=bureau.actor("east-1-handler"),
        case_id=case_id,
        unit_id=bureau.unit("east-2"),
        question="协查",
        at=AT,
    )
    return Case.objects.get(pk=case_id).reference


@pytest.mark.parametrize("username", CLOSED)
def test_whoever_handles_it_does_not_learn_who_told_it(bureau: Bureau, username: str) -> None:
    reference = told(bureau)
    view = cases.open_case(bureau.actor(username), reference, AT)
    assert view.sender_closed
    assert (view.party, view.party_id) == (None, None)
    assert "甄可娜" not in view.text
    assert PHONE not in view.text
    with pytest.raises(NotPermitted):
        cases.open_original(bureau.actor(username), reference, "核对原话", AT)
    assert all(look.kind is ledger.AccessKind.CASE for look in ledger.accesses_of(reference))


def test_whoever_goes_there_knows_the_place(bureau: Bureau) -> None:
    view = cases.case_view(bureau.actor("east-1-handler"), told(bureau), AT)
    assert view.place == "松树街12号三单元"


@pytest.mark.parametrize("username", KEEPERS)
def test_the_desk_keeps_the_sender(bureau: Bureau, username: str) -> None:
    view = cases.case_view(bureau.actor(username), told(bureau), AT)
    assert not view.sender_closed
    assert view.party is not None
    assert PHONE in cases.open_original(bureau.actor(username), view.reference, "核对原话", AT).text


def test_without_confidence_the_handler_reads_the_words_and_may_call(bureau: Bureau) -> None:
    view = cases.case_view(bureau.actor("east-1-handler"), told(bureau, confidential=False), AT)
    assert not view.sender_closed
    assert view.party is not None
    assert PHONE in view.text


def test_a_keeper_who_handles_it_is_a_handler(bureau: Bureau) -> None:
    """The inspector's own unit has it: then the inspector handles it and is told no more than another handler."""
    reference = told(bureau)
    row = Case.objects.get(reference=reference)
    inspector = bureau.actor("inspector")
    row.desk_unit_id, row.scope_units = bureau.unit("west"), [bureau.unit("west"), bureau.unit("bureau")]
    assert row.desk_unit_id in inspector.grants["inspector"]
    assert not confidence.knows_sender(inspector, row)


def test_the_number_does_not_lead_to_it_for_whoever_may_not_know_the_sender(bureau: Bureau) -> None:
    reference = told(bureau)
    assert [row.reference for row in cases.cases_of_caller(bureau.actor("agent"), PHONE, AT)] == [reference]
    assert cases.cases_of_caller(bureau.actor("east-leader"), PHONE, AT) == ()


def test_the_query_and_the_row_say_the_same(bureau: Bureau) -> None:
    told(bureau)
    told(bureau, confidential=False)
    given.a_case(bureau, confidential=True)
    rows = list(Case.objects.order_by("pk"))
    for username in (*CLOSED, *KEEPERS, "west-leader", "traffic-1-handler"):
        actor = bureau.actor(username)
        known = set(Case.objects.filter(confidence.known_sender(actor)).values_list("pk", flat=True))
        assert known == {row.pk for row in rows if confidence.knows_sender(actor, row)}, username


def test_what_is_split_off_stays_in_confidence(bureau: Bureau) -> None:
    row = Case.objects.get(reference=told(bureau))
    split = cases.split_case(
        actor=bureau.actor("dispatcher"), case_id=cases.CaseId(row.pk), text="另外夜里很吵。", at=AT
    )
    assert Case.objects.get(pk=split).confidential


def test_the_unit_asks_back_and_answers_without_knowing_whom(bureau: Bureau) -> None:
    """Its clock of the first contact stops with the question, so that confidence does not make it late."""
    row = Case.objects.get(reference=told(bureau))
    case_id, handler = cases.CaseId(row.pk), bureau.actor("east-1-handler")
    cases.ask_resident(actor=handler, case_id=case_id, question="几点最吵？", at=later(hours=1))
    assert row.rounds.get().contacted_at == later(hours=1)
    cases.answer_round(
        actor=handler, case_id=case_id, outcome=Outcome.SOLVED, text="已查处。", at=later(hours=2)
    )
    view = cases.case_view(handler, row.reference, later(hours=3))
    assert view.sender_closed


def test_in_lists_nobody_reads_surname_or_digits(bureau: Bureau) -> None:
    told(bureau)
    for username in ("east-1-handler", "dispatcher"):
        [row] = cases.list_cases(bureau.actor(username), cases.CaseFilter(), AT).rows
        assert not any(part in row.excerpt for part in ("甄", "100", "4321")), row.excerpt
