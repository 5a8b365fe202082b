"""Copies of files outside the database."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from answerable.kernel.backups.files import bring_back, mirror

NOW = datetime(2026, 3, 1, tzinfo=UTC)
KEEP = timedelta(days=14)


def test_new_and_changed_files_are_copied_once_and_come_back(tmp_path: Path) -> None:
    media, copies = tmp_path / "media", tmp_path / "copies"
    (media / "ab").mkdir(parents=True)
    (media / "ab" / "one").write_bytes(b"sealed")
    sources = {"media": media}
    assert mirror(sources, copies, KEEP, NOW).copied == 1
    assert mirror(sources, copies, KEEP, NOW).copied == 0
    (media / "ab" / "one").write_bytes(b"sealed anew")
    assert mirror(sources, copies, KEEP, NOW).copied == 1
    (media / "ab" / "one").unlink()
    assert bring_back(copies, sources) == 1
    assert (media / "ab" / "one").read_bytes() == b"sealed anew"


def test_what_was_erased_goes_from_the_copies_when_no_backup_may_need_it(tmp_path: Path) -> None:
    media, copies = tmp_path / "media", tmp_path / "copies"
    media.mkdir()
    (media / "one").write_bytes(b"sealed")
    sources = {"media": media}
    mirror(sources, copies, KEEP, NOW)
    (media / "one").unlink()
    assert mirror(sources, copies, KEEP, NOW + timedelta(days=1)).deleted == 0
    assert mirror(sources, copies, KEEP, NOW + timedelta(days=14)).deleted == 0
    assert mirror(sources, copies, KEEP, NOW + timedelta(days=16)).deleted == 1
    assert not (copies / "media" / "one").exists()
