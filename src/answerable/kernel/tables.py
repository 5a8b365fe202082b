"""Tables that people fill in: CSV in any usual encoding, or sheets of a workbook.

Every fault of a table is told at once, each with its line, so that a person mends a file in one go.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook

from answerable.kernel.errors import Fault, Invalid
from answerable.kernel.formulas import disarmed, restored
from answerable.kernel.text import clean

if TYPE_CHECKING:
    import _csv

MAX_BYTES = 512 * 1024 * 1024
MAX_COLUMNS = 200
MAX_CELL = 200_000
# The order matters: UTF-16 only by its mark, then strict UTF-8, then the Chinese national encoding.
_ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its number as an editor shows it (the header is 1), and its cells."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(slots=True)
class Table:
    """A named table with its rows, collecting the faults that are found in it."""

    name: str
    columns: tuple[str, ...]
    rows: list[Row]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, row: Row | int, column: str, sentence: "str | object") -> None:
        line = row if isinstance(row, int) else row.line
        self.faults.append(Fault(f"{self.name}:{line}:{column}", str(sentence)))

    def require(self, *columns: str) -> bool:
        """Note each missing column as a fault of line 1; True if none is missing."""
        missing = [column for column in columns if column not in self.columns]
        for column in missing:
            self.fault(1, column, _("This column is missing."))
        return not missing


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What taking a table did to what was there."""

    created: int
    changed: int
    unchanged: int


class Tables(Protocol):
    """A set of tables by name, e.g. a folder of CSV files."""

    def get(self, name: str) -> Table | None: ...

    def names(self) -> Sequence[str]:
        """Return the names of all tables that are there, in their order."""
        ...

    def file(self, name: str) -> bytes | None:
        """Return a file that lies beside the tables, if there is one."""
        ...


def decode(raw: bytes, name: str) -> str:
    """Turn bytes into text: UTF-8 (with or without mark), UTF-16 by its mark, or GB 18030.

    Raises:
        Invalid: none of them fits.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates: Sequence[str] = ("utf-16",)
    else:
        candidates = _ENCODINGS
    for encoding in candidates:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid([Fault(name, _("The text is in no known encoding. Save the file as UTF-8."))])


def read_csv(raw: bytes, name: str) -> Table:
    """Read a CSV file whose first line names the columns; comma, semicolon or tab.

    Raises:
        Invalid: the file is too large, has too many columns, no header, or an unknown encoding.
    """
    _check_size(len(raw), name)
    text = decode(raw, name).replace("\x00", "")
    first = text.partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return _to_table(name, _numbered(reader, name))


def write_csv(table: Table) -> bytes:
    """Write a table as a CSV file that `read_csv` and every spreadsheet read alike."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([disarmed(row[column]) for column in table.columns] for row in table.rows)
    return file.getvalue().encode("utf-8-sig")


def table_of(name: str, columns: tuple[str, ...], cells: Iterable[Mapping[str, str]]) -> Table:
    """Return a table of cells, numbered as the lines of its file will be."""
    return Table(name, columns, [Row(line, row) for line, row in enumerate(cells, 2)])


def _numbered(reader: "_csv.Reader", name: str) -> Iterator[tuple[int, list[str]]]:
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise Invalid(
            [Fault(f"{name}:{line}", _("This line can't be read: a cell is too long or a quote is open."))]
        ) from None


def read_workbook(raw: bytes, name: str) -> dict[str, Table]:
    """Read every sheet of an XLSX, XLS or ODS workbook as a table.

    Raises:
        Invalid: the file is no workbook, or too large.
    """
    _check_size(len(raw), name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheets = {sheet: book.get_sheet_by_name(sheet).to_python() for sheet in book.sheet_names}
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError):
        raise Invalid(
            [Fault(name, _("This is no readable workbook. Save it again as .xlsx or as CSV."))]
        ) from None
    return {
        sheet: _to_table(sheet, ((i, [_cell(value) for value in cells]) for i, cells in enumerate(rows, 1)))
        for sheet, rows in sheets.items()
    }


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _check_size(size: int, name: str) -> None:
    if size > MAX_BYTES:
        raise Invalid([Fault(name, _("The file is larger than 512 MB. Split it."))])


def _to_table(name: str, lines: Iterator[tuple[int, list[str]]]) -> Table:
    header = next(((n, cells) for n, cells in lines if any(cell.strip() for cell in cells)), None)
    if header is None:
        raise Invalid([Fault(name, _("The file is empty."))])
    columns = tuple(clean(cell) for cell in header[1])
    if len(columns) > MAX_COLUMNS:
        raise Invalid([Fault(f"{name}:1", _("There are more than 200 columns. Keep those that are needed."))])
    table = Table(name=name, columns=columns, rows=[])
    seen: set[str] = set()
    for column in columns:
        if column and column in seen:
            table.fault(1, column, _("Two columns have this name."))
        seen.add(column)
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(columns):
            table.fault(number, "", _("This line has more cells than the header."))
        table.rows.append(
            Row(number, {c: restored(clean(v)) for c, v in zip(columns, cells, strict=False) if c})
        )
    return table


@dataclass(frozen=True, slots=True)
class Folder:
    """Tables as `NAME.csv` files: of a folder, or of whatever `read` gets them from."""

    read: Callable[[str], bytes | None]
    files: tuple[str, ...] = ()

    @classmethod
    def at(cls, path: Path) -> "Folder":
        def read(name: str) -> bytes | None:
            file = path / name
            return file.read_bytes() if file.is_file() else None

        return cls(read, tuple(sorted(file.name for file in path.iterdir() if file.is_file())))

    def get(self, name: str) -> Table | None:
        raw = self.read(f"{name}.csv")
        return None if raw is None else read_csv(raw, f"{name}.csv")

    def names(self) -> Sequence[str]:
        return [name.removesuffix(".csv") for name in self.files if name.endswith(".csv")]

    def file(self, name: str) -> bytes | None:
        return self.read(name)


@dataclass(frozen=True, slots=True)
class Workbook:
    """Tables as the sheets of one workbook."""

    sheets: Mapping[str, Table]

    def get(self, name: str) -> Table | None:
        return self.sheets.get(name)

    def names(self) -> Sequence[str]:
        return list(self.sheets)

    def file(self, name: str) -> bytes | None:
        return None


def open_tables(path: Path) -> Tables:
    """Open a set of tables: a folder or a ZIP of CSV files, a workbook with one sheet for each, or one CSV file.

    Raises:
        Invalid: the path is none of these.
    """
    return Folder.at(path) if path.is_dir() else open_upload(path.read_bytes(), path.name)


def open_upload(raw: bytes, name: str) -> Tables:
    """Open a set of tables that came as one file; a CSV file is the table of its name, a map is `areas.geojson`.

    Raises:
        Invalid: it can't be read.
    """
    ending = Path(name).suffix.lower()
    if ending == ".zip":
        return _zipped(raw, name)
    if ending == ".csv":
        return Folder({name: raw}.get, (name,))
    if ending in (".geojson", ".json"):
        return Folder({"areas.geojson": raw}.get)
    return Workbook(read_workbook(raw, name))


def _zipped(raw: bytes, name: str) -> Folder:
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except zipfile.BadZipFile:
        raise Invalid([Fault(name, _("This is no readable ZIP file."))]) from None
    _check_size(sum(info.file_size for info in archive.infolist()), name)
    members = {Path(info.filename).name: info for info in archive.infolist() if not info.is_dir()}

    def read(member: str) -> bytes | None:
        info = members.get(member)
        return None if info is None else archive.read(info)

    return Folder(read, tuple(members))
