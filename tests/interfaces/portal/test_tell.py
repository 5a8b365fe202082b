"""Telling us something: step by step, kept while it is written, sent once."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from answerable.contexts.intake.models import Submission
from answerable.contexts.messaging.models import Outgoing
from answerable.contexts.messaging.sealing import unseal
from answerable.interfaces.portal import drafts
from answerable.interfaces.portal.models import Draft
from answerable.kernel import clock

pytestmark = pytest.mark.django_db
WORDS = "小区旁边工地连续三晚施工到凌晨两点，希望民警去看看。"
PDF = b"%PDF-1.4\n%%EOF"


def tell(client: Client, **changes: str) -> None:
    """Take every step up to the check."""
    client.post("/tell/", {"text": changes.get("text", WORDS)})
    client.post("/tell/where", {"place": "观澜路与望江街交叉口"})
    client.post("/tell/police", {"about_police": "no"})
    client.post("/tell/files", {"on": "yes"})
    hours = {"from_hour": "8", "to_hour": "21"}
    client.post("/tell/contact", hours | {"mode": "anonymous"} | changes)


def test_one_thing_per_page_and_then_a_receipt(client: Client) -> None:
    steps = [client.post("/tell/", {"text": WORDS})["Location"]]
    steps.append(client.post("/tell/where", {"place": ""})["Location"])
    steps.append(client.post("/tell/police", {"about_police": "no"})["Location"])
    steps.append(client.post("/tell/files", {"on": "yes"})["Location"])
    contact = {"mode": "contact", "phone": "100 0000 1234", "from_hour": "9", "to_hour": "18"}
    steps.append(client.post("/tell/contact", contact)["Location"])
    assert steps == ["/tell/where", "/tell/police", "/tell/files", "/tell/contact", "/tell/check"]
    assert WORDS in client.get("/tell/check").content.decode()
    assert client.post("/tell/check")["Location"] == "/tell/done"
    page = client.get("/tell/done").content.decode()
    kept = Submission.objects.get()
    assert kept.reference in page
    assert kept.text == WORDS
    assert kept.channel == "web"


def test_the_receipt_is_sent_to_whoever_wishes_it_and_to_nobody_else(client: Client) -> None:
    wished = {"mode": "contact", "email": "w@example.org", "answer_by": "email", "send_receipt": "on"}
    tell(client, **wished)
    client.post("/tell/check")
    client.post("/tell/check")
    sent = Outgoing.objects.get()
    _, text = unseal(bytes(sent.sealed), sent.public_id.bytes)
    assert sent.purpose == "receipt"
    assert Submission.objects.get().reference in text
    assert "工地" not in text
    other = Client()
    tell(other, **{**wished, "send_receipt": ""})
    other.post("/tell/check")
    assert Outgoing.objects.count() == 1


def test_two_presses_send_one(client: Client) -> None:
    tell(client)
    assert client.post("/tell/check")["Location"] == "/tell/done"
    assert client.post("/tell/check")["Location"] == "/tell/done"
    assert Submission.objects.count() == 1


def test_the_same_key_sent_from_two_processes_gives_one_receipt(client: Client) -> None:
    tell(client)
    row = Draft.objects.get()
    before = bytes(row.sealed)
    client.post("/tell/check")
    one = client.get("/tell/done").content.decode()
    Draft.objects.update(sealed=before)
    client.post("/tell/check")
    two = client.get("/tell/done").content.decode()
    assert Submission.objects.count() == 1
    [reference] = Submission.objects.values_list("reference", flat=True)
    code = one.split('<p class="code">')[1][:19]
    assert reference in two
    assert code in two


def test_what_was_typed_survives_an_error(client: Client) -> None:
    answer = client.post(
        "/tell/contact",
        {"mode": "contact", "name": "王示例", "phone": "12", "from_hour": "8", "to_hour": "9"},
    )
    assert answer.status_code == 422
    body = answer.content.decode()
    assert 'value="王示例"' in body
    assert 'href="#id_phone"' in body


def test_what_was_typed_survives_a_session_that_ends(client: Client) -> None:
    client.post("/tell/", {"text": WORDS})
    client.cookies.pop("session", None)
    client.cookies.pop("csrf", None)
    assert WORDS in client.get("/tell/").content.decode()


def test_what_is_being_typed_is_kept_before_anything_is_pressed(client: Client) -> None:
    assert client.post("/tell/keep", {"text": "还没写完", "phone": "10000001234"}).status_code == 204
    assert "还没写完" in client.get("/tell/").content.decode()
    assert "10000001234" not in client.get("/tell/contact").content.decode()


def test_a_draft_can_be_opened_by_its_own_browser_alone(client: Client) -> None:
    client.post("/tell/", {"text": WORDS})
    row = Draft.objects.get()
    assert WORDS.encode() not in bytes(row.sealed)
    assert WORDS not in Client().get("/tell/").content.decode()
    thief = Client()
    thief.cookies["draft"] = "x" * 43
    assert WORDS not in thief.get("/tell/").content.decode()


def test_reading_pages_writes_nothing(client: Client) -> None:
    for page in (
        "/",
        "/tell/",
        "/tell/where",
        "/tell/police",
        "/tell/files",
        "/tell/contact",
        "/tell/check",
        "/tell/done",
    ):
        client.get(page)
    assert not Draft.objects.exists()


def test_a_draft_goes_after_a_day(client: Client) -> None:
    client.post("/tell/", {"text": WORDS})
    assert drafts.retire_drafts(at=clock.now() + timedelta(hours=23)) == 0
    assert drafts.retire_drafts(at=clock.now() + timedelta(hours=25)) == 1
    assert WORDS not in client.get("/tell/").content.decode()


def test_a_draft_is_deleted_when_asked(client: Client) -> None:
    client.post("/tell/", {"text": WORDS})
    client.post("/tell/discard")
    assert not Draft.objects.exists()
    assert client.cookies["draft"].value == ""


def test_nothing_of_the_network_is_kept(client: Client) -> None:
    client.post("/tell/", {"text": WORDS}, REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="canary-agent")
    assert {field.name for field in Draft._meta.get_fields()} == {"index", "sealed", "expires_at"}
    telling = client.get("/tell/check").content.decode()
    assert "203.0.113.77" not in telling


def test_who_stays_anonymous_leaves_no_number_behind(client: Client) -> None:
    tell(client, mode="anonymous", phone="10000001234", name="王示例")
    client.post("/tell/check")
    assert Submission.objects.get().contact is None


def test_a_step_that_was_left_out_is_asked_for(client: Client) -> None:
    client.post("/tell/", {"text": WORDS})
    assert client.get("/tell/check")["Location"] == "/tell/where"
    assert client.post("/tell/check")["Location"] == "/tell/where"
    assert not Submission.objects.exists()


def test_a_change_leads_back_to_the_check(client: Client) -> None:
    tell(client)
    assert client.post("/tell/where?check", {"place": "别处"})["Location"] == "/tell/check"
    assert "别处" in client.get("/tell/check").content.decode()


def test_huge_and_empty_texts_are_told_apart_and_kept(client: Client) -> None:
    assert client.post("/tell/", {"text": "  "}).status_code == 422
    huge = client.post("/tell/", {"text": "很长" * 100_000})
    assert huge.status_code == 422
    assert "太长了" in huge.content.decode()


def test_files_are_added_named_and_removed(client: Client) -> None:
    client.post("/tell/", {"text": WORDS})
    good = SimpleUploadedFile("notes.pdf", PDF)
    bad = SimpleUploadedFile("drawing.svg", b"<svg/>")
    answer = client.post("/tell/files", {"files": [good, bad], "add": "yes"})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "notes.pdf" in body
    assert "drawing.svg" in body
    public_id = body.split('name="remove" value="')[1][:36]
    assert "notes.pdf" not in client.post("/tell/files", {"remove": public_id}).content.decode()


def test_files_go_with_what_was_told(client: Client) -> None:
    client.post("/tell/", {"text": WORDS})
    client.post("/tell/files", {"files": SimpleUploadedFile("notes.pdf", PDF), "on": "yes"})
    client.post("/tell/where", {"place": ""})
    client.post("/tell/police", {"about_police": "no"})
    client.post("/tell/contact", {"mode": "anonymous", "from_hour": "8", "to_hour": "21"})
    client.post("/tell/check")
    assert len(Submission.objects.get().attachment_ids) == 1


def test_the_receipt_can_be_saved_and_taken_off_the_browser(client: Client) -> None:
    tell(client)
    client.post("/tell/check")
    saved = client.post("/tell/receipt")
    assert saved["Content-Disposition"].startswith("attachment")
    assert Submission.objects.get().reference in saved.content.decode()
    client.post("/tell/discard")
    assert client.get("/tell/done")["Location"] == "/track"
    assert client.post("/tell/receipt")["Location"] == "/track"


def test_no_address_holds_a_secret(client: Client) -> None:
    tell(client)
    client.post("/tell/check")
    page = client.get("/tell/done").content.decode()
    reference = Submission.objects.get().reference
    for attribute in ("href", "action", "hx-post"):
        assert f'{attribute}="/track?{reference}' not in page
    assert "?" not in "".join(part.split('"')[0] for part in page.split('href="')[1:])


def test_the_first_page_is_light(client: Client) -> None:
    assert len(client.get("/").content) < 12_000


def test_confidence_is_a_wish_and_offered_first_to_whoever_complains_of_the_police(client: Client) -> None:
    number = {"mode": "contact", "phone": "100 0000 1234"}
    tell(client, **number, in_confidence="on")
    assert "对承办单位保密" in client.get("/tell/check").content.decode()
    client.post("/tell/check")
    other = Client()
    tell(other, **number)
    other.post("/tell/check")
    assert list(Submission.objects.order_by("id").values_list("confidential", flat=True)) == [True, False]


@pytest.mark.parametrize(("about", "offered"), [("yes", True), ("no", False)])
def test_the_box_is_ticked_before_the_first_answer_only(client: Client, about: str, *, offered: bool) -> None:
    client.post("/tell/", {"text": WORDS})
    client.post("/tell/police", {"about_police": about})
    assert client.get("/tell/contact").context["form"]["in_confidence"].value() is offered
    hours = {"from_hour": "8", "to_hour": "21"}
    client.post("/tell/contact", hours | {"mode": "contact", "phone": "100 0000 1234"})
    assert client.get("/tell/contact").context["form"]["in_confidence"].value() is False
