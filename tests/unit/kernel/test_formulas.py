"""No cell that leaves us runs in a spreadsheet, and what comes back is what went out."""

from hypothesis import given
from hypothesis import strategies as st

from answerable.kernel.formulas import disarmed, restored
from answerable.kernel.tables import read_csv, table_of, write_csv
from answerable.kernel.text import clean


@given(st.text())
def test_a_cell_never_begins_a_formula_and_comes_back(text: str) -> None:
    assert not disarmed(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    if not text.startswith("'"):
        assert restored(disarmed(text)) == text


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])).map(clean), min_size=1, max_size=4))
def test_a_table_that_is_written_is_read_alike(cells: list[str]) -> None:
    rows = [{"key": "x", "text": cell} for cell in cells if not cell.startswith("'")]
    table = table_of("t.csv", ("key", "text"), rows)
    assert [dict(row.cells) for row in read_csv(write_csv(table), "t.csv").rows] == rows
