"""The room of keeping: rules with their preview, holds, wishes of residents, and what went."""

import re

import pytest
from tests.interfaces.console.bureau import reference_of, sit_down

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.models import Case
from answerable.contexts.ledger.models import JournalLine
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.errors import NeedsSecond
from answerable.contexts.retention import api as retention
from answerable.contexts.retention.enums import RequestState
from answerable.contexts.retention.models import ErasureRequest, Hold, RetentionRule
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotPermitted
from answerable.kernel.tables import read_csv
from answerable.processes.retire_cases import erase_granted

pytestmark = pytest.mark.django_db
RULE = {"kind": "", "topic": "", "months": "12", "why_zh": "本局规定", "why_en": "The bureau's own"}


def an_ended_case(city: given.Bureau, **more: object) -> cases.CaseId:
    case_id = given.a_handled_case(city, **more)
    cases.withdraw_case(actor=Actor.resident(case_id), case_id=case_id, reason="已解决", at=given.AT)
    return case_id


def a_wish(case_id: cases.CaseId) -> ErasureRequest:
    retention.ask_erasure(actor=Actor.resident(case_id), case_id=case_id, words="搬家了", at=given.AT)
    return ErasureRequest.objects.get(case=case_id)


def confirmed_by(who: str) -> None:
    """Let another person confirm what waits."""
    client = sit_down(who)
    page = client.get("/console/setup/proposals").content.decode()
    [address] = set(re.findall(r'action="(/console/setup/proposals/[^"]+/confirm)"', page))
    assert client.post(address).status_code == 302


def test_one_proposes_a_rule_and_another_confirms_it(city: given.Bureau) -> None:
    case_id = an_ended_case(city)
    an_ended_case(city, accused=["east-2-leader"])
    Case.objects.update(closed_at=given.AT.replace(year=2020))
    client = sit_down("setup")
    assert "还没有规则" in client.get("/console/keeping/").content.decode()
    assert client.post("/console/keeping/", {**RULE, "months": "2"}).status_code == 422
    assert client.post("/console/keeping/", RULE).status_code == 302
    assert not RetentionRule.objects.exists()
    confirmed_by("chief")
    assert RetentionRule.objects.get().months == 12
    assert JournalLine.objects.filter(code="retention.rule.saved").count() == 1
    # Whoever only sets up sees how many, of cases about nobody of the police.
    page = client.get("/console/keeping/").content.decode()
    assert '<strong class="number">1</strong>' in page
    assert reference_of(case_id) not in page
    seen = sit_down("inspector").get("/console/keeping/").content.decode()
    assert '<strong class="number">2</strong>' in seen
    assert reference_of(case_id) in seen
    client.post("/console/keeping/remove", {"kind": "", "topic": ""})
    assert RetentionRule.objects.exists()
    confirmed_by("chief")
    assert not RetentionRule.objects.exists()


def test_no_rule_is_one_person_s(city: given.Bureau) -> None:
    rule = retention.NewRule(months=12, why_zh="本局规定", why_en="Ours")
    setup, inspector = city.actor("chief"), city.actor("inspector")
    with pytest.raises(NeedsSecond):
        retention.save_rule(actor=setup, rule=rule, at=given.AT)
    with pytest.raises(NeedsSecond):
        retention.save_rule(actor=setup, second=setup, rule=rule, at=given.AT)
    with pytest.raises(NotPermitted):
        retention.save_rule(actor=setup, second=inspector, rule=rule, at=given.AT)
    retention.save_rule(actor=given.SYSTEM, rule=rule, at=given.AT)
    with pytest.raises(NeedsSecond):
        retention.remove_rule(actor=setup, kind="", topic_code="", at=given.AT)


def test_without_a_rule_the_next_more_general_one_waits_a_week_again(city: given.Bureau) -> None:
    """What the special rule has kept falls under the general one, which nobody has looked at for these cases."""
    for topic, months in (("", 6), ("nuisance", 600)):
        rule = retention.NewRule(topic_code=topic, months=months, why_zh="本局规定", why_en="Ours")
        retention.save_rule(actor=given.SYSTEM, rule=rule, at=given.AT)
    later = given.later(days=400)
    retention.remove_rule(actor=given.SYSTEM, kind="", topic_code="nuisance", at=later)
    assert [rule.holds_from for rule in retention.rules()] == [later + retention.GRACE]


def test_an_inspector_writes_no_rules(city: given.Bureau) -> None:
    assert sit_down("inspector").post("/console/keeping/", RULE).status_code == 422
    assert not RetentionRule.objects.exists()


def test_a_case_is_held_and_let_go_for_reasons(city: given.Bureau) -> None:
    reference, client = reference_of(an_ended_case(city)), sit_down("inspector")
    assert client.post("/console/keeping/holds", {"reference": reference, "reason": ""}).status_code == 422
    nowhere = client.post("/console/keeping/holds", {"reference": "2026-ZZZZ-ZZZZ", "reason": "诉讼"})
    assert nowhere.status_code == 422
    client.post("/console/keeping/holds", {"reference": reference, "reason": "行政诉讼"})
    assert "行政诉讼" in client.get("/console/keeping/holds").content.decode()
    address = f"/console/keeping/holds/{reference}"
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "判决生效"}).status_code == 302
    held = Hold.objects.get()
    assert (held.lifted_at, held.lift_reason) == (given.AT, "判决生效")
    assert client.get(address).status_code == 404


def test_a_wish_is_granted_and_the_case_goes(city: given.Bureau) -> None:
    case_id = an_ended_case(city)
    wish, client = a_wish(case_id), sit_down("inspector")
    assert reference_of(case_id) in client.get("/console/keeping/wishes").content.decode()
    address = f"/console/keeping/wishes/{wish.public_id}"
    assert "搬家了" in client.get(address).content.decode()
    assert client.post(address, {"erase": "yes"}).status_code == 302
    with row_security.system("test"):
        assert erase_granted(at=given.AT) == 1
    assert Case.objects.get(pk=case_id).text == ""
    assert ErasureRequest.objects.get().state == RequestState.DONE
    page = client.get("/console/keeping/erased").content.decode()
    assert reference_of(case_id) in page
    assert "当事人要求删除" in page


def test_a_wish_is_refused_for_a_reason_only(city: given.Bureau) -> None:
    wish, client = a_wish(an_ended_case(city)), sit_down("inspector")
    address = f"/console/keeping/wishes/{wish.public_id}"
    assert client.post(address, {"erase": "no", "reason": " "}).status_code == 422
    assert client.post(address, {"erase": "no", "reason": "依法保存"}).status_code == 302
    assert ErasureRequest.objects.get().state == RequestState.REFUSED
    assert client.post(address, {"erase": "yes"}).status_code == 409


def test_what_is_held_is_not_granted(city: given.Bureau) -> None:
    case_id = an_ended_case(city)
    wish, client = a_wish(case_id), sit_down("inspector")
    client.post("/console/keeping/holds", {"reference": reference_of(case_id), "reason": "诉讼"})
    assert client.post(f"/console/keeping/wishes/{wish.public_id}", {"erase": "yes"}).status_code == 409
    assert ErasureRequest.objects.get().state == RequestState.WAITING


def another_role(username: str, roles: str, unit: str = "bureau") -> None:
    table = f"username,name,post,unit,roles\n{username},林示例,督察,{unit},{roles}\n"
    organisation.load_people(actor=given.SYSTEM, table=read_csv(table.encode(), "people.csv"), at=given.AT)


def test_nobody_decides_on_what_they_or_their_unit_worked_on(city: given.Bureau) -> None:
    """An inspector of the bureau decides; the same with a part in the case does not, nor one of a branch."""
    worked = an_ended_case(city)
    wish = a_wish(worked)
    address = f"/console/keeping/wishes/{wish.public_id}"
    another_role("branch-inspector", "inspector", "east")
    assert sit_down("branch-inspector").post(address, {"erase": "yes"}).status_code == 403
    noted = given.a_handled_case(city)
    cases.write_note(actor=city.actor("inspector"), case_id=noted, text="已核查", at=given.AT)
    cases.withdraw_case(actor=Actor.resident(noted), case_id=noted, reason="", at=given.AT)
    other = f"/console/keeping/wishes/{a_wish(noted).public_id}"
    assert sit_down("inspector").post(other, {"erase": "yes"}).status_code in (403, 422)
    assert ErasureRequest.objects.get(case=noted).state == RequestState.WAITING
    assert sit_down("inspector").post(address, {"erase": "yes"}).status_code == 302


def test_the_inspector_complained_of_sees_none_of_it(city: given.Bureau) -> None:
    case_id = an_ended_case(city, accused=["inspector"])
    wish, reference = a_wish(case_id), reference_of(case_id)
    another_role("second", "inspector")
    sit_down("second").post("/console/keeping/holds", {"reference": reference, "reason": "诉讼"})
    assert Hold.objects.count() == 1
    client = sit_down("inspector")
    for page in ("", "holds", "wishes", "erased"):
        assert reference not in client.get(f"/console/keeping/{page}").content.decode()
    assert client.get(f"/console/keeping/holds/{reference}").status_code == 404
    assert client.post(f"/console/keeping/wishes/{wish.public_id}", {"erase": "yes"}).status_code == 404
    assert client.post("/console/keeping/holds", {"reference": reference, "reason": "x"}).status_code == 422
