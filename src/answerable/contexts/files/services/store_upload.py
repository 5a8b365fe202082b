"""Take a file in: looked at before it is kept, kept sealed, kept whole."""

import os
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO

import structlog
from django.db import transaction

from answerable.contexts.files.documents import check_office, without_authors
from answerable.contexts.files.domain.formats import HEAD, LARGEST, MEGABYTE, Format, recognise
from answerable.contexts.files.domain.names import clean_name
from answerable.contexts.files.enums import FileKind
from answerable.contexts.files.errors import FileEmpty, FileTooLarge, StorageFull
from answerable.contexts.files.models import StoredFile
from answerable.contexts.files.pictures import drawn_anew
from answerable.contexts.files.quarantine import journal_found
from answerable.contexts.files.scanner import scan
from answerable.contexts.files.sealing import PIECE, remove, write_sealed
from answerable.contexts.files.selectors import FileView, view_of
from answerable.kernel import row_security

log = structlog.get_logger(__name__)


def store_upload(*, name: str, content: BinaryIO, at: datetime) -> FileView:
    """Store a file and return its description; `content` has to be seekable, as uploads are.

    The bytes are on disk, whole, before the row is written. A file that no case keeps goes after a day.

    Raises:
        FileRefused: it is empty, too large, of no kind that we take, damaged, or a bomb; the subclass says which.
        StorageFull: the disk is full. Nothing was kept.
    """
    size = content.seek(0, os.SEEK_END)
    _check_size(size, LARGEST)
    cleaned = clean_name(name)
    content.seek(0)
    known = recognise(cleaned, content.read(HEAD))
    _check_size(size, known.limit)
    view = _look_inside(known, content)
    stored = StoredFile(
        public_id=uuid.uuid4(),
        name=cleaned,
        kind=known.kind,
        media_type=known.media_type,
        size=size,
        view_type=view[0] if view else "",
        scan=scan(_pieces(content)),
        stored_at=at,
    )
    _keep(stored, content, view[1] if view else None)
    return view_of(stored)


def _check_size(size: int, limit: int) -> None:
    if size == 0:
        raise FileEmpty
    if size > limit:
        raise FileTooLarge(megabytes=limit // MEGABYTE)


def _look_inside(known: Format, content: BinaryIO) -> tuple[str, bytes] | None:
    if known.office:
        check_office(content, known.office)
        return known.media_type, without_authors(content)
    return drawn_anew(content) if known.kind is FileKind.IMAGE else None


def _keep(stored: StoredFile, content: BinaryIO, view: bytes | None) -> None:
    digest = sha256()
    try:
        write_sealed(stored.public_id, "original", _digested(content, digest.update))
        if view is not None:
            write_sealed(stored.public_id, "view", [view])
        stored.sha256 = digest.digest()
        # No case holds it yet, so nobody could see it.
        with row_security.system("files.store"), transaction.atomic():
            stored.save(force_insert=True)
            journal_found([stored], at=stored.stored_at)
    except BaseException as error:
        if isinstance(error, StorageFull):
            log.error("files.disk_full", code=error.code)
        remove(stored.public_id)
        raise


def _digested(content: BinaryIO, update: Callable[[bytes], object]) -> Iterator[bytes]:
    for chunk in _pieces(content):
        update(chunk)
        yield chunk


def _pieces(content: BinaryIO) -> Iterator[bytes]:
    content.seek(0)
    while chunk := content.read(PIECE):
        yield chunk
