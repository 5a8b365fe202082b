"""Erasure: nothing that was said can be found anywhere, what is counted stays, and the journal agrees."""

import io
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import ContactBy, Outcome
from answerable.contexts.cases.errors import CaseStillOpen
from answerable.contexts.cases.models import Case, Move
from answerable.contexts.files import api as files
from answerable.contexts.files.sealing import path_of
from answerable.contexts.intake import api as intake
from answerable.contexts.intake.enums import SubmissionState
from answerable.contexts.intake.models import Submission
from answerable.contexts.ledger import api as ledger
from answerable.contexts.ledger.models import JournalLine, JournalOpening
from answerable.contexts.messaging.models import Outgoing
from answerable.contexts.parties.api import Contact
from answerable.contexts.parties.models import Party
from answerable.contexts.retention import api as retention
from answerable.contexts.retention.enums import Basis
from answerable.contexts.retention.errors import OnHold
from answerable.contexts.retention.models import Erasure
from answerable.contexts.review import api as review
from answerable.contexts.review.models import Rating
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.kernel.postgres import Login
from answerable.processes.erase_cases import erase_cases
from answerable.processes.replay_erasures import replay_erasures
from answerable.processes.retire_cases import retire_cases, retire_submissions
from answerable.processes.sweep_submissions import sweep_submissions
from given import AT, Bureau, later
from given.journal import a_journal, log_key
from given.roles import role

pytestmark = [pytest.mark.django_db, pytest.mark.near_db]
# Stands in everything that is said of the matter, by whomever.
SAID = "金丝雀"
ERASER = Actor.system("retention")
OVER = given.local(5, 20).replace(year=2032)


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    monkeypatch.setattr(settings.OPTIONS, "data_dir", tmp_path)
    monkeypatch.setattr(settings, "ERASURE_LIST", tmp_path / "erasures" / "list.jsonl")
    return given.a_bureau()


def a_matter(bureau: Bureau, words: str = SAID) -> tuple[cases.CaseId, UUID]:
    """Return a case about which something was said by everybody who can, and a file of it. It is ended."""
    file = files.store_upload(name=f"{words}.pdf", content=io.BytesIO(b"%PDF-1.7"), at=AT).public_id
    contact = Contact(name=words, phone="00000000001", email=f"{words}@example.org", channel="sms")
    receipt = intake.receive(
        intake.NewSubmission(
            channel="web", text=f"{words}松树街工地每天半夜还在吵。", title=words, place=f"松树街{words}",
            contact=contact, attachment_ids=[file], accused_words=words, source_id=f"n-{words}",
        ),
        AT,
    )  # fmt: skip
    while sweep_submissions(at=AT).settled:
        pass
    case_id = cases.case_with_reference(receipt.reference)
    assert case_id is not None
    _handle(bureau, case_id, words)
    return case_id, file


def _handle(bureau: Bureau, case_id: cases.CaseId, words: str) -> None:
    handler = bureau.actor("east-1-handler")
    if Case.objects.get(pk=case_id).state == "triage":
        order = cases.DispatchOrder(case_id, bureau.unit("east-1"), reason_zh=words, reason_en=words)
        cases.dispatch_cases(actor=given.SYSTEM, orders=[order], at=AT)
    cases.sign_for(actor=handler, case_id=case_id, at=AT)
    cases.open_case(bureau.actor("dispatcher"), _reference(case_id), AT)
    cases.log_contact(actor=handler, case_id=case_id, by=ContactBy.PHONE, reached=True, text=words, at=AT)
    cases.add_to_case(actor=Actor.resident(case_id), case_id=case_id, text=words, attachment_ids=[], at=AT)
    cases.write_note(actor=handler, case_id=case_id, text=words, at=AT)
    cases.ask_extension(actor=handler, case_id=case_id, until=later(days=9), reason=words, at=AT)
    cases.bundle_cases(actor=handler, case_ids=[case_id], title=words, at=AT)
    cases.answer_round(actor=handler, case_id=case_id, outcome=Outcome.SOLVED, text=words, at=later(hours=1))
    review.rate_round(
        case_id=case_id, satisfaction=review.Satisfaction.SATISFIED, resolved=review.Resolved.YES,
        comment=words, at=later(hours=2),
    )  # fmt: skip


def _reference(case_id: cases.CaseId) -> str:
    return cases.facts_of([case_id])[case_id].reference


def erase(case_id: cases.CaseId, *, basis: Basis = Basis.ORDER, at: datetime = OVER) -> None:
    """Erase as the worker does, under the second lock."""
    with role(Login.WORKER), row_security.system("test"):
        erase_cases(actor=ERASER, case_ids=[case_id], basis=basis, at=at)


def found(words: str) -> set[str]:
    """Return the tables in which the words stand, in whatever column."""
    with connection.cursor() as cursor:
        hits = set()
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE strpos(to_jsonb(t)::text, %s) > 0", [words])
            if cursor.fetchone()[0]:
                hits.add(table)
    return hits


def test_what_was_said_can_be_found_nowhere(
    bureau: Bureau, django_capture_on_commit_callbacks: object
) -> None:
    case_id, file = a_matter(bureau)
    other, _ = a_matter(bureau, "别的")
    places = found(SAID)
    assert places >= {"cases_case", "cases_move", "cases_round", "cases_ask", "cases_bundle", "cases_accused",
                      "intake_submission", "review_rating", "ledger_journalopening", "files_storedfile"}  # fmt: skip
    before = found("别的")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        erase(case_id)
    assert found(SAID) == set()
    assert found("别的") == before
    assert not path_of(file, "original").exists()
    assert Party.objects.count() == 1
    assert {bytes(one.sealed) for one in Outgoing.objects.filter(chain=_reference(case_id))} <= {b""}
    assert Case.objects.get(pk=other).text


def test_what_is_counted_stays(bureau: Bureau) -> None:
    case_id, _ = a_matter(bureau)
    kept = ("reference", "kind", "topic_code", "area_id", "channel", "unit_id", "received_at", "answered_at",
            "closed_at", "state", "round_no")  # fmt: skip
    before = Case.objects.values(*kept).get(pk=case_id)
    moves = list(Move.objects.filter(case=case_id).order_by("id").values("act", "at", "unit_id"))
    erase(case_id)
    assert Case.objects.values(*kept).get(pk=case_id) == before
    assert list(Move.objects.filter(case=case_id).order_by("id").values("act", "at", "unit_id")) == moves
    assert Rating.objects.get(invitation__case=case_id).satisfaction == "satisfied"
    assert Submission.objects.get(case_reference=before["reference"]).channel == "web"
    assert Erasure.objects.get(case=case_id).basis == Basis.ORDER


def test_the_journal_says_so_and_the_audit_agrees(bureau: Bureau, tmp_path: Path) -> None:
    seal = a_journal(tmp_path)
    case_id, _ = a_matter(bureau)
    chain = _reference(case_id)
    lines = JournalLine.objects.filter(chain=chain).count()
    seal()
    erase(case_id)
    seal()
    assert JournalLine.objects.filter(chain=chain).count() == lines + 1
    assert JournalOpening.objects.filter(line__chain=chain).count() == 1
    assert ledger.lines_of(chain)[-1].code == ledger.CHAIN_ERASED
    keys = [ledger.VerifierKey.parse(log_key())]
    report = ledger.audit_journal(published=ledger.published(), keys=keys)
    assert (report.differences, report.erased) == ([], lines)


def test_what_is_open_or_held_is_not_erased(bureau: Bureau) -> None:
    open_one = given.a_handled_case(bureau)
    with pytest.raises(CaseStillOpen):
        erase(open_one)
    held, _ = a_matter(bureau)
    inspector = bureau.actor("inspector")
    retention.place_hold(actor=inspector, reference=_reference(held), reason="诉讼", at=AT)
    with pytest.raises(OnHold):
        erase(held)
    assert found(SAID)
    retention.lift_hold(actor=inspector, reference=_reference(held), reason="结案", at=AT)
    erase(held)
    assert not found(SAID)


def test_a_second_erasure_changes_nothing(bureau: Bureau) -> None:
    case_id, _ = a_matter(bureau)
    erase(case_id)
    chain, at = _reference(case_id), Case.objects.get(pk=case_id).erased_at
    erase(case_id, at=given.local(6, 1).replace(year=2033))
    assert Case.objects.get(pk=case_id).erased_at == at
    assert [line.code for line in ledger.lines_of(chain)].count(ledger.CHAIN_ERASED) == 1


class TestByTheRules:
    """The nightly run: the most special rule holds, and a rule is carried out a week after it was agreed."""

    @staticmethod
    def rule(bureau: Bureau, months: int, *, kind: str = "", topic: str = "", at: datetime = AT) -> None:
        told = {"why_zh": "本局规定", "why_en": "The bureau's own"}
        rule = retention.NewRule(kind=kind, topic_code=topic, months=months, **told)
        retention.save_rule(actor=given.SYSTEM, rule=rule, at=at)

    @staticmethod
    def run(at: datetime) -> int:
        with role(Login.WORKER), row_security.system("test"):
            return retire_cases(at=at)

    def test_the_time_of_the_most_special_rule_counts(self, bureau: Bureau) -> None:
        a_matter(bureau)
        self.rule(bureau, 6)
        self.rule(bureau, 24, topic="nuisance")
        assert Case.objects.get().topic_code.startswith("nuisance")
        assert self.run(given.local(12, 1)) == 0
        assert self.run(given.local(6, 1).replace(year=2028)) == 1
        assert self.run(given.local(6, 1).replace(year=2028)) == 0

    def test_a_rule_waits_a_week_and_the_preview_shows_what_it_will_do(self, bureau: Bureau) -> None:
        a_matter(bureau)
        late = given.local(5, 1).replace(year=2028)
        self.rule(bureau, 6, at=late)
        [due] = retention.preview(bureau.actor("inspector"), late)
        assert due.count == 1
        assert self.run(late) == 0
        assert self.run(late + retention.GRACE) == 1

    def test_without_a_rule_everything_is_kept(self, bureau: Bureau) -> None:
        a_matter(bureau)
        assert self.run(OVER) == 0

    def test_what_is_held_is_left_out(self, bureau: Bureau) -> None:
        case_id, _ = a_matter(bureau)
        self.rule(bureau, 6)
        retention.place_hold(
            actor=bureau.actor("inspector"), reference=_reference(case_id), reason="诉讼", at=AT
        )
        assert [due.count for due in retention.preview(bureau.actor("inspector"), OVER)] == [0]
        assert self.run(OVER) == 0


class TestWhatWasNeverACase:
    """What was not taken up goes by the rule for everything, and does not come back either."""

    @staticmethod
    def rejected() -> str:
        receipt = intake.receive(intake.NewSubmission(channel="web", text=SAID, title=SAID), AT)
        told = intake.Outcome(
            Submission.objects.get().pk, SubmissionState.REJECTED, "", "不属于公安职责。", "Not ours."
        )
        intake.settle(actor=given.SYSTEM, outcomes=[told], at=AT)
        return str(receipt.reference)

    def test_it_goes_by_the_rule_for_everything(self, bureau: Bureau) -> None:
        reference = self.rejected()
        TestByTheRules.rule(bureau, 6, topic="nuisance")
        with role(Login.WORKER), row_security.system("test"):
            assert retire_submissions(at=OVER) == 0
        TestByTheRules.rule(bureau, 6)
        with role(Login.WORKER), row_security.system("test"):
            assert retire_submissions(at=given.local(10, 1)) == 0
            assert retire_submissions(at=OVER) == 1
            assert retire_submissions(at=OVER) == 0
        assert found(SAID) == set()
        row = Submission.objects.get()
        assert (row.state, row.reason_zh) == ("rejected", "不属于公安职责。")
        assert ledger.lines_of(reference)[-1].code == ledger.CHAIN_ERASED

    @pytest.mark.parametrize("waiting", [False, True])
    def test_after_a_restore_it_goes_again_even_if_it_waits(self, bureau: Bureau, *, waiting: bool) -> None:
        reference = (
            str(intake.receive(intake.NewSubmission(channel="web", text=SAID), AT).reference)
            if waiting
            else self.rejected()
        )
        line = retention.erasure_list.Listed(reference, str(Basis.REQUEST), OVER.isoformat())
        retention.erasure_list.add([line])
        assert TestAfterARestore.replay() == 1
        while sweep_submissions(at=AT).settled:
            pass
        assert found(SAID) == set()
        assert not Case.objects.exists()
        assert TestAfterARestore.replay() == 0


class TestAfterARestore:
    """The list outside the database brings back no word that was erased after the backup was taken."""

    @staticmethod
    def listed(case_id: cases.CaseId) -> None:
        line = retention.erasure_list.Listed(_reference(case_id), str(Basis.REQUEST), OVER.isoformat())
        retention.erasure_list.add([line])

    @staticmethod
    def replay() -> int:
        with role(Login.WORKER), row_security.system("test"):
            return replay_erasures(actor=Actor.system("replay"), at=OVER)

    def test_what_the_list_names_goes_again_even_if_it_was_open_or_held(self, bureau: Bureau) -> None:
        ended, _ = a_matter(bureau)
        was_open = given.a_handled_case(bureau, text=SAID)
        retention.place_hold(
            actor=bureau.actor("inspector"), reference=_reference(ended), reason="诉讼", at=AT
        )
        self.listed(ended)
        self.listed(was_open)
        assert self.replay() == 2
        assert found(SAID) == set()
        assert self.replay() == 0

    def test_what_is_not_on_the_list_stays(self, bureau: Bureau) -> None:
        a_matter(bureau)
        assert self.replay() == 0
        assert found(SAID)

    def test_what_only_the_database_knows_comes_onto_the_list(
        self, bureau: Bureau, django_capture_on_commit_callbacks: object
    ) -> None:
        case_id, _ = a_matter(bureau)
        erase(case_id)
        assert list(retention.erasure_list.read()) == []
        assert self.replay() == 0
        assert [line.reference for line in retention.erasure_list.read()] == [_reference(case_id)]

    def test_a_line_that_a_power_cut_has_cut_short_is_left_out(self, bureau: Bureau) -> None:
        case_id, _ = a_matter(bureau)
        self.listed(case_id)
        with retention.erasure_list.path().open("a") as file:
            file.write('{"reference": "2026-')
        assert len(list(retention.erasure_list.read())) == 1
