"""Receipts out of the database: the promise at once, proofs once there is a checkpoint."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from answerable.contexts.ledger import api as ledger
from answerable.contexts.ledger.models import AcceptanceKey, JournalLine
from answerable.contexts.ledger.receipts.receipt_file import verify_receipt
from answerable.contexts.ledger.tlog.keys import VerifierKey
from answerable.kernel.actor import Actor
from given.journal import a_journal, log_key

pytestmark = [pytest.mark.django_db, pytest.mark.near_db]

AT = datetime(2026, 5, 11, 1, 14, 7, tzinfo=UTC)
MINE, OTHERS = "2026-AAAA-AAAA", "2026-BBBB-BBBB"
CODES = ["intake.submission.received", "cases.case.opened", "cases.round.dispatched"]


@pytest.fixture
def seal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], ledger.Shown]:
    monkeypatch.setattr(settings.OPTIONS, "journal_dir", tmp_path / "journal")
    return a_journal(tmp_path)


def write(*codes: str) -> None:
    actor = Actor.system("test")
    ledger.record_many(
        [ledger.Entry(actor, code, AT, chain) for code in codes for chain in (OTHERS, MINE, "")]
    )


def policy() -> ledger.Policy:
    return ledger.Policy((VerifierKey.parse(log_key()),))


def test_the_promise_comes_at_once_and_the_proofs_with_the_checkpoint(
    seal: Callable[[], ledger.Shown],
) -> None:
    write(CODES[0])
    promised = ledger.receipt_of(MINE, AT)
    assert promised is not None
    assert (promised.proven, promised.waiting) == (0, 1)
    [key] = AcceptanceKey.objects.all()
    seal()
    found = verify_receipt(promised.text, policy(), [VerifierKey.parse(key.vkey)])
    assert found.promises[0].leaf == promised.leaf == ledger.first_leaves([MINE])[MINE]

    write(*CODES[1:])
    partly = ledger.receipt_of(MINE, AT)
    assert partly is not None
    assert (partly.proven, partly.waiting) == (1, 2)
    shown = seal()
    whole = ledger.receipt_of(MINE, AT)
    assert whole is not None
    assert (whole.proven, whole.waiting) == (3, 0)
    proven = verify_receipt(whole.text, policy())
    assert (proven.case, [line.code for line in proven.lines]) == (MINE, CODES)
    assert proven.checkpoints[0].checkpoint.size == shown.size
    assert OTHERS not in whole.text


def test_the_key_of_a_promise_is_proven_by_the_journal(seal: Callable[[], ledger.Shown]) -> None:
    write(CODES[0])
    note = ledger.accept_line(ledger.first_leaves([MINE])[MINE], accepted=AT, at=AT)
    seal()
    proofs = ledger.acceptance_keys()
    assert len(proofs) == 1
    assert verify_receipt(note + proofs[0], policy()).promises[0].accepted == AT


def test_a_week_has_one_key_and_the_next_another(seal: Callable[[], ledger.Shown]) -> None:
    write(CODES[0])
    leaf = ledger.first_leaves([MINE])[MINE]
    for days in (0, 6, 7, 13):
        ledger.accept_line(leaf, accepted=AT, at=AT + timedelta(days=days))
    keys = AcceptanceKey.objects.order_by("week").values_list("week", "vkey")
    assert [week.isoformat() for week, _ in keys] == ["2026-05-11", "2026-05-18"]
    assert JournalLine.objects.filter(code="ledger.acceptance_key.made").count() == 2
    seal()
    assert len(ledger.acceptance_keys()) == 2


def test_the_seed_of_the_key_is_sealed(seal: Callable[[], ledger.Shown]) -> None:
    write(CODES[0])
    ledger.accept_line(b"x" * 32, accepted=AT, at=AT)
    [row] = AcceptanceKey.objects.all()
    assert len(bytes(row.sealed)) == 1 + 12 + 32 + 16


def test_what_is_not_there_has_no_receipt(seal: Callable[[], ledger.Shown]) -> None:
    assert ledger.receipt_of("2026-CCCC-CCCC", AT) is None
