"""Files of messages: every usual encoding, and a clear word about what can't be read."""

import csv
import gzip
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from answerable.contexts.intake import api as intake
from answerable.kernel.errors import Invalid

CSV = '编号,标题,内容\n1,路灯,"坏了,\n三天"\n2,井盖,丢了\n'


def written(folder: Path, raw: bytes, name: str = "messages.csv") -> Path:
    path = folder / name
    path.write_bytes(raw)
    return path


def sentence(path: Path) -> str:
    with pytest.raises(Invalid) as told:
        list(intake.open_messages(path).rows())
    return "; ".join(str(fault.sentence) for fault in told.value.faults)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("packed", [False, True])
def test_usual_encodings_are_read_alike(tmp_path: Path, encoding: str, packed: bool) -> None:
    raw = CSV.encode(encoding)
    path = written(tmp_path, gzip.compress(raw), "m.csv.gz") if packed else written(tmp_path, raw)
    file = intake.open_messages(path)
    assert file.columns == ("编号", "标题", "内容")
    rows = [(row.number, row.line, list(row.cells)) for row in file.rows()]
    assert rows == [(1, 2, ["1", "路灯", "坏了,\n三天"]), (2, 4, ["2", "井盖", "丢了"])]


def test_semicolons_tabs_and_empty_lines(tmp_path: Path) -> None:
    file = intake.open_messages(written(tmp_path, b"\n\na;b\n\n1;2\n;\n3;4\n"))
    assert [list(row.cells) for row in file.rows()] == [["1", "2"], ["3", "4"]]


def test_a_workbook_is_read_and_its_dates_are_text(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["编号", "时间", "内容"])
    sheet.append([7, __import__("datetime").datetime(2019, 8, 1, 9, 30), "'=1+1"])
    book.save(tmp_path / "m.xlsx")
    file = intake.open_messages(tmp_path / "m.xlsx")
    assert [list(row.cells) for row in file.rows()] == [["7", "2019-08-01 09:30:00", "=1+1"]]


def test_nul_is_left_out_and_the_row_is_read(tmp_path: Path) -> None:
    file = intake.open_messages(written(tmp_path, b"a,b\n1,x\x00y\n"))
    assert [list(row.cells) for row in file.rows()] == [["1", "xy"]]


def test_ten_thousand_columns_are_told(tmp_path: Path) -> None:
    raw = ",".join(f"c{n}" for n in range(10_000)).encode() + b"\n" + b"," * 9_999
    assert "200" in sentence(written(tmp_path, raw))


def test_two_columns_of_one_name_are_told(tmp_path: Path) -> None:
    assert sentence(written(tmp_path, b"a,a\n1,2\n"))


@pytest.mark.parametrize("raw", [b"", b"\n \n", b"\xff\xfe"])
def test_an_empty_file_is_told(tmp_path: Path, raw: bytes) -> None:
    assert "empty" in sentence(written(tmp_path, raw)) or sentence(written(tmp_path, raw))


def test_an_unknown_encoding_is_told(tmp_path: Path) -> None:
    assert "UTF-8" in sentence(written(tmp_path, b"a,b\n\xff\xff\x81,\xfe\xff\n" * 3))


def test_what_is_no_workbook_or_no_gzip_is_told(tmp_path: Path) -> None:
    assert sentence(written(tmp_path, b"not a workbook", "m.xlsx"))
    assert sentence(written(tmp_path, b"not gzip", "m.csv.gz"))


def test_a_workbook_that_would_unpack_to_gigabytes_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("answerable.contexts.intake.message_file.MAX_BYTES", 100_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 1_000_000)
    assert "512" in sentence(written(tmp_path, packed.getvalue(), "m.xlsx"))


def test_a_row_with_too_many_cells_or_an_endless_one_is_broken_and_its_neighbours_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("answerable.contexts.intake.message_file.MAX_CELL", 50_000)
    raw = b'a,b\n1,2\n3,4,5\n6,"' + b"x" * 60_000 + b'"\n7,8\n'
    rows = list(intake.open_messages(written(tmp_path, raw)).rows())
    assert [row.broken for row in rows] == [False, True, True, False]
    assert csv.field_size_limit() >= 50_000


def test_columns_are_guessed_from_their_names() -> None:
    chinese = intake.guess_columns(["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "点赞数"])
    assert chinese == {
        "source_id": ["留言编号"],
        "title": ["留言主题"],
        "text": ["留言详情"],
        "said_at": ["留言时间"],
        "name": ["留言用户"],
    }
    english = intake.guess_columns(["row", "Title", "detail", "tokens", "label"])
    assert english == {"source_id": ["row"], "title": ["Title"], "text": ["detail", "tokens"]}
