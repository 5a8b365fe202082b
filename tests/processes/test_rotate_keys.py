"""Changing keys while somebody writes and reads: nothing is refused, and in the end nothing needs the old key."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from PIL import Image

from answerable.contexts.files import api as files
from answerable.contexts.files.sealing import read_sealed
from answerable.contexts.ledger.models import JournalLine
from answerable.contexts.messaging.models import Outgoing
from answerable.contexts.messaging.sealing import seal as seal_message
from answerable.contexts.parties import api as parties
from answerable.contexts.parties.models import Party
from answerable.kernel import keys, rotation
from answerable.kernel.actor import Actor
from answerable.processes.rotate_keys import StillNeeded, left, retire_keys, rotate_key

AT = datetime(2026, 5, 11, 2, tzinfo=UTC)
LATER = AT + timedelta(minutes=2)
ACTOR = Actor.system("keys")


@pytest.fixture(autouse=True)
def own_keystore(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    settings.KEYSTORE = tmp_path / "keystore.json"
    keys.look_again()
    yield
    settings.KEYSTORE = "/nowhere/keystore.json"
    keys.look_again()


def register(number: int) -> int:
    contact = parties.Contact(name=f"王测试{number}", phone=f"1990000{number:04d}", channel="sms")
    [party_id] = parties.register_parties([contact])
    assert party_id is not None
    return party_id


class Writer(threading.Thread):
    """Somebody who registers parties and finds them again, as fast as it goes, until told to stop."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.stopped = threading.Event()
        self.done = 0
        self.failed: list[str] = []

    def run(self) -> None:
        try:
            while not self.stopped.is_set():
                number = 1000 + self.done
                party_id = register(number)
                if parties.find_by_phone(f"1990000{number:04d}") != [party_id]:
                    self.failed.append(f"{number} is not found")
                if parties.masked([party_id])[party_id].phone != f"199****{number:04d}":
                    self.failed.append(f"{number} does not open")
                self.done += 1
        except Exception as error:
            self.failed.append(repr(error))
        finally:
            connection.close()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_refused_while_keys_and_index_are_rotated(monkeypatch: pytest.MonkeyPatch) -> None:
    early = [register(number) for number in range(40)]
    monkeypatch.setitem(parties.seal_parties_again.__wrapped__.__kwdefaults__, "limit", 7)  # type: ignore[attr-defined]
    writer = Writer()
    writer.start()
    try:
        for purpose in ("party", "party-index"):
            for _ in rotate_key(actor=ACTOR, purpose=purpose, at=lambda: AT):
                seen = writer.done
                while writer.done < seen + 2 and writer.is_alive():
                    # The early ones are found at every step, under either key.
                    assert parties.find_by_phone("19900000007") == [early[7]]
    finally:
        writer.stopped.set()
        writer.join()
    assert writer.failed == []
    assert writer.done > 4
    for purpose in ("party", "party-index"):
        assert left(purpose) == 0
        assert retire_keys(actor=ACTOR, purpose=purpose, at=LATER) == [1]
    assert {bytes(row.sealed)[0] for row in Party.objects.all()} == {2}
    assert parties.find_by_phone("19900000007") == [early[7]]
    assert parties.masked(early)[early[7]].name.startswith("王")


@pytest.mark.django_db
def test_a_key_stays_while_anything_needs_it() -> None:
    register(1)
    rotation.put_in_force("party", rotation.announce("party", AT), AT)
    with pytest.raises(StillNeeded):
        retire_keys(actor=ACTOR, purpose="party", at=LATER)
    assert [key.id for key in keys.opening_keys("party")] == [2, 1]


@pytest.mark.django_db
def test_what_expires_by_itself_keeps_its_key_so_long() -> None:
    list(rotate_key(actor=ACTOR, purpose="draft", at=lambda: AT))
    with pytest.raises(StillNeeded):
        retire_keys(actor=ACTOR, purpose="draft", at=AT + timedelta(hours=23))
    assert retire_keys(actor=ACTOR, purpose="draft", at=AT + timedelta(hours=25)) == [1]


@pytest.mark.django_db
def test_messages_and_files_are_sealed_anew() -> None:
    message = Outgoing(key="k", party_id=1, purpose="receipt", channel="sms", queued_at=AT, send_after=AT)
    message.from_hour, message.to_hour = 8, 21
    message.sealed = seal_message("主题", "正文", message.public_id.bytes)
    message.save()
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    stored = files.store_upload(name="a.png", content=picture, at=AT)
    for purpose in ("messages", "files"):
        list(rotate_key(actor=ACTOR, purpose=purpose, at=lambda: AT))
        assert retire_keys(actor=ACTOR, purpose=purpose, at=LATER) == [1]
    message.refresh_from_db()
    assert bytes(message.sealed)[0] == 2
    assert b"".join(read_sealed(stored.public_id, "original")) == picture.getvalue()


@pytest.mark.django_db
def test_a_rotation_is_journalled_without_the_key() -> None:
    list(rotate_key(actor=ACTOR, purpose="draft", at=lambda: AT))
    line = JournalLine.objects.select_related("opening").get(code="keys.key.put_in_force")
    told = {"actor": "system:keys", "event": line.code, "purpose": "draft", "key": 2}
    assert line.opening.internal == told
