"""The outbox and what was set aside, as whoever sets the bureau up sees them."""

import re

import pytest
from django.db import connection
from tests.interfaces.console.bureau import reference_of, sit_down

import given
from answerable.contexts.intake import api as intake
from answerable.contexts.intake.models import Submission
from answerable.contexts.ledger.models import JournalLine
from answerable.contexts.messaging.models import Outgoing, Resend
from answerable.contexts.parties.api import Contact, register_parties
from answerable.kernel.jobs import defer_subscriber

pytestmark = pytest.mark.django_db


def told(city: given.Bureau, **more: object) -> str:
    """Return the reference of a case whose resident was written to."""
    (party,) = register_parties([Contact(name="白示例", phone="10000001234", channel="sms")])
    return reference_of(given.an_answered_case(city, party_id=party, **more))


def test_messages_are_listed_without_words_names_or_matters(city: given.Bureau) -> None:
    reference = told(city)
    page = sit_down("setup").get("/console/outbox").content.decode()
    assert "评价邀请" in page
    assert "短信" in page
    assert "1234" in page
    for secret in (reference, "10000001234", "白示例", "夜间施工"):
        assert secret not in page


def test_a_message_about_a_complaint_of_the_reader_is_not_listed(city: given.Bureau) -> None:
    told(city, accused=["chief"])
    assert "评价邀请" not in lines(sit_down("chief").get("/console/outbox").content.decode())
    assert "评价邀请" in lines(sit_down("setup").get("/console/outbox").content.decode())


def lines(page: str) -> str:
    """Return the rows of the list; the filter over it names every purpose there is."""
    return "".join(re.findall(r"<tr data-row>.*?</tr>", page, re.DOTALL))


def test_what_is_uncertain_is_sent_again_for_a_reason(city: given.Bureau) -> None:
    told(city)
    Outgoing.objects.update(state="uncertain", error="sender_died")
    row, client = Outgoing.objects.get(), sit_down("setup")
    address = f"/console/outbox/message/{row.public_id}"
    page = client.get(address).content.decode()
    assert "交付途中程序中断。" in page
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "群众来电说没收到"}).status_code == 302
    assert Outgoing.objects.get().state == "queued"
    assert Resend.objects.get().reason == "群众来电说没收到"
    assert "已再次发送1次" in client.get("/console/outbox").content.decode()
    assert "再次发送的原因" not in client.get(address).content.decode()


def test_the_list_is_narrowed_by_state(city: given.Bureau) -> None:
    told(city)
    client = sit_down("setup")
    assert lines(client.get("/console/outbox?state=no_channel").content.decode())
    assert not lines(client.get("/console/outbox?state=sent&channel=sms&purpose=progress").content.decode())
    assert client.get("/console/outbox?state=x&purpose=y&cursor=z").status_code == 200


def aside() -> str:
    receipt = intake.receive(intake.NewSubmission(channel="api", text="路灯坏了"), given.AT)
    row = Submission.objects.get(reference=receipt.reference)
    for _ in range(3):
        intake.note_failure(submission_id=row.pk, error="ValueError at decide:7", at=given.AT)
    return receipt.reference


def test_a_submission_is_given_up_with_a_reason_that_its_sender_reads(city: given.Bureau) -> None:
    reference, client = aside(), sit_down("setup")
    page = client.get("/console/outbox/aside").content.decode()
    assert reference in page
    assert "ValueError at decide:7" in page
    assert "路灯坏了" not in page
    sent = {"reference": reference, "do": "give_up"}
    assert client.post("/console/outbox/aside/submissions", {**sent, "reason": ""}).status_code == 422
    assert Submission.objects.get().state == "waiting"
    client.post("/console/outbox/aside/submissions", {**sent, "reason": "文件损坏，请重新提交。"})
    row = Submission.objects.get()
    assert (row.state, row.reason_zh) == ("rejected", "文件损坏，请重新提交。")
    assert JournalLine.objects.filter(code="intake.submission.rejected").count() == 1


def test_a_submission_is_tried_again(city: given.Bureau) -> None:
    reference, client = aside(), sit_down("setup")
    client.post("/console/outbox/aside/submissions", {"reference": reference, "do": "again"})
    assert Submission.objects.get().set_aside_at is None


def a_failed_job() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        defer_subscriber("processes.tell_posts.tell_of_return", [[{"id": 1}]])
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed', attempts = 5")


def statuses() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status::text FROM procrastinate_jobs WHERE task_name = 'kernel.deliver_events'"
        )
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize(
    ("typed", "status", "code"),
    [
        ({"do": "again"}, "todo", "jobs.job.tried_again"),
        ({"do": "give_up", "reason": "通知已过时"}, "cancelled", "jobs.job.given_up"),
    ],
)
def test_failed_work_is_tried_again_or_given_up(
    typed: dict[str, str], status: str, code: str, city: given.Bureau
) -> None:
    a_failed_job()
    client = sit_down("setup")
    page = client.get("/console/outbox/aside").content.decode()
    assert "processes.tell_posts.tell_of_return" in page
    found = re.search(r'name="job" value="([^"]+)"', page)
    assert found
    assert not found[1].isdigit()
    answer = client.post("/console/outbox/aside/jobs", {"job": found[1], **typed})
    assert answer.status_code == 302
    assert statuses() == [status]
    assert JournalLine.objects.filter(code=code).count() == 1


def test_failed_work_is_not_given_up_without_a_reason_nor_by_number(city: given.Bureau) -> None:
    a_failed_job()
    client = sit_down("setup")
    page = client.get("/console/outbox/aside").content.decode()
    token = re.search(r'name="job" value="([^"]+)"', page)
    assert token
    assert client.post("/console/outbox/aside/jobs", {"job": token[1], "do": "give_up"}).status_code == 422
    client.post("/console/outbox/aside/jobs", {"job": "1", "do": "give_up", "reason": "不需要"})
    assert statuses() == ["failed"]
