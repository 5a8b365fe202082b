import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from answerable.kernel import tables
from answerable.kernel.errors import Invalid

TEXT = "code,name\nlianhua,莲花派出所\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_table_is_read_in_every_usual_encoding(encoding: str) -> None:
    table = tables.read_csv(TEXT.encode(encoding), "units.csv")
    assert table.columns == ("code", "name")
    assert [(row.line, row["name"]) for row in table.rows] == [(2, "莲花派出所")]


@pytest.mark.parametrize("raw", [b"", b"\n\n \n", b"\xff\xfe\x00", bytes(range(128, 256))])
def test_what_is_no_table_is_refused_with_its_name(raw: bytes) -> None:
    with pytest.raises(Invalid) as error:
        tables.read_csv(raw, "units.csv")
    assert error.value.faults[0].where.startswith("units.csv")


def test_ten_thousand_columns_are_refused() -> None:
    with pytest.raises(Invalid):
        tables.read_csv(",".join(f"c{n}" for n in range(10_000)).encode(), "wide.csv")


def test_nul_and_bidi_characters_do_not_get_in() -> None:
    table = tables.read_csv("a\nx\x00y\u202ez\n".encode(), "t.csv")
    assert table.rows[0]["a"] == "xyz"


def test_faults_carry_file_line_and_column_and_are_collected() -> None:
    table = tables.read_csv(b"code,code\na,b,c\n", "t.csv")
    assert not table.require("code", "name")
    assert [fault.where for fault in table.faults] == ["t.csv:1:code", "t.csv:2:", "t.csv:1:name"]


def test_a_quoted_cell_of_many_lines_keeps_the_line_numbers_right() -> None:
    table = tables.read_csv(b'a,b\n"1\n2",x\n3,y\n', "t.csv")
    assert [(row.line, row["a"]) for row in table.rows] == [(2, "1\n2"), (4, "3")]


def test_semicolons_and_tabs_are_understood() -> None:
    assert tables.read_csv(b"a;b\n1;2\n", "t").rows[0]["b"] == "2"
    assert tables.read_csv(b"a\tb\n1\t2\n", "t").rows[0]["b"] == "2"


def test_a_folder_a_zip_and_a_workbook_hold_the_same_tables(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "units.csv").write_text(TEXT, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        archive.writestr("any/units.csv", TEXT)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "units"
    sheet.append(["code", "name"])
    sheet.append(["lianhua", "莲花派出所"])
    book.save(tmp_path / "set.xlsx")
    for name in ("set", "set.zip", "set.xlsx"):
        table = tables.open_tables(tmp_path / name).get("units")
        assert table is not None
        assert [row["name"] for row in table.rows] == ["莲花派出所"]


def test_what_is_no_workbook_is_refused() -> None:
    with pytest.raises(Invalid):
        tables.read_workbook(io.BytesIO(b"no workbook").getvalue(), "x.xlsx")
