"""What residents may ask for their own data: a copy that is whole, and that it be erased; both with the code."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.files import api as files
from answerable.contexts.ledger import api as ledger
from answerable.contexts.parties.api import Contact, register_parties
from answerable.contexts.retention import api as retention
from answerable.contexts.retention.enums import Basis, RequestState
from answerable.contexts.retention.models import ErasureRequest
from answerable.contexts.review import api as review
from answerable.interfaces.portal.guesses import FREE, Guesses
from answerable.interfaces.portal.views import track
from answerable.kernel import clock, row_security
from answerable.kernel.ids import new_access_code
from answerable.kernel.secrets import hash_code
from answerable.processes.erase_cases import erase_cases
from given import AT, Bureau, later

pytestmark = pytest.mark.django_db
CODE = new_access_code()
WORDS = "松树街工地连续三晚施工到半夜，吵得睡不着。"


@pytest.fixture(autouse=True)
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.OPTIONS, "data_dir", tmp_path)
    monkeypatch.setattr(settings, "ERASURE_LIST", tmp_path / "list.jsonl")
    monkeypatch.setattr(clock, "now", lambda: later(days=1))
    monkeypatch.setattr(track, "guesses", Guesses())


@pytest.fixture
def bureau() -> Bureau:
    return given.a_bureau()


def a_matter(bureau: Bureau) -> cases.CaseId:
    """Return an ended case of somebody who is known, with a file."""
    (party,) = register_parties([Contact(name="白示例", phone="10000001234", channel="sms")])
    file = files.store_upload(name="../../a.pdf", content=io.BytesIO(b"%PDF-1.7 mine"), at=AT).public_id
    case_id = given.an_answered_case(
        bureau, party_id=party, code_hash=hash_code(CODE), text=WORDS, attachment_ids=(file,)
    )
    cases.open_case(bureau.actor("dispatcher"), _reference(case_id), AT)
    review.rate_round(
        case_id=case_id,
        satisfaction=review.Satisfaction.SATISFIED,
        resolved=review.Resolved.YES,
        comment="谢谢你们",
        at=later(hours=2),
    )
    return case_id


def _reference(case_id: cases.CaseId) -> str:
    return cases.facts_of([case_id])[case_id].reference


def opened(case_id: cases.CaseId) -> Client:
    client = Client()
    client.post("/track", {"reference": _reference(case_id), "code": CODE})
    return client


def the_copy(client: Client) -> zipfile.ZipFile:
    answer = client.post("/track/data/save", {"code": CODE})
    assert answer["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[arg-type]


def test_the_copy_holds_everything_and_names_nobody_of_the_staff(bureau: Bureau) -> None:
    case_id = a_matter(bureau)
    parts = the_copy(opened(case_id))
    told = json.loads(parts.read("data.json"))
    assert told["matter"]["text"] == WORDS
    assert told["contact"]["phone"] == "10000001234"
    assert told["ratings"][0]["comment"] == "谢谢你们"
    assert told["answers"][0]["text"] == "工地已停止夜间施工。"
    assert told["who_looked"][0]["post"] == "派单员"
    assert [message["purpose"] for message in told["messages"]]
    page = parts.read("data.html").decode()
    for said in (WORDS, "10000001234", "谢谢你们", "工地已停止夜间施工。"):
        assert said in page
    for name in ("吴示例", "郑示例"):
        assert name not in page
        assert name not in json.dumps(told, ensure_ascii=False)
    [file] = [name for name in parts.namelist() if name.startswith("files/")]
    assert parts.read(file) == b"%PDF-1.7 mine"
    assert ".." not in file.split("/")[1][:3]
    assert ledger.lines_of(_reference(case_id))[-1].code == "retention.data.taken"


@pytest.mark.parametrize("page", ["save", "erase"])
def test_nothing_is_given_or_asked_without_the_code(bureau: Bureau, page: str) -> None:
    case_id = a_matter(bureau)
    client = opened(case_id)
    typed = {"code": new_access_code(), "sure": "on"}
    answer = client.post(f"/track/data/{page}", typed)
    assert answer.status_code == 422
    assert "查询码" in answer.content.decode()
    for _try in range(FREE):
        answer = client.post(f"/track/data/{page}", typed)
    assert "秒" in answer.content.decode()
    assert not ErasureRequest.objects.exists()
    assert Client().post(f"/track/data/{page}", {"code": CODE, "sure": "on"}).status_code == 404


def test_a_wish_is_taken_up_once_and_its_decision_is_read_here(bureau: Bureau) -> None:
    case_id = a_matter(bureau)
    client = opened(case_id)
    assert client.post("/track/data/erase", {"code": CODE}).status_code == 422
    assert client.post("/track/data/erase", {"code": CODE, "sure": "on"}).status_code == 302
    assert "等待决定" in client.get("/track/data").content.decode()
    again = client.post("/track/data/erase", {"code": CODE, "sure": "on"})
    assert again.status_code == 422
    wish = ErasureRequest.objects.get()
    assert wish.due_at == later(days=1) + retention.DECIDED_WITHIN
    retention.refuse_request(
        actor=bureau.actor("inspector"),
        public_id=wish.public_id,
        reason="档案法要求保存到2028年",
        at=later(days=2),
    )
    page = client.get("/track/data").content.decode()
    assert "档案法要求保存到2028年" in page
    assert "不予删除" in page


def test_what_is_still_worked_on_can_not_be_erased(bureau: Bureau) -> None:
    case_id = given.a_handled_case(bureau, code_hash=hash_code(CODE))
    client = opened(case_id)
    assert "还在办理" in client.get("/track/data").content.decode()
    assert client.post("/track/data/erase", {"code": CODE, "sure": "on"}).status_code == 422
    assert not ErasureRequest.objects.exists()


def test_after_erasure_the_page_says_so_and_shows_nothing(bureau: Bureau) -> None:
    case_id = a_matter(bureau)
    client = opened(case_id)
    client.post("/track/data/erase", {"code": CODE, "sure": "on", "words": "搬家了"})
    with row_security.system("test"):
        erase_cases(actor=given.SYSTEM, case_ids=[case_id], basis=Basis.REQUEST, at=later(days=2))
    for address in ("/track/case", "/track/data"):
        page = opened(case_id).get(address).content.decode()
        assert "删除" in page
        for said in (WORDS, "工地已停止夜间施工。", "谢谢你们"):
            assert said not in page
    assert ErasureRequest.objects.get().state == RequestState.DONE
    assert json.loads(the_copy(opened(case_id)).read("data.json"))["contact"] is None


def test_the_rule_by_which_it_goes_is_said(bureau: Bureau) -> None:
    case_id = a_matter(bureau)
    rule = retention.NewRule(months=36, why_zh="本局规定", why_en="Ours")
    retention.save_rule(actor=given.SYSTEM, rule=rule, at=AT)
    page = opened(case_id).get("/track/data").content.decode()
    assert "36 个月" in page
    assert "本局规定" in page
