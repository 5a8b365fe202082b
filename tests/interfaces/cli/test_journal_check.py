"""The doctor says when lines wait longer for a checkpoint than was promised, and whether the signer is away."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from answerable.contexts.ledger import api as ledger
from answerable.interfaces.cli import journal_check
from answerable.kernel.actor import Actor
from answerable.kernel.clock import now
from given.journal import a_journal

pytestmark = pytest.mark.django_db


def write() -> None:
    ledger.record(actor=Actor.system("test"), code="cases.case.told", at=now())


def test_lines_that_wait_too_long_are_a_fault_and_the_signer_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = settings.OPTIONS.model_copy(update={"data_dir": tmp_path})
    monkeypatch.setattr(settings, "OPTIONS", chosen)
    monkeypatch.setattr(journal_check, "options", lambda: chosen)
    write()
    assert [one.sound for one in journal_check.journal()] == [True]
    sealed = a_journal(tmp_path)()
    write()
    promised = timedelta(seconds=chosen.journal_every_seconds)
    monkeypatch.setattr(journal_check, "now", lambda: sealed.at + 2 * promised)
    assert [one.sound for one in journal_check.journal()] == [True]
    monkeypatch.setattr(journal_check, "now", lambda: sealed.at + 4 * promised)
    [late] = journal_check.journal()
    assert not late.sound
    assert late.seen.startswith("1 lines wait")
    assert late.seen.endswith("the signer does not answer")
