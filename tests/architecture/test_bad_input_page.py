"""Each kind of bad input has its row, and the row names tests that there are."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "bad-input.md"
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
KINDS = {
    "empty text",
    "1 MB text",
    "10,000-column CSV",
    "GBK",
    "UTF-16",
    "BOM",
    "another encoding",
    "NUL",
    "bidi characters",
    "formulas in cells",
    "dates in several formats",
    "unknown areas",
    "duplicate source ids",
    "two people answering at once",
    "a stale page",
    "a lost session",
    "a full disk on upload",
    "PostgreSQL gone for a while",
}


def rows() -> dict[str, str]:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: row[-1] for row in cells[2:]}


def test_every_kind_has_its_row() -> None:
    assert set(rows()) == KINDS


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_its_row_names_tests_that_there_are(kind: str) -> None:
    named = TEST.findall(rows()[kind])
    assert named
    for path, name in named:
        source = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^def {name}\(", source, re.M), f"there is no {name} in {path}"
