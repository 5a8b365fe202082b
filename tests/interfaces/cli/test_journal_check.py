"""The doctor says of the journal what is late, away, behind or not shown, and how each is mended."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from answerable.contexts.ledger import api as ledger
from answerable.contexts.ledger import signing
from answerable.interfaces.cli import journal_check
from answerable.interfaces.cli.doctor import Finding
from answerable.kernel.actor import Actor
from answerable.kernel.clock import now
from given.journal import a_journal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = settings.OPTIONS.model_copy(update={"data_dir": tmp_path})
    monkeypatch.setattr(settings, "OPTIONS", chosen)
    monkeypatch.setattr(journal_check, "options", lambda: chosen)


@pytest.fixture
def seal(tmp_path: Path) -> Callable[[], ledger.Shown]:
    return a_journal(tmp_path)


def write() -> None:
    ledger.record(actor=Actor.system("test"), code="cases.case.told", at=now())


def unsound() -> list[str]:
    return [one.what for one in journal_check.journal() if not one.sound]


def found(what: str) -> Finding:
    [finding] = [one for one in journal_check.journal() if one.what == what]
    return finding


@contextmanager
def a_signer(folder: Path) -> Iterator[None]:
    """Have a signer that answers at its socket."""
    signer = signing.Signer(signing.Folder(folder), lambda: datetime.now(UTC))
    path, ending = signing.socket_path(folder), threading.Event()
    with signing.listen(path) as server:
        thread = threading.Thread(target=signing.serve, args=(server, signer, ending.is_set))
        thread.start()
        try:
            yield
        finally:
            ending.set()
            thread.join()
            path.unlink()
            path.parent.rmdir()


def test_a_journal_that_was_never_sealed_is_no_fault() -> None:
    write()
    [finding] = journal_check.journal()
    assert finding.sound
    assert finding.seen == "1 lines wait for the first checkpoint"


def test_lines_that_wait_too_long_are_a_fault(
    seal: Callable[[], ledger.Shown], monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = seal()
    promised = timedelta(seconds=settings.OPTIONS.journal_every_seconds)
    monkeypatch.setattr(journal_check, "now", lambda: sealed.at + 4 * promised)
    assert unsound() == []
    write()
    assert unsound() == ["Journal", "Signer"]
    assert "1 wait" in found("Journal").seen
    monkeypatch.setattr(journal_check, "now", lambda: sealed.at + 2 * promised)
    assert unsound() == []


def test_a_signer_that_answers_is_asked_what_it_signed(
    seal: Callable[[], ledger.Shown], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal()
    with a_signer(tmp_path / "signer"):
        assert found("Signer").seen == "answers, signed 16 lines last"
        monkeypatch.setattr(ledger, "pulse", _fewer_lines(ledger.pulse()))
        assert not found("Signer").sound
        assert "journal recover" in found("Signer").mend


def _fewer_lines(pulse: ledger.Pulse) -> Callable[[], ledger.Pulse]:
    return lambda: ledger.Pulse(8, pulse.waiting, pulse.newest, pulse.shown, pulse.since, pulse.troubles)


def test_another_signer_than_the_one_that_has_sealed_is_a_fault(
    seal: Callable[[], ledger.Shown], tmp_path: Path
) -> None:
    seal()
    (tmp_path / "signer" / "state.json").unlink()
    signing.Signer(signing.Folder(tmp_path / "signer"), lambda: datetime.now(UTC)).begin("other/journal")
    with a_signer(tmp_path / "signer"):
        assert not found("Signer").sound


def test_a_checkpoint_that_the_world_does_not_see_is_a_fault(seal: Callable[[], ledger.Shown]) -> None:
    seal()
    older = (ledger.published().root / "checkpoint").read_bytes()
    write()
    seal()
    assert found("Published").sound
    (ledger.published().root / "checkpoint").write_bytes(older)
    assert not found("Published").sound
    assert "journal seal" in found("Published").mend


def test_what_failed_since_the_last_checkpoint_is_told_and_counted(
    seal: Callable[[], ledger.Shown], client: Client
) -> None:
    sealed = seal()
    ledger.published().count_trouble("signer_away", sealed.at - timedelta(hours=1))
    assert unsound() == []
    ledger.published().count_trouble("clock", sealed.at + timedelta(minutes=1))
    ledger.published().count_trouble("clock", sealed.at + timedelta(minutes=2))
    assert "NTP" in found("Sealing failed").mend
    told = client.get("/metrics").content.decode()
    assert 'answerable_journal_failures_total{code="clock"} 2.0' in told
    assert 'answerable_journal_failures_total{code="signer_away"} 1.0' in told


def test_the_figures_tell_what_is_sealed_and_what_waits(
    seal: Callable[[], ledger.Shown], client: Client
) -> None:
    seal()
    write()
    write()
    told = client.get("/metrics").content.decode()
    assert 'answerable_journal_lines{state="sealed"} 16.0' in told
    assert 'answerable_journal_lines{state="waiting"} 2.0' in told
    assert "answerable_journal_checkpoint_size 16.0" in told
    assert "\nanswerable_journal_seconds_behind 0.0\n" not in told
    seal()
    assert "\nanswerable_journal_seconds_behind 0.0\n" in client.get("/metrics").content.decode()


def test_a_sequencer_whose_signer_is_away_counts_it(tmp_path: Path) -> None:
    looks = iter([False, True])
    nobody = signing.SignerClient(tmp_path / "nobody")
    ledger.Sequencer(ledger.published(), nobody, 600).run(lambda: next(looks))
    assert ledger.published().troubles()["signer_away"].count == 1
