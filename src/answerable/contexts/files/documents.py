"""A look into Office documents before anybody opens them; they are ZIP archives of XML."""

import zipfile
from typing import BinaryIO

from answerable.contexts.files.errors import FileDamaged, FileExpandsTooFar, MacrosNotTaken, WrongEnding

MAX_ENTRIES = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
_SMALL = 1024 * 1024
_CONTENT_TYPES = "[Content_Types].xml"


def check_office(content: BinaryIO, inside: str) -> None:
    """See by its table of contents alone, unpacking nothing, that a document is what it says and no bomb.

    Raises:
        FileDamaged: it is no whole archive.
        WrongEnding: it is an archive, but no document of this kind.
        FileExpandsTooFar: it would unpack to too much.
        MacrosNotTaken: it carries a program.
    """
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise FileDamaged from error
    _refuse_bomb(entries)
    names = {entry.filename for entry in entries}
    if _CONTENT_TYPES not in names or not any(name.startswith(inside) for name in names):
        raise WrongEnding
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        raise MacrosNotTaken


def _refuse_bomb(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    overlapping = len({entry.header_offset for entry in entries}) < len(entries)
    dense = any(
        entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(1, entry.compress_size)
        for entry in entries
    )
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or dense or overlapping:
        raise FileExpandsTooFar
