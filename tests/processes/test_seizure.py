"""Whoever takes the database and the disk without the keys learns neither who spoke, nor what they attached or got."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

import given
from answerable.contexts.cases.models import Attachment
from answerable.contexts.files import api as files
from answerable.contexts.intake import api as intake
from answerable.contexts.messaging.models import Outgoing
from answerable.contexts.parties.api import Contact
from answerable.processes.sweep_submissions import sweep_submissions
from given import AT

pytestmark = pytest.mark.django_db
NAME, PHONE, MAIL, ID, HOME = (
    "甄可娜",
    "10000007788",
    "zhenkena@example.org",
    "110101199003070000",
    "隐蔽巷九号",
)
ATTACHED = b"canary inside an attachment"


def stored(folder: Path) -> Iterator[bytes]:
    """Yield everything that lies in the database, as a dump writes it, and every file but the keys."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            with cursor.copy(f"COPY {table} TO STDOUT") as rows:
                yield b"".join(bytes(part) for part in rows)
    for path in folder.rglob("*"):
        if path.is_file() and "keys" not in path.parts:
            yield path.read_bytes()


@pytest.mark.parametrize("swept", [False, True])
def test_no_identity_and_no_attachment_is_readable_without_the_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, swept: bool
) -> None:
    monkeypatch.setattr(settings.OPTIONS, "data_dir", tmp_path)
    given.a_bureau()
    file = files.store_upload(name="a.pdf", content=io.BytesIO(b"%PDF-1.7 " + ATTACHED), at=AT).public_id
    contact = Contact(name=NAME, phone=PHONE, email=MAIL, id_number=ID, address=HOME, channel="email")
    said = intake.NewSubmission(
        channel="web", text="松树街路灯坏了三天。", contact=contact, attachment_ids=[file], send_receipt=True
    )
    intake.receive(said, AT)
    while swept and sweep_submissions(at=AT).settled:
        pass
    assert Attachment.objects.exists() == swept
    there = list(stored(tmp_path))
    assert any("松树街".encode() in one for one in there)
    canaries = [one.encode() for one in (NAME, PHONE, MAIL, ID, HOME)] + [ATTACHED]
    for canary in canaries:
        # PostgreSQL writes bytes in hexadecimal.
        assert not [one for one in there if canary in one or canary.hex().encode() in one], canary
    assert all(bytes(message.sealed) for message in Outgoing.objects.all())
