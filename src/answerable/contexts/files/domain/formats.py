"""Which formats are taken: recognised by their first bytes, and only if the name's ending agrees.

A name alone proves nothing, and neither do first bytes alone: a file may be two things at once. Whatever is not
on this list is refused, SVG and HTML among it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from answerable.contexts.files.enums import FileKind
from answerable.contexts.files.errors import HeicNotTaken, KindNotTaken, WrongEnding

HEAD = 4096
MEGABYTE = 1024 * 1024
LIMITS = {
    FileKind.IMAGE: 20 * MEGABYTE,
    FileKind.DOCUMENT: 20 * MEGABYTE,
    FileKind.AUDIO: 50 * MEGABYTE,
    FileKind.VIDEO: 200 * MEGABYTE,
}
LARGEST = max(LIMITS.values())


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is taken. `office` names the folder that an Office document of this kind has inside."""

    media_type: str
    kind: FileKind
    endings: tuple[str, ...]
    fits: Callable[[bytes], bool]
    office: str = ""

    @property
    def limit(self) -> int:
        return LIMITS[self.kind]


def _starts(*magics: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(magics)


def _riff(form: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[:4] == b"RIFF" and head[8:12] == form


def _brand(*brands: bytes) -> Callable[[bytes], bool]:
    """Recognise an ISO base media file (ISO/IEC 14496-12) by its major brand."""
    return lambda head: head[4:8] == b"ftyp" and head[8:12].startswith(brands)


def _mpeg_audio(head: bytes) -> bool:
    """Recognise MP3 by an ID3 tag, or by the header of a first frame of MPEG layer III."""
    if head.startswith(b"ID3"):
        return True
    return len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] & 0xF0 not in (0x00, 0xF0)


_ZIP = _starts(b"PK\x03\x04")
PDF = "application/pdf"
_OOXML = "application/vnd.openxmlformats-officedocument."
FORMATS = (
    Format("image/jpeg", FileKind.IMAGE, ("jpg", "jpeg", "jfif"), _starts(b"\xff\xd8\xff")),
    Format("image/png", FileKind.IMAGE, ("png",), _starts(b"\x89PNG\r\n\x1a\n")),
    Format("image/webp", FileKind.IMAGE, ("webp",), _riff(b"WEBP")),
    Format(PDF, FileKind.DOCUMENT, ("pdf",), _starts(b"%PDF-")),
    Format(f"{_OOXML}wordprocessingml.document", FileKind.DOCUMENT, ("docx",), _ZIP, "word/"),
    Format(f"{_OOXML}spreadsheetml.sheet", FileKind.DOCUMENT, ("xlsx",), _ZIP, "xl/"),
    Format("audio/wav", FileKind.AUDIO, ("wav",), _riff(b"WAVE")),
    Format("audio/amr", FileKind.AUDIO, ("amr",), _starts(b"#!AMR")),
    Format("audio/mp4", FileKind.AUDIO, ("m4a",), _brand(b"M4A", b"mp42", b"isom", b"3gp")),
    Format(
        "video/mp4", FileKind.VIDEO, ("mp4", "m4v"), _brand(b"mp4", b"iso", b"avc1", b"M4V", b"3gp", b"dash")
    ),
    Format("audio/mpeg", FileKind.AUDIO, ("mp3",), _mpeg_audio),
)
ENDINGS = tuple(ending for known in FORMATS for ending in known.endings)
_is_heic = _brand(b"hei", b"hev", b"mif1", b"msf1")


def recognise(name: str, head: bytes) -> Format:
    """Return the format that both the first bytes and the name's ending say.

    Raises:
        HeicNotTaken: it is a picture that only some devices can show.
        KindNotTaken: it is nothing that we take.
        WrongEnding: the bytes are of a format that we take, but the name says another.
    """
    if _is_heic(head):
        raise HeicNotTaken
    fitting = [known for known in FORMATS if known.fits(head)]
    ending = name.rpartition(".")[2].casefold()
    for known in fitting:
        if ending in known.endings:
            return known
    if fitting and ending in ENDINGS:
        raise WrongEnding
    raise KindNotTaken
