"""The sweep: submissions become dispatched cases; what breaks is found, set aside, and holds up nobody."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.dispatch import api as dispatch
from answerable.contexts.intake import api as intake
from answerable.contexts.intake.enums import SubmissionState
from answerable.contexts.intake.models import Submission
from answerable.contexts.ledger import api as ledger
from answerable.contexts.parties import api as parties
from answerable.kernel.tables import read_csv
from answerable.processes import open_submissions as opening
from answerable.processes.sweep_submissions import EverythingFails, sweep_submissions
from given import AT, SYSTEM, Bureau

CATALOGUE = """priority,topic,area,kind,unit,note
100,nuisance,*,*,@area,噪音由所在地派出所办理
100,traffic,*,*,traffic,交通归交警
100,conduct,*,*,bureau,作风问题归市局
"""
NOISE = "松树街工地每天夜里施工，半夜还在吵，夜间噪音大得睡不着。"
PARKING = "橡树街人行道上天天违停，违法停车没人管。"

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau() -> Bureau:
    made = given.a_bureau()
    table = read_csv(CATALOGUE.encode(), "catalogue")
    dispatch.load_catalogue(actor=SYSTEM, table=table, at=AT)
    assert table.faults == []
    return made


def received(text: str = NOISE, **changes: Any) -> intake.Receipt:
    changes.setdefault("topic_code", "nuisance.night" if text == NOISE else "")
    return intake.receive(intake.NewSubmission(channel="web", text=text, **changes), AT)


def the_case(reference: str) -> cases.CaseFact:
    case_id = cases.case_with_reference(reference)
    assert case_id is not None
    return cases.facts_of([case_id])[case_id]


def breaking_on(word: str, monkeypatch: pytest.MonkeyPatch, *, everywhere: bool = False) -> None:
    """Have cases refuse to open for texts that hold a word; unless everywhere, only while they are dispatched."""
    real = opening.cases.open_cases

    def open_cases(*, new: Sequence[cases.NewCase], **rest: Any) -> Any:
        if any(word in one.text and (everywhere or one.goes_to is not None) for one in new):
            raise ValueError(word)
        return real(new=new, **rest)

    monkeypatch.setattr(opening.cases, "open_cases", open_cases)


def test_a_submission_becomes_a_dispatched_case_with_its_chain_and_its_party(bureau: Bureau) -> None:
    contact = parties.Contact(name="王测试", phone="10000001234")
    receipt = received(place="松树街12号", contact=contact, accused_words="")
    swept = sweep_submissions(at=AT)
    assert (swept.settled, swept.dispatched, swept.failed) == (1, 1, 0)
    row = Submission.objects.get()
    assert (row.state, row.case_reference, row.contact) == ("opened", receipt.reference, None)
    fact = the_case(receipt.reference)
    assert fact.unit_id == bureau.unit("east-1")
    assert fact.party_id is not None
    codes = [line.code for line in ledger.lines_of(receipt.reference)]
    assert codes == ["intake.submission.received", "cases.case.opened", "cases.round.dispatched"]
    assert receipt.code is not None
    assert cases.find_by_code(receipt.reference, receipt.code) is not None
    assert sweep_submissions(at=AT).settled == 0


def test_what_is_not_sure_waits_for_a_dispatcher_with_the_reason(bureau: Bureau) -> None:
    receipt = received("请问这个事情该找谁")
    assert (sweep_submissions(at=AT).dispatched, Submission.objects.get().state) == (0, "opened")
    case_id = cases.case_with_reference(receipt.reference)
    assert case_id is not None
    suggestion = dispatch.suggestion_for(bureau.actor("dispatcher"), case_id)
    assert suggestion is not None
    assert suggestion.doubt


def test_a_complaint_never_goes_to_the_unit_that_its_words_name(bureau: Bureau) -> None:
    receipt = received(place="松树街", accused_words="东一派出所的民警")
    sweep_submissions(at=AT)
    fact = the_case(receipt.reference)
    assert bureau.unit("east-1") in fact.walled_units
    assert fact.unit_id not in {bureau.unit("east-1")}


def test_an_officer_named_with_the_unit_is_walled_off(bureau: Bureau) -> None:
    receipt = received(accused_words="东一派出所郑示例态度差")
    sweep_submissions(at=AT)
    handler = bureau.actor("east-1-handler")
    assert handler.person_id in the_case(receipt.reference).walled_persons


def test_somebody_accused_whom_nobody_knows_keeps_the_case_with_a_person(bureau: Bureau) -> None:
    receipt = received(place="松树街", accused_words="那个高个子")
    assert sweep_submissions(at=AT).dispatched == 0
    case_id = cases.case_with_reference(receipt.reference)
    assert case_id is not None
    suggestion = dispatch.suggestion_for(bureau.actor("dispatcher"), case_id)
    assert suggestion is not None
    assert suggestion.doubt == "walled"


def test_a_rule_that_fails_sends_the_case_to_a_person_and_its_neighbours_out(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipts = [received(f"{NOISE}{n}", topic_code="nuisance.night") for n in range(6)]
    poison = received(f"{NOISE}毒药", topic_code="nuisance.night")
    breaking_on("毒药", monkeypatch)
    swept = sweep_submissions(at=AT)
    assert (swept.settled, swept.dispatched, swept.failed) == (7, 6, 0)
    assert {the_case(one.reference).unit_id for one in receipts} == {bureau.unit("east-1")}
    case_id = cases.case_with_reference(poison.reference)
    assert case_id is not None
    suggestion = dispatch.suggestion_for(bureau.actor("dispatcher"), case_id)
    assert suggestion is not None
    assert (suggestion.doubt, suggestion.error[:10]) == ("failed", "ValueError")


def test_poison_is_set_aside_after_three_tries_and_holds_up_nobody(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    received("前面的一件")
    poison = received("毒药")
    received("后面的一件")
    breaking_on("毒药", monkeypatch, everywhere=True)
    assert (sweep_submissions(at=AT).settled, Submission.objects.filter(state="waiting").count()) == (2, 1)
    assert sweep_submissions(at=AT).failed == 0
    assert sweep_submissions(at=AT + timedelta(minutes=1)).failed == 1
    assert sweep_submissions(at=AT + timedelta(minutes=6)).failed == 1
    [aside] = intake.set_aside(SYSTEM)
    assert (aside.reference, aside.error[:10]) == (poison.reference, "ValueError")
    assert "毒药" not in aside.error
    assert poison.code is not None
    tracked = intake.track(poison.reference, poison.code)
    assert tracked is not None
    assert tracked.state is SubmissionState.WAITING


def test_a_contact_that_does_not_open_is_set_aside_with_it_and_holds_up_nobody(bureau: Bureau) -> None:
    contact = parties.Contact(phone="1990000000", name="王测试")
    broken, whole = received(NOISE, contact=contact), received(PARKING, contact=contact)
    row = Submission.objects.filter(reference=broken.reference)
    kept = row.get().contact
    row.update(contact=b"\x01" + bytes(40))
    swept = sweep_submissions(at=AT)
    assert ([one.reference for one in swept.opened], swept.failed) == ([whole.reference], 1)
    for minutes in (1, 6):
        assert sweep_submissions(at=AT + timedelta(minutes=minutes)).failed == 1
    assert [one.reference for one in intake.set_aside(SYSTEM)] == [broken.reference]
    with pytest.raises(InvalidTag):
        intake.claim_one(broken.reference)
    # Nothing was lost of it: mended, it opens with its party.
    row.update(contact=kept, set_aside_at=None, retry_at=None)
    assert sweep_submissions(at=AT).settled == 1
    assert the_case(broken.reference).party_id is not None


def test_when_everything_fails_nothing_is_held_against_the_submissions(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(10):
        received(f"毒药{number}")
    breaking_on("毒药", monkeypatch, everywhere=True)
    with pytest.raises(EverythingFails):
        sweep_submissions(at=AT)
    assert Submission.objects.filter(attempts=0, state="waiting").count() == 10


def test_a_demo_lives_through_many_times_in_one_chunk(bureau: Bureau) -> None:
    hour = timedelta(hours=1)
    new = [
        intake.NewSubmission(channel="web", text=f"{NOISE}{n}", topic_code="nuisance.night") for n in range(3)
    ]
    intake.receive_many(new, AT, times=[AT - hour * n for n in range(3)])
    assert sweep_submissions(at=AT, delay=timedelta(minutes=5)).settled == 3
    rows = cases.visible_cases(SYSTEM).order_by("received_at")
    assert [case.opened_at - case.received_at for case in rows] == [timedelta(minutes=5)] * 3


def test_a_place_that_no_area_knows_is_kept_and_waits_for_a_person(bureau: Bureau) -> None:
    receipt = received(NOISE.replace("松树街", "那边"), place="月亮上的环形山", topic_code="nuisance.night")
    sweep_submissions(at=AT)
    case = the_case(receipt.reference)
    assert (case.state, case.area_id, case.unit_id) == ("triage", None, None)
