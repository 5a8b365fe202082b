"""Uploads: hostile, broken, and in a house without room."""

import errno
import io
import os
import resource
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pypdfium2
import pytest
from django.conf import settings
from django.test import TestCase
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from PIL import Image

from answerable.contexts.files import api as files
from answerable.contexts.files import sealing
from answerable.contexts.files.domain.formats import LIMITS
from answerable.contexts.files.errors import (
    FileDamaged,
    FileEmpty,
    FileExpandsTooFar,
    FileTooLarge,
    FileUnreadable,
    KindNotTaken,
    MacrosNotTaken,
    NoCleanCopy,
    NotAPicture,
    StorageFull,
    WrongEnding,
)
from answerable.contexts.files.models import StoredFile
from answerable.kernel.errors import NotFound

AT = datetime(2026, 5, 11, 2, tzinfo=UTC)
CANARY = b"Lianhua Road 7 secret canary"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings.OPTIONS, "data_dir", tmp_path)
    return tmp_path / "attachments"


def on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def store(name: str, content: bytes) -> files.FileView:
    return files.store_upload(name=name, content=io.BytesIO(content), at=AT)


def read(view: files.FileView, *, original: bool = False) -> bytes:
    return b"".join(files.open_file(view.public_id, original=original).content)


def photo(size: tuple[int, int] = (60, 40), **save: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, **{"format": "JPEG", **save})  # type: ignore[arg-type]
    return out.getvalue()


def photo_with_place() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (31.0, 51.0, 12.0), 3: "E", 4: (117.0, 17.0, 3.0)}
    return photo(exif=exif, comment=CANARY)


def a_pdf() -> bytes:
    """Return two pages with an author, and a program that wants to run when it is opened."""
    out = io.BytesIO()
    pages = [Image.new("RGB", (200, 100), (200, 30, 30)) for _ in range(2)]
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], author=CANARY.decode())
    return out.getvalue().replace(
        b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (canary) >>"
    ) + (b"% " + CANARY)


def office(inside: str, **more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{inside}document.xml", "<w/>", zipfile.ZIP_STORED)
        for name, content in more.items():
            archive.writestr(
                name.replace("__", "/").replace("_xml", ".xml").replace("_jpeg", ".jpeg"), content
            )
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_the_original_is_kept_as_it_came_and_the_copy_tells_no_place() -> None:
    original = photo_with_place()
    view = store("IMG_1.jpg", original)
    assert (view.size, view.media_type, view.has_view) == (len(original), "image/jpeg", True)
    assert read(view, original=True) == original
    shown = files.open_file(view.public_id)
    assert (shown.inline, shown.media_type) == (True, "image/jpeg")
    copy = b"".join(shown.content)
    assert CANARY not in copy
    assert b"Exif" not in copy
    with Image.open(io.BytesIO(copy)) as image:
        assert not image.getexif()
        # Turned upright before the note that says so was dropped.
        assert image.size == (40, 60)


@pytest.mark.parametrize(("form", "ending"), [("PNG", "png"), ("WEBP", "webp")])
def test_other_pictures_lose_what_they_carry_too(form: str, ending: str) -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    Image.new("RGBA", (30, 30), (1, 2, 3, 100)).save(out, format=form, exif=exif, icc_profile=CANARY)
    assert CANARY in out.getvalue()
    assert CANARY not in read(store(f"a.{ending}", out.getvalue()))


def test_nothing_readable_lies_on_disk(own_folder: Path) -> None:
    store("a.pdf", b"%PDF-1.7\n" + CANARY)
    [path] = on_disk(own_folder)
    assert CANARY not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_a_document_is_saved_and_never_shown_in_place() -> None:
    view = store("信.pdf", a_pdf())
    opened = files.open_file(view.public_id)
    assert (opened.inline, opened.name) == (False, "信.pdf")


def test_of_a_pdf_people_get_pictures_of_its_pages() -> None:
    view = store("信.pdf", a_pdf())
    assert CANARY in read(view, original=True)
    flat = read(view)
    assert flat.startswith(b"%PDF-")
    for word in (CANARY, b"/Author", b"/JavaScript", b"/OpenAction", b"canary"):
        assert word not in flat
    with pypdfium2.PdfDocument(flat) as document:
        page = document[0]
        assert len(document) == 2
        assert page.render().to_pil().convert("RGB").getpixel((20, 20))[0] > 180
        # What is drawn is there, what was written is no text any more.
        assert page.get_textpage().get_text_range() == ""
    assert read(view) == flat


@pytest.mark.parametrize("content", [b"%PDF-1.7\n" + CANARY, b"%PDF-1.7\n" + b"[" * 100_000])
def test_what_can_not_be_drawn_is_kept_and_not_shown(content: bytes) -> None:
    view = store("a.pdf", content)
    with pytest.raises(NoCleanCopy):
        read(view)
    assert read(view, original=True) == content


@pytest.mark.parametrize(("name", "inside"), [("a.docx", "word/"), ("a.xlsx", "xl/")])
def test_office_documents_are_taken_and_read_without_their_authors(name: str, inside: str) -> None:
    author = b"canary-author"
    content = office(
        inside,
        docProps__core_xml=b"<cp:coreProperties><dc:creator>canary-author</dc:creator></cp:coreProperties>",
        docProps__app_xml=b"<Properties><Company>canary-author</Company></Properties>",
        docProps__thumbnail_jpeg=photo(comment=author),
        **{
            f"{inside}comments.xml": b'<w:ins w:author="canary-author" w:initials="canary-author">said</w:ins>'
            b"<authors><author>canary-author</author></authors>"
        },
    )
    view = store(name, content)
    assert read(view, original=True) == content
    opened = files.open_file(view.public_id)
    assert (opened.name, opened.inline) == (name, False)
    with zipfile.ZipFile(io.BytesIO(b"".join(opened.content))) as copy:
        parts = {part: copy.read(part) for part in copy.namelist()}
        assert {entry.date_time[0] for entry in copy.infolist()} == {1980}
    assert not [part for part, body in parts.items() if author in body]
    assert b">said<" in parts[f"{inside}comments.xml"]
    assert parts[f"{inside}document.xml"] == b"<w/>"


def test_the_copies_of_real_documents_open() -> None:
    book = Workbook()
    book.properties.creator = "canary-author"
    book.active["A1"] = "夜间噪音"  # type: ignore[index]
    book.active["A1"].comment = Comment("吵", "canary-author")  # type: ignore[index,union-attr]
    raw = io.BytesIO()
    book.save(raw)
    copy = read(store("a.xlsx", raw.getvalue()))
    again = load_workbook(io.BytesIO(copy))
    assert again.active is not None
    assert again.active["A1"].value == "夜间噪音"  # type: ignore[union-attr]
    assert again.properties.creator != "canary-author"
    assert again.active["A1"].comment.text == "吵"  # type: ignore[union-attr]
    assert b"canary-author" not in b"".join(zipfile.ZipFile(io.BytesIO(copy)).read(n) for n in _names(copy))


def _names(archive: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(archive)).namelist()


def test_an_office_part_that_lies_about_itself_is_refused(own_folder: Path) -> None:
    content = bytearray(office("word/"))
    content[content.rindex(b"<w/>")] ^= 1
    with pytest.raises(FileDamaged):
        store("a.docx", bytes(content))
    assert on_disk(own_folder) == []


def test_a_recording_of_many_pieces_comes_back_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "PIECE", 1000)
    for length in (999, 1000, 1001, 5000):
        content = (b"ID3\x04" + os.urandom(length))[:length]
        assert read(store("call.mp3", content)) == content


def test_a_picture_that_is_also_a_page_is_shown_as_a_picture_only() -> None:
    polyglot = photo() + b"<html><script>alert(1)</script>" + office("word/")
    view = store("a.jpg", polyglot)
    assert b"<script>" not in read(view)
    assert not files.open_file(view.public_id, original=True).inline


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("a.jpg", b"", FileEmpty),
        ("a.svg", b"<svg onload=alert(1)>", KindNotTaken),
        ("a.png", b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script></html>", FileDamaged),
        ("a.jpg", photo((400, 400))[:-900], FileDamaged),
        ("a.webp", b"RIFF\x10\x00\x00\x00WEBPVP8 1234", FileDamaged),
        ("a.docx", office("word/")[:200], FileDamaged),
        ("a.docx", office("xl/"), WrongEnding),
        (
            "a.docx",
            office("word/", word__vbaProject__bin=b"x", **{"word/vbaProject.bin": b"x"}),
            MacrosNotTaken,
        ),
        ("a.png", png_that_claims(30_000, 30_000), FileExpandsTooFar),
        ("a.png", png_that_claims(12_000, 10_000), FileExpandsTooFar),
        ("a.png", png_that_claims(8_000, 7_000), FileExpandsTooFar),
        ("a.docx", office("word/", word__big=b"\0" * 5_000_000), FileExpandsTooFar),
    ],
)
def test_what_is_broken_or_dangerous_is_refused_and_leaves_nothing(
    name: str, content: bytes, refusal: type[Exception], own_folder: Path
) -> None:
    with pytest.raises(refusal):
        store(name, content)
    assert on_disk(own_folder) == []
    assert not StoredFile.objects.exists()


def test_a_zip_bomb_is_refused_by_what_it_says_of_itself() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for number in range(2_100):
            archive.writestr(f"word/{number}.xml", "")
    with pytest.raises(FileExpandsTooFar):
        store("a.docx", out.getvalue())


class Endless(io.RawIOBase):
    """A file that says how large it is without being so."""

    def __init__(self, size: int, head: bytes) -> None:
        self._size, self._head = size, head

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._size if whence == os.SEEK_END else offset

    def read(self, size: int = -1) -> bytes:
        return self._head


def test_each_kind_has_its_own_limit(own_folder: Path) -> None:
    too_large = Endless(LIMITS[files.FileKind.DOCUMENT] + 1, b"%PDF-1.7")
    with pytest.raises(FileTooLarge) as refused:
        files.store_upload(name="a.pdf", content=too_large, at=AT)  # type: ignore[arg-type]
    assert "20 MB" in str(refused.value)
    with pytest.raises(FileTooLarge):
        files.store_upload(name="a.mp4", content=Endless(10**12, b"\0\0\0 ftypisom"), at=AT)  # type: ignore[arg-type]
    assert on_disk(own_folder) == []


@pytest.fixture
def hardly_any_room() -> Iterator[None]:
    """No file of this process may grow beyond 64 KiB: the kernel itself refuses, in the middle of a write."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("hardly_any_room")
def test_without_room_nothing_is_half_stored_and_the_sentence_says_what_to_do(own_folder: Path) -> None:
    with pytest.raises(StorageFull) as refused:
        store("a.pdf", b"%PDF-1.7\n" + os.urandom(300_000))
    assert refused.value.status == 507
    assert on_disk(own_folder) == []
    assert not StoredFile.objects.exists()
    store("small.pdf", b"%PDF-1.7\n")


def test_a_disk_that_fills_up_while_flushing_leaves_nothing(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFull):
        store("a.jpg", photo())
    assert on_disk(own_folder) == []


def test_when_the_copy_finds_no_room_the_original_goes_too(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename, done = os.rename, []

    def second_fails(source: str, target: str) -> None:
        if done:
            raise OSError(errno.ENOSPC, "No space left on device")
        done.append(target)
        rename(source, target)

    monkeypatch.setattr(os, "rename", second_fails)
    with pytest.raises(StorageFull):
        store("a.jpg", photo())
    assert len(done) == 1
    assert on_disk(own_folder) == []


def test_altered_cut_or_exchanged_bytes_are_not_given_out(own_folder: Path) -> None:
    view, other = (store("a.pdf", b"%PDF-1.7\n" + letter * 50) for letter in (b"a", b"b"))
    path, another = (sealing.path_of(v.public_id, "original") for v in (view, other))
    whole = path.read_bytes()
    for broken in (whole[:-1], whole[:6], b"", whole[:-1] + bytes([whole[-1] ^ 1]), another.read_bytes()):
        path.write_bytes(broken)
        with pytest.raises(FileUnreadable):
            read(view)
    path.unlink()
    with pytest.raises(FileUnreadable):
        read(view)


def test_a_piece_dropped_from_the_end_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "PIECE", 1000)
    view = store("call.mp3", b"ID3\x04" + b"x" * 2500)
    path = sealing.path_of(view.public_id, "original")
    path.write_bytes(path.read_bytes()[: 6 + 2 * 1016])
    with pytest.raises(FileUnreadable):
        read(view)


def test_an_unknown_file_is_not_found() -> None:
    with pytest.raises(NotFound):
        files.open_file(uuid4())


def test_files_are_described_in_the_order_asked_for() -> None:
    first, second = store("a.pdf", b"%PDF-1"), store("b.pdf", b"%PDF-2")
    assert [view.name for view in files.describe([second.public_id, first.public_id, uuid4()]).values()] == [
        "b.pdf",
        "a.pdf",
    ]


def test_what_nobody_took_goes_after_a_day(own_folder: Path) -> None:
    taken, forgotten = store("a.jpg", photo()), store("b.jpg", photo())
    assert files.keep_files([taken.public_id], at=AT) == 1
    assert files.keep_files([taken.public_id], at=AT) == 0
    assert files.retire_orphans(at=AT + timedelta(hours=23)) == 0
    assert files.retire_orphans(at=AT + timedelta(hours=25)) == 1
    assert read(taken, original=True) == photo()
    assert files.describe([forgotten.public_id]) == {}
    assert len(on_disk(own_folder)) == 2


def test_bytes_that_no_row_knows_are_swept_but_not_those_just_being_written(own_folder: Path) -> None:
    kept = store("a.pdf", b"%PDF-1")
    files.keep_files([kept.public_id], at=AT)
    stray = sealing.path_of(uuid4(), "original")
    stray.parent.mkdir(parents=True, exist_ok=True)
    half = sealing.path_of(kept.public_id, "original").with_suffix(".original.part")
    for path in (stray, half):
        path.write_bytes(b"x")
    now = datetime.now(UTC)
    files.retire_orphans(at=now)
    assert stray.exists()
    files.retire_orphans(at=now + timedelta(days=2))
    assert on_disk(own_folder) == [sealing.path_of(kept.public_id, "original")]


FACE = (10, 60, 200)


def with_face(form: str) -> bytes:
    """Return a picture with a part in a colour that is nowhere else, and a small copy of itself in its EXIF."""
    image, out = Image.new("RGB", (200, 100), (240, 240, 240)), io.BytesIO()
    image.paste(FACE, (40, 20, 80, 60))
    image.save(out, form, **({"exif": image.getexif(), "quality": 95} if form == "JPEG" else {}))
    return out.getvalue()


def looks_like_the_face(content: bytes) -> bool:
    with Image.open(io.BytesIO(content)) as image:
        return any(blue - red > 40 for red, _, blue in image.convert("RGB").get_flattened_data())


@pytest.mark.parametrize(("form", "ending"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
def test_what_was_covered_is_in_no_copy_any_more(own_folder: Path, form: str, ending: str) -> None:
    original = with_face(form)
    view = store(f"a.{ending}", original)
    assert looks_like_the_face(read(view))
    with pytest.raises(NotAPicture):
        files.cover_picture(store("b.mp3", b"ID3\x04xx").public_id, [files.Box(0, 0, 1, 1)])
    with TestCase.captureOnCommitCallbacks(execute=True):
        files.cover_picture(view.public_id, [files.Box(18, 15, 24, 50)])
    assert not looks_like_the_face(read(view))
    with TestCase.captureOnCommitCallbacks(execute=True):
        # Whoever covers more uncovers nothing.
        files.cover_picture(view.public_id, [files.Box(90, 90, 10, 10)])
    assert not looks_like_the_face(read(view))
    assert files.describe([view.public_id])[view.public_id].is_covered
    assert read(view, original=True) == original
    # The copies of before are gone from the disk; what is left opens as original and covered copy.
    kept = sorted(path.suffix for path in on_disk(own_folder) if path.name.startswith(view.public_id.hex))
    assert kept == [".original", ".view2"]


def test_a_box_covers_every_pixel_that_it_touches() -> None:
    assert files.Box(0, 0, 100, 100).pixels(33, 7) == (0, 0, 32, 6)
    assert files.Box(49.9, 49.9, 0.2, 0.2).pixels(100, 100) == (49, 49, 50, 50)
    assert files.Box(50, 50, 90, 90).pixels(10, 10) == (5, 5, 9, 9)
    for wrong in ((-1, 0, 5, 5), (0, 100, 5, 5), (0, 0, 0, 5), (0, 0, 5, -1)):
        with pytest.raises(ValueError, match="lie on the picture"):
            files.Box(*wrong)
