"""Reads of files. Whether somebody may see a file is the question of the case that holds it: ask there first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from answerable.contexts.files.enums import FileKind
from answerable.contexts.files.models import StoredFile
from answerable.contexts.files.sealing import read_sealed
from answerable.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class FileView:
    """A file as a page names it. Other contexts keep `public_id`, which may leave the house."""

    public_id: UUID
    name: str
    kind: FileKind
    media_type: str
    size: int
    sha256: bytes
    has_view: bool


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """What is sent to a browser, with the headers that make it harmless.

    `inline` is true only for pictures that we have drawn anew; everything else is to be saved, never shown in place.
    Send `X-Content-Type-Options: nosniff` and `Content-Security-Policy: sandbox` with both.
    """

    name: str
    media_type: str
    inline: bool
    content: Iterator[bytes]


def view_of(row: StoredFile) -> FileView:
    return FileView(
        public_id=row.public_id,
        name=row.name,
        kind=FileKind(row.kind),
        media_type=row.media_type,
        size=row.size,
        sha256=bytes(row.sha256),
        has_view=bool(row.view_type),
    )


def describe(public_ids: Iterable[UUID]) -> Mapping[UUID, FileView]:
    """Return the files of these ids, in the order in which they were given; unknown ones are left out."""
    wanted = list(public_ids)
    rows = StoredFile.objects.filter(public_id__in=wanted) if wanted else ()
    found = {row.public_id: view_of(row) for row in rows}
    return {public_id: found[public_id] for public_id in wanted if public_id in found}


def open_file(public_id: UUID, *, original: bool = False) -> OpenedFile:
    """Return what may be shown or saved: the copy without metadata where there is one, or the original if asked for.

    Raises:
        NotFound: there is no such file.
        FileUnreadable: while reading, if the bytes are gone or were altered.
    """
    row = StoredFile.objects.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    if row.view_type and not original:
        is_picture = row.kind == FileKind.IMAGE
        name = _picture_name(row) if is_picture else row.name
        return OpenedFile(name, row.view_type, is_picture, read_sealed(public_id, "view"))
    return OpenedFile(row.name, row.media_type, False, read_sealed(public_id, "original"))


def _picture_name(row: StoredFile) -> str:
    """Return a name with the ending of what the picture has become."""
    stem = row.name.rpartition(".")[0] or row.name
    return f"{stem}.png" if row.view_type == "image/png" else f"{stem}.jpg"
