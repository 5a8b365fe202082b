"""The rooms: hotline, triage, call desk, overview. Each goes once along its road."""

import re

import pytest
from tests.interfaces.console.bureau import reference_of, sit_down, statements

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.models import Case
from answerable.contexts.dispatch import api as dispatch
from answerable.contexts.ledger import api as ledger
from answerable.contexts.parties.api import Contact, register_parties
from answerable.contexts.review import api as review
from answerable.contexts.review.enums import CallTime, Resolved, Satisfaction
from answerable.interfaces.console.spelling import WORDS_EN, WORDS_ZH, spell
from answerable.kernel.ids import ALPHABET
from answerable.kernel.tables import read_csv

pytestmark = pytest.mark.django_db

CATALOGUE = """priority,topic,area,kind,unit,note
10,nuisance,*,*,@area,噪音归辖区派出所
20,traffic,*,*,traffic-1,交通归交警
"""


@pytest.fixture
def ruled(city: given.Bureau) -> given.Bureau:
    """Return the bureau with a catalogue."""
    table = read_csv(CATALOGUE.encode(), "catalogue.csv")
    dispatch.load_catalogue(actor=given.SYSTEM, table=table, at=given.AT)
    assert not table.faults, [str(fault) for fault in table.faults]
    return city


def token(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


# Hotline.


def test_every_symbol_of_a_reference_has_a_word_to_say() -> None:
    letters = [symbol for symbol in ALPHABET if not symbol.isdigit()]
    assert sorted(WORDS_ZH) == sorted(WORDS_EN) == letters
    assert [one.word for one in spell("2026-7K", "zh")[1]] == ["七", "昆明的K"]
    assert [one.word for one in spell("2026-7K", "en")[1]] == ["seven", "Kilo"]


def test_a_call_becomes_a_dispatched_case_and_is_read_out(ruled: given.Bureau) -> None:
    client = sit_down("agent")
    form = {
        "token": token(client.get("/console/hotline").content.decode()),
        "do": "dispatch",
        "phone": "10000001234",
        "text": "松树街工地半夜施工，吵得睡不着。",
        "place": "松树街",
        "topic": "nuisance.night",
        "unit": "east-1",
    }
    page = client.post("/console/hotline", form).content.decode()
    case = Case.objects.get()
    assert (case.state, case.unit_id, case.channel) == ("dispatched", ruled.unit("east-1"), "hotline")
    assert case.reference in page
    assert "东一派出所" in page
    client.post("/console/hotline", form)
    assert Case.objects.count() == 1


def test_the_point_on_the_map_goes_with_the_call(ruled: given.Bureau) -> None:
    client = sit_down("agent")
    page = client.get("/console/hotline").content.decode()
    assert 'data-area="id_area"' in page
    form = {"do": "triage", "text": "路灯不亮，请来看看。", "lat": "31.82000", "lon": "117.22000"}
    client.post("/console/hotline", {**form, "token": token(page)})
    assert Case.objects.values_list("lat", "lon").get() == (31.82, 117.22)
    half = {**form, "lon": "", "token": "0d9f6f8e-0000-4000-8000-000000000001", "text": "另一盏路灯也不亮。"}
    client.post("/console/hotline", half)
    assert Case.objects.order_by("-id").values_list("lat", "lon").first() == (None, None)


def test_a_call_is_answered_at_once(ruled: given.Bureau) -> None:
    client = sit_down("agent")
    form = {
        "token": token(client.get("/console/hotline").content.decode()),
        "do": "answer",
        "text": "身份证丢了怎么补办？",
        "answer": "",
        "outcome": "explained",
    }
    answer = client.post("/console/hotline", form)
    assert answer.status_code == 422
    assert "身份证丢了怎么补办？" in answer.content.decode()
    client.post("/console/hotline", {**form, "answer": "带户口本到任一户籍窗口即可补办。"})
    assert Case.objects.get().state == "answered"


def test_a_call_that_nobody_can_place_goes_to_the_dispatchers(ruled: given.Bureau) -> None:
    client = sit_down("agent")
    form = {
        "token": token(client.get("/console/hotline").content.decode()),
        "do": "triage",
        "text": "有点事情想说一说。",
    }
    client.post("/console/hotline", form)
    assert Case.objects.get().state == "triage"


def test_the_desk_shows_what_is_known_while_one_types(ruled: given.Bureau) -> None:
    (party,) = register_parties([Contact(phone="10000001234")])
    earlier = given.a_case(ruled, party_id=party, title="上次的噪音")
    hidden = given.a_case(ruled, party_id=party, title="告坐席员", accused=["agent"])
    client = sit_down("agent")
    page = client.post("/console/hotline/caller", {"phone": "100 0000 1234"}).content.decode()
    assert reference_of(earlier) in page
    assert reference_of(hidden) not in page
    page = client.post(
        "/console/hotline/live", {"text": "松树街工地半夜施工太吵", "place": "松树街"}
    ).content.decode()
    assert 'name="live_topic" value="nuisance' in page
    assert 'name="live_unit"' in page
    assert client.post("/console/hotline/live", {"text": "吵"}).status_code == 200


# Triage.


def test_a_dispatcher_accepts_corrects_and_skips(ruled: given.Bureau) -> None:
    ids = [given.a_case(ruled, area="pine") for _ in range(3)]
    client = sit_down("dispatcher")
    page = client.get("/console/triage").content.decode()
    first = re.search(r'name="case" value="([^"]+)"', page)
    assert first
    assert "东一派出所" in page
    client.post(f"/console/triage/{first[1]}/skip")
    form = {"case": first[1], "choice": "1", "kind": "complaint", "topic": "", "unit": ""}
    assert client.post("/console/triage", form).status_code == 302
    case = Case.objects.get(reference=first[1])
    assert (case.state, case.unit_id) == ("dispatched", ruled.unit("east-1"))
    page = client.get("/console/triage").content.decode()
    second = re.search(r'name="case" value="([^"]+)"', page)
    assert second
    assert second[1] != first[1]
    other = {**form, "case": second[1], "choice": "", "topic": "traffic.parking", "unit": "traffic-1"}
    assert client.post("/console/triage", other).status_code == 302
    case = Case.objects.get(reference=second[1])
    assert (case.unit_id, case.topic_code) == (ruled.unit("traffic-1"), "traffic.parking")
    assert len(ids) == 3


def test_each_choice_says_how_sure_the_classifier_is_of_that_topic(ruled: given.Bureau) -> None:
    """And not how sure it would be if the sender had chosen it."""
    given.a_case(ruled, area="pine", text="夜里施工很吵，车又违停堵路，身份证也要办。")
    page = sit_down("dispatcher").get("/console/triage").content.decode()
    shown = re.findall(r"([\d.]+)%</span>.*?把握 (\d+)%", page, re.S)
    assert len(shown) > 1
    assert all(abs(float(beside) - int(said)) <= 1 for beside, said in shown), shown


def test_triage_says_when_somebody_else_was_quicker(ruled: given.Bureau) -> None:
    case_id = given.a_case(ruled, area="pine")
    client = sit_down("dispatcher")
    order = cases.DispatchOrder(case_id=case_id, unit_id=ruled.unit("east-2"))
    cases.dispatch_cases(actor=given.SYSTEM, orders=[order], at=given.AT)
    form = {"case": reference_of(case_id), "choice": "1", "kind": "complaint"}
    page = client.post("/console/triage", form, follow=True).content.decode()
    assert "已被他人分派" in page
    assert Case.objects.get(pk=case_id).unit_id == ruled.unit("east-2")


def test_the_room_of_a_branch_s_desk_leads_to_what_was_sent_to_the_branch(ruled: given.Bureau) -> None:
    reference = reference_of(given.a_dispatched_case(ruled, unit="east"))
    page = sit_down("east-dispatcher").get("/console/triage", follow=True)
    assert page.redirect_chain[-1][0] == "/console/cases/?view=triage"
    assert reference in page.content.decode()


def test_an_empty_queue_is_good_news(ruled: given.Bureau) -> None:
    page = sit_down("dispatcher").get("/console/triage").content.decode()
    assert "没有待分派的诉求" in page


# Call desk.


def a_dissatisfied_case(bureau: given.Bureau) -> str:
    (party,) = register_parties([Contact(name="白示例", phone="10000001234")])
    case_id = given.an_answered_case(bureau, party_id=party)
    round_id = cases.facts_of([case_id])[case_id].round_id
    rating = review.NewRating(
        round_id,
        Satisfaction.DISSATISFIED,
        Resolved.NO,
        given.AT,
        "还是很吵",
        may_call=True,
        call_time=CallTime.ANY,
        by_link=False,
    )
    review.rate_rounds([rating])
    return reference_of(case_id)


def test_a_reviewer_calls_and_decides(city: given.Bureau) -> None:
    reference = a_dissatisfied_case(city)
    client = sit_down("reviewer")
    page = client.get("/console/calls/").content.decode()
    assert "还是很吵" in page
    answer = client.post("/console/calls/next")
    address = answer["Location"]
    page = client.get(address).content.decode()
    assert "还是很吵" in page
    assert "10000001234" not in page
    assert "10000001234" in client.post(f"{address}/number").content.decode()
    assert "identity" in {look.kind for look in ledger.accesses_of(reference)}
    assert client.post(address, {"outcome": ""}).status_code == 422
    answer = client.post(address, {"outcome": "call_back", "note": "在开会"})
    assert answer.status_code == 422
    assert "在开会" in answer.content.decode()
    assert client.post(address, {"outcome": "reached", "note": "仍未停工"}).status_code == 302
    assert client.post(f"{address}/conclude", {"decision": "refused", "reason": ""}).status_code == 422
    done = client.post(f"{address}/conclude", {"decision": "upheld", "reason": "确未停工。"})
    assert done["Location"] == "/console/calls/"
    assert Case.objects.get(reference=reference).round_no == 2


def test_nobody_who_handled_it_calls(city: given.Bureau) -> None:
    a_dissatisfied_case(city)
    page = sit_down("east-1-leader").get("/console/calls/").content.decode()
    assert "还是很吵" not in page
    (row,) = review.visits(city.actor("reviewer"), at=given.AT)
    assert sit_down("east-1-leader").get(f"/console/calls/{row.public_id}").status_code in (403, 404)


def test_who_has_called_everybody_is_told_so(city: given.Bureau) -> None:
    page = sit_down("reviewer").post("/console/calls/next", follow=True).content.decode()
    assert "待回访的都打完了" in page


# Overview.


def test_an_overview_counts_the_subtree_and_opens_into_lists(city: given.Bureau) -> None:
    given.a_handled_case(city)
    a_dissatisfied_case(city)
    handler = city.actor("east-1-handler")
    case_id = given.a_dispatched_case(city, title="不归我们管的事")
    cases.ask_return(actor=handler, case_id=case_id, reason="不归我们管。", at=given.AT)
    page = sit_down("east-leader").get("/console/overview").content.decode()
    assert "东一派出所" in page
    assert "西一派出所" not in page
    assert "unit=east-1" in page
    page = sit_down("chief").get("/console/overview").content.decode()
    assert "不归我们管的事" in page
    assert "东区分局" in page


def test_an_overview_asks_as_much_for_many_cases_as_for_one(city: given.Bureau) -> None:
    client = sit_down("chief")
    given.a_handled_case(city)
    client.get("/console/overview")
    before = len(statements(client, "/console/overview"))
    for _ in range(12):
        given.a_handled_case(city)
    assert len(statements(client, "/console/overview")) == before <= 14
