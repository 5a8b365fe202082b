"""Tables on their way out: CSV, XLSX, Parquet and JSON lines, in which no cell can turn into a formula.

A program that opens a CSV runs cells that begin like a formula (SECURITY, T26); such a text gets an apostrophe in
front. In XLSX every text is typed as text; Parquet and JSON have no formulas.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

# Half and full width; tab and newlines, because a cell may begin with them before the sign.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BATCH = 2000
LONGEST_CELL = 32_767

Cell = str | int | bool | datetime | None
Row = Sequence[Cell]


class Form(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    JSON_LINES = "jsonl"

    @property
    def media_type(self) -> str:
        return {
            Form.CSV: "text/csv; charset=utf-8",
            Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Form.PARQUET: "application/vnd.apache.parquet",
            Form.JSON_LINES: "application/x-ndjson",
        }[self]


def write_rows(form: Form, header: Sequence[str], rows: Iterable[Row], target: BinaryIO) -> int:
    """Write all rows, a few thousand in memory at a time; return how many there were."""
    write = {Form.CSV: _csv, Form.XLSX: _xlsx, Form.PARQUET: _parquet, Form.JSON_LINES: _json_lines}[form]
    return write(header, rows, target)


def safe_text(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(RISKY) else text


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    return safe_text(cell) if isinstance(cell, str) else str(cell)


def _csv(header: Sequence[str], rows: Iterable[Row], target: BinaryIO) -> int:
    # With a mark at the beginning, by which Excel knows that it is UTF-8.
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(header)
    count = 0
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])
        count += 1
    text.flush()
    text.detach()
    return count


def _xlsx(header: Sequence[str], rows: Iterable[Row], target: BinaryIO) -> int:
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "remove_timezone": True})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for column, name in enumerate(header):
        sheet.write_string(0, column, name, bold)
    count = 0
    for count, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(count, column, cell.replace(tzinfo=None), moment)
            elif isinstance(cell, bool) or cell is None:
                sheet.write_string(count, column, "" if cell is None else str(cell).lower())
            elif isinstance(cell, int):
                sheet.write_number(count, column, cell)
            else:
                sheet.write_string(count, column, safe_text(cell)[:LONGEST_CELL])
    sheet.freeze_panes(1, 0)
    book.close()
    return count


def _parquet(header: Sequence[str], rows: Iterable[Row], target: BinaryIO) -> int:
    """Write text, numbers and instants as such; the first row that has a value decides on a column's type."""
    waiting, count = iter(rows), 0
    first = list(islice(waiting, BATCH))
    schema = pa.schema([(name, _type([row[at] for row in first])) for at, name in enumerate(header)])
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        batch = first
        while batch:
            columns = [[row[at] for row in batch] for at in range(len(header))]
            arrays = [
                pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            count += len(batch)
            batch = list(islice(waiting, BATCH))
    return count


def _json_lines(header: Sequence[str], rows: Iterable[Row], target: BinaryIO) -> int:
    """Write an object for each row; instants as ISO 8601 with their offset."""
    count = 0
    for row in rows:
        values = [cell.isoformat() if isinstance(cell, datetime) else cell for cell in row]
        line = json.dumps(dict(zip(header, values, strict=True)), ensure_ascii=False)
        target.write(f"{line}\n".encode())
        count += 1
    return count


def _type(cells: Iterable[Cell]) -> pa.DataType:
    known = next((cell for cell in cells if cell is not None), "")
    if isinstance(known, datetime):
        return pa.timestamp("ms", tz="UTC")
    if isinstance(known, bool):
        return pa.bool_()
    return pa.int64() if isinstance(known, int) else pa.string()
