"""Coming back: with reference and code, seeing where it stands, and doing what can still be done."""

from datetime import datetime

import pytest
from django.test import Client

from answerable.contexts.cases import api as cases
from answerable.contexts.intake import api as intake
from answerable.interfaces.portal.guesses import CAPACITY, FREE, LONGEST, Guesses
from answerable.kernel import clock
from answerable.kernel.ids import new_access_code
from answerable.kernel.secrets import hash_code
from given import Bureau, a_bureau, a_handled_case, an_answered_case, later

pytestmark = pytest.mark.django_db
CODE = new_access_code()


@pytest.fixture
def bureau() -> Bureau:
    return a_bureau()


@pytest.fixture(autouse=True)
def time(monkeypatch: pytest.MonkeyPatch) -> datetime:
    moment = later(days=1)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


def reference_of(case_id: cases.CaseId) -> str:
    return cases.facts_of([case_id])[case_id].reference


def opens(client: Client, case_id: cases.CaseId, code: str = CODE) -> str:
    """Open a case as its resident and return the page."""
    answer = client.post("/track", {"reference": reference_of(case_id), "code": code}, follow=True)
    return str(answer.content.decode())


def a_coded_case(bureau: Bureau) -> cases.CaseId:
    return a_handled_case(bureau, code_hash=hash_code(CODE))


def test_reference_and_code_open_the_matter(client: Client, bureau: Bureau) -> None:
    case_id = a_coded_case(bureau)
    page = opens(client, case_id)
    assert reference_of(case_id) in page
    assert "正在办理" in page
    assert "前答复" in page


def test_they_are_taken_as_people_type_them(client: Client, bureau: Bureau) -> None:
    case_id = a_coded_case(bureau)
    typed = {
        "reference": reference_of(case_id).lower().replace("-", " "),
        "code": CODE.lower().replace("-", ""),
    }
    assert client.post("/track", typed)["Location"] == "/track/case"


def test_nothing_opens_without_them(client: Client, bureau: Bureau) -> None:
    a_coded_case(bureau)
    assert client.get("/track/case")["Location"] == "/track"
    for page in ("/track/add", "/track/withdraw", "/track/contest", "/track/rate"):
        assert client.get(page).status_code == 404


def test_wrong_and_unknown_look_alike(client: Client, bureau: Bureau) -> None:
    known = reference_of(a_coded_case(bureau))

    def tries(reference: str) -> tuple[int, str]:
        answer = client.post("/track", {"reference": reference, "code": "0000-0000-0000-0000"})
        return answer.status_code, answer.content.decode().split("<main")[1].split("csrfmiddlewaretoken")[0]

    assert tries(known) == tries("2026-0000-0000")


def test_guessing_gets_slower_and_the_owner_still_gets_in(client: Client, bureau: Bureau) -> None:
    case_id = a_coded_case(bureau)
    wrong = {"reference": reference_of(case_id), "code": "0000-0000-0000-0000"}
    answers = [Client().post("/track", wrong).status_code for _ in range(FREE + 2)]
    assert answers[0] == 422
    assert answers[-1] == 429
    assert reference_of(case_id) in opens(client, case_id)


def test_guesses_are_forgotten_and_bounded() -> None:
    guesses = Guesses()
    waits = [guesses.wrong("2026-0000-0000", later(seconds=n)) for n in range(40)]
    assert not any(waits[:FREE])
    assert waits[FREE:] == sorted(waits[FREE:])
    assert waits[-1] == LONGEST
    assert not guesses.wrong("2026-0000-0000", later(hours=3))
    for number in range(CAPACITY + 10):
        guesses.wrong(str(number), later())
    assert len(guesses._tries) == CAPACITY


def test_something_can_be_added(client: Client, bureau: Bureau) -> None:
    case_id = a_coded_case(bureau)
    opens(client, case_id)
    assert client.post("/track/add", {"text": ""}).status_code == 422
    page = client.post("/track/add", {"text": "昨晚又吵了。"}, follow=True).content.decode()
    assert "昨晚又吵了。" in page


def test_it_can_be_withdrawn_after_being_sure(client: Client, bureau: Bureau) -> None:
    case_id = a_coded_case(bureau)
    opens(client, case_id)
    assert client.post("/track/withdraw", {"reason": ""}).status_code == 422
    page = client.post("/track/withdraw", {"sure": "on"}, follow=True).content.decode()
    assert "您已撤回" in page
    assert "/track/withdraw" not in page


def test_who_looked_is_shown_by_post_and_not_by_name(client: Client, bureau: Bureau) -> None:
    case_id = a_coded_case(bureau)
    actor = bureau.actor("east-1-handler")
    cases.open_case(actor, reference_of(case_id), later(hours=2))
    page = opens(client, case_id)
    assert "东一派出所 · 民警" in page
    assert "承办人" in page
    assert actor.name not in page


def test_an_answer_is_shown_and_can_be_rated_once(client: Client, bureau: Bureau) -> None:
    case_id = an_answered_case(bureau, code_hash=hash_code(CODE))
    assert "/track/rate" in opens(client, case_id)
    wrong = client.post("/track/rate", {"satisfaction": "satisfied"})
    assert wrong.status_code == 422
    rating = {"satisfaction": "dissatisfied", "resolved": "no", "comment": "没有解决", "may_call": "yes"}
    thanks = client.post("/track/rate", rating).content.decode()
    assert "没经办过的人给您打电话" in thanks
    assert "/track/rate" not in client.get("/track/case").content.decode()
    assert client.post("/track/rate", rating).status_code == 422


def test_leaving_closes_it_on_this_device(client: Client, bureau: Bureau) -> None:
    opens(client, a_coded_case(bureau))
    client.post("/track/leave")
    assert client.get("/track/case").status_code == 302


def test_a_session_opens_one_matter_and_no_other(client: Client, bureau: Bureau) -> None:
    mine, other = a_coded_case(bureau), a_handled_case(bureau)
    opens(client, mine)
    assert reference_of(other) not in client.get("/track/case").content.decode()
    assert "track" not in client.cookies["session"].value


def test_a_wrong_rating_code_says_so_and_keeps_nothing(client: Client, bureau: Bureau) -> None:
    answer = client.post("/rate", {"code": "0000-0000-0000-0000"})
    assert answer.status_code in (404, 422)
    assert "id_code" in answer.content.decode()


def test_what_nobody_has_read_yet_can_be_followed_at_once(client: Client, bureau: Bureau) -> None:
    receipt = intake.receive(intake.NewSubmission(channel="web", text="路灯坏了，晚上很黑。"), later())
    answer = client.post("/track", {"reference": receipt.reference, "code": receipt.code}, follow=True)
    assert "正在看您写的内容" in answer.content.decode()
    assert receipt.reference in answer.content.decode()
