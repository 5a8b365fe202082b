"""What lies outside the database is in the backups, and a key of backups that never ends is found."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from answerable.config.options import Mode, Options
from answerable.contexts.files import sealing
from answerable.contexts.retention import api as retention
from answerable.interfaces.cli import inspection
from answerable.interfaces.cli.backups import outside
from answerable.kernel import keys, rotation
from answerable.kernel.clock import now


def test_attachments_journal_and_erasures_are_among_it() -> None:
    folders = set(outside(settings.OPTIONS).values())
    assert folders == {
        sealing.folder(),
        retention.erasure_list.path().parent,
        settings.OPTIONS.journal_folder,
    }


@pytest.fixture
def production(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings, "KEPT_KEYS", tmp_path)
    monkeypatch.setattr(settings, "KEYSTORE", tmp_path / "keystore.json")
    (tmp_path / "vault_key").write_text(settings.VAULT_KEY)
    keys.look_again()
    chosen = Options(backup_dir=tmp_path / "backups").model_copy(update={"mode": Mode.PRODUCTION})
    monkeypatch.setattr(inspection, "options", lambda: chosen)
    yield
    monkeypatch.undo()
    keys.look_again()


@pytest.mark.usefixtures("production")
def test_the_first_key_of_backups_and_an_old_one_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    [first] = inspection._backup_key()
    assert not first.sound
    at = now()
    rotation.put_in_force("backup", rotation.announce("backup", at), at)
    [fresh] = inspection._backup_key()
    assert fresh.sound, fresh
    monkeypatch.setattr(inspection, "now", lambda: at + timedelta(days=32))
    [old] = inspection._backup_key()
    assert not old.sound
