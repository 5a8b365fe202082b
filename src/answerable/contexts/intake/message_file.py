"""Files of messages, read row by row: CSV (also gzipped) in any usual encoding, or the first sheet of a workbook.

The file is read twice: once to know its digest, its encoding and how many lines there are, once for its rows. A CSV
file takes the memory of a row.
"""

import codecs
import csv
import gzip
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook

from answerable.kernel.errors import Fault, Invalid
from answerable.kernel.formulas import restored
from answerable.kernel.tables import MAX_BYTES, MAX_COLUMNS
from answerable.kernel.text import clean

# A cell may be longer than a submission: its row is refused then, not the file.
MAX_CELL = 8 * 1024 * 1024
_BLOCK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BOOKS = (".xlsx", ".xls", ".ods", ".xlsm")


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row that has anything in it: its number among these (from 1), the line where an editor shows it, its cells."""

    number: int
    line: int
    cells: Sequence[str]
    broken: bool = False


@dataclass(frozen=True, slots=True)
class MessageFile:
    path: Path
    name: str
    digest: bytes
    columns: tuple[str, ...]
    encoding: str
    # How many lines there are at most, for a progress bar.
    lines: int

    def rows(self) -> Iterator[FileRow]:
        """Yield the rows below the header. A row with more cells than the header, or with an open quote, is broken."""
        numbered = _sheet(self.path, self.name) if self.encoding == "" else _csv(self.path, self.encoding)
        header_seen, number = False, 0
        for line, cells in numbered:
            if not any(cell.strip() for cell in cells):
                continue
            if not header_seen:
                header_seen = True
                continue
            number += 1
            broken = len(cells) > len(self.columns) and any(cells[len(self.columns) :])
            yield FileRow(number, line, cells, broken)


def open_messages(path: Path, name: str = "") -> MessageFile:
    """Look at a file of messages and return it, ready to be read.

    Raises:
        Invalid: it is too large, in no known encoding, no workbook, empty, or its header can't be used.
    """
    name = name or path.name
    if path.suffix.lower() in _BOOKS:
        digest, lines = _digest_of(path), 0
        encoding = ""
        _check_book(path, name)
        numbered = _sheet(path, name)
    else:
        digest, encoding, lines = _survey(path, name)
        numbered = _csv(path, encoding)
    header = next((cells for _line, cells in numbered if any(cell.strip() for cell in cells)), None)
    if header is None:
        raise Invalid([Fault(name, _("The file is empty."))])
    return MessageFile(path, name, digest, _columns(header, name), encoding, lines)


def _columns(header: Sequence[str], name: str) -> tuple[str, ...]:
    if len(header) > MAX_COLUMNS:
        raise Invalid([Fault(f"{name}:1", _("There are more than 200 columns. Keep those that are needed."))])
    columns = tuple(clean(cell) for cell in header)
    named = [column for column in columns if column]
    if twice := {column for column in named if named.count(column) > 1}:
        raise Invalid(
            [Fault(f"{name}:1:{column}", _("Two columns have this name.")) for column in sorted(twice)]
        )
    return columns


def _open(path: Path) -> BinaryIO:
    return gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb")  # type: ignore[return-value]


def _blocks(path: Path, name: str) -> Iterator[bytes]:
    size = 0
    try:
        with _open(path) as file:
            while block := file.read(_BLOCK):
                size += len(block)
                if size > MAX_BYTES:
                    raise Invalid([Fault(name, _("The file is larger than 512 MB. Split it."))])
                yield block
    except (gzip.BadGzipFile, EOFError):
        raise Invalid([Fault(name, _("This is no readable gzip file."))]) from None


def _survey(path: Path, name: str) -> tuple[bytes, str, int]:
    """Return digest, encoding and lines: UTF-8, UTF-16 by its mark, or GB 18030, whichever fits the whole file."""
    digest, lines, first = sha256(), 0, b""
    decoders: dict[str, codecs.IncrementalDecoder] = {}
    for block in _blocks(path, name):
        if not first:
            first = block
            marked = [encoding for mark, encoding in _BOMS if block.startswith(mark)]
            decoders = {
                encoding: codecs.getincrementaldecoder(encoding)()
                for encoding in marked or ["utf-8", "gb18030"]
            }
        digest.update(block)
        lines += block.count(b"\n")
        _drop_unfit(decoders, block, final=False)
    _drop_unfit(decoders, b"", final=True)
    if first and not decoders:
        raise Invalid([Fault(name, _("The text is in no known encoding. Save the file as UTF-8."))])
    return digest.digest(), next(iter(decoders), "utf-8"), lines + 1


def _drop_unfit(decoders: dict[str, codecs.IncrementalDecoder], block: bytes, *, final: bool) -> None:
    for encoding, decoder in list(decoders.items()):
        try:
            decoder.decode(block, final)
        except UnicodeDecodeError:
            del decoders[encoding]


def _digest_of(path: Path) -> bytes:
    with path.open("rb") as file:
        digest = sha256()
        while block := file.read(_BLOCK):
            digest.update(block)
        return digest.digest()


def _csv(path: Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_CELL)
    with _open(path) as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as text:
        first = next((line for line in text if line.strip()), "")
        delimiter = max((",", ";", "\t"), key=first.count)
        text.seek(0)
        reader = csv.reader((line.replace("\x00", "") for line in text), delimiter=delimiter)
        line = 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                # A cell beyond all measure, usually an open quote: the row is told as broken, the next one is read.
                cells = ["…"] * (MAX_COLUMNS + 1)
            yield line, [restored(cell) for cell in cells]
            line = reader.line_num + 1


def _check_book(path: Path, name: str) -> None:
    """Refuse a workbook that would unpack to more than a file may be."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        if sum(info.file_size for info in archive.infolist()) > MAX_BYTES:
            raise Invalid([Fault(name, _("The file is larger than 512 MB. Split it."))])


def _sheet(path: Path, name: str) -> Iterator[tuple[int, list[str]]]:
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheet = book.get_sheet_by_index(0)
        for line, cells in enumerate(sheet.to_python(skip_empty_area=False), 1):
            yield line, [restored(_cell(value)) for value in cells]
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, IndexError):
        raise Invalid(
            [Fault(name, _("This is no readable workbook. Save it again as .xlsx or as CSV."))]
        ) from None


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\x00", "")
