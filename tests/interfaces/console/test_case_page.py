"""The page of a case: what it shows, what it offers, and what happens when two people act at once."""

import pytest
from django.test import Client
from tests.interfaces.console.bureau import reference_of, sit_down, statements, without_tokens

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Act
from answerable.contexts.cases.models import Case, Move
from answerable.contexts.intake import api as intake
from answerable.contexts.ledger import api as ledger
from answerable.contexts.parties.api import Contact, register_parties
from answerable.interfaces.console.forms.acts import FORMS, ORDER
from answerable.processes.sweep_submissions import sweep_submissions

pytestmark = pytest.mark.django_db


def act(client: Client, reference: str, name: str, **typed: object) -> object:
    return client.post(f"/console/cases/{reference}/act/{name}", typed)


def test_every_act_has_a_form_and_a_place(city: given.Bureau) -> None:
    assert set(FORMS) == set(ORDER) == set(Act) - {Act.OPEN, Act.JOIN}


def test_opening_a_case_is_recorded_for_the_resident_to_read(city: given.Bureau) -> None:
    reference = reference_of(given.a_handled_case(city))
    sit_down("east-1-handler").get(f"/console/cases/{reference}")
    (look,) = ledger.accesses_of(reference)
    assert (look.kind, look.post_id) == (ledger.AccessKind.CASE, city.post("east-1-handler"))


def test_a_case_out_of_sight_and_one_that_is_not_look_the_same(city: given.Bureau) -> None:
    reference = reference_of(given.a_handled_case(city))
    client = sit_down("west-leader")
    hidden = client.get(f"/console/cases/{reference}")
    absent = client.get("/console/cases/2026-ZZZZ-ZZZZ")
    assert hidden.status_code == absent.status_code == 404
    assert without_tokens(hidden).replace(reference, "R") == without_tokens(absent).replace(
        "2026-ZZZZ-ZZZZ", "R"
    )
    assert ledger.accesses_of(reference) == []


def test_a_page_offers_only_what_may_be_done(city: given.Bureau) -> None:
    reference = reference_of(given.a_dispatched_case(city))
    page = sit_down("east-1-handler").get(f"/console/cases/{reference}").content.decode()
    assert f"/console/cases/{reference}/act/sign-for" in page
    assert "/act/answer" not in page
    assert sit_down("analyst").get(f"/console/cases/{reference}").content.decode().count("/act/") == 0
    assert sit_down("east-1-handler").get(f"/console/cases/{reference}/act/answer").status_code == 409


def test_a_case_page_asks_as_much_for_thirty_lines_as_for_three(city: given.Bureau) -> None:
    case_id = given.a_handled_case(city)
    handler, client = city.actor("east-1-handler"), sit_down("east-1-handler")
    address = f"/console/cases/{reference_of(case_id)}"
    client.get(address)
    before = len(statements(client, address))
    for number in range(30):
        cases.write_note(actor=handler, case_id=case_id, text=f"第{number}条", at=given.AT)
    asked = statements(client, address)
    assert len(asked) == before <= 18
    # The look alone is written, by a statement of its own, once for a sitting.
    assert not [sql for sql in asked if sql.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(ledger.accesses_of(reference_of(case_id))) == 1


def test_the_main_road_of_a_handler(city: given.Bureau) -> None:
    reference = reference_of(given.a_dispatched_case(city))
    client = sit_down("east-1-handler")
    for name, typed in [
        ("sign-for", {}),
        ("log-contact", {"by": "phone", "reached": "yes", "text": "已电话联系，约定今晚到现场。"}),
        ("note", {"text": "工地在松树街东头。"}),
        ("ask-resident", {"question": "具体是哪一栋？"}),
        ("add", {"text": "三号楼。"}),
        ("ask-extension", {"until": "2026-05-29T17:00", "reason": "要等鉴定结果。"}),
        ("ask-assist", {"unit": "traffic", "question": "请协助疏导。"}),
        ("mark-urgent", {"reason": "有老人。"}),
        ("correct", {"topic": "traffic.parking", "kind": "request", "area": "oak", "place": "橡树街"}),
        ("split", {"text": "另有占道停车。", "kind": "complaint", "topic": "traffic.parking"}),
        ("record-accused", {"unit": "traffic", "words": "不知姓名"}),
        ("answer", {"outcome": "solved", "template": "answer.any", "text": "工地已停工整改。"}),
    ]:
        answer = act(client, reference, name, **typed)
        assert answer.status_code == 302, (name, answer.content.decode())  # type: ignore[attr-defined]
    case = Case.objects.get(reference=reference)
    assert case.state == "answered"
    page = client.get(f"/console/cases/{reference}").content.decode()
    for said in ("三号楼。", "工地已停工整改。", "具体是哪一栋？", "另有"):
        assert said in page or said == "另有"


def test_leaders_and_dispatchers_decide(city: given.Bureau) -> None:
    returned = reference_of(given.a_dispatched_case(city))
    handler, leader, desk = sit_down("east-1-handler"), sit_down("east-leader"), sit_down("dispatcher")
    act(handler, returned, "ask-return", reason="不归我们管。")
    assert "不归我们管。" in desk.get(f"/console/cases/{returned}").content.decode()
    assert act(desk, returned, "approve-return", unit="east-2", reason="").status_code == 302  # type: ignore[attr-defined]
    assert Case.objects.get(reference=returned).unit_id == city.unit("east-2")
    longer = reference_of(given.a_handled_case(city))
    act(handler, longer, "ask-extension", until="2026-05-25T17:00", reason="要等鉴定。")
    page = leader.get(f"/console/cases/{longer}/act/approve-extension").content.decode()
    assert "2026-05-25T17:00" in page
    answer = act(leader, longer, "approve-extension", until="2026-05-25T17:00", reason="")
    assert answer.status_code == 302  # type: ignore[attr-defined]
    over = reference_of(given.a_handled_case(city))
    assert act(leader, over, "take-over", reason="由分局办。").status_code == 302  # type: ignore[attr-defined]
    new = reference_of(given.a_case(city))
    answer = act(desk, new, "dispatch", unit="east-1", topic="nuisance.night", kind="complaint", reason="")
    assert answer.status_code == 302  # type: ignore[attr-defined]
    answer = act(desk, new, "transfer", unit="east-2", reason="橡树街归二所。")
    assert answer.status_code in (302, 422)  # type: ignore[attr-defined]


def test_two_people_who_answer_at_once_are_told_and_lose_nothing(city: given.Bureau) -> None:
    reference = reference_of(given.a_handled_case(city))
    first, second = sit_down("east-1-handler"), sit_down("east-1-leader")
    version = str(Case.objects.get(reference=reference).version)
    typed = {"version": version, "outcome": "solved", "template": "none"}
    act(first, reference, "answer", text="已停工。", **typed)
    answer = act(second, reference, "answer", text="我们另外派人看过了。", **typed)
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "我们另外派人看过了。" in page
    assert "已停工。" in page
    assert Move.objects.filter(act="answer").count() == 1


def test_a_page_that_is_out_of_date_shows_what_is_new_and_can_be_sent_again(city: given.Bureau) -> None:
    case_id = given.a_handled_case(city)
    reference, client = reference_of(case_id), sit_down("east-1-handler")
    version = Case.objects.get(pk=case_id).version
    cases.add_to_case(
        actor=given.SYSTEM, case_id=case_id, text="昨晚又吵了。", attachment_ids=(), at=given.AT
    )
    typed = {"version": str(version), "outcome": "solved", "template": "none", "text": "已停工。"}
    answer = act(client, reference, "answer", **typed)
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "昨晚又吵了。" in page
    assert f'name="version" value="{version + 1}"' in page
    assert act(client, reference, "answer", **{**typed, "version": version + 1}).status_code == 302  # type: ignore[attr-defined]


def test_what_is_missing_is_said_beside_the_field(city: given.Bureau) -> None:
    reference = reference_of(given.a_handled_case(city))
    answer = act(sit_down("east-1-handler"), reference, "answer", outcome="", text="已停工。")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "error-summary" in answer.content.decode()  # type: ignore[attr-defined]
    assert "已停工。" in answer.content.decode()  # type: ignore[attr-defined]


def test_the_preview_is_exactly_what_the_resident_gets(city: given.Bureau) -> None:
    reference = reference_of(given.a_handled_case(city))
    client = sit_down("east-1-handler")
    typed = {"outcome": "solved", "template": "answer.complaint", "text": "已停工。"}
    preview = client.post(f"/console/cases/{reference}/preview", typed).content.decode()
    whole = f"投诉{reference}：已停工。"
    assert whole in preview
    act(client, reference, "answer", **typed)
    assert Move.objects.get(act="answer").words == whole


def test_who_the_resident_is_is_opened_for_a_reason_and_recorded(city: given.Bureau) -> None:
    (party,) = register_parties([Contact(name="白示例", phone="10000001234")])
    reference = reference_of(given.a_handled_case(city, party_id=party))
    client = sit_down("east-1-handler")
    assert "10000001234" not in client.get(f"/console/cases/{reference}").content.decode()
    address = f"/console/cases/{reference}/identity"
    assert client.post(address, {"reason": " "}).status_code == 422
    page = client.post(address, {"reason": "打电话约时间"}).content.decode()
    assert "10000001234" in page
    assert [look.reason for look in ledger.accesses_of(reference) if look.kind == "identity"] == [
        "打电话约时间"
    ]
    assert sit_down("analyst").post(address, {"reason": "好奇"}).status_code == 403


def test_only_files_of_the_case_are_given(city: given.Bureau) -> None:
    reference = reference_of(given.a_handled_case(city))
    client = sit_down("east-1-handler")
    other = "00000000-0000-4000-8000-000000000000"
    assert client.get(f"/console/cases/{reference}/files/{other}").status_code == 404


def test_a_dispatcher_takes_a_message_out_of_the_case_that_it_had_joined(city: given.Bureau) -> None:
    text = "松树街工地每天夜里施工，半夜还在吵，夜间噪音大得老人孩子都睡不着，请管一管。"
    first, second = (
        intake.receive(intake.NewSubmission(channel=channel, text=text, place="松树街"), given.AT)
        for channel in ("web", "hotline_12345")
    )
    while sweep_submissions(at=given.AT).settled:
        pass
    client = sit_down("dispatcher")
    page = client.get(f"/console/cases/{first.reference}").content.decode()
    assert f"再次来件（{second.reference}" in page
    assert "另一渠道转来同一地点、相同内容的来件" in page
    assert act(client, first.reference, "separate", submission=second.reference, reason="").status_code == 422  # type: ignore[attr-defined]
    answer = act(client, first.reference, "separate", submission=second.reference, reason="是两处工地。")
    assert answer.status_code == 302  # type: ignore[attr-defined]
    assert Case.objects.filter(reference=second.reference).exists()
    assert "/act/separate" not in client.get(f"/console/cases/{first.reference}").content.decode()


SAID = "我叫王测试，电话19900001234，住松树街12号3栋2单元501室，邻居深夜唱歌。"


@pytest.mark.parametrize(
    ("username", "original"),
    [("east-1-handler", True), ("east-1-leader", True), ("east-leader", False), ("inspector", False)],
)
def test_who_works_on_a_case_reads_the_words_and_others_read_them_masked(
    city: given.Bureau, username: str, original: bool
) -> None:
    reference = reference_of(given.a_handled_case(city, text=SAID))
    page = sit_down(username).get(f"/console/cases/{reference}").content.decode()
    assert ("19900001234" in page) is original
    assert ("王测试" in page) is original
    assert ("501室" in page) is original
    assert (f"/console/cases/{reference}/original" in page) is not original


def test_the_original_words_are_opened_for_a_reason_that_the_resident_reads(city: given.Bureau) -> None:
    reference = reference_of(given.a_handled_case(city, text=SAID))
    client, address = sit_down("inspector"), f"/console/cases/{reference}/original"
    assert "19900001234" not in client.get(address).content.decode()
    assert client.post(address, {"reason": " "}).status_code == 422
    assert ledger.accesses_of(reference) == []
    opened = client.post(address, {"reason": "核对投诉内容"})
    assert SAID in opened.content.decode()
    assert opened["Refresh"] == f"120; url=/console/cases/{reference}"
    assert [look.reason for look in ledger.accesses_of(reference)] == ["核对投诉内容"]


def test_the_original_words_of_a_case_out_of_sight_do_not_open(city: given.Bureau) -> None:
    reference = reference_of(given.a_handled_case(city, text=SAID))
    answer = sit_down("west-leader").post(f"/console/cases/{reference}/original", {"reason": "x"})
    assert answer.status_code == 404
    assert ledger.accesses_of(reference) == []


def test_told_in_confidence_the_page_neither_shows_nor_opens_who_it_is(city: given.Bureau) -> None:
    (party,) = register_parties([Contact(name="王测试", phone="19900001234")])
    reference = reference_of(given.a_handled_case(city, text=SAID, party_id=party, confidential=True))
    client, address = sit_down("east-1-handler"), f"/console/cases/{reference}"
    page = client.get(address).content.decode()
    assert "保密来件" in page
    assert not any(
        word in page
        for word in ("王测试", "19900001234", "王*", "199****1234", "1234", "/original", "/identity")
    )
    for name in ("original", "identity"):
        assert client.get(f"{address}/{name}").status_code == 403
        assert client.post(f"{address}/{name}", {"reason": "打电话约时间"}).status_code == 403
    kept = sit_down("dispatcher").get(address).content.decode()
    assert "/identity" in kept
    assert "不得让承办单位知道" in kept
