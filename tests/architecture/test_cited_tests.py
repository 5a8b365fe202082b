"""Pages that say what is shown by which test: each row names tests that there are."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
BAD_INPUT = {
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
USERS = {
    "Bureau set-up",
    "Resident",
    "Hotline agent",
    "Bulk",
    "Dispatcher",
    "Team",
    "Leader, inspector",
    "Review",
    "Deadlines",
}


def rows(page: str) -> list[list[str]]:
    lines = (ROOT / "docs" / page).read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return cells[2:]


@pytest.mark.parametrize(("page", "first"), [("bad-input.md", BAD_INPUT), ("promises.md", USERS)])
def test_each_row_that_has_to_be_there_names_tests_that_there_are(page: str, first: set[str]) -> None:
    assert {row[0] for row in rows(page)} == first
    for *what, shown in rows(page):
        named = TEST.findall(shown)
        assert named, what
        for path, name in named:
            source = (ROOT / path).read_text(encoding="utf-8")
            assert re.search(rf"^def {name}\(", source, re.M), f"there is no {name} in {path}"
