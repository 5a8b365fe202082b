"""Reads of files. Whether somebody may see a file is the question of the case that holds it: ask there first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from answerable.contexts.files.domain.formats import PDF
from answerable.contexts.files.enums import FileKind, Scan
from answerable.contexts.files.errors import FileHeld
from answerable.contexts.files.flatten import flattened
from answerable.contexts.files.models import StoredFile
from answerable.contexts.files.sealing import path_of, read_sealed, view_part, write_sealed
from answerable.kernel.errors import NotFound

HELD = (Scan.WAITING, Scan.FOUND)


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
    is_held: bool = False
    is_covered: bool = False
    scan: Scan = Scan.NONE

    @property
    def is_picture(self) -> bool:
        return self.kind is FileKind.IMAGE


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
        is_held=row.scan in HELD,
        is_covered=row.covered > 0,
        scan=Scan(row.scan),
    )


def describe(public_ids: Iterable[UUID]) -> Mapping[UUID, FileView]:
    """Return the files of these ids, in the order in which they were given; unknown ones are left out."""
    wanted = list(public_ids)
    rows = StoredFile.objects.filter(public_id__in=wanted) if wanted else ()
    found = {row.public_id: view_of(row) for row in rows}
    return {public_id: found[public_id] for public_id in wanted if public_id in found}


def count_by_scan() -> dict[Scan, int]:
    """Return how many files wait for the scanner, and in how many it found something."""
    rows = StoredFile.objects.filter(scan__in=HELD).values_list("scan").annotate(number=Count("pk"))
    found = dict(rows)
    return {one: found.get(one, 0) for one in HELD}


def open_file(public_id: UUID, *, original: bool = False) -> OpenedFile:
    """Return what may be shown or saved: the copy without metadata where there is one, or the original if asked for.

    Raises:
        NotFound: there is no such file.
        FileHeld: it waits for the scanner, or the scanner found something in it.
        NoCleanCopy: it is a PDF that can't be drawn.
        FileUnreadable: while reading, if the bytes are gone or were altered.
    """
    row = StoredFile.objects.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    if row.scan in HELD:
        raise FileHeld
    if row.media_type == PDF and not original:
        return OpenedFile(row.name, PDF, False, _drawn(public_id))
    if row.view_type and not original:
        is_picture = row.kind == FileKind.IMAGE
        name = _picture_name(row) if is_picture else row.name
        return OpenedFile(name, row.view_type, is_picture, read_sealed(public_id, view_part(row.covered)))
    return OpenedFile(row.name, row.media_type, False, read_sealed(public_id, "original"))


def _drawn(public_id: UUID) -> Iterator[bytes]:
    """Return the flat copy of a PDF, which is made when somebody opens it for the first time."""
    if not path_of(public_id, "view").exists():
        write_sealed(public_id, "view", [flattened(read_sealed(public_id, "original"))])
    return read_sealed(public_id, "view")


def _picture_name(row: StoredFile) -> str:
    """Return a name with the ending of what the picture has become."""
    stem = row.name.rpartition(".")[0] or row.name
    return f"{stem}.png" if row.view_type == "image/png" else f"{stem}.jpg"
