import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.contexts.files.domain.formats import ENDINGS, FORMATS, recognise
from answerable.contexts.files.domain.names import LONGEST, clean_name
from answerable.contexts.files.errors import FileRefused, HeicNotTaken, KindNotTaken, WrongEnding

HEADS = {
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "webp": b"RIFF\x10\x00\x00\x00WEBPVP8 ",
    "pdf": b"%PDF-1.7\n",
    "docx": b"PK\x03\x04\x14\x00",
    "xlsx": b"PK\x03\x04\x14\x00",
    "wav": b"RIFF\x10\x00\x00\x00WAVEfmt ",
    "amr": b"#!AMR\n",
    "m4a": b"\x00\x00\x00\x20ftypM4A \x00",
    "mp4": b"\x00\x00\x00\x20ftypisom\x00",
    "mp3": b"ID3\x04\x00",
}


@pytest.mark.parametrize("ending", HEADS)
def test_what_we_take_is_recognised(ending: str) -> None:
    assert ending in recognise(f"a.{ending.upper()}", HEADS[ending]).endings


def test_a_frame_of_mp3_is_recognised_without_a_tag() -> None:
    assert recognise("call.mp3", b"\xff\xfb\x90\x64").media_type == "audio/mpeg"
    for head in (b"\xff\xfb\x00\x00", b"\xff\xfb\xf0\x00", b"\xff\xf1\x50\x80"):
        with pytest.raises(KindNotTaken):
            recognise("call.mp3", head)


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>"),
        ("a.html", b"<!DOCTYPE html>"),
        ("a.jpg", b"<html><script>"),
        ("a.jpg", b"GIF89a"),
        ("a.exe", b"MZ\x90"),
        ("a.gif", b"GIF89a"),
        ("a.zip", b"PK\x03\x04"),
        ("a.doc", b"\xd0\xcf\x11\xe0"),
        ("a.xml", b"<?xml version='1.0'?>"),
        ("a.svg", HEADS["png"]),
        ("a", HEADS["png"]),
        ("png", HEADS["png"][1:]),
    ],
)
def test_everything_else_is_refused(name: str, head: bytes) -> None:
    with pytest.raises(KindNotTaken):
        recognise(name, head)


def test_name_and_content_have_to_agree() -> None:
    with pytest.raises(WrongEnding):
        recognise("holiday.pdf", HEADS["jpg"])
    with pytest.raises(WrongEnding):
        recognise("holiday.jpg", HEADS["docx"])


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"hevc", b"mif1"])
def test_heic_is_refused_with_advice_whatever_it_is_called(brand: bytes) -> None:
    with pytest.raises(HeicNotTaken) as refused:
        recognise("IMG_1.JPG", b"\x00\x00\x00\x18ftyp" + brand)
    assert "Most Compatible" in refused.value.sentence.__str__() or "兼容性最佳" in str(refused.value)


@given(st.sampled_from(ENDINGS), st.binary(max_size=64))
def test_no_bytes_are_taken_for_a_format_they_do_not_fit(ending: str, head: bytes) -> None:
    try:
        known = recognise(f"x.{ending}", head)
    except FileRefused:
        return
    assert known.fits(head)
    assert ending in known.endings


def test_every_kind_has_a_limit() -> None:
    assert all(known.limit > 0 for known in FORMATS)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("夜间施工.jpg", "夜间施工.jpg"),
        ("C:\\Users\\wang\\夜间.jpg", "夜间.jpg"),
        ("../../etc/passwd.png", "passwd.png"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\r\nSet-Cookie: x.jpg", "a Set-Cookie_ x.jpg"),
        ("....jpg", "file.jpg"),
        ("", "file"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
    ],
)
def test_a_name_is_made_harmless(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


@given(st.text(max_size=400))
def test_a_name_never_leaves_its_folder_nor_grows(name: str) -> None:
    kept = clean_name(name)
    assert kept
    assert len(kept) <= LONGEST + 20
    assert not set(kept) & set('/\\<>:"|?*\r\n\0')
    assert kept not in {".", ".."}
