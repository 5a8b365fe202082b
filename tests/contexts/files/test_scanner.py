"""The scanner for malicious programs: there, away, and what it finds.

It speaks with a peer of the protocol here. Against ClamAV's own daemon:
`CLAMD=unix:/run/clamav/clamd.ctl pytest tests/contexts/files/test_scanner.py`.
"""

import io
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from answerable.contexts.files import api as files
from answerable.contexts.files.errors import FileHeld
from answerable.contexts.ledger.models import JournalLine
from answerable.interfaces.cli.inspection import CHECKS
from given import clamd

AT = datetime(2026, 5, 11, 2, tzinfo=UTC)
WAV = b"RIFF\x00\x10\x00\x00WAVEfmt "
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.OPTIONS, "data_dir", tmp_path)


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # The folder of a test may be too long for the name of a socket.
    with tempfile.TemporaryDirectory() as folder, clamd.running(Path(folder, "clamd")) as place:
        monkeypatch.setattr(settings.OPTIONS, "clamd", place)
        yield


@pytest.fixture
def scanner(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "CLAMD" in os.environ:
        monkeypatch.setattr(settings.OPTIONS, "clamd", os.environ["CLAMD"])
    else:
        request.getfixturevalue("peer")


def away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.OPTIONS, "clamd", "unix:/nowhere/clamd.ctl")


def store(content: bytes) -> files.FileView:
    return files.store_upload(name="a.wav", content=io.BytesIO(WAV + content), at=AT)


def lines() -> list[str]:
    found = JournalLine.objects.filter(code__startswith="files.").order_by("id")
    return list(found.values_list("code", flat=True))


def seen_by_doctor() -> dict[str, tuple[bool, str]]:
    found = [one for check in CHECKS if check.__name__ == "_scanner" for one in check()]
    return {one.what: (one.sound, one.seen) for one in found}


def test_without_a_scanner_nothing_waits_and_nothing_is_called_clean() -> None:
    assert store(b"quiet").scan is files.Scan.NONE
    assert seen_by_doctor()["Virus scanner"][0]


@pytest.mark.usefixtures("scanner")
def test_what_is_found_is_never_opened_and_a_line_says_so() -> None:
    sound, ill = store(b"quiet" * 50_000), store(clamd.EICAR)
    assert (sound.scan, sound.is_held) == (files.Scan.CLEAN, False)
    assert b"".join(files.open_file(sound.public_id).content).endswith(b"quiet")
    assert (ill.scan, ill.is_held) == (files.Scan.FOUND, True)
    for original in (False, True):
        with pytest.raises(FileHeld):
            files.open_file(ill.public_id, original=original)
    assert lines() == ["files.file.set_aside"]
    assert seen_by_doctor() == {
        "Virus scanner": (True, "answers"),
        "Attachments that wait for it": (True, "0"),
        "Attachments set aside": (True, "1"),
    }


def test_while_the_scanner_is_away_a_file_waits_and_doctor_says_so(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    away(monkeypatch)
    first, second = store(b"quiet"), store(clamd.EICAR)
    assert {first.scan, second.scan} == {files.Scan.WAITING}
    with pytest.raises(FileHeld):
        files.open_file(first.public_id)
    assert files.scan_waiting(at=AT) == 0
    assert seen_by_doctor()["Virus scanner"] == (False, "away")
    assert seen_by_doctor()["Attachments that wait for it"] == (False, "2")
    request.getfixturevalue("scanner")
    assert files.scan_waiting(at=AT) == 2
    after = files.describe([first.public_id, second.public_id])
    assert (after[first.public_id].scan, after[second.public_id].scan) == (files.Scan.CLEAN, files.Scan.FOUND)
    assert lines() == ["files.file.set_aside"]


def test_what_the_scanner_refuses_to_read_is_not_clean(peer: None) -> None:
    assert store(bytes(clamd.MOST + 1)).scan is files.Scan.WAITING
