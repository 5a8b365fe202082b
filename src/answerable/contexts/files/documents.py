"""Office documents, which are ZIP archives of XML: looked into unopened, and copied without their authors."""

import io
import re
import zipfile
import zlib
from typing import BinaryIO

from answerable.contexts.files.errors import FileDamaged, FileExpandsTooFar, MacrosNotTaken, WrongEnding

MAX_ENTRIES = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
_SMALL = 1024 * 1024
_CONTENT_TYPES = "[Content_Types].xml"
_OOXML = b"http://schemas.openxmlformats.org/"
# What a document tells of who wrote it, when and with what; the parts have to stay, empty.
_EMPTIED = {
    "docprops/core.xml": b'<cp:coreProperties xmlns:cp="%spackage/2006/metadata/core-properties"/>' % _OOXML,
    "docprops/app.xml": b'<Properties xmlns="%sofficeDocument/2006/extended-properties"/>' % _OOXML,
    "docprops/custom.xml": b'<Properties xmlns="%sofficeDocument/2006/custom-properties"/>' % _OOXML,
}
# Authors of comments and changes, in Word and in Excel.
_AUTHOR_ATTRIBUTE = re.compile(
    rb'(\s(?:w\d*:)?(?:author|initials|userId|userName|displayName|providerId)=)"[^"]*"'
)
_AUTHOR_ELEMENT = re.compile(rb"(<author[^>]*>)[^<]*(</author>)")
_ANY_TIME = (1980, 1, 1, 0, 0, 0)


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


def without_authors(content: BinaryIO) -> bytes:
    """Return a copy of a document that was checked: no author, company, program, time or thumbnail in it.

    Pictures inside stay as they are, and so does what the text itself says.

    Raises:
        FileDamaged: a part of it can't be unpacked.
    """
    content.seek(0)
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(content) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
            for entry in source.infolist():
                if not entry.is_dir():
                    copy.writestr(
                        zipfile.ZipInfo(entry.filename, _ANY_TIME), _part(source, entry), zipfile.ZIP_DEFLATED
                    )
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        ValueError,
        NotImplementedError,
        EOFError,
        RuntimeError,
    ) as error:
        # RuntimeError: the part is encrypted.
        raise FileDamaged from error
    return out.getvalue()


def _part(source: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    name = entry.filename.casefold()
    if name.startswith("docprops/"):
        return _EMPTIED.get(name, b"")
    # No more than it says of itself, which was checked; more is a lie, and ZipFile finds it out.
    body = source.read(entry)
    if name.endswith(".xml"):
        body = _AUTHOR_ELEMENT.sub(rb"\1\2", _AUTHOR_ATTRIBUTE.sub(rb'\1""', body))
    return body
