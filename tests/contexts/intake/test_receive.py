"""Receiving: kept once, journalled in the same statement, told with a receipt."""

from base64 import b64decode
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.contexts.intake import api as intake
from answerable.contexts.intake.errors import KeyReused
from answerable.contexts.intake.models import Submission
from answerable.contexts.ledger import api as ledger
from answerable.contexts.ledger.canonical import canonical
from answerable.contexts.ledger.leaf import commit
from answerable.contexts.ledger.models import JournalLine
from answerable.contexts.parties import api as parties
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Invalid
from answerable.kernel.secrets import code_matches

AT = datetime(2026, 5, 11, 3, 0, 0, 123456, tzinfo=UTC)
WANG = parties.Contact(name="王测试", phone="+86 199 0000 1234")

pytestmark = pytest.mark.django_db


def voice(**changes: object) -> intake.NewSubmission:
    return intake.NewSubmission(**{"channel": "web", "text": "小区门口的路灯坏了三天", **changes})  # type: ignore[arg-type]


def test_a_submission_its_line_and_its_chain_are_written_in_one_statement(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run: list[str] = []
    execute = psycopg.Cursor.execute

    def counted(
        cursor: psycopg.Cursor[tuple[object, ...]], query: str, *rest: object, **more: object
    ) -> object:
        run.append(query)
        return execute(cursor, query, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(psycopg.Cursor, "execute", counted)
    with CaptureQueriesContext(connection) as seen:
        receipt = intake.receive(voice(), AT)
    assert len(seen) == 0
    # The test's own transaction goes on, so the door is closed behind the statement; outside of one it closes itself.
    assert len([query for query in run if "INSERT" in str(query)]) == 1
    assert len(run) == 2
    row = Submission.objects.get(reference=receipt.reference)
    assert (row.text, row.state, row.received_at) == ("小区门口的路灯坏了三天", "waiting", AT)
    [line] = ledger.lines_of(receipt.reference)
    assert (line.case_seq, line.code) == (1, "intake.submission.received")
    assert line.pub is not None
    assert (line.pub["case"], line.pub["prev"]) == (receipt.reference, "")


def test_the_line_opens_with_its_opening_and_the_next_one_follows_it() -> None:
    receipt = intake.receive(voice(), AT)
    line = JournalLine.objects.select_related("opening").get(chain=receipt.reference)
    assert commit("pub", bytes(line.opening.r_pub), canonical(line.opening.pub)) == bytes(line.commit_pub)
    assert commit("int", bytes(line.opening.r_int), canonical(line.opening.internal)) == bytes(
        line.commit_int
    )
    ledger.record(actor=Actor.system("test"), code="test.next", at=AT, chain=receipt.reference)
    first, second = ledger.lines_of(receipt.reference)
    assert second.case_seq == 2
    assert second.pub is not None
    assert b64decode(second.pub["prev"]) == first.leaf_hash


def test_the_code_opens_and_is_kept_only_as_a_hash() -> None:
    receipt = intake.receive(voice(), AT)
    assert receipt.code is not None
    row = Submission.objects.get(reference=receipt.reference)
    assert receipt.code.replace("-", "") not in row.code_hash
    assert code_matches(receipt.code.lower(), row.code_hash)
    assert not code_matches("0000-0000-0000-0000", row.code_hash)


def test_a_contact_is_sealed_in_the_row_and_opens_only_there() -> None:
    receipt = intake.receive(voice(contact=WANG), AT)
    row = Submission.objects.get(reference=receipt.reference)
    sealed = bytes(row.contact or b"")
    assert "王测试".encode() not in sealed
    assert parties.unseal(sealed, receipt.reference.encode()) == WANG


def test_a_source_id_is_taken_once_for_ever() -> None:
    first = intake.receive(voice(channel="hotline_12345", source_id="12345-1"), AT)
    again = intake.receive(
        voice(channel="hotline_12345", source_id="12345-1", text="another wording"), AT + timedelta(days=400)
    )
    assert (again.reference, again.again, again.differs, again.code) == (first.reference, True, True, None)
    other = intake.receive(voice(channel="hotline_12389", source_id="12345-1"), AT)
    assert other.reference != first.reference
    assert Submission.objects.count() == 2


def test_without_a_source_id_the_same_content_within_a_day_is_the_same() -> None:
    first = intake.receive(voice(contact=WANG), AT)
    late = AT + timedelta(hours=23, minutes=59)
    assert intake.receive(voice(contact=WANG), late).reference == first.reference
    assert intake.receive(voice(), AT).reference != first.reference
    assert intake.receive(voice(contact=WANG), AT + timedelta(hours=25)).reference != first.reference


def test_what_a_source_dated_is_the_same_for_ever() -> None:
    first = intake.receive(voice(said_at=AT), AT)
    assert intake.receive(voice(said_at=AT), AT + timedelta(days=90)).reference == first.reference


def test_the_same_idempotency_key_gives_the_same_receipt_with_its_code() -> None:
    first = intake.receive(voice(idempotency_key="k-1"), AT)
    again = intake.receive(voice(idempotency_key="k-1"), AT + timedelta(hours=23))
    assert (again.reference, again.code, again.received_at) == (first.reference, first.code, AT)
    assert again.again
    assert again.code is not None
    assert code_matches(again.code, Submission.objects.get().code_hash)


def test_after_a_day_the_code_is_not_told_again() -> None:
    first = intake.receive(voice(idempotency_key="k-1"), AT)
    again = intake.receive(voice(idempotency_key="k-1"), AT + timedelta(hours=25))
    assert (again.reference, again.code) == (first.reference, None)


def test_two_keys_are_two_submissions() -> None:
    first = intake.receive(voice(idempotency_key="k-1"), AT)
    assert intake.receive(voice(idempotency_key="k-2"), AT).reference != first.reference


def test_a_key_for_another_content_is_refused() -> None:
    intake.receive(voice(idempotency_key="k-1"), AT)
    with pytest.raises(KeyReused):
        intake.receive(voice(idempotency_key="k-1", text="etwas anderes"), AT)
    with pytest.raises(KeyReused):
        intake.receive(voice(idempotency_key="k-1", text="etwas anderes", source_id="x"), AT)
    assert Submission.objects.count() == 1


def test_many_get_a_receipt_or_their_faults_each_in_order() -> None:
    answers = intake.receive_many(
        [
            voice(source_id="a"),
            voice(text=" \x00 "),
            voice(source_id="a"),
            voice(channel="pigeon", kind="gossip", lat=1.0),
            voice(source_id="b", with_code=False),
        ],
        AT,
    )
    first, empty, twice, wrong, last = answers
    assert isinstance(first, intake.Receipt)
    assert isinstance(last, intake.Receipt)
    assert last.code is None
    assert isinstance(twice, intake.Receipt)
    assert (twice.reference, twice.again) == (first.reference, True)
    assert isinstance(empty, intake.Refused)
    assert [fault.where for fault in empty.faults] == ["text"]
    assert isinstance(wrong, intake.Refused)
    assert [fault.where for fault in wrong.faults] == ["channel", "kind", "lat"]
    assert Submission.objects.count() == JournalLine.objects.count() == 2


def test_nothing_given_is_nothing_kept() -> None:
    assert intake.receive_many([], AT) == []


def test_a_reference_that_is_taken_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = intake.receive(voice(), AT).reference
    drawn = iter([taken, "2026-AAAA-AAAB"])
    monkeypatch.setattr("answerable.contexts.intake.services.receive.new_reference", lambda at: next(drawn))
    assert intake.receive(voice(text="另一件事"), AT).reference == "2026-AAAA-AAAB"


@pytest.mark.parametrize("text", ["", "   ", "\x00", "\u202e\u200b"])
def test_an_empty_submission_is_told_what_to_write(text: str) -> None:
    with pytest.raises(Invalid) as told:
        intake.receive(voice(text=text), AT)
    assert [fault.where for fault in told.value.faults] == ["text"]


def test_a_megabyte_of_text_is_told_the_limit() -> None:
    with pytest.raises(Invalid) as told:
        intake.receive(voice(text="字" * 1_000_000), AT)
    assert "20000" in str(told.value.faults[0].sentence)


def test_nul_and_bidi_characters_are_not_kept() -> None:
    receipt = intake.receive(voice(text="警\x00官\u202e好", place="A\u2066区"), AT)
    row = Submission.objects.get(reference=receipt.reference)
    assert (row.text, row.place) == ("警官好", "A区")
